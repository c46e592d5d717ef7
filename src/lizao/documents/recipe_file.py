"""A recipe file as the model's MasterRecipe."""

import math
from dataclasses import dataclass
from pathlib import Path

from lizao.documents.reading import known_unit, limits, quantity, shown, within
from lizao.documents.recipe_order import cycles
from lizao.documents.recipe_schema import ChargeFile, FormulaFile, RecipeFile, RoleFile
from lizao.documents.recipe_steps import Procedure
from lizao.documents.recipe_values import Words
from lizao.documents.validation import validated
from lizao.documents.yaml_source import Paper, Spot, read_paper
from lizao.model.equipment import Choice
from lizao.model.identifiers import MaterialName, Role, StepPath, UnitId
from lizao.model.recipe import (
    ANY_UNIT,
    Charge,
    ChargeRule,
    Demand,
    FormulaParameter,
    HoldLevel,
    MasterRecipe,
    Scaling,
)


@dataclass(frozen=True, slots=True)
class RecipePaper:
    """A recipe as far as it could be read, and the spot of every element in its paper."""

    paper: Paper
    recipe: MasterRecipe | None
    spots: dict[StepPath, Spot]


def load_recipe(path: Path) -> MasterRecipe:
    """The recipe of a file, consistent in itself; raises the first DocumentError."""
    read = read_recipe(path)
    read.paper.refuse()
    assert read.recipe is not None, "a paper without faults has a recipe"
    return read.recipe


def read_recipe(path: Path) -> RecipePaper:
    """Read a recipe file and note every fault that shows without a plant."""
    paper = read_paper(path)
    file = validated(paper, RecipeFile)
    return RecipePaper(paper, None, {}) if file is None else _recipe(paper, file)


def _recipe(paper: Paper, file: RecipeFile) -> RecipePaper:
    formula = {name: _parameter(paper, name, each) for name, each in file.formula.items()}
    roles = {Role(role): _class(each) for role, each in file.units.items()}
    words = Words(paper, formula, roles)
    charges = {name: _charge(words, name, each) for name, each in file.charges.items()}
    procedure = Procedure(words, charges)
    for number, each in enumerate(file.procedure):
        procedure.unit_procedure(("procedure", number), each)
    _check_references(words, procedure)
    low, reference, high = (
        quantity(paper, ("size", name), name, getattr(file.size, name), "kg")
        for name in ("low", "reference", "high")
    )
    if low <= 0 or low > high or reference <= 0:
        spot: Spot = ("size", "low")
        paper.fault(spot, "size", paper.at(spot), limits(0.0, high, "kg"), "outside_limits")
    recipe = MasterRecipe(
        name=file.recipe,
        version=file.version,
        status=file.status,
        product=MaterialName(file.product),
        title_en=file.title.en,
        title_zh=file.title.zh,
        reference_kg=reference,
        low_kg=low,
        high_kg=high,
        formula=tuple(formula.values()),
        charges=tuple(charges.values()),
        roles=roles,
        elements=tuple(procedure.elements),
        demands=_demands(file),
        hold_level=HoldLevel(file.hold_level),
    )
    return RecipePaper(paper, recipe, procedure.spots)


def _class(role: str | RoleFile) -> str:
    return role.unit_class if isinstance(role, RoleFile) else role


def _demands(file: RecipeFile) -> dict[Role, Demand]:
    """What the roles ask for that ask for more than a class."""
    demands = {
        Role(role): Demand(
            needs=tuple(each.needs),
            prefer=None if each.prefer is None else UnitId(each.prefer),
            choose=None if each.choose is None else Choice(each.choose),
        )
        for role, each in file.units.items()
        if isinstance(each, RoleFile)
    }
    return {role: each for role, each in demands.items() if each != ANY_UNIT}


def _parameter(paper: Paper, name: str, file: FormulaFile) -> FormulaParameter:
    """One formula parameter; its default must lie inside its limits."""
    spot: Spot = ("formula", name)
    low = default = high = math.nan
    if known_unit(paper, (*spot, "unit"), name, file.unit):
        low = quantity(paper, (*spot, "low"), name, file.low, file.unit)
        default = quantity(paper, (*spot, "default"), name, file.default, file.unit)
        high = quantity(paper, (*spot, "high"), name, file.high, file.unit)
        if not within(default, low, high):
            limit = limits(low, high, file.unit)
            paper.fault(
                (*spot, "default"), name, paper.at((*spot, "default")), limit, "outside_limits"
            )
    scaling = Scaling(file.scaling)
    return FormulaParameter(
        name, file.unit, default, low, high, scaling, file.title.en, file.title.zh
    )


_CHARGE_UNITS = {ChargeRule.DRY: "kg", ChargeRule.RATIO: "1", ChargeRule.SOLIDS: "1"}


def _charge(words: Words, name: str, file: ChargeFile) -> Charge:
    """One charge; its formula must be a mass for DRY and a plain number for RATIO and SOLIDS."""
    spot: Spot = ("charges", name)
    rule = ChargeRule(file.rule)
    _check_formula(words, (*spot, "formula"), file.formula, _CHARGE_UNITS[rule])
    if file.share is not None:
        _check_formula(words, (*spot, "share"), file.share, "1")
    for key in ("numerator", "denominator", "supplies"):
        if (rule is ChargeRule.RATIO) != bool(getattr(file, key)):
            reason = "missing_key" if rule is ChargeRule.RATIO else "unknown_key"
            words.paper.fault((*spot, key), key, name, f"rule: {file.rule}", reason)
    return Charge(
        name=name,
        material=MaterialName(file.material),
        vessel=words.role((*spot, "into"), file.into),
        rule=rule,
        formula=file.formula,
        share=file.share or "",
        complement=file.complement,
        numerator=file.numerator,
        denominator=file.denominator,
        supplies=file.supplies,
    )


def _check_formula(words: Words, spot: Spot, name: str, unit: str) -> None:
    """A charge counts in kg or in plain numbers, without conversion."""
    parameter = words.formula.get(name)
    if parameter is None:
        words.paper.fault(spot, "formula", name, ", ".join(words.formula), "unknown_formula")
    elif parameter.unit != unit:
        words.paper.fault(spot, name, shown(parameter.unit), shown(unit), "wrong_dimension")


def _check_references(words: Words, procedure: Procedure) -> None:
    """Every step that another waits for exists, and none waits for itself."""
    for each in words.references:
        if each.name not in procedure.spots:
            known = ", ".join(path for path in procedure.spots if "/" not in path)
            words.paper.fault(each.spot, "after", each.name, known, "unknown_step")
    for each in cycles(procedure.elements, words.references):
        words.paper.fault(each.spot, str(each.user), each.name, "repeat: at_most", "cycle")
