"""What a phase of a BatchML recipe does: our own extension, or a service by the phase's name."""

from collections.abc import Mapping
from typing import Final

from lizao.documents.batchml.condition_text import parse_condition
from lizao.documents.batchml.header import Inventory, number, read_unit, title
from lizao.documents.batchml.structure import OUR_FORMS
from lizao.documents.batchml.vocabulary import LOT, parameter_name, slug
from lizao.documents.batchml.xml_source import Node, XmlPaper
from lizao.documents.quantities import conversion
from lizao.documents.reading import EXAMPLES
from lizao.model.identifiers import Role, ServiceName, StepPath
from lizao.model.recipe import (
    Action,
    FormulaParameter,
    Inquiry,
    RecipeCondition,
    Setting,
    Source,
    Work,
)

_NUMBERS: Final = (
    "double", "float", "decimal", "int", "integer", "long", "short", "positiveinteger",
    "nonnegativeinteger", "number", "real",
)  # fmt: skip


def read_action(paper: XmlPaper, node: Node, name: str, inventory: Inventory) -> Action:
    """The action of a phase."""
    settings = read_settings(paper, node, inventory)
    ours = node.extension("Action")
    if ours is None:
        block = slug(node.words("BuildingBlockElementID"))
        return Action(Work.SERVICE, ServiceName(block or name), settings)
    words = ours.attributes
    works = [each.value for each in Work]
    if words.get("work") not in works:
        work = words.get("work", "")
        raise paper.fault(ours, name, work, ", ".join(works), "unknown_value")
    charge = words.get("charge", "")
    if charge and charge not in inventory.charges:
        known = ", ".join(inventory.charges)
        raise paper.fault(ours, name, charge, known, "unknown_charge")
    return Action(
        work=Work(words["work"]),
        service=ServiceName(words.get("service", "")),
        settings=settings,
        complete_when=_until(paper, ours, name),
        charge=charge,
        source=_role(words, "source"),
        destination=_role(words, "destination"),
        panel=tuple(each.text.strip() for each in ours.children if each.name == "Attribute"),
        reason=words.get("reason", ""),
        asked=StepPath(words["asked"]) if "asked" in words else None,
        inquiry=_inquiry(paper, ours, name) if words["work"] == Work.ASK else None,
    )


def _inquiry(paper: XmlPaper, ours: Node, name: str) -> Inquiry:
    """What a phase of our own asks."""
    words = ours.attributes
    texts = {
        each.attributes.get("language", ""): each.text
        for each in ours.children
        if each.name == "Question"
    }
    options = tuple(each.text.strip() for each in ours.children if each.name == "Option")
    if not options:
        raise paper.fault(ours, name, "Option", "", "missing_key")
    within_s = number(paper, ours, name, words.get("within_s", "0"))
    english = texts.get("en", name)
    return Inquiry(english, texts.get("zh", english), options, words.get("default", ""), within_s)


def _role(words: Mapping[str, str], key: str) -> Role | None:
    return Role(words[key]) if key in words else None


def _until(paper: XmlPaper, ours: Node, name: str) -> RecipeCondition | None:
    node = ours.extension("Until")
    if node is None:
        return None
    condition = parse_condition(node.text)
    if condition is None:
        raise paper.fault(node, name, node.text.strip(), OUR_FORMS, "foreign_condition")
    return condition


def read_settings(paper: XmlPaper, node: Node, inventory: Inventory) -> tuple[Setting, ...]:
    """The settings of a phase, each name once."""
    settings: dict[str, Setting] = {}
    for parameter in node.all("Parameter"):
        ours = parameter.extension("Setting")
        if ours is None:
            setting = _foreign(paper, parameter, inventory)
            if setting is not None and setting.parameter in settings:
                label = f"{setting.parameter} {parameter.words('ID')}"
                setting = _foreign(paper, parameter, inventory, label)
        else:
            setting = _ours(paper, parameter, ours, inventory)
        if setting is None:
            continue
        if setting.parameter in settings:
            name = parameter.words("ID")
            raise paper.fault(parameter, name, setting.parameter, "", "duplicate")
        settings[setting.parameter] = setting
    return tuple(settings.values())


def _ours(paper: XmlPaper, node: Node, ours: Node, inventory: Inventory) -> Setting:
    """A setting that we have written ourselves."""
    name, value = node.words("ID"), node.first("Value") or node
    written = value.first("ValueString")
    text = "" if written is None else written.text
    interpretation = value.first("DataInterpretation")
    if interpretation is not None and interpretation.attributes.get("OtherValue") == LOT:
        return Setting(name, Source.LOT)
    if value.words("DataInterpretation") != "Reference":
        is_text = value.words("DataType") == "string"
        return Setting(
            name, Source.VALUE, text if is_text else number(paper, node, name, text.strip())
        )
    if text.strip() not in inventory.formula:
        known = ", ".join(inventory.formula)
        raise paper.fault(node, name, text.strip(), known, "unknown_formula")
    return Setting(
        name,
        Source.FORMULA,
        formula=text.strip(),
        factor=number(paper, ours, name, ours.attributes.get("factor", "1")),
        offset=number(paper, ours, name, ours.attributes.get("offset", "0")),
        plus=number(paper, ours, name, ours.attributes.get("plus", "0")),
    )


def _foreign(paper: XmlPaper, node: Node, inventory: Inventory, called: str = "") -> Setting | None:
    """A setting of another system: a value of its own, or that of the formula."""
    name, value = node.words("ID"), node.first("Value")
    label = called or title(node, "en") or inventory.titles.get(name, name)
    text = "" if value is None else value.words("ValueString")
    how = "Reference" if value is None else value.words("DataInterpretation")
    if value is None or how == "Reference":
        return _reference(paper, node, label, text or name, inventory)
    if not text:
        paper.leave_out(node, label, how or "–")
        return None
    if how not in {"Constant", ""}:
        raise paper.fault(node, label, text, f"Constant, Reference ({how})", "foreign_value")
    if value.words("DataType").lower() not in _NUMBERS:
        return Setting(slug(label, "_") or "text", Source.VALUE, text)
    amount = number(paper, node, label, text)
    setting, factor, offset = _in_own_unit(paper, node, label, read_unit(paper, node))
    return Setting(setting, Source.VALUE, amount * factor + offset)


def _reference(paper: XmlPaper, node: Node, label: str, used: str, inventory: Inventory) -> Setting:
    """A setting that takes its value from the formula."""
    if used in inventory.texts:
        return Setting(slug(label, "_") or "text", Source.VALUE, inventory.texts[used])
    parameter: FormulaParameter | None = inventory.formula.get(inventory.by_id.get(used, used))
    if parameter is None:
        known = ", ".join(inventory.by_id)
        raise paper.fault(node, label, used, known, "unknown_formula")
    name, factor, offset = _in_own_unit(paper, node, label, parameter.unit)
    return Setting(name, Source.FORMULA, formula=parameter.name, factor=factor, offset=offset)


def _in_own_unit(paper: XmlPaper, node: Node, label: str, unit: str) -> tuple[str, float, float]:
    """The name of a setting that ends in its unit, and the way from ``unit`` to that."""
    named = parameter_name(label, unit)
    if named is None:
        raise paper.fault(node, label, unit, EXAMPLES, "unknown_unit")
    factor, offset = conversion(unit, named[1])
    return named[0], factor, offset
