"""What stands before the procedure of a BatchML recipe: names, size, roles, formula and charges."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lizao.documents.batchml.vocabulary import HIGH_LIMIT, LOW_LIMIT, known_unit, slug
from lizao.documents.batchml.xml_source import Node, XmlPaper
from lizao.documents.quantities import parse_quantity
from lizao.documents.reading import EXAMPLES, limits, within
from lizao.model.errors import QuantityError
from lizao.model.identifiers import MaterialName, Role
from lizao.model.recipe import Charge, ChargeRule, FormulaParameter, Scaling

_YES: Final = frozenset({"yes", "true", "1"})


@dataclass(frozen=True, slots=True)
class BatchSize:
    """The size for which a formula is written, and the smallest and largest batch."""

    low_kg: float
    reference_kg: float
    high_kg: float


ONE_TONNE: Final = BatchSize(1000.0, 1000.0, 1000.0)
"""The size of a recipe that states none: nothing can be scaled."""


@dataclass(slots=True)
class Inventory:
    """What the procedure may name: formula, texts, charges and roles by the file's own names."""

    formula: dict[str, FormulaParameter] = field(default_factory=dict)
    by_id: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    charges: dict[str, Charge] = field(default_factory=dict)
    roles: dict[Role, str] = field(default_factory=dict)
    lines: dict[str, Node] = field(default_factory=dict)


def title(node: Node, language: str) -> str:
    """The description in a language, else the first one that says anything."""
    for each in node.all("Description"):
        if each.attributes.get("languageID") == language:
            return each.text
    return node.words("Description")


def read_size(paper: XmlPaper, recipe: Node, given: BatchSize | None) -> BatchSize:
    """The batch size of the header in kg, or the ``given`` one where the file states no mass."""
    header = recipe.first("Header")
    size = None if header is None else header.first("BatchSize")
    stated = size is not None and any(size.words(each) for each in ("Nominal", "Min", "Max"))
    if size is None or not stated:
        if given is None:
            at = header or recipe
            paper.notes.append(paper.fault(at, "BatchSize", "1 t", "", "assumed"))
        return given or ONE_TONNE
    if given is not None:
        return given
    nominal = _mass(paper, size, "Nominal")
    low = _mass(paper, size, "Min") if size.words("Min") else nominal
    high = _mass(paper, size, "Max") if size.words("Max") else nominal
    scale = size.words("ScaleReference")
    reference = _mass(paper, size, "ScaleReference") if scale not in {"", "0"} else nominal
    if not 0.0 < low <= high or reference <= 0.0:
        raise paper.fault(size, "BatchSize", low, limits(0.0, high, "kg"), "outside_limits")
    return BatchSize(low, reference, high)


def _mass(paper: XmlPaper, size: Node, name: str) -> float:
    written = size.words("UnitOfMeasure")
    node = size.first(name) or size
    text = f"{size.words(name)} {written}".strip()
    try:
        return parse_quantity(number(paper, node, name, size.words(name)), "kg") * _factor(written)
    except QuantityError:
        raise paper.fault(node, f"BatchSize {name}", text, "kg", "wrong_dimension") from None


def _factor(written: str) -> float:
    """How many kg one of the unit is; raises QuantityError for what is no mass."""
    unit = known_unit(written)
    return parse_quantity(f"1 {written if unit is None else unit}", "kg")


def number(paper: XmlPaper, node: Node, thing: str, text: str) -> float:
    """A finite number; DocumentError for any other text."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise paper.fault(node, thing, text, "number", "not_a_quantity")
    return value


def read_formula(paper: XmlPaper, recipe: Node, reference_kg: float, inventory: Inventory) -> None:
    """Put the formula parameters and charges of the recipe into the inventory."""
    formula = recipe.first("Formula")
    nodes = [] if formula is None else formula.all("Parameter")
    charges = []
    for node in nodes:
        if node.extension("Charge") is not None:
            charges.append(node)
            continue
        value = node.first("Value")
        text = "" if value is None else value.words("ValueString")
        if text and _is_number(text):
            _keep(inventory, node, _parameter(paper, node, text, reference_kg, inventory.formula))
        elif text:
            inventory.texts[node.words("ID")] = text
            inventory.titles[node.words("ID")] = title(node, "en") or node.words("ID")
        else:
            paper.leave_out(node, node.words("ID"), "–")
    for node in charges:
        charge = _charge(paper, node, inventory.formula)
        inventory.charges[charge.name] = charge
        inventory.lines[f"charge:{charge.name}"] = node


def _keep(inventory: Inventory, node: Node, parameter: FormulaParameter) -> None:
    inventory.formula[parameter.name] = parameter
    inventory.by_id[node.words("ID")] = parameter.name
    inventory.titles[node.words("ID")] = parameter.title_en
    inventory.lines[parameter.name] = node


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def read_unit(paper: XmlPaper, node: Node) -> str:
    """The unit of a parameter's value; DocumentError for one that nobody knows."""
    value = node.first("Value") or node
    unit = known_unit(value.words("UnitOfMeasure"))
    if unit is None:
        at = value.first("UnitOfMeasure") or node
        written = value.words("UnitOfMeasure")
        raise paper.fault(at, node.words("ID"), written, EXAMPLES, "unknown_unit")
    return unit


def _parameter(
    paper: XmlPaper, node: Node, text: str, reference_kg: float, taken: Mapping[str, object]
) -> FormulaParameter:
    """One formula parameter; without limits of its own it may have this value only."""
    unit = read_unit(paper, node)
    default = number(paper, node, node.words("ID"), text)
    low, high = _limit(paper, node, LOW_LIMIT, default), _limit(paper, node, HIGH_LIMIT, default)
    if not within(default, low, high):
        shown = limits(low, high, unit)
        raise paper.fault(node, node.words("ID"), default, shown, "outside_limits")
    scaled = node.words("Scaled").lower() in _YES
    reference = node.words("ScaleReference")
    states = scaled and reference not in {"", "0"}
    if states and number(paper, node, "ScaleReference", reference) != reference_kg:
        shown = limits(reference_kg, reference_kg, "kg")
        raise paper.fault(node, "ScaleReference", reference, shown, "foreign_value")
    ours = node.extension("Title")
    english = title(node, "en") if ours else title(node, "en") or node.words("ID")
    name = formula_name(node, taken)
    return FormulaParameter(
        name=name,
        unit=unit,
        default=default,
        low=low,
        high=high,
        scaling=Scaling.LINEAR if scaled else Scaling.FIXED,
        title_en=english,
        title_zh=english if ours is None else ours.text,
    )


def formula_name(node: Node, taken: Mapping[str, object]) -> str:
    """The name of a formula parameter: its identifier where that is one, else from its title."""
    own = node.words("ID")
    if node.extension("Title") is not None:
        return own
    base = slug(node.words("Description"), "_") or slug(own, "_") or "parameter"
    names = [base, *(f"{base}_{count}" for count in range(2, len(taken) + 3))]
    return next(each for each in names if each not in taken)


def _limit(paper: XmlPaper, node: Node, kind: str, default: float) -> float:
    """A limit that stands as a parameter inside the parameter."""
    for inner in node.all("Parameter"):
        written = inner.first("ParameterType")
        value = inner.first("Value")
        if written is not None and written.attributes.get("OtherValue") == kind and value:
            return number(paper, inner, node.words("ID"), value.words("ValueString"))
    return default


def _charge(paper: XmlPaper, node: Node, formula: Mapping[str, FormulaParameter]) -> Charge:
    """One charge; its amount is a reference to the formula."""
    ours = node.extension("Charge")
    assert ours is not None, "only a parameter with our extension is a charge"
    value = node.first("Value") or node
    words = ours.attributes
    name = node.words("ID").removeprefix("charge:")
    used = value.words("ValueString")
    share = words.get("share", "")
    for each in (used, *([share] if share else [])):
        if each not in formula:
            raise paper.fault(node, name, each, ", ".join(formula), "unknown_formula")
    rules = [each.value for each in ChargeRule]
    if words.get("rule") not in rules:
        rule = words.get("rule", "")
        raise paper.fault(ours, name, rule, ", ".join(rules), "unknown_value")
    return Charge(
        name=name,
        material=MaterialName(words.get("material", "")),
        vessel=Role(words.get("into", "")),
        rule=ChargeRule(words["rule"]),
        formula=used,
        share=share,
        complement=words.get("complement") == "true",
        numerator=words.get("numerator", ""),
        denominator=words.get("denominator", ""),
        supplies=words.get("supplies", ""),
    )
