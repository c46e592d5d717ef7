"""The texts of one language: the way from a key, a number or an error to what people read."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Final

from lizao.model.errors import DocumentError, LizaoError
from lizao.model.facts import Fact, QuestionAsked
from lizao.model.instants import Duration, Instant
from lizao.model.quality import ATTRIBUTE_UNITS
from lizao.texts import numbers
from lizao.texts.keys import all_texts
from lizao.texts.languages import Language
from lizao.texts.sentences import error_details, fact_details

GROUPS: Final = {
    "failed": "attribute",
    "panel": "attribute",
    "answer": "command",
    "roles": "user_role",
    "missing": "recipe_step",
}
"""The group of words that a detail is taken from, where it is not called as the detail is."""

PLACES: Final = frozenset({"place", "source", "destination"})
"""The details that are places."""

REASONS: Final = ("reason", "failed", "reports")
"""The details that stand behind a sentence, in brackets."""


class Texts:
    """Every text, number, unit and date in one language.

    >>> Texts("zh")("state.RUNNING"), Texts("en").quantity(775, "degC")
    ('运行', '775 °C')
    """

    def __init__(self, lang: Language, own: Mapping[str, str] | None = None) -> None:
        """The texts in ``lang``; a site's ``own`` texts are read before the package's."""
        self.lang: Language = lang
        self._own = own or {}

    def __call__(self, key: str, **details: object) -> str:
        """The text of ``key`` with its named fields filled; raises KeyError for what is not there.

        A number is printed with the unit at the end of its name (``needed_kg``), a name by its own
        word where the catalogue has one (``state.RUNNING``), several things with commas.
        """
        shown = {name: self.shown(name, value) for name, value in details.items()}
        return self._text(key).format_map(shown)

    def _text(self, key: str) -> str:
        own = self._own.get(key)
        return all_texts()[key][self.lang] if own is None else own

    def has(self, key: str) -> bool:
        """Whether there is a text for ``key``."""
        return key in self._own or key in all_texts()

    def word(self, group: str, name: str) -> str:
        """The word for ``name`` in a group, or ``name`` itself where nobody gave it one.

        >>> Texts("zh").word("role", "fine-mill#2"), Texts("zh").word("role", "polisher")
        ('细磨机 2', 'polisher')
        """
        first, _, number = name.partition("#")
        if not self.has(f"{group}.{first}"):
            return name
        return f"{self._text(f'{group}.{first}')} {number}".rstrip()

    def step(self, path: str) -> str:
        """A step with all that it lies in.

        >>> Texts("en").step("fine#1/mill/recirculate")
        'fine milling 1 / milling / recirculation'
        """
        return " / ".join(self.word("step", each) for each in path.split("/"))

    def place(self, place: str) -> str:
        """A place as people call it.

        >>> Texts("en").place("kiln-1/row/17"), Texts("zh").place("off-gas")
        ('kiln-1, row 17', '窑炉尾气')
        """
        unit, _, row = place.partition("/row/")
        if row:
            return self("record.row", unit=unit, row=row)
        kind, _, bag = place.partition("/")
        return f"{self.word('kind', kind)} {bag}" if bag else self.word("place", place)

    def shown(self, name: str, value: object) -> str:
        """A detail called ``name`` as it stands in a sentence."""
        if value is None or value == "":
            return "–" if value is None else ""
        if isinstance(value, Enum):
            return self.word(_snake_case(type(value).__name__), str(value.value))
        if isinstance(value, float):
            _, unit = numbers.split_unit(name)
            return numbers.mass(value) if unit == "kg" else numbers.quantity(value, unit)
        if isinstance(value, Mapping):
            return self.joined(self.named(str(each), value[each]) for each in value)
        if isinstance(value, tuple | list):
            return self.joined(self.shown(name, each) for each in value)
        if name in PLACES:
            return self.place(str(value))
        return self.step(str(value)) if name == "step" else self._named_word(name, str(value))

    def _named_word(self, name: str, value: str) -> str:
        return self.word(GROUPS.get(name, name), value)

    def named(self, name: str, value: object) -> str:
        """A parameter or report value with the word for its name: "specific energy 60 kWh/t"."""
        return f"{self.label(name)} {self.value(name, value)}"

    def label(self, name: str) -> str:
        """The word for a parameter, report value or signal, without its unit."""
        base, _ = numbers.split_unit(name)
        return self.word("parameter", base)

    def value(self, name: str, value: object) -> str:
        """A parameter or report value in the unit at the end of its name."""
        if isinstance(value, float | int):
            return numbers.quantity(value, numbers.split_unit(name)[1])
        return self.shown(name, value)

    def attribute_unit(self, attribute: str) -> str:
        """The unit in which the laboratory reports an attribute; empty where it has none."""
        return ATTRIBUTE_UNITS.get(attribute, "")

    def joined(self, parts: Iterable[str]) -> str:
        """Several things in one line."""
        return ("、" if self.lang == "zh" else ", ").join(parts)

    def number(self, value: float, digits: int | None = None) -> str:
        """A number with thousands separators, ``digits`` decimals or six significant figures."""
        return numbers.number(value, digits)

    def quantity(self, value: float, unit: str, digits: int | None = None) -> str:
        """A number with its unit, printed as ``unit_sign`` prints it."""
        return numbers.quantity(value, unit, digits)

    def mass(self, value_kg: float) -> str:
        """A mass, in tonnes from one tonne on."""
        return numbers.mass(value_kg)

    def limits(self, low: float | None, high: float | None, unit: str) -> str:
        """Limits as one reads them: "1–1.3 %", "≥ 2.58 g/cm³", "–" where there are none."""
        if low is not None and high is not None:
            span = f"{numbers.number(low)}–{numbers.number(high)}"
            return f"{span} {numbers.unit_sign(unit)}".rstrip()
        if low is not None:
            return f"≥ {numbers.quantity(low, unit)}"
        return "–" if high is None else f"≤ {numbers.quantity(high, unit)}"

    def instant(self, at: Instant) -> str:
        """Plant time to the minute, in UTC."""
        return numbers.instant(at)

    def duration(self, length: Duration) -> str:
        """A duration in its two largest units."""
        return numbers.duration(length, self.lang)

    def error(self, error: LizaoError) -> str:
        """One sentence that names the thing, the value and the limit."""
        if isinstance(error, DocumentError):
            return self._document(error)
        key = f"error.{error.key}"
        return self(key, **error_details(error)) if self.has(key) else str(error)

    def _document(self, error: DocumentError) -> str:
        key = f"document.{error.reason}"
        allowed = self("document.allowed", limit=error.limit) if error.limit else ""
        fault = self(key if self.has(key) else "document.other", **error.details(), allowed=allowed)
        where = "error.document" if error.line else "error.document_whole"
        return self(where, file=error.file, line=error.line, fault=fault)

    def fact(self, fact: Fact) -> str:
        """One sentence for the record: what happened."""
        details = fact_details(fact)
        if isinstance(fact, QuestionAsked):
            details["asked"] = self.question(fact.text, fact.details)
        details["reason"] = self.reason(str(details.get("reason", "")))
        because = "".join(self.shown(name, details.get(name, "")) for name in REASONS)
        details["because"] = self("record.because", reason=because) if because else ""
        unit = details.get("unit")
        step = details.get("step")
        taken_in = details.get("supplier_lot")
        details["taken_in"] = self("record.taken_in", **details) if taken_in else ""
        details["at_step"] = self("record.at_step", step=step) if step else ""
        details["on_unit"] = self("record.on_unit", unit=unit) if unit else ""
        return self(f"fact.{type(fact).__name__}", **details)

    def reason(self, text: str) -> str:
        """Why: the word for a key, for ``key: attribute, attribute; key: …``, or a person's own."""
        clauses = (clause.split(": ") for clause in text.split("; "))
        return "; ".join(self._clause(each) for each in clauses)

    def _clause(self, parts: Sequence[str]) -> str:
        *keys, last = parts
        if not all(self.has(f"reason.{key}") for key in keys):
            return ": ".join(parts)
        names = self.joined(self.word("attribute", each) for each in last.split(", "))
        return ": ".join([*(self.word("reason", key) for key in keys), self.word("reason", names)])

    def wait(self, cause: str, details: Mapping[str, object]) -> str:
        """What a batch waits for, in a few words."""
        shown = dict(details)
        if "since" in shown:
            shown["since"] = self.instant(int(str(shown["since"])))
        if isinstance(signal := shown.get("signal"), str):
            shown["limit"] = self.value(signal, shown.get("limit"))
        steps = shown.get("before")
        if isinstance(steps, list | tuple):
            shown["before"] = self.joined(self.step(each) for each in steps)
        return self(f"waits.{cause}", **shown)

    def question(self, text: str, details: Mapping[str, object]) -> str:
        """What a person is asked; a value that the question was not given is a dash.

        What a recipe asks it says itself, in both languages.
        """
        if not self.has(f"question.{text}"):
            return f"{text} {self.shown('details', details)}".rstrip()
        shown = {name: self.shown(name, value) for name, value in details.items()}
        shown["text"] = shown.get(f"text_{self.lang}", "–")
        return self._text(f"question.{text}").format_map(_WithGaps(shown))


class _WithGaps(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "–"


def _snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
