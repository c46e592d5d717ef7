"""From master recipe to the control recipe of one batch: its formula in the size of the batch."""

from collections.abc import Mapping

from lizao.control.splitting import split
from lizao.model.equipment import Plant
from lizao.model.errors import UnknownNameError, ValueOutsideLimitsError
from lizao.model.instants import Instant
from lizao.model.quality import Specification
from lizao.model.recipe import ControlRecipe, FormulaParameter, MasterRecipe, Scaling


def control_recipe(  # noqa: PLR0913, PLR0917 - what makes a control recipe
    master: MasterRecipe,
    plant: Plant,
    specification: Specification,
    mass_kg: float,
    overrides: Mapping[str, float],
    now: Instant,
) -> ControlRecipe:
    """The recipe of one batch of ``mass_kg`` packed product.

    ``overrides`` are in the units of the formula. Raises ValueOutsideLimitsError, UnknownNameError
    or NoUnitError before anything moves.
    """
    if not master.low_kg <= mass_kg <= master.high_kg:
        raise ValueOutsideLimitsError(
            thing="tonnes",
            value=mass_kg / 1000,
            low=master.low_kg / 1000,
            high=master.high_kg / 1000,
            unit="t",
        )
    for name in overrides:
        if master.parameter(name) is None:
            known = ", ".join(each.name for each in master.formula)
            raise UnknownNameError(kind="formula_parameter", value=name, known=known)
    formula = {
        each.name: _value(each, mass_kg / master.reference_kg, overrides) for each in master.formula
    }
    _check_raised(master, mass_kg / master.reference_kg, formula)
    elements, roles = split(master, plant)
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
        demands=master.demands,
        hold_level=master.hold_level,
    )


def _check_raised(master: MasterRecipe, scale: float, formula: Mapping[str, float]) -> None:
    """What a step adds to a formula value does not lead beyond the limits of the formula."""
    for element in master.elements:
        for setting in element.action.settings if element.action is not None else ():
            parameter = master.parameter(setting.formula)
            if setting.plus and parameter is not None:
                _held(parameter, scale, formula[parameter.name] + setting.plus)


def _value(parameter: FormulaParameter, scale: float, overrides: Mapping[str, float]) -> float:
    factor = scale if parameter.scaling is Scaling.LINEAR else 1.0
    return _held(parameter, scale, overrides.get(parameter.name, parameter.default * factor))


def _held(parameter: FormulaParameter, scale: float, value: float) -> float:
    """A value inside the limits of its parameter, which follow the size of the batch."""
    factor = scale if parameter.scaling is Scaling.LINEAR else 1.0
    low, high = parameter.low * factor, parameter.high * factor
    if not low <= value <= high:
        raise ValueOutsideLimitsError(parameter.name, value, low, high, parameter.unit)
    return value
