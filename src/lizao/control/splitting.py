"""A unit procedure that runs on several units at once becomes one unit procedure for each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lizao.model.equipment import Plant, Unit
from lizao.model.errors import NoUnitError
from lizao.model.identifiers import Role, StepPath
from lizao.model.recipe import ANY_UNIT, Action, Element, MasterRecipe, RecipeCondition


def split(master: MasterRecipe, plant: Plant) -> tuple[tuple[Element, ...], Mapping[Role, str]]:
    """The elements and roles of ``master`` with split unit procedures expanded, ``#1``, ``#2``, ...

    No more of them than the plant has units. Raises NoUnitError for a class without any unit.
    """
    contained = {child for each in master.elements for child in (*each.children, *each.exceptions)}
    tops = [each for each in master.elements if each.path not in contained]
    for role, unit_class in master.roles.items():
        if not _units(master, plant, role):
            raise NoUnitError(unit_class, 1, 0)
    instances = {each.path: _instances(master, plant, each) for each in tops}
    owners = {each.role: each.path for each in tops if each.split > 1 and each.role is not None}
    roles = {
        Role(role + suffix): unit_class
        for role, unit_class in master.roles.items()
        for suffix in (instances[owners[role]] if role in owners else ("",))
    }
    elements: list[Element] = []
    for each in master.elements:
        top = StepPath(each.path.split("/", 1)[0])
        elements += (
            _Instance(top, suffix, instances, owners).element(each) for suffix in instances[top]
        )
    return tuple(elements), roles


def _units(master: MasterRecipe, plant: Plant, role: Role) -> tuple[Unit, ...]:
    return plant.of_class(master.roles[role], master.demands.get(role, ANY_UNIT).needs)


def siblings(tops: tuple[StepPath, ...], top: StepPath) -> tuple[StepPath, ...]:
    """The other unit procedures that ``top`` was split from."""
    stem, mark, _ = top.partition("#")
    if not mark:
        return ()
    return tuple(each for each in tops if each != top and each.startswith(stem + mark))


def _instances(master: MasterRecipe, plant: Plant, top: Element) -> tuple[str, ...]:
    if top.split <= 1 or top.role is None:
        return ("",)
    present = len(_units(master, plant, top.role))
    return tuple(f"#{number + 1}" for number in range(min(top.split, present)))


@dataclass(frozen=True, slots=True)
class _Instance:
    """One instance of the unit procedure ``top``; ``owners`` says which procedure splits a role."""

    top: StepPath
    suffix: str
    instances: Mapping[StepPath, tuple[str, ...]]
    owners: Mapping[Role, StepPath]

    def element(self, old: Element) -> Element:
        """An element of the procedure as it is in this instance."""
        return replace(
            old,
            path=_with(old.path, self.suffix),
            children=tuple(_with(child, self.suffix) for child in old.children),
            exceptions=tuple(_with(each, self.suffix) for each in old.exceptions),
            role=self._role(old.role),
            after=self._all(old.after),
            claims=tuple(new for each in old.claims if (new := self._role(each)) is not None),
            condition=self._condition(old.condition),
            action=self._action(old.action),
        )

    def _role(self, old: Role | None) -> Role | None:
        mine = old is not None and self.owners.get(old) == self.top
        return Role(f"{old}{self.suffix}") if mine else old

    def _reached(self, old: StepPath) -> tuple[StepPath, ...]:
        """The same element of this instance, or of every instance of another procedure."""
        head = StepPath(old.partition("/")[0])
        tails = (self.suffix,) if head == self.top else self.instances.get(head, ("",))
        return tuple(_with(old, tail) for tail in tails)

    def _all(self, old: tuple[StepPath, ...]) -> tuple[StepPath, ...]:
        return tuple(new for each in old for new in self._reached(each))

    def _condition(self, old: RecipeCondition | None) -> RecipeCondition | None:
        if old is None:
            return None
        step = self._reached(old.step)[0] if old.step is not None else None
        return replace(old, role=self._role(old.role), step=step, after=self._all(old.after))

    def _action(self, old: Action | None) -> Action | None:
        if old is None:
            return None
        return replace(
            old,
            complete_when=self._condition(old.complete_when),
            source=self._role(old.source),
            destination=self._role(old.destination),
        )


def _with(path: StepPath, suffix: str) -> StepPath:
    head, slash, rest = path.partition("/")
    return StepPath(f"{head}{suffix}{slash}{rest}")
