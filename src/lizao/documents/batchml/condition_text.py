"""Conditions as one line of text, for transitions and for reading, and back."""

import re
from typing import Final

from lizao.model.conditions import Comparison
from lizao.model.identifiers import Role, StepPath
from lizao.model.recipe import RecipeCondition, Subject

_NAME: Final = r"[a-z0-9_-]+"
_PATH: Final = rf"{_NAME}(?:/{_NAME})*"
_WORD: Final = r"[^\"]+"
_NUMBER: Final = r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?"
_CONDITION: Final = re.compile(
    rf"(?P<subject>signal|report|result|formula|cleared)"
    rf"\((?P<first>{_PATH})(?:, (?P<second>{_NAME}))?\)"
    rf"(?: (?P<comparison>>=|<=) (?P<limit>{_NUMBER})| == \"(?P<equals>{_WORD})\")?"
    rf"(?: for (?P<hold>{_NUMBER}) s)?"
    rf"(?: after (?P<after>{_PATH}(?:, {_PATH})*))?"
)
_PARTS: Final = {
    Subject.SIGNAL: (True, True),
    Subject.REPORT: (True, True),
    Subject.RESULT: (False, True),
    Subject.FORMULA: (False, True),
    Subject.CLEARED: (False, False),
}
"""Whether a subject has a second name, and whether it has a limit."""


def condition_text(condition: RecipeCondition) -> str:
    """A condition as one line.

    >>> condition_text(
    ...     RecipeCondition(Subject.SIGNAL, "mass_kg", Role("silo"), limit=300.0, hold_s=30.0)
    ... )
    'signal(silo, mass_kg) >= 300.0 for 30.0 s'
    """
    name = condition.name
    subject = {
        Subject.SIGNAL: f"signal({condition.role}, {name})",
        Subject.REPORT: f"report({condition.step}, {name})",
        Subject.RESULT: f"result({name})",
        Subject.FORMULA: f"formula({name})",
        Subject.CLEARED: f"cleared({condition.role})",
    }[condition.subject]
    limit = ""
    if condition.equals:
        limit = f' == "{condition.equals}"'
    elif condition.subject is not Subject.CLEARED:
        limit = f" {condition.comparison.value} {condition.limit!r}"
    hold = f" for {condition.hold_s!r} s" if condition.hold_s else ""
    after = f" after {', '.join(condition.after)}" if condition.after else ""
    return f"{subject}{limit}{hold}{after}"


def parse_condition(text: str) -> RecipeCondition | None:
    """The condition of a line that ``condition_text`` could have written; None for any other.

    >>> parse_condition("cleared(kiln) after fire/feed").after
    ('fire/feed',)
    >>> parse_condition("pH > 7") is None
    True
    """
    found = _CONDITION.fullmatch(text.strip())
    if found is None:
        return None
    subject = Subject(found["subject"])
    has_limit = found["limit"] is not None or found["equals"] is not None
    if (found["second"] is not None, has_limit) != _PARTS[subject]:
        return None
    if found["equals"] is not None and subject is not Subject.REPORT:
        return None
    first = found["first"]
    names = {Subject.FORMULA: first, Subject.RESULT: first, Subject.CLEARED: ""}
    after = found["after"].split(", ") if found["after"] else []
    return RecipeCondition(
        subject=subject,
        name=names.get(subject, found["second"]),
        role=Role(first) if subject in {Subject.SIGNAL, Subject.CLEARED} else None,
        step=StepPath(first) if subject is Subject.REPORT else None,
        comparison=Comparison(found["comparison"] or Comparison.AT_LEAST),
        limit=float(found["limit"] or 0.0),
        hold_s=float(found["hold"] or 0.0),
        after=tuple(StepPath(each) for each in after),
        equals=found["equals"] or "",
    )


def remaining(text: str, names: frozenset[str]) -> str:
    """What a transition asks beyond the end of the steps before it, which have these ``names``.

    >>> remaining("Mix A Complete and Label WIP Complete = True", frozenset({"a mix", "label wip"}))
    ''
    >>> remaining("dose is complete AND pH > 7", frozenset({"dose"}))
    'pH > 7'
    """
    pieces = re.split(r"\s+AND\s+", text.strip())
    return " AND ".join(each for each in pieces if not _is_plain(each, names))


def plain_name(name: str) -> str:
    """A name as it is compared: its words in small letters, whatever their order.

    >>> plain_name("FG Mark / Label") == plain_name("Mark/Label FG")
    True
    """
    return " ".join(sorted(re.findall(r"[^\W_]+", name.lower())))


def _is_plain(piece: str, names: frozenset[str]) -> bool:
    """Whether a piece is always true, or says only that steps before it are complete."""
    if piece.strip().lower() in {"", "true", "1"}:
        return True
    text = re.sub(r"\s*=+\s*true\s*$", "", piece.strip(), flags=re.IGNORECASE)
    if re.search(r"\bcompleted?$", text, flags=re.IGNORECASE) is None:
        return False
    subjects = re.split(r"\bcompleted?(?:\s+and\s+|$)", text, flags=re.IGNORECASE)
    return all(_subject(each) & names for each in subjects[:-1])


def _subject(text: str) -> frozenset[str]:
    """What the words before "complete" may call."""
    bare = re.sub(r"\s+is$", "", text.strip(), flags=re.IGNORECASE)
    after = re.sub(r"^step\s+", "", bare, flags=re.IGNORECASE)
    return frozenset({plain_name(bare), plain_name(after)})
