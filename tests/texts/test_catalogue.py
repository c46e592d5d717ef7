"""The catalogue is whole: what the program can say exists in both languages, and nothing else."""

import csv
import string
from enum import StrEnum
from importlib.resources import files

import pytest

from lizao.app.shift_requests import Standstill
from lizao.control.waits import Cause
from lizao.ledger.verify import Reason
from lizao.model.alarms import AlarmEvent, AlarmPriority, AlarmState
from lizao.model.conditions import Comparison
from lizao.model.equipment import Actor, Finish, LineState, PlaceKind, UnitStatus, Use
from lizao.model.facts import FACT_TYPES, Flow
from lizao.model.material import LotStatus
from lizao.model.people import Meaning, UserRole
from lizao.model.quality import ATTRIBUTE_UNITS, Disposition
from lizao.model.recipe import Scaling, Then
from lizao.model.recipe_life import RecipeStatus, RecipeStep
from lizao.model.states import Command, Mode, State
from lizao.people.permissions import Deed
from lizao.texts import LANGUAGES, Texts
from lizao.texts.keys import all_texts
from tests.meta.repository import PACKAGE
from tests.texts import source_scan

ENUMERATIONS: dict[str, type[StrEnum]] = {
    "state": State,
    "command": Command,
    "mode": Mode,
    "line_state": LineState,
    "unit_status": UnitStatus,
    "waits": Cause,
    "disposition": Disposition,
    "lot_status": LotStatus,
    "actor": Actor,
    "flow": Flow,
    "comparison": Comparison,
    "use": Use,
    "finish": Finish,
    "place_kind": PlaceKind,
    "scaling": Scaling,
    "then": Then,
    "alarm_state": AlarmState,
    "alarm_event": AlarmEvent,
    "alarm_priority": AlarmPriority,
    "deed": Deed,
    "recipe_status": RecipeStatus,
    "recipe_step": RecipeStep,
    "user_role": UserRole,
    "meaning": Meaning,
    "standstill": Standstill,
}

# Words for names that come from a site, a ledger or a person, and keys put together at run time.
PUT_TOGETHER = (
    *(f"{group}." for group in ENUMERATIONS),
    *(
        "attribute.",
        "balance.",
        "by.",
        "document.",
        "error.",
        "fact.",
        "kind.",
        "interlock.",
        "limit.",
        "live.",
    ),
    *(
        "parameter.",
        "place.",
        "question.",
        "reason.",
        "result.",
        "role.",
        "step.",
        "service.",
        "thing.",
    ),
    *("unit_class.", "utility.", "verdict.", "wish.", "word.", "cli."),
    *("record.column.", "record.origin.", "record.plot.", "record.section.", "record.series."),
)


def names_in(group: str) -> set[str]:
    """The names that have a word in a group."""
    return {key.removeprefix(f"{group}.") for key in all_texts() if key.startswith(f"{group}.")}


def fields_of(text: str) -> set[str]:
    """The named fields of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", sorted(all_texts()))
def test_a_key_has_a_text_in_each_language_with_the_same_fields(key: str) -> None:
    """A reader of either language is told the same."""
    told = all_texts()[key]

    assert tuple(told) == LANGUAGES
    assert all(text.strip() for text in told.values())
    assert fields_of(told["en"]) == fields_of(told["zh"])


@pytest.mark.parametrize(("group", "members"), ENUMERATIONS.items(), ids=ENUMERATIONS.keys())
def test_every_member_of_an_enumeration_has_a_word(group: str, members: type[StrEnum]) -> None:
    """A state, command or judgement is never shown as its code."""
    assert names_in(group) == {each.value for each in members}


def test_every_fact_has_its_line_of_the_record() -> None:
    """A record tells everything that can happen."""
    assert names_in("fact") == {each.__name__ for each in FACT_TYPES}


def test_every_error_has_its_sentence() -> None:
    """A person is never shown an error's own name."""
    assert names_in("error") - {"document_whole"} == source_scan.error_keys() - {"error"}


def test_every_fault_of_a_file_has_its_sentence() -> None:
    """What is wrong in a file is said in words."""
    documents = PACKAGE / "documents"
    used = source_scan.arguments(PACKAGE, frozenset({"fault", "DocumentError"}), -1)
    used |= source_scan.assigned(documents, "reason") | source_scan.assigned(documents, "_REASONS")

    assert names_in("document") - {"allowed", "other"} == used


def test_every_question_has_its_words_and_a_short_reason() -> None:
    """What holds a batch is asked in words, and named in short beside the held batch."""
    control = PACKAGE / "control"
    asked = source_scan.arguments(control, frozenset({"ask"}), 3)
    asked |= source_scan.returned(control, "_doubt") | source_scan.assigned(control, "text")

    assert asked == names_in("question")
    assert asked <= names_in("reason")


def test_every_reason_has_its_words() -> None:
    """A refused bag, a blocked lot and a broken ledger say why."""
    used = {each.value for each in Reason}
    used |= source_scan.arguments(PACKAGE / "ledger", frozenset({"LedgerBrokenError"}), 2)
    used |= source_scan.arguments(PACKAGE / "app", frozenset({"BatchCommanded"}), 4)
    used |= source_scan.returned(PACKAGE / "control", "refusal")

    assert "wrong_material" in used
    assert used - names_in("reason") == set()


def test_every_attribute_of_the_laboratory_has_a_name() -> None:
    """A certificate names what was measured."""
    assert names_in("attribute") == set(ATTRIBUTE_UNITS)


def test_no_key_is_left_that_nothing_says() -> None:
    """A text that no door uses is taken out."""
    used = source_scan.keys_in_source() | source_scan.keys_in_page()
    used |= {key for key in all_texts() if key.startswith(source_scan.prefixes_in_page())}
    unused = {key for key in all_texts() if not key.startswith(PUT_TOGETHER) and key not in used}

    assert unused == set()


def test_every_text_that_the_page_says_is_there() -> None:
    """The page has no word of its own, and shows no key in place of one."""
    said = {key for key in source_scan.keys_in_page() if key.startswith("page.")}

    assert "page.start.title" in said
    assert said - set(all_texts()) == set()
    for prefix in source_scan.prefixes_in_page():
        assert any(key.startswith(prefix) for key in all_texts()), prefix


@pytest.mark.parametrize("category", ["state", "command"])
def test_states_and_commands_are_called_as_in_the_glossary(category: str) -> None:
    """One term, one translation."""
    glossary = files("lizao.texts").joinpath("glossary.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(glossary.splitlines()) if row["category"] == category]
    english, chinese = Texts("en"), Texts("zh")

    said = {
        english.word(category, name): chinese.word(category, name) for name in names_in(category)
    }

    for row in rows:
        assert said[row["en"].split(" / ")[0]] == row["zh"]
