"""The settings of a recipe against the parameters of a service."""

from lizao.documents.plant_file import TEXT
from lizao.documents.quantities import print_quantity
from lizao.documents.reading import limits, shown, within
from lizao.documents.yaml_source import Paper, Spot
from lizao.model.equipment import DESTINATION, SOURCE, Service, ServiceParameter
from lizao.model.recipe import FormulaParameter, MasterRecipe, Setting, Source


def check_settings(
    paper: Paper, recipe: MasterRecipe, spot: Spot, service: Service, settings: tuple[Setting, ...]
) -> None:
    """Every setting is a parameter of the service, fits it, and none is missing.

    Where a line draws from and delivers to is not for the recipe to say: it follows from the units.
    """
    known = ", ".join(each.name for each in service.parameters)
    for setting in settings:
        at: Spot = (*spot, setting.parameter)
        parameter = service.parameter(setting.parameter)
        if parameter is None:
            paper.fault(at, service.name, setting.parameter, known, "unknown_parameter")
        else:
            _check_setting(paper, recipe, at, setting, parameter)
    given = {each.parameter for each in settings}
    for parameter in service.parameters:
        if parameter.default is None and parameter.name not in {*given, SOURCE, DESTINATION}:
            paper.fault(spot, service.name, parameter.name, known, "missing_parameter")


def _check_setting(
    paper: Paper, recipe: MasterRecipe, spot: Spot, setting: Setting, parameter: ServiceParameter
) -> None:
    """A text for a text, a number inside the limits for a number."""
    is_text = setting.source is Source.LOT or isinstance(setting.value, str)
    if is_text != (parameter.unit == TEXT):
        limit = "text" if parameter.unit == TEXT else shown(parameter.unit)
        paper.fault(spot, parameter.name, paper.at(spot), limit, "wrong_dimension")
    elif setting.source is Source.FORMULA:
        _check_formula(paper, recipe, setting, parameter)
    elif not is_text:
        _check_value(paper, spot, setting, parameter)


def _check_value(paper: Paper, spot: Spot, setting: Setting, parameter: ServiceParameter) -> None:
    if isinstance(setting.value, float) and not within(
        setting.value, parameter.low, parameter.high
    ):
        limit = limits(parameter.low, parameter.high, parameter.unit)
        paper.fault(spot, parameter.name, paper.at(spot), limit, "outside_limits")


def _check_formula(
    paper: Paper, recipe: MasterRecipe, setting: Setting, parameter: ServiceParameter
) -> None:
    """No value that the formula allows is one that the service refuses."""
    formula = next(each for each in recipe.formula if each.name == setting.formula)
    for key, value in _values(formula):
        if within(value * setting.factor + setting.offset, parameter.low, parameter.high):
            continue
        spot: Spot = ("formula", formula.name, key)
        limit = f"{parameter.name} {limits(parameter.low, parameter.high, parameter.unit)}"
        shown = print_quantity(value, formula.unit)
        if not any((each.thing, each.value) == (formula.name, shown) for each in paper.faults):
            paper.fault(spot, formula.name, shown, limit, "outside_limits")
        return


def _values(formula: FormulaParameter) -> tuple[tuple[str, float], ...]:
    return ("default", formula.default), ("low", formula.low), ("high", formula.high)
