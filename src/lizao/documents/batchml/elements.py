"""The recipe elements of a BatchML recipe as our flat elements, parents before children."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from lizao.documents.batchml.actions import read_action
from lizao.documents.batchml.condition_text import parse_condition, remaining
from lizao.documents.batchml.exceptions import is_exception, read_exception
from lizao.documents.batchml.graph import Graph, Kind, Vertex, read_graph
from lizao.documents.batchml.header import Inventory, number
from lizao.documents.batchml.structure import (
    Again,
    Do,
    If,
    Item,
    Together,
    first,
    foreign_condition,
    read_tree,
    refuse_loops,
    refuse_unreached,
    unstructured,
)
from lizao.documents.batchml.vocabulary import NOT_RUN, slug
from lizao.documents.batchml.xml_source import DEEPEST, Node, XmlPaper
from lizao.model.identifiers import Role, StepPath
from lizao.model.recipe import Element, Form, RecipeCondition

_STEP_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WHOLE: Final = frozenset({"UnitProcedure", "UnitRecipe"})


@dataclass(slots=True)
class Elements:
    """The elements of one recipe as they are read, and where each stands in the file."""

    paper: XmlPaper
    inventory: Inventory
    elements: list[Element] = field(default_factory=list)
    nodes: dict[StepPath, Node] = field(default_factory=dict)

    def procedure(self, owner: Node) -> None:
        """Read all unit procedures of a recipe, or of the one procedure in it."""
        inner = _running(owner)
        if [_type(each) for each in inner.values()] == ["Procedure"]:
            read_tree(self._graph(owner, inner))
            self.procedure(next(iter(inner.values())))
            return
        graph = self._graph(owner, inner)
        refuse_loops(graph)
        steps = {each.id: each for each in graph.vertices.values() if each.runs}
        _refuse_loose(graph)
        order = list(inner)
        ranked = sorted(steps.values(), key=lambda each: order.index(_id(each)))
        paths: dict[str, StepPath] = {}
        for vertex in ranked:
            paths[vertex.id] = self._path("", vertex.element, len(paths), "unit-procedure")
        for vertex in ranked:
            self._unit_procedure(graph, vertex, paths)

    def _graph(self, owner: Node, inner: Mapping[str, Node]) -> Graph:
        """The graph of an element; one step needs none."""
        logic = owner.first("ProcedureLogic")
        if not inner:
            raise self.paper.fault(owner, _called(owner), "", "", "empty")
        if logic is not None:
            elements = {each.words("ID"): each for each in owner.all("RecipeElement")}
            return read_graph(self.paper, logic, elements)
        if len(inner) > 1:
            thing, limit = "ProcedureLogic", _called(owner)
            raise self.paper.fault(owner, thing, "", limit, "missing_key")
        graph = Graph(self.paper, owner)
        for name, node in inner.items():
            graph.vertices[name] = Vertex(name, Kind.STEP, node, node)
        return graph

    def _unit_procedure(self, graph: Graph, vertex: Vertex, paths: Mapping[str, StepPath]) -> None:
        node, path = vertex.element, paths[vertex.id]
        assert node is not None, "a step that runs has an element"
        roles = self._roles(node, Role(path))
        after = tuple(paths[each.id] for each in graph.steps_before(vertex) if each.runs)
        ours = node.extension("UnitProcedure")
        split = "1" if ours is None else ours.attributes.get("split", "1")
        condition = _start(graph, vertex)
        place = self._open(path, node)
        children = self._operations(node, path, roles[0])
        self.elements[place] = Element(
            path,
            Form.UNIT_PROCEDURE,
            children,
            roles[0],
            split=max(1, int(number(self.paper, node, path, split))),
            after=after,
            claims=roles[1:],
            condition=condition,
            exceptions=self._exceptions(node, path, roles[0]),
        )

    def _exceptions(self, node: Node, host: StepPath, role: Role) -> tuple[StepPath, ...]:
        """Add what is watched while an element runs."""
        return tuple(
            self._exception(each, host, role)
            for each in node.all("RecipeElement")
            if is_exception(each)
        )

    def _exception(self, node: Node, host: StepPath, role: Role) -> StepPath:
        name = node.words("ID").rpartition("/")[2]
        path = self._free(host, slug(name) or "exception")
        place = self._open(path, node)
        inside = self._items(self._tree(node), path, role, role) if _holds(node) else ()
        self.elements[place] = read_exception(self.paper, node, path, role, inside)
        return path

    def _operations(self, node: Node, path: StepPath, role: Role) -> tuple[StepPath, ...]:
        """The operations of a unit procedure; what is smaller becomes an operation of its own."""
        if _type(node) in _WHOLE and _holds(node):
            items = self._tree(node)
        else:
            items = (Do(Vertex(node.words("ID"), Kind.STEP, node, node)),)
        children: list[StepPath] = []
        for item in items:
            child = self._item_path(path, item, len(children), "operation")
            children.append(child)
            place = self._open(child, item.vertex.node)
            inside = self._inside(item, child, role)
            element = item.vertex.element
            watched: tuple[StepPath, ...] = ()
            if element is not None and element is not node:
                watched = self._exceptions(element, child, role)
            made = Element(child, Form.OPERATION, inside, role, exceptions=watched)
            self.elements[place] = made
        return self._filled(node, children)

    def _inside(self, item: Item, path: StepPath, role: Role) -> tuple[StepPath, ...]:
        """What an operation made of one item holds."""
        element = item.vertex.element
        if isinstance(item, Do) and element is not None and _holds(element):
            return self._items(self._tree(element), path, role, self._role(element, role))
        return self._items((item,), path, role, role)

    def _tree(self, node: Node) -> tuple[Item, ...]:
        return read_tree(self._graph(node, _running(node)))

    def _items(
        self, items: Sequence[Item], parent: StepPath, role: Role, own: Role
    ) -> tuple[StepPath, ...]:
        """Add items; ``role`` is that of the unit procedure, ``own`` that of the phases."""
        children: list[StepPath] = []
        for item in items:
            children.append(self._item(item, parent, len(children), role, own))
        return self._filled(self.nodes[parent], children)

    def _item(self, item: Item, parent: StepPath, count: int, role: Role, own: Role) -> StepPath:
        forms = {Together: Form.PARALLEL, If: Form.CHOICE, Again: Form.LOOP, Do: Form.SEQUENCE}
        form = forms[type(item)]
        element = item.vertex.element
        path = self._item_path(parent, item, count, form.value)
        place = self._open(path, element or item.vertex.node)
        if isinstance(item, Do):
            assert element is not None, "a step that runs has an element"
            self.elements[place] = self._step(element, path, role, own)
            return path
        if isinstance(item, Together):
            inside = tuple(
                self._branch(each, path, number, role, own)
                for number, each in enumerate(item.branches)
            )
            self.elements[place] = Element(path, form, inside, role)
            return path
        at_most = item.at_most if isinstance(item, Again) else 1
        inside = self._items(item.items, path, role, own)
        made = Element(path, form, inside, role, condition=item.condition, at_most=at_most)
        self.elements[place] = made
        return path

    def _step(self, node: Node, path: StepPath, role: Role, own: Role) -> Element:
        """One element of the file: a phase, or the sequence of what it holds."""
        own = self._role(node, own)
        if _holds(node):
            inside = self._items(self._tree(node), path, role, own)
            return Element(path, Form.SEQUENCE, inside, role)
        name = path.rpartition("/")[2]
        action = read_action(self.paper, node, name, self.inventory)
        return Element(path, Form.PHASE, role=own, action=action)

    def _branch(
        self, items: Sequence[Item], parent: StepPath, count: int, role: Role, own: Role
    ) -> StepPath:
        """One branch; several items in it are a sequence."""
        if len(items) == 1:
            return self._item(items[0], parent, count, role, own)
        path = self._free(parent, f"sequence-{count + 1}")
        place = self._open(path, items[0].vertex.node)
        inside = self._items(items, path, role, own)
        self.elements[place] = Element(path, Form.SEQUENCE, inside, role)
        return path

    def _filled(self, node: Node, children: list[StepPath]) -> tuple[StepPath, ...]:
        if not children:
            raise self.paper.fault(node, _called(node), "", "", "empty")
        return tuple(children)

    def _open(self, path: StepPath, node: Node) -> int:
        """Keep a place for an element before its children; none may lie too deep."""
        if path.count("/") > DEEPEST:
            raise self.paper.fault(node, _called(node), "", f"≤ {DEEPEST}", "unsafe_xml")
        self.nodes[path] = node
        self.elements.append(Element(path, Form.SEQUENCE, (path,)))
        return len(self.elements) - 1

    def _item_path(self, parent: StepPath, item: Item, count: int, form: str) -> StepPath:
        if isinstance(item, Do):
            return self._path(parent, item.vertex.element, count, "step")
        own = item.vertex.id.removeprefix(f"{parent}/")
        if own != item.vertex.id and _STEP_NAME.fullmatch(own):
            return self._free(parent, own)
        return self._free(parent, f"{form}-{count + 1}")

    def _path(self, parent: str, node: Node | None, count: int, form: str) -> StepPath:
        """The path of an element: its identifier where that is one, else made from its title."""
        assert node is not None, "only elements of the file have names"
        name = node.words("ID")
        own = name.removeprefix(f"{parent}/") if parent else name
        if (own != name or not parent) and _STEP_NAME.fullmatch(own):
            return self._free(parent, own)
        title = slug(node.words("Description")) or slug(name) or f"{form}-{count + 1}"
        return self._free(parent, title)

    def _free(self, parent: str, name: str) -> StepPath:
        """A path that no element has yet."""
        start = f"{parent}/" if parent else ""
        paths = [StepPath(f"{start}{name}")]
        paths += [StepPath(f"{start}{name}-{count}") for count in range(2, len(self.nodes) + 3)]
        path = next(each for each in paths if each not in self.nodes)
        self.nodes[path] = Node(name)
        return path

    def _role(self, node: Node, own: Role) -> Role:
        """The role that an element names, else that of what it lies in."""
        return self._roles(node, own)[0]

    def _roles(self, node: Node, own: Role) -> tuple[Role, ...]:
        """The roles of an element; one that no class is stated for has a class of its own name."""
        required = [each.words("ID") for each in node.all("EquipmentRequirement")]
        declared = tuple(Role(each) for each in required if each in self.inventory.roles)
        if declared:
            return declared
        named = slug(node.words("ActualEquipmentID")) or slug(next(iter(required), ""))
        role = Role(named or own)
        self.inventory.roles.setdefault(role, role)
        return (role,)


def _running(node: Node) -> dict[str, Node]:
    """The elements inside an element that do something, by their identifier."""
    return {
        each.words("ID"): each
        for each in node.all("RecipeElement")
        if _type(each) not in NOT_RUN and not is_exception(each)
    }


def _holds(node: Node) -> bool:
    """Whether an element is made of others, if only of a beginning and an end."""
    logic = node.first("ProcedureLogic")
    return bool(_running(node)) or (logic is not None and bool(logic.all("Step")))


def _type(node: Node) -> str:
    return node.words("RecipeElementType")


def _called(node: Node) -> str:
    return f"{node.name} {node.words('ID')}"


def _id(vertex: Vertex) -> str:
    return "" if vertex.element is None else vertex.element.words("ID")


def _refuse_loose(graph: Graph) -> None:
    """Every step is reached from the one beginning, and nothing is decided on the way."""
    seen = {first(graph).id}
    waiting = list(seen)
    while waiting:
        vertex = graph[waiting.pop()]
        if vertex.kind in {Kind.BRANCH, Kind.MERGE}:
            raise unstructured(graph, vertex)
        new = [each for each in vertex.after if each not in seen]
        seen.update(new)
        waiting += new
    refuse_unreached(graph, seen)


def _start(graph: Graph, vertex: Vertex) -> RecipeCondition | None:
    """What a unit procedure waits for besides the end of those before it."""
    found: list[RecipeCondition] = []
    for transition in _transitions_before(graph, vertex):
        rest = remaining(transition.condition, graph.names_before(transition))
        if not rest:
            continue
        condition = parse_condition(rest)
        if condition is None or found:
            raise foreign_condition(graph, transition, rest)
        found.append(condition)
    return found[0] if found else None


def _transitions_before(graph: Graph, vertex: Vertex) -> list[Vertex]:
    """The transitions between a step and the nearest steps before it."""
    seen: dict[str, Vertex] = {}
    waiting = list(vertex.before)
    while waiting:
        here = graph[waiting.pop(0)]
        if here.id not in seen and here.kind is not Kind.STEP:
            seen[here.id] = here
            waiting += here.before
    return [each for each in seen.values() if each.kind is Kind.TRANSITION]
