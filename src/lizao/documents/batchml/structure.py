"""From steps and transitions to sequence, parallel, choice and counted loop, or a refusal."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from lizao.documents.batchml.condition_text import parse_condition, remaining
from lizao.documents.batchml.graph import Graph, Kind, Vertex
from lizao.documents.batchml.xml_source import DEEPEST
from lizao.model.errors import DocumentError
from lizao.model.recipe import RecipeCondition

_AGAIN: Final = re.compile(r"NOT \((.+)\) AND rounds < (\d+)")
_ENOUGH: Final = re.compile(r"(.+) OR rounds >= (\d+)")
_NOT: Final = re.compile(r"NOT \((.+)\)")
OUR_FORMS: Final = "signal(…), report(…), formula(…), cleared(…)"
"""The conditions that a recipe can hold, for an error."""


@dataclass(frozen=True, slots=True)
class Do:
    """One step."""

    vertex: Vertex


@dataclass(frozen=True, slots=True)
class Together:
    """Branches at the same time."""

    vertex: Vertex
    branches: tuple[tuple["Item", ...], ...]


@dataclass(frozen=True, slots=True)
class If:
    """Items that run if a condition holds."""

    vertex: Vertex
    condition: RecipeCondition
    items: tuple["Item", ...]


@dataclass(frozen=True, slots=True)
class Again:
    """Items that run until a condition holds, at most so often."""

    vertex: Vertex
    condition: RecipeCondition
    at_most: int
    items: tuple["Item", ...]


def called(vertex: Vertex) -> str:
    """What an error calls a vertex: as the file does."""
    return f"{vertex.node.name} {vertex.node.words('ID')}"


Item: TypeAlias = Do | Together | If | Again


def read_tree(graph: Graph) -> tuple[Item, ...]:
    """The steps of a graph as a tree; raises DocumentError where the graph is none."""
    heads = _heads(graph)
    for name in sorted(heads):
        if graph[name].kind is not Kind.MERGE:
            raise _uncounted(graph, graph[name])
    reader = _Reader(graph, heads)
    items, stop = reader.walk(first(graph))
    if stop is not None:
        raise unstructured(graph, stop)
    refuse_unreached(graph, reader.seen)
    return items


def first(graph: Graph) -> Vertex:
    """The step that nothing stands before."""
    starts = [each for each in graph.vertices.values() if not each.before]
    if len(starts) != 1:
        names = ", ".join(each.id for each in starts)
        node = starts[1].node if starts else graph.logic
        raise graph.paper.fault(node, "Begin", names, "1", "loose_end")
    return starts[0]


def refuse_unreached(graph: Graph, seen: set[str]) -> None:
    """Every vertex must lie on a way from the beginning."""
    for vertex in graph.vertices.values():
        if vertex.id not in seen:
            raise graph.paper.fault(vertex.node, called(vertex), "", "", "loose_end")


def _heads(graph: Graph) -> frozenset[str]:
    """The vertices to which a way from themselves leads back."""
    heads: set[str] = set()
    done: set[str] = set()
    for root in sorted(graph.vertices, key=lambda each: bool(graph[each].before)):
        way: list[tuple[str, int]] = [] if root in done else [(root, 0)]
        on_way = {name for name, _ in way}
        while way:
            name, number = way.pop()
            if number == len(graph[name].after):
                on_way.discard(name)
                done.add(name)
                continue
            way.append((name, number + 1))
            target = graph[name].after[number]
            if target in on_way:
                heads.add(target)
            elif target not in done:
                way.append((target, 0))
                on_way.add(target)
    return frozenset(heads)


def refuse_loops(graph: Graph) -> None:
    """Raise DocumentError if any way leads back."""
    for name in sorted(_heads(graph)):
        raise _uncounted(graph, graph[name])


def _uncounted(graph: Graph, vertex: Vertex) -> DocumentError:
    known, value = "NOT (…) AND rounds < N", vertex.node.words("Condition")
    return graph.paper.fault(vertex.node, called(vertex), value, known, "uncounted_loop")


@dataclass(slots=True)
class _Reader:
    """A walk through the graph that opens and closes its structures."""

    graph: Graph
    heads: frozenset[str]
    seen: set[str] = field(default_factory=set)
    loops: list[str] = field(default_factory=list)
    depth: int = 0

    def walk(self, start: Vertex | None) -> tuple[tuple[Item, ...], Vertex | None]:
        """The items from a vertex to the end, or to the vertex that closes what is open."""
        items: list[Item] = []
        here = start
        self.depth += 1
        while here is not None and not self._closes(here):
            if self.depth > DEEPEST:
                limit = f"≤ {DEEPEST}"
                raise self.graph.paper.fault(here.node, called(here), "", limit, "unsafe_xml")
            self.seen.add(here.id)
            item, here = self._read(here)
            items += item
        self.depth -= 1
        return tuple(items), here

    def _closes(self, vertex: Vertex) -> bool:
        """Whether a vertex ends the branch or the loop that is being read."""
        if vertex.kind is Kind.BRANCH:
            return any(self._leads_back(self.graph[each]) for each in vertex.after)
        if vertex.kind is Kind.MERGE:
            return vertex.id not in self.heads or vertex.id in self.loops
        return vertex.kind is Kind.JOIN

    def _leads_back(self, vertex: Vertex) -> bool:
        """Whether a way goes straight to the head of the loop that is being read."""
        targets = [vertex.id]
        if vertex.kind is Kind.TRANSITION:
            targets = vertex.after
        return bool(self.loops) and targets == self.loops[-1:]

    def _read(self, vertex: Vertex) -> tuple[Sequence[Item], Vertex | None]:
        """What stands at a vertex, and the vertex after it."""
        match vertex.kind:
            case Kind.SPLIT:
                return self._together(vertex)
            case Kind.BRANCH:
                return self._choice(vertex)
            case Kind.MERGE:
                return self._loop(vertex)
            case Kind.TRANSITION:
                refuse_condition(self.graph, vertex)
                return (), self.graph.next(vertex)
            case _:
                done = [Do(vertex)] if vertex.runs else []
                return done, self.graph.next(vertex)

    def _together(self, vertex: Vertex) -> tuple[Sequence[Item], Vertex | None]:
        """Branches that part here and meet again in one convergence."""
        walked = [self.walk(self.graph[each]) for each in vertex.after]
        stop = walked[0][1] if walked else None
        if stop is None or stop.kind is not Kind.JOIN or len(stop.before) != len(walked):
            raise unstructured(self.graph, vertex)
        if any(each is not stop for _, each in walked):
            raise unstructured(self.graph, vertex)
        self.seen.add(stop.id)
        branches = tuple(items for items, _ in walked if items)
        return ([Together(vertex, branches)] if branches else ()), self.graph.next(stop)

    def _choice(self, vertex: Vertex) -> tuple[Sequence[Item], Vertex | None]:
        """A branch that runs if its condition holds beside one that is empty."""
        ways = [self.graph[each] for each in vertex.after]
        yes = next((each for each in ways if parse_condition(each.condition) is not None), None)
        if yes is None:
            raise self._foreign(next(iter(ways), vertex))
        condition = parse_condition(yes.condition)
        assert condition is not None, "the way was chosen for its condition"
        no = [each for each in ways if each is not yes]
        refused = _NOT.fullmatch(no[0].condition) if len(no) == 1 else None
        if refused is None or refused[1] != yes.condition:
            raise self._foreign(no[0] if no else vertex)
        self.seen.update(each.id for each in ways)
        items, stop = self.walk(self.graph.next(yes))
        if stop is None or stop.kind is not Kind.MERGE or self.graph.next(no[0]) is not stop:
            raise unstructured(self.graph, vertex)
        if len(stop.before) != len(ways) or not items:
            raise unstructured(self.graph, vertex)
        self.seen.add(stop.id)
        return [If(vertex, condition, items)], self.graph.next(stop)

    def _loop(self, vertex: Vertex) -> tuple[Sequence[Item], Vertex | None]:
        """Items between a convergence and the divergence from which a counted way leads back."""
        self.loops.append(vertex.id)
        items, stop = self.walk(self.graph.next(vertex))
        ways = [] if stop is None else [self.graph[each] for each in stop.after]
        back = [each for each in ways if self._leads_back(each)]
        on = [each for each in ways if each not in back]
        if stop is None or len(back) != 1 or len(on) != 1 or len(vertex.before) != len(ways):
            raise _uncounted(self.graph, next(iter(back), vertex))
        again, enough = _AGAIN.fullmatch(back[0].condition), _ENOUGH.fullmatch(on[0].condition)
        condition = None if again is None else parse_condition(again[1])
        if again is None or condition is None or not items:
            raise _uncounted(self.graph, back[0])
        if enough is None or enough.groups() != again.groups():
            raise self._foreign(on[0])
        self.loops.pop()
        self.seen.update({stop.id, back[0].id, on[0].id})
        loop = Again(stop, condition, int(again[2]), items)
        return [loop], self.graph.next(on[0])

    def _foreign(self, vertex: Vertex) -> DocumentError:
        return foreign_condition(self.graph, vertex, vertex.condition)


def unstructured(graph: Graph, vertex: Vertex) -> DocumentError:
    """The error for branches that do not meet as they parted."""
    return graph.paper.fault(vertex.node, called(vertex), "", "", "unstructured")


def foreign_condition(graph: Graph, vertex: Vertex, text: str) -> DocumentError:
    """The error for a condition that a recipe would need and cannot hold."""
    return graph.paper.fault(vertex.node, called(vertex), text, OUR_FORMS, "foreign_condition")


def refuse_condition(graph: Graph, vertex: Vertex) -> None:
    """A transition inside a tree asks for no more than the end of what stands before it."""
    rest = remaining(vertex.condition, graph.names_before(vertex))
    if rest:
        raise foreign_condition(graph, vertex, rest)
