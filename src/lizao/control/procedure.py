"""The procedure of one batch as an index: who contains whom, and who needs which unit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from lizao.model.identifiers import Role, StepPath
from lizao.model.recipe import WITHOUT_A_UNIT, Action, ControlRecipe, Element, Form, Work


@dataclass(frozen=True, slots=True)
class Joint:
    """Two roles between which material goes: by a transfer, or through the pipes of ``line``.

    ``second`` receives in a transfer; of a line it is the vessel, on either side.
    """

    first: Role
    second: Role
    by_line: bool


@dataclass(frozen=True, slots=True)
class Network:
    """All joints of a recipe, and class and needs of the roles that they join."""

    joints: tuple[Joint, ...]
    roles: tuple[tuple[Role, str, tuple[str, ...]], ...]
    joined: frozenset[Role]


@lru_cache(maxsize=256)
def _one(network: Network) -> Network:
    """The same object for all batches whose recipes join their roles alike."""
    return network


@dataclass(frozen=True, slots=True)
class Procedure:
    """Elements by path.

    ``tops`` are the unit procedures, ``top_of`` the unit procedure an element lies in, ``needs``
    the roles a unit procedure must own to run, ``phases_on`` the phases that work on a role,
    ``procedures_of`` the unit procedures that need it, ``before`` what has to be done before a unit
    procedure, ``awaited`` the unit procedures and all that others have to wait for,
    ``transfers`` the transfer phases, each with what has to be done before it, ``joints`` what the
    unit of a role is piped to, ``network`` all of them, ``hosts`` the element around each
    exception, in the order of the recipe.
    """

    elements: Mapping[StepPath, Element]
    tops: tuple[StepPath, ...]
    top_of: Mapping[StepPath, StepPath]
    needs: Mapping[StepPath, tuple[Role, ...]]
    phases_on: Mapping[Role, tuple[StepPath, ...]]
    procedures_of: Mapping[Role, tuple[StepPath, ...]]
    descendants: Mapping[StepPath, tuple[StepPath, ...]]
    before: Mapping[StepPath, tuple[StepPath, ...]]
    awaited: frozenset[StepPath]
    transfers: Mapping[StepPath, tuple[StepPath, ...]]
    joints: Mapping[Role, tuple[Joint, ...]]
    network: Network
    hosts: Mapping[StepPath, StepPath]

    def action_of(self, path: StepPath) -> Action:
        """What a phase asks for."""
        action = self.elements[path].action
        assert action is not None, "an element of form PHASE has an action"
        return action

    def role_of(self, path: StepPath) -> Role:
        """The role a phase works on: its own, or that of its unit procedure."""
        return self.elements[path].role or self.elements[self.top_of[path]].role or Role("")


def index(recipe: ControlRecipe) -> Procedure:
    """Index the elements of ``recipe``."""
    elements = {each.path: each for each in recipe.elements}
    within = {child: each for each in recipe.elements for child in _parts(each)}
    tops = tuple(each.path for each in recipe.elements if each.path not in within)
    below = {path: _below(elements, path) for path in elements}
    top_of = {path: top for top in tops for path in (top, *below[top])}
    needs = {top: _needs(elements, top, below[top]) for top in tops}
    phases_on: dict[Role, tuple[StepPath, ...]] = {}
    for top in tops:
        for path in below[top]:
            for role in _works_on(elements[path], elements[top]):
                phases_on[role] = (*phases_on.get(role, ()), path)
    procedures_of: dict[Role, tuple[StepPath, ...]] = {}
    for top, roles in needs.items():
        for role in roles:
            procedures_of[role] = (*procedures_of.get(role, ()), top)
    transfers = {
        each.path: tuple(_earlier(within, each.path))
        for each in recipe.elements
        if each.action and each.action.work is Work.TRANSFER
    }
    before = {top: _before(elements[top]) for top in tops}
    awaited = frozenset((*tops, *chain.from_iterable(before.values())))
    hosts = {each: host.path for host in recipe.elements for each in host.exceptions}
    return Procedure(
        elements,
        tops,
        top_of,
        needs,
        phases_on,
        procedures_of,
        below,
        before,
        awaited,
        transfers,
        _joints_of(elements),
        _network(recipe, elements),
        hosts,
    )


def _parts(element: Element) -> tuple[StepPath, ...]:
    """What lies in an element: what it does, and what it does when something goes wrong."""
    return (*element.children, *element.exceptions)


def _earlier(within: Mapping[StepPath, Element], path: StepPath) -> Iterator[StepPath]:
    """What of its unit procedure comes before an element, in all that it lies in."""
    while path in within:
        around = within[path]
        if around.form is not Form.PARALLEL and path in around.children:
            yield from around.children[: around.children.index(path)]
        path = around.path


def _before(top: Element) -> tuple[StepPath, ...]:
    return (*top.after, *(top.condition.after if top.condition is not None else ()))


def _joints_of(elements: Mapping[StepPath, Element]) -> Mapping[Role, tuple[Joint, ...]]:
    joints: dict[Role, tuple[Joint, ...]] = {}
    for joint in dict.fromkeys(_joints(elements)):
        for role in (joint.first, joint.second):
            joints[role] = (*joints.get(role, ()), joint)
    return joints


def _network(recipe: ControlRecipe, elements: Mapping[StepPath, Element]) -> Network:
    joints = tuple(dict.fromkeys(_joints(elements)))
    joined = dict.fromkeys(role for each in joints for role in (each.first, each.second))
    roles = tuple((role, recipe.roles[role], recipe.demand(role).needs) for role in joined)
    return _one(Network(joints, roles, frozenset(joined)))


def _joints(elements: Mapping[StepPath, Element]) -> Iterator[Joint]:
    for element in elements.values():
        if element.role is not None:
            yield from (Joint(element.role, claim, by_line=True) for claim in element.claims)
        action = element.action
        if action is not None and action.source is not None and action.destination is not None:
            yield Joint(action.source, action.destination, by_line=False)


def _below(elements: Mapping[StepPath, Element], path: StepPath) -> tuple[StepPath, ...]:
    found: list[StepPath] = []
    for child in _parts(elements[path]):
        found += (child, *_below(elements, child))
    return tuple(found)


def _works_on(element: Element, top: Element) -> tuple[Role, ...]:
    if element.form is not Form.PHASE or element.action is None:
        return ()
    action = element.action
    if action.work in WITHOUT_A_UNIT:
        return ()
    if action.work is Work.TRANSFER:
        return tuple(role for role in (action.source, action.destination) if role is not None)
    role = element.role or top.role
    return () if role is None else (role,)


def _needs(
    elements: Mapping[StepPath, Element], top: StepPath, below: tuple[StepPath, ...]
) -> tuple[Role, ...]:
    first = elements[top]
    roles = [first.role] if first.role is not None else []
    roles += first.claims
    for path in below:
        roles += _works_on(elements[path], first)
    return tuple(dict.fromkeys(roles))
