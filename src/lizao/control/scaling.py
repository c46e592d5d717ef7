"""From the master recipe to the control recipe of one batch: formula scaled, unit procedures split."""

from collections.abc import Mapping
from dataclasses import replace

from lizao.model.equipment import Plant
from lizao.model.errors import NoUnitError, UnknownNameError, ValueOutsideLimitsError
from lizao.model.identifiers import Role, StepPath
from lizao.model.instants import Instant
from lizao.model.quality import Specification
from lizao.model.recipe import (
    Action,
    ControlRecipe,
    Element,
    FormulaParameter,
    MasterRecipe,
    RecipeCondition,
    Scaling,
)


def control_recipe(  # noqa: PLR0913 - what makes a control recipe
    master: MasterRecipe,
    plant: Plant,
    specification: Specification,
    mass_kg: float,
    overrides: Mapping[str, float],
    now: Instant,
) -> ControlRecipe:
    """The recipe of one batch of ``mass_kg`` packed product; ``overrides`` are in the units of the formula.

    Raises ValueOutsideLimitsError, UnknownNameError or NoUnitError before anything moves.
    """
    if not master.low_kg <= mass_kg <= master.high_kg:
        raise ValueOutsideLimitsError(
            "tonnes", mass_kg / 1000, master.low_kg / 1000, master.high_kg / 1000, "t"
        )
    for name in overrides:
        if master.parameter(name) is None:
            known = ", ".join(each.name for each in master.formula)
            raise UnknownNameError("formula_parameter", name, known)
    formula = {
        each.name: _value(each, mass_kg / master.reference_kg, overrides) for each in master.formula
    }
    elements, roles = _split(master, plant)
    return ControlRecipe(
        name=master.name,
        version=master.version,
        product=master.product,
        mass_kg=mass_kg,
        formula=formula,
        units_of_measure={each.name: each.unit for each in master.formula},
        charges=master.charges,
        roles=roles,
        elements=elements,
        specification=specification,
        made_at=now,
        overridden=tuple(overrides),
    )


def _value(parameter: FormulaParameter, scale: float, overrides: Mapping[str, float]) -> float:
    factor = scale if parameter.scaling is Scaling.LINEAR else 1.0
    value = overrides.get(parameter.name, parameter.default * factor)
    low, high = parameter.low * factor, parameter.high * factor
    if not low <= value <= high:
        raise ValueOutsideLimitsError(parameter.name, value, low, high, parameter.unit)
    return value


def _split(master: MasterRecipe, plant: Plant) -> tuple[tuple[Element, ...], Mapping[Role, str]]:
    """Expand every unit procedure that runs on several units into one per unit."""
    contained = {child for each in master.elements for child in each.children}
    instances: dict[StepPath, tuple[str, ...]] = {}
    roles: dict[Role, str] = {}
    split_roles: dict[Role, StepPath] = {}
    for each in master.elements:
        if each.path in contained:
            continue
        instances[each.path] = _instances(master, plant, each)
        if each.split > 1 and each.role is not None:
            split_roles[each.role] = each.path
    for role, unit_class in master.roles.items():
        if not plant.of_class(unit_class):
            raise NoUnitError(unit_class, 1, 0)
        for suffix in instances[split_roles[role]] if role in split_roles else ("",):
            roles[Role(role + suffix)] = unit_class
    expanded: list[Element] = []
    for each in master.elements:
        top = StepPath(each.path.split("/", 1)[0])
        expanded += (
            _instance(each, top, suffix, instances, split_roles) for suffix in instances[top]
        )
    return tuple(expanded), roles


def _instances(master: MasterRecipe, plant: Plant, top: Element) -> tuple[str, ...]:
    if top.split <= 1 or top.role is None:
        return ("",)
    present = len(plant.of_class(master.roles[top.role]))
    return tuple(f"#{number + 1}" for number in range(min(top.split, present)))


def _instance(
    element: Element,
    top: StepPath,
    suffix: str,
    instances: Mapping[StepPath, tuple[str, ...]],
    split_roles: Mapping[Role, StepPath],
) -> Element:
    def path(old: StepPath) -> StepPath:
        head, _, rest = old.partition("/")
        return StepPath(f"{head}{suffix}/{rest}" if rest else f"{head}{suffix}")

    def role(old: Role | None) -> Role | None:
        return Role(old + suffix) if old is not None and split_roles.get(old) == top else old

    def reached(old: StepPath) -> tuple[StepPath, ...]:
        head, _, rest = old.partition("/")
        if head == top:
            return (path(old),)
        tails = instances.get(StepPath(head), ("",))
        return tuple(
            StepPath(f"{head}{tail}/{rest}" if rest else f"{head}{tail}") for tail in tails
        )

    def condition(old: RecipeCondition | None) -> RecipeCondition | None:
        if old is None:
            return None
        after = tuple(new for each in old.after for new in reached(each))
        step = reached(old.step)[0] if old.step is not None else None
        return replace(old, role=role(old.role), step=step, after=after)

    def action(old: Action | None) -> Action | None:
        if old is None:
            return None
        return replace(
            old,
            complete_when=condition(old.complete_when),
            source=role(old.source),
            destination=role(old.destination),
        )

    return replace(
        element,
        path=path(element.path),
        children=tuple(path(child) for child in element.children),
        role=role(element.role),
        after=tuple(new for each in element.after for new in reached(each)),
        claims=tuple(new for each in element.claims if (new := role(each)) is not None),
        condition=condition(element.condition),
        action=action(element.action),
    )
