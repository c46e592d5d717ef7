"""The alarms of a plant file: each means something to an operator, or the file is refused."""

from pathlib import Path
from typing import Final, NamedTuple

import pytest

from lizao.documents.site import load_site
from lizao.model.alarms import AlarmPriority, AlarmSource, Bilingual, Suppression
from lizao.model.conditions import Comparison
from lizao.model.errors import DocumentError
from tests.documents.papers import PLANT, line_of, plant_in, replaced

TEXTS: Final = """
        cause: {en: pump runs on, zh: 泵未停}
        consequence: {en: spill, zh: 溢流}
        action: {en: stop the pump, zh: 停泵}
"""
TANK: Final = f"""
    alarms:
      tank_full:
        signal: mass_kg
        at_least: 1.8 t
        deadband: 200 kg
        on_delay: 1 min
        off_delay: 30 s
        priority: high
        latched: true
        suppressed_when: not_owned{TEXTS}
      tank_empty:
        signal: mass_kg
        at_most: 100
        deadband: 50 kg
        priority: low{TEXTS}"""
OVEN: Final = f"""
    alarms:
      zone_hot:
        signal: zone_02_c
        at_least: 850 °C
        deadband: 9
        priority: medium{TEXTS}"""
CONTROL: Final = f"""
longest_shelf: 4 h
alarms:
  silent:
        source: command_unanswered
        priority: medium
        on_delay: 2 min{TEXTS}
  lost:
        source: link_lost
        priority: high{TEXTS}
"""
SIGNALS: Final = "      mass_kg: {unit: kg, deadband: 5 kg}\n"
ZONES: Final = "      zone_NN_c: {unit: degC, count: 3}\n"


def with_alarms() -> str:
    """The small plant with alarms of both sorts."""
    text = replaced(PLANT, SIGNALS, SIGNALS + TANK.lstrip("\n"))
    return replaced(text, ZONES, ZONES + OVEN.lstrip("\n")) + CONTROL


def test_an_alarm_is_a_definition_with_its_texts(tmp_path: Path) -> None:
    """Limits, delays and deadbands in their units, the texts in both languages."""
    plant = plant_in(tmp_path, with_alarms())
    full, empty, hot, silent, lost = plant.alarms

    assert (full.name, full.unit_class, full.signal) == ("tank_full", "tank", "mass_kg")
    assert (full.comparison, full.limit, full.deadband) == (Comparison.AT_LEAST, 1800.0, 200.0)
    assert (full.on_delay_s, full.off_delay_s, full.latched) == (60.0, 30.0, True)
    assert (full.priority, full.suppressed_when) == (AlarmPriority.HIGH, Suppression.NOT_OWNED)
    assert full.action == Bilingual("stop the pump", "停泵")
    assert (empty.comparison, empty.return_limit) == (Comparison.AT_MOST, 150.0)
    assert (hot.signal, hot.limit, hot.deadband) == ("zone_02_c", 850.0, 9.0)
    assert (silent.source, silent.on_delay_s) == (AlarmSource.COMMAND_UNANSWERED, 120.0)
    assert lost.source is AlarmSource.LINK_LOST
    assert plant.longest_shelf_s == 14_400.0


def test_a_plant_file_need_not_have_alarms(tmp_path: Path) -> None:
    """Without any, a shelf would be eight hours."""
    plant = plant_in(tmp_path)

    assert (plant.alarms, plant.longest_shelf_s) == ((), 28_800.0)


class Case(NamedTuple):
    """One fault of the alarms; it shows ``below`` lines under its marker."""

    old: str
    new: str
    marker: str
    reason: str
    thing: str
    value: str
    limit: str
    below: int = 0


CASES = {
    "a signal that the class does not have": Case(
        "signal: zone_02_c", "signal: zone_04_c", "zone_04_c", "unknown_signal", "zone_hot",
        "zone_04_c", "zone_01_c, zone_02_c, zone_03_c",
    ),
    "no limit": Case(
        "        at_least: 850 °C\n", "", "zone_hot", "one_limit", "zone_hot", "",
        "at_least, at_most",
    ),
    "two limits": Case(
        "at_least: 850 °C\n", "at_least: 850 °C\n        at_most: 3\n", "zone_hot", "one_limit",
        "zone_hot", "at_least, at_most", "at_least, at_most",
    ),
    "a limit in a wrong dimension": Case(
        "at_least: 850 °C", "at_least: 850 kg", "850 kg", "wrong_dimension", "zone_hot", "850 kg",
        "°C",
    ),
    "no deadband": Case(
        "deadband: 9", "deadband: 0", "deadband: 0", "outside_limits", "zone_hot", "0", "> 0 K",
    ),
    "a negative delay": Case(
        "off_delay: 30 s", "off_delay: -30 s", "-30 s", "outside_limits", "off_delay", "-30 s",
        "≥ 0 s",
    ),
    "a high alarm that returns below the low one": Case(
        "deadband: 200 kg", "deadband: 1.7 t", "1.7 t", "deadband_crosses", "tank_full",
        "100 kg", "100 kg",
    ),
    "a low alarm that returns above the high one": Case(
        "deadband: 50 kg", "deadband: 2 t", "deadband: 2 t", "deadband_crosses", "tank_empty",
        "2100 kg", "1800 kg",
    ),
    "a deadband as wide as the normal band": Case(
        ZONES, "      zone_NN_c: {unit: degC, count: 3, low: 841, high: 860}\n", "deadband: 9",
        "deadband_crosses", "zone_hot", "841 °C", "841 °C",
    ),
    "a suppression that never ends": Case(
        "suppressed_when: not_owned", "suppressed_when: not_producing", "not_producing",
        "unknown_value", "tank_full", "not_producing", "not_owned",
    ),
    "a name that a class has": Case(
        "  lost:", "  zone_hot: # again", "# again", "duplicate", "zone_hot", "alarms", "classes",
    ),
    "a source that has its alarm": Case(
        "source: link_lost", "source: command_unanswered", "  lost:", "duplicate",
        "command_unanswered", "lost", "silent", 1,
    ),
    "an unknown source": Case(
        "source: link_lost", "source: bad_mood", "bad_mood", "unknown_value", "source", "bad_mood",
        "command_unanswered, batch_held, question_overdue, link_lost",
    ),
    "a shelf without end": Case(
        "longest_shelf: 4 h", "longest_shelf: 0 h", "longest_shelf", "outside_limits",
        "longest_shelf", "0 h", "> 0 s",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_fault_gives_its_error(case: Case, tmp_path: Path) -> None:
    """One change, one error, on the line where a person must put it right."""
    text = replaced(with_alarms(), case.old, case.new)

    with pytest.raises(DocumentError) as raised:
        plant_in(tmp_path, text)

    error = raised.value
    assert (error.reason, error.thing, error.value, error.limit) == (
        case.reason,
        case.thing,
        case.value,
        case.limit,
    )
    assert error.line == line_of(text, case.marker) + case.below


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("text", ["cause", "consequence", "action"])
def test_an_alarm_that_tells_nothing_is_refused(tmp_path: Path, text: str, language: str) -> None:
    """Cause, consequence and above all what to do must be there, in both languages."""
    written = {"cause": "pump runs on", "consequence": "spill", "action": "stop the pump"}
    chinese = {"cause": "泵未停", "consequence": "溢流", "action": "停泵"}
    plain = f"{text}: {{en: {written[text]}, zh: {chinese[text]}}}"
    said = written[text] if language == "en" else chinese[text]
    silent = with_alarms().replace(plain, plain.replace(f": {said}", ': " "'), 1)

    with pytest.raises(DocumentError) as raised:
        plant_in(tmp_path, silent)

    error = raised.value
    assert (error.reason, error.thing) == ("empty", f"{text}.{language}")
    assert error.line == line_of(silent, '" "')


def test_an_alarm_without_an_action_is_refused(tmp_path: Path) -> None:
    """What needs nobody to do anything is an event, not an alarm."""
    text = with_alarms().replace("        action: {en: stop the pump, zh: 停泵}\n", "", 1)

    with pytest.raises(DocumentError) as raised:
        plant_in(tmp_path, text)

    assert (raised.value.reason, raised.value.thing) == ("missing_key", "action")


def test_the_reference_plant_has_few_alarms_and_most_of_them_are_low() -> None:
    """A person can know them all by heart, and one in three at most is high.

    What several classes share, such as a tank that is not stirred, is one thing to know.
    """
    alarms = load_site(None).plant().alarms
    known = {(each.name, each.cause) for each in alarms}
    high = [each for each in alarms if each.priority is AlarmPriority.HIGH]

    assert len(known) <= 30
    assert {each.source for each in alarms} == set(AlarmSource)
    assert len(high) * 3 <= len(alarms)
