"""The steps and transitions of a BatchML procedure logic, every divergence made explicit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from lizao.documents.batchml.condition_text import plain_name
from lizao.documents.batchml.vocabulary import NOT_RUN
from lizao.documents.batchml.xml_source import Node, XmlPaper


class Kind(StrEnum):
    """What a vertex of the graph is."""

    STEP = "Step"
    TRANSITION = "Transition"
    SPLIT = "ParallelDivergent"
    JOIN = "ParallelConvergent"
    BRANCH = "SerialDivergent"
    MERGE = "SerialConvergent"


_STRUCTURE: Final = frozenset({Kind.SPLIT, Kind.JOIN, Kind.BRANCH, Kind.MERGE})
_OTHER_LINKS: Final = frozenset({"TransferLink", "SynchronizationLink"})


@dataclass(slots=True)
class Vertex:
    """One step, transition, divergence or convergence, and what stands before and after it."""

    id: str
    kind: Kind
    node: Node
    element: Node | None = None
    condition: str = ""
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)

    @property
    def runs(self) -> bool:
        """Whether the vertex is a step that does something."""
        return self.element is not None and self.element.words("RecipeElementType") not in NOT_RUN

    @property
    def names(self) -> frozenset[str]:
        """What a condition may call the step."""
        names = {self.id, *(each.text for each in self.node.all("Description"))}
        if self.element is not None:
            names |= {each.text for each in self.element.all("Description")}
            names.add(self.element.words("ID"))
            if self.element.words("RecipeElementType") == "Begin":
                names |= {"start", "begin", "init"}
        return frozenset(plain_name(each) for each in names) - {""}


@dataclass(slots=True)
class Graph:
    """The vertices of one procedure logic by their identifier."""

    paper: XmlPaper
    logic: Node
    vertices: dict[str, Vertex] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Vertex:
        """The vertex of that identifier."""
        return self.vertices[name]

    def next(self, vertex: Vertex) -> Vertex | None:
        """What follows a vertex that one thing at most may follow."""
        return self.vertices[vertex.after[0]] if vertex.after else None

    def steps_before(self, vertex: Vertex) -> Iterator[Vertex]:
        """The nearest steps before a vertex, each once, in the order of the links."""
        seen, waiting = {vertex.id}, list(vertex.before)
        while waiting:
            name = waiting.pop(0)
            if name in seen:
                continue
            seen.add(name)
            if self[name].kind is Kind.STEP:
                yield self[name]
            else:
                waiting = [*self[name].before, *waiting]

    def names_before(self, vertex: Vertex) -> frozenset[str]:
        """What a condition at a vertex may call the steps that end before it."""
        return frozenset().union(*(each.names for each in self.steps_before(vertex)))

    def connect(self, source: str, target: str) -> None:
        """Let one vertex follow another."""
        self[source].after.append(target)
        self[target].before.append(source)

    def insert(self, kind: Kind, at: Vertex, *, before: bool) -> None:
        """Put a divergence after, or a convergence before, a vertex that has several neighbours."""
        new = Vertex(f"{at.id} {kind.value}", kind, at.node)
        self.vertices[new.id] = new
        if before:
            new.before, new.after, at.before = at.before, [at.id], [new.id]
            for name in dict.fromkeys(new.before):
                self[name].after = [new.id if each == at.id else each for each in self[name].after]
        else:
            new.after, new.before, at.after = at.after, [at.id], [new.id]
            for name in dict.fromkeys(new.after):
                self[name].before = [
                    new.id if each == at.id else each for each in self[name].before
                ]


def read_graph(paper: XmlPaper, logic: Node, elements: Mapping[str, Node]) -> Graph:
    """The graph of a procedure logic whose steps run ``elements``; may raise DocumentError."""
    graph = Graph(paper, logic)
    for node in logic.all("Step"):
        name = node.words("RecipeElementID")
        if name not in elements:
            known = ", ".join(elements)
            raise paper.fault(node, f"Step {node.words('ID')}", name, known, "unknown_step")
        _add(graph, Vertex(node.words("ID"), Kind.STEP, node, elements[name]))
    for node in logic.all("Transition"):
        condition = node.words("Condition")
        _add(graph, Vertex(node.words("ID"), Kind.TRANSITION, node, condition=condition))
    links = [each for each in logic.all("Link") if not _leave_out(paper, each)]
    for link in links:
        if (kind := link.words("LinkType")) in _STRUCTURE:
            _add(graph, Vertex(link.words("ID"), Kind(kind), link))
    for link in links:
        _connect(graph, link)
    _drop_loose_transitions(graph)
    _make_explicit(graph)
    return graph


def _add(graph: Graph, vertex: Vertex) -> None:
    if not vertex.id:
        raise graph.paper.fault(vertex.node, "ID", vertex.node.name, "", "missing_key")
    if vertex.id in graph.vertices:
        first = str(graph[vertex.id].node.line)
        raise graph.paper.fault(vertex.node, vertex.id, vertex.id, first, "duplicate")
    graph.vertices[vertex.id] = vertex


def _leave_out(paper: XmlPaper, link: Node) -> bool:
    """Whether a link says something else than what follows what."""
    kind = link.words("LinkType")
    if kind in _OTHER_LINKS:
        paper.leave_out(link, f"Link {link.words('ID')}", kind)
        return True
    if kind not in {"ControlLink", *_STRUCTURE}:
        known = ", ".join(["ControlLink", *sorted(_STRUCTURE)])
        raise paper.fault(link, f"Link {link.words('ID')}", kind, known, "unknown_value")
    return False


def _connect(graph: Graph, link: Node) -> None:
    """The edges of a link: from all its sources, through itself if it diverges, to all targets."""
    sources = [each.words("FromIDValue") for each in link.all("FromID")]
    targets = [each.words("ToIDValue") for each in link.all("ToID")]
    for name in (*sources, *targets):
        if name not in graph.vertices:
            thing = f"Link {link.words('ID')}"
            raise graph.paper.fault(link, thing, name, "", "unknown_step")
    if link.words("LinkType") in _STRUCTURE:
        edges = [(each, link.words("ID")) for each in sources]
        edges += [(link.words("ID"), each) for each in targets]
    else:
        edges = [(source, target) for source in sources for target in targets]
    for source, target in edges:
        if _is_end(graph[source]):
            graph.paper.leave_out(link, f"Link {link.words('ID')}", f"{source} → {target}")
        else:
            graph.connect(source, target)


def _is_end(vertex: Vertex) -> bool:
    """Whether nothing can follow: the procedure ends there."""
    return vertex.element is not None and vertex.element.words("RecipeElementType") == "End"


def _drop_loose_transitions(graph: Graph) -> None:
    for vertex in list(graph.vertices.values()):
        if vertex.kind is not Kind.STEP and not vertex.before and not vertex.after:
            graph.paper.leave_out(vertex.node, vertex.kind.value, vertex.id)
            del graph.vertices[vertex.id]


def _make_explicit(graph: Graph) -> None:
    """Give every step and transition one neighbour on each side."""
    for vertex in list(graph.vertices.values()):
        if vertex.kind in _STRUCTURE:
            continue
        is_step = vertex.kind is Kind.STEP
        if len(vertex.before) > 1:
            graph.insert(Kind.MERGE if is_step else Kind.JOIN, vertex, before=True)
        if len(vertex.after) > 1:
            graph.insert(Kind.BRANCH if is_step else Kind.SPLIT, vertex, before=False)
