"""Parts of a master recipe, each in one line that people can read and compare."""

from lizao.documents.batchml.condition_text import condition_text
from lizao.documents.quantities import print_quantity, unit_of_name
from lizao.model.recipe import (
    Action,
    Charge,
    Demand,
    Element,
    Inquiry,
    RecipeCondition,
    Setting,
    Source,
    Work,
)


def demand_line(demand: Demand) -> str:
    """What a role asks of its unit, in one line."""
    said = {"needs": ", ".join(demand.needs), "prefer": demand.prefer, "choose": demand.choose}
    return "; ".join(f"{name}: {each}" for name, each in said.items() if each)


def charge_line(charge: Charge) -> str:
    """A charge in one line."""
    share = f" × {'1 − ' if charge.complement else ''}{charge.share}" if charge.share else ""
    ratio = f" ({charge.numerator}/{charge.denominator}, {charge.supplies})"
    words = f"{charge.material} > {charge.vessel}, {charge.rule.value} {charge.formula}{share}"
    return words + (ratio if charge.numerator else "")


def handling_line(element: Element) -> str:
    """How an exception is handled, in one line."""
    handling = element.handling
    if handling is None:
        return ""
    return f"{handling.severity}, {handling.meanwhile.value}, {handling.then.value}"


def condition_line(condition: RecipeCondition | None) -> str:
    """A condition in one line; nothing for none."""
    return "" if condition is None else condition_text(condition)


def task_line(action: Action) -> str:
    """What a phase does, without its settings."""
    words = {
        Work.SERVICE: action.service,
        Work.CHARGE: action.charge,
        Work.TRANSFER: f"{action.source} > {action.destination}",
        Work.SAMPLE: ", ".join(action.panel),
        Work.QUARANTINE: action.reason,
        Work.CONCESSION: action.asked or "",
        Work.ASK: "" if action.inquiry is None else _inquiry(action.inquiry),
    }
    return f"{action.work.value} {words.get(action.work, '')}".rstrip()


def _inquiry(inquiry: Inquiry) -> str:
    """A question in one line, with what follows when nobody answers."""
    words = f"{inquiry.text_en} / {inquiry.text_zh} [{', '.join(inquiry.options)}]"
    within = f", {print_quantity(inquiry.within_s, 's')}" if inquiry.within_s else ""
    return words + within + (f" > {inquiry.default}" if inquiry.default else "")


def setting_line(setting: Setting) -> str:
    """The value of a setting, as the recipe file says it."""
    if setting.source is Source.LOT:
        return "lot: product"
    if setting.source is Source.FORMULA and setting.plus:
        return f"{setting.formula} + {setting.plus:g}"
    if setting.source is Source.FORMULA:
        return f"1 − {setting.formula}" if setting.factor < 0 else setting.formula
    if isinstance(setting.value, float):
        return print_quantity(setting.value, unit_of_name(setting.parameter))
    return str(setting.value)
