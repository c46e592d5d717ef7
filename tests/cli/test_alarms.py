"""The alarms of a running home at the keyboard: seen, acknowledged, put aside, counted."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lizao.app.replay import replay
from lizao.app.requests import AddBatch, CommandAlarm, Letter, letter_of
from lizao.ledger.store import Ledger
from lizao.model.errors import NotUnderstoodError
from lizao.model.facts import AlarmChanged
from lizao.testing.scene import Scene
from tests.alarms.alarm_plant import alarm_plant
from tests.app.running_house import ENGINEER, found, running
from tests.cli.conftest import Typed
from tests.equipment.socket_bench import own_folder

LONG_SHELF_S = 3600.0 * 2000
"""Plant time flies in these stories: half an hour is over before the next key is pressed."""
TANK, SILO = "tank-1.mass_high", "silo-1.mass_high"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A home on the mini plant with alarms, whose plant is up."""
    with ExitStack() as stack:
        folder = own_folder(stack)
        plant = replace(alarm_plant(), longest_shelf_s=LONG_SHELF_S)
        found(folder, stack, Scene(plant=plant))
        yield folder


def listed(lizao: Typed, folder: Path, *words: str) -> dict[str, dict[str, Any]]:
    """The alarms of the list by their names."""
    told = json.loads(lizao("alarm", "list", "--json", *words, "--home", folder).out)
    return {each["alarm"]: each for each in told["alarms"]}


def test_alarms_of_a_batch_are_worked_through(lizao: Typed, folder: Path) -> None:
    """They come, are listed with what to do, acknowledged, reset; the ledger says who and when."""
    with running(folder) as house:
        assert listed(lizao, folder) == {}
        assert lizao("alarm", "acknowledge", "--all", "--home", folder).out == (
            "There is nothing to acknowledge.\n"
        )
        house.ask(AddBatch("mini", "1"))
        told = house.until(lambda each: bool(each["alarms"]["latched_unacknowledged"]))
        assert told["alarms"]["highest"] == "medium"
        rows = listed(lizao, folder)
        assert (rows[SILO]["state"], rows[SILO]["standing"]) == ("latched_unacknowledged", True)
        assert rows[SILO]["action"] == {"en": "text", "zh": "文本"}
        assert rows[SILO]["raised_at"].startswith("2026-")
        shown = lizao("alarm", "list", "--home", folder).out
        assert "latched, unacknowledged" in shown
        assert "(≥ 500 kg)" in shown
        status = lizao("status", "--home", folder).out
        assert "unacknowledged; highest priority: medium." in status
        done = lizao("alarm", "acknowledge", SILO, "--home", folder)
        assert (done.status, done.out) == (0, f"Alarm {SILO}: acknowledge.\n")
        lizao("alarm", "acknowledge", "--all", "--home", folder)
        assert lizao("alarm", "reset", SILO, "--home", folder).status == 0
        house.until(lambda each: not each["alarms"]["standing"])
        assert "No alarm stands." in lizao("status", "--home", folder).out
    with Ledger.read(folder) as ledger:
        facts = [fact for _, fact in ledger.facts()]
        assert replay(ledger.facts()).same
    record = lizao("record", "mini-001", "--home", folder).out
    (row,) = (each for each in record.splitlines() if SILO in each and "acknowledge" not in each)
    assert "medium" in row
    assert "500 kg" in row
    assert row.rstrip().endswith("operator")
    by_hand = [each for each in facts if isinstance(each, AlarmChanged) and each.by != "rule"]
    assert [each.event for each in by_hand if each.alarm == SILO] == ["acknowledge", "reset"]


def test_an_alarm_is_put_aside_and_comes_back(
    lizao: Typed, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shelved for a time with a reason, ended early; out of service, and returned."""
    monkeypatch.setenv("LIZAO_PASSWORD", ENGINEER.password)
    signed = ("--user", ENGINEER.user, "--home", folder)
    with running(folder):
        why = ("--reason", "load cell is calibrated", "--home", folder)
        assert lizao("alarm", "shelve", TANK, "--for", "1000h", *why).status == 0
        row = listed(lizao, folder)[TANK]
        assert (row["state"], row["by"], row["reason"]) == (
            "shelved",
            "operator",
            "load cell is calibrated",
        )
        assert row["until"] is not None
        assert "operator: load cell is calibrated" in lizao("alarm", "list", "--home", folder).out
        assert lizao("alarm", "unshelve", TANK, "--home", folder).status == 0
        refused = lizao("alarm", "out-of-service", TANK, *why)
        assert (refused.status, "process engineer" in refused.err) == (2, True)
        words = ("alarm", "out-of-service", TANK, "--reason", "load cell is away")
        assert lizao(*words, *signed).status == 0
        assert listed(lizao, folder)[TANK]["state"] == "out_of_service"
        assert lizao("alarm", "return", TANK, *signed).status == 0
        assert TANK not in listed(lizao, folder)
        assert listed(lizao, folder, "--all")[TANK]["state"] == "normal"


def test_what_cannot_be_is_refused_in_words(lizao: Typed, folder: Path) -> None:
    """A shelf too long, no time, nothing to acknowledge, no such alarm, no name, no reason."""
    with running(folder):
        why = ("--reason", "test", "--home", folder)
        long = lizao("alarm", "shelve", TANK, "--for", "2001 h", *why)
        assert (long.status, "its limits are 0 min to 120,000 min" in long.err) == (2, True)
        never = lizao("alarm", "shelve", TANK, "--for", "soon", *why)
        assert (never.status, "soon" in never.err) == (2, True)
        calm = lizao("alarm", "acknowledge", TANK, "--home", folder)
        assert (calm.status, calm.err) == (
            2,
            f"Alarm {TANK} is normal; it does not take: acknowledge.\n",
        )
        nothing = lizao("alarm", "reset", "tank-9.mass_high", "--home", folder)
        assert (nothing.status, "There is no alarm called tank-9" in nothing.err) == (2, True)
        for words in ((), (TANK, "--all")):
            which = lizao("alarm", "acknowledge", *words, "--home", folder)
            assert (which.status, "name one alarm, or say --all" in which.err) == (2, True)
        silent = lizao("alarm", "shelve", TANK, "--for", "1h", "--reason", " ", "--home", folder)
        assert (silent.status, silent.err) == (2, f"{TANK}: a reason is needed.\n")


def test_figures_stand_beside_what_is_commonly_asked(lizao: Typed, folder: Path) -> None:
    """Rates, floods and shares of all time or the last hours; the targets say they are recalled."""
    with running(folder) as house:
        house.ask(AddBatch("mini", "1"))
        house.until_states("COMPLETE")
        told = json.loads(lizao("alarm", "figures", "--json", "--home", folder).out)
        assert told["figures"]["raised"] >= 2
        assert told["figures"]["floods"] == 0
        assert told["targets"]["per_day"] == 150.0
        recent = lizao("alarm", "figures", "--json", "--last", "1min", "--home", folder)
        assert json.loads(recent.out)["figures"]["raised"] == 0
        shown = lizao("alarm", "figures", "--home", folder).out
        assert "recalled" in shown
        assert f"1 × {SILO}" in shown
        assert "最频繁" in lizao("alarm", "figures", "--home", folder, "--lang", "zh").out


def test_what_no_person_may_do_is_not_understood() -> None:
    """Nobody raises an alarm by hand."""
    with pytest.raises(NotUnderstoodError, match="raise"):
        CommandAlarm(TANK, "raise")
    line = b'{"request": "CommandAlarm", "token": "t", "alarm": "", "event": "acknowledge"}'
    assert letter_of(line) == Letter(CommandAlarm("", "acknowledge"), "t")
