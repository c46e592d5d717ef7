"""A master recipe as a recipe file: what is loaded from it is the same recipe."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from lizao.documents.quantities import conversion, unit_of_name
from lizao.documents.recipe_values import EMPTY_HOLD_S
from lizao.model.conditions import Comparison
from lizao.model.errors import MalformedElementError, QuantityError
from lizao.model.identifiers import Role, StepPath
from lizao.model.recipe import (
    Action,
    Charge,
    Element,
    Form,
    FormulaParameter,
    Handling,
    HoldLevel,
    Inquiry,
    MasterRecipe,
    RecipeCondition,
    Setting,
    Source,
    Subject,
    Then,
    Work,
)

_HEEL_KG: Final = 20.0
_EXACT: Final = 1e15
_WIDEST: Final = 10_000
_WIDE: Final = 105
_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w ./()+-]*[\w.)])?")
_WORDS: Final = frozenset({"true", "false", "null"})


def write_recipe(recipe: MasterRecipe) -> str:
    """The text of a recipe file; MalformedElementError for a setting that the language lacks."""
    writer = _Writer(recipe, {each.path: each for each in recipe.elements})
    out = io.StringIO()
    yaml = YAML(pure=True)
    yaml.width = _WIDEST
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(writer.file(), out)
    return out.getvalue()


def _flow(content: Mapping[str, object]) -> CommentedMap:
    """A mapping on one line, without what is None."""
    made = CommentedMap((key, each) for key, each in content.items() if each is not None)
    made.fa.set_flow_style()
    return made


def _fitting(content: Mapping[str, object]) -> CommentedMap:
    """A mapping on one line if that is not too long."""
    made = _flow(content)
    return made if len(repr(made)) <= _WIDE else _block(content)


def _list(content: Iterable[object]) -> CommentedSeq | None:
    """A list on one line; None where it would be empty."""
    made = CommentedSeq(content)
    made.fa.set_flow_style()
    return made or None


def _role(recipe: MasterRecipe, role: Role) -> str | CommentedMap:
    """The class of a role, with what it asks for besides."""
    unit_class, demand = recipe.roles[role], recipe.demands.get(role)
    if demand is None:
        return unit_class
    return _flow(
        {
            "class": unit_class,
            "needs": _list(demand.needs),
            "prefer": None if demand.prefer is None else str(demand.prefer),
            "choose": None if demand.choose is None else demand.choose.value,
        }
    )


def _block(content: Mapping[str, object]) -> CommentedMap:
    """A mapping over several lines, without what is None."""
    return CommentedMap((key, each) for key, each in content.items() if each is not None)


def _text(text: str) -> str:
    """A text of any kind; one that YAML could read as something else stands in quotes."""
    is_plain = _PLAIN.fullmatch(text) is not None and text.lower() not in _WORDS
    return text if is_plain else DoubleQuotedScalarString(text)


def _number(value: float) -> float | int:
    """A whole number without its point."""
    return int(value) if value.is_integer() and abs(value) < _EXACT else value


def _title(english: str, chinese: str) -> CommentedMap:
    return _flow({"en": _text(english), "zh": _text(chinese)})


def _parameter(parameter: FormulaParameter) -> CommentedMap:
    return _flow(
        {
            "unit": _text(parameter.unit),
            "default": _number(parameter.default),
            "low": _number(parameter.low),
            "high": _number(parameter.high),
            "scaling": parameter.scaling.value,
            "title": _title(parameter.title_en, parameter.title_zh),
        }
    )


def _charge(charge: Charge) -> CommentedMap:
    return _flow(
        {
            "material": str(charge.material),
            "into": str(charge.vessel),
            "rule": charge.rule.value,
            "formula": charge.formula,
            "share": charge.share or None,
            "complement": charge.complement or None,
            "numerator": _text(charge.numerator) if charge.numerator else None,
            "denominator": _text(charge.denominator) if charge.denominator else None,
            "supplies": _text(charge.supplies) if charge.supplies else None,
        }
    )


def _after(paths: Sequence[StepPath]) -> CommentedSeq | None:
    return _list(str(each) for each in paths)


def _condition(condition: RecipeCondition | None) -> CommentedMap | None:
    """A condition, a mass that stays under its heel as ``empty``."""
    if condition is None:
        return None
    after, name, role = _after(condition.after), condition.name, str(condition.role)
    if condition.subject is Subject.CLEARED:
        return _flow({"cleared": role, "after": after})
    is_signal = condition.subject is Subject.SIGNAL
    is_low = condition.comparison is Comparison.AT_MOST and condition.hold_s == EMPTY_HOLD_S
    if is_signal and is_low and name == "mass_kg":
        heel = None if condition.limit == _HEEL_KG else _number(condition.limit)
        return _flow({"empty": role, "heel": heel, "after": after})
    bound = {**_bound(condition), "after": after}
    subjects: dict[Subject, dict[str, object]] = {
        Subject.SIGNAL: {"role": role, "signal": name},
        Subject.RESULT: {"result": name},
        Subject.REPORT: {"step": str(condition.step), "report": name},
        Subject.FORMULA: {"formula": name},
    }
    return _flow({**subjects[condition.subject], **bound})


def _inquiry(inquiry: Inquiry | None) -> CommentedMap | None:
    """What a phase asks."""
    if inquiry is None:
        return None
    return _flow(
        {
            "text": _title(inquiry.text_en, inquiry.text_zh),
            "options": _list(_text(each) for each in inquiry.options),
            "default": _text(inquiry.default) if inquiry.default else None,
            "within": _number(inquiry.within_s) if inquiry.within_s else None,
        }
    )


def _bound(condition: RecipeCondition) -> dict[str, object]:
    """The limit of a condition and how long it must hold, or the text it asks for."""
    if condition.equals:
        return {"equals": _text(condition.equals)}
    key = "at_most" if condition.comparison is Comparison.AT_MOST else "at_least"
    hold = _number(condition.hold_s) if condition.hold_s else None
    return {key: _number(condition.limit), "hold": hold}


@dataclass(frozen=True, slots=True)
class _Writer:
    """One recipe on its way into a file."""

    recipe: MasterRecipe
    by_path: Mapping[StepPath, Element]

    def file(self) -> CommentedMap:
        """The whole file."""
        recipe = self.recipe
        size = {"reference": recipe.reference_kg, "low": recipe.low_kg, "high": recipe.high_kg}
        level = recipe.hold_level.value
        procedure = [
            self._unit_procedure(each)
            for each in recipe.elements
            if each.form is Form.UNIT_PROCEDURE
        ]
        charges = _block({each.name: _charge(each) for each in recipe.charges})
        return _block(
            {
                "recipe": recipe.name,
                "version": _text(recipe.version),
                "status": recipe.status,
                "product": str(recipe.product),
                "title": _title(recipe.title_en, recipe.title_zh),
                "size": _flow({name: _number(each) for name, each in size.items()}),
                "units": _block({str(role): _role(recipe, role) for role in recipe.roles}),
                "hold_level": level if level != HoldLevel.PROCEDURE else None,
                "formula": _block({each.name: _parameter(each) for each in recipe.formula}),
                "charges": charges or None,
                "procedure": procedure,
            }
        )

    def _unit_procedure(self, element: Element) -> CommentedMap:
        operations = [
            _block(
                {
                    "operation": path.rpartition("/")[2],
                    "steps": self._steps(self.by_path[path], element.role),
                    "exceptions": self._exceptions(self.by_path[path]),
                }
            )
            for path in element.children
        ]
        return _block(
            {
                "unit_procedure": str(element.path),
                "unit": str(element.role),
                "uses": _list(str(each) for each in element.claims),
                "split": element.split if element.split > 1 else None,
                "after": _after(element.after),
                "start_when": _condition(element.condition),
                "operations": operations,
                "exceptions": self._exceptions(element),
            }
        )

    def _exceptions(self, host: Element) -> list[CommentedMap] | None:
        """What is watched while an element runs."""
        return [self._exception(self.by_path[path]) for path in host.exceptions] or None

    def _exception(self, element: Element) -> CommentedMap:
        """One exception; what the language takes anyway is not written."""
        handling = element.handling or Handling()
        bounded = element.at_most > 1 or handling.then is Then.REPEAT
        return _block(
            {
                "exception": element.path.rpartition("/")[2],
                "when": _condition(element.condition),
                "severity": handling.severity,
                "meanwhile": handling.meanwhile.value,
                "steps": self._steps(element, element.role) or None,
                "then": handling.then.value,
                "at_most": element.at_most if bounded else None,
            }
        )

    def _steps(self, element: Element, own: Role | None) -> list[CommentedMap]:
        return [
            self._step(self.by_path[path], number, own)
            for number, path in enumerate(element.children)
        ]

    def _step(self, element: Element, number: int, own: Role | None) -> CommentedMap:
        """A phase, or what orders others; ``own`` is the role of the unit procedure."""
        name = element.path.rpartition("/")[2]
        if element.action is not None:
            return _fitting({"phase": name, **self._phase(element, element.action, own)})
        usual = f"{element.form.value}-{number + 1}"
        named = {"name": None if name == usual else name}
        steps = self._steps(element, own)
        if element.form is Form.CHOICE:
            return _block({"if": _condition(element.condition), **named, "steps": steps})
        if element.form is Form.LOOP:
            until = _condition(element.condition)
            repeat = _flow({"at_most": element.at_most, "until": until})
            return _block({"repeat": repeat, **named, "steps": steps})
        return _block({element.form.value: steps, **named})

    def _phase(self, element: Element, action: Action, own: Role | None) -> dict[str, object]:
        """What one phase does."""
        until = _condition(action.complete_when)
        settings = self._settings(element.path, action.settings)
        unit = None if element.role == own else str(element.role)
        if action.work is Work.TRANSFER:
            ends = {"from": str(action.source), "to": str(action.destination)}
            return {"transfer": _flow({**ends, "set": settings}), "until": until}
        service: dict[str, object] = {
            "service": str(action.service),
            "unit": unit,
            "set": settings,
            "until": until,
        }
        said: dict[Work, dict[str, object]] = {
            Work.SERVICE: service,
            Work.CHARGE: {"charge": action.charge},
            Work.CAMPAIGN: {"campaign": settings or _flow({}), "unit": unit},
            Work.WAIT: {"wait": until},
            Work.SAMPLE: {"sample": _list(action.panel), "from": str(element.role)},
            Work.LOT: {"lot": "product", "unit": unit},
            Work.ASK: {"ask": _inquiry(action.inquiry)},
            Work.QUARANTINE: {"quarantine": _text(action.reason)},
            Work.CONCESSION: {"concession": str(action.asked)},
        }
        return said[action.work]

    def _settings(self, path: StepPath, settings: Sequence[Setting]) -> CommentedMap | None:
        return _flow({each.parameter: self._setting(path, each) for each in settings}) or None

    def _setting(self, path: StepPath, setting: Setting) -> object:
        """A number, a text, the lot, or a formula parameter as its unit and name demand."""
        if setting.source is Source.LOT:
            return _flow({"lot": "product"})
        if setting.source is Source.VALUE:
            value = setting.value
            return (
                _number(value) if isinstance(value, float) else _flow({"text": _text(str(value))})
            )
        parameter = self.recipe.parameter(setting.formula)
        unit = "" if parameter is None else parameter.unit
        try:
            factor, offset = conversion(unit, unit_of_name(setting.parameter))
        except QuantityError:
            raise MalformedElementError(path, setting.parameter, setting.formula) from None
        if (setting.factor, setting.offset) == (factor, offset):
            if setting.plus:
                return _flow({"formula": setting.formula, "plus": _number(setting.plus)})
            return setting.formula
        if (setting.factor, setting.offset) == (-factor, 1.0 - offset):
            return _flow({"complement": setting.formula})
        limit = f"{setting.formula} × {factor:g} + {offset:g}"
        raise MalformedElementError(path, setting.parameter, limit)
