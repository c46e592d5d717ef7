"""Units taken out of use and given back at the keyboard of a running home."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from lizao.app.requests import AddBatch, ChangeUnit, Letter, Sender, TakeUnit, Values, letter_of
from lizao.ledger.store import Ledger
from lizao.model.equipment import UnitStatus
from lizao.model.errors import NotNowError, NotUnderstoodError
from lizao.model.facts import UnitStatusChanged
from lizao.model.instants import HOUR
from tests.app.running_house import ENGINEER, found, running
from tests.cli.conftest import Typed
from tests.equipment.socket_bench import own_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    """A home on the mini plant, whose plant is up."""
    with ExitStack() as stack:
        folder = own_folder(stack)
        found(folder, stack)
        yield folder


def test_a_unit_goes_out_of_service_and_comes_back(lizao: Typed, folder: Path) -> None:
    """The batch that needs it waits; the list says who did it, why and till when; then it ends."""
    with running(folder) as house:
        words = ("unit", "out-of-service", "mixer-1", "--reason", "seal leaks")
        told = lizao(*words, "--until", "2026-03-01 06:00", "--home", folder)
        assert (told.status, told.out) == (0, "mixer-1: out of service.\n")
        house.ask(AddBatch("mini", "0.5"))
        shown = lizao("unit", "list", "--home", folder).out
        assert "out of service (seal leaks)" in shown
        assert "2026-03-01 06:00" in shown
        rows = json.loads(lizao("unit", "list", "--json", "--home", folder).out)["units"]
        mixer = next(each for each in rows if each["unit"] == "mixer-1")
        assert (mixer["status"], mixer["by"], mixer["owner"]) == (
            "out_of_service",
            "operator",
            None,
        )
        house.until(lambda each: bool(each["queue"]))
        for _ in range(2):
            assert lizao("unit", "return", "mixer-1", "--home", folder).status == 0
        house.until_states("COMPLETE")
    with Ledger.read(folder) as ledger:
        facts = [fact for _, fact in ledger.facts()]
    changes = [each for each in facts if isinstance(each, UnitStatusChanged)]
    assert [each.status for each in changes] == [UnitStatus.OUT_OF_SERVICE, UnitStatus.AVAILABLE]


@pytest.mark.parametrize("status", ["cleaning", "calibration", "maintenance"])
def test_a_unit_is_cared_for(lizao: Typed, folder: Path, status: str) -> None:
    """Each kind of care has its word; a unit or a time that there is not is refused."""
    with running(folder) as house:
        assert lizao("unit", status, "mill-1", "--reason", "plan", "--home", folder).status == 0
        told = house.until(lambda each: bool(each["units"]))
        assert {x["status"] for x in told["units"] if x["unit"] == "mill-1"} == {status}
        nowhere = lizao("unit", status, "mill-9", "--reason", "plan", "--home", folder)
        assert (nowhere.status, "mill-1" in nowhere.err) == (2, True)
        words = ("unit", status, "mill-1", "--reason", "plan", "--until", "soon")
        never = lizao(*words, "--home", folder)
        assert (never.status, "soon" in never.err) == (2, True)


def test_a_time_says_where_it_is_written(lizao: Typed, folder: Path) -> None:
    """Without an offset it is UTC, with one it is brought to UTC."""
    with running(folder) as house:
        for hour in ("06:00", "06:00+08:00"):
            words = ("unit", "maintenance", "mill-1", "--reason", "plan")
            lizao(*words, "--until", f"2026-03-01T{hour}", "--home", folder)
            house.until(lambda each: bool(each["units"]))
    with Ledger.read(folder) as ledger:
        facts = [fact for _, fact in ledger.facts()]
    there, here = (each.until for each in facts if isinstance(each, UnitStatusChanged))
    assert there is not None
    assert here is not None
    assert there - here == 8 * HOUR


def test_why_a_unit_is_taken_out_must_be_said(lizao: Typed) -> None:
    """No reason, no change."""
    ended = lizao("unit", "out-of-service", "mill-1")
    assert (ended.status, "--reason" in ended.err) == (2, True)


def test_a_status_that_there_is_not_is_not_understood() -> None:
    """Whoever writes the line himself is told so."""
    with pytest.raises(NotUnderstoodError, match="broken"):
        ChangeUnit("mill-1", "broken")
    line = b'{"request": "ChangeUnit", "token": "t", "unit": "mill-1", "status": "cleaning"}'
    assert letter_of(line) == Letter(ChangeUnit("mill-1", "cleaning"), "t")


def test_a_unit_is_taken_over_and_given_back(lizao: Typed, folder: Path) -> None:
    """The list says who has it; the batch waits for it by name; taken twice is taken once."""
    with running(folder) as house:
        why = ("--reason", "seal", "--home", folder)
        for _ in range(2):
            told = lizao("unit", "take", "mixer-1", *why)
            assert (told.status, told.out) == (0, "mixer-1 is yours.\n")
        house.ask(AddBatch("mini", "0.5"))
        house.until(lambda each: "unit_taken" in _causes(each))
        shown = lizao("unit", "list", "--home", folder).out
        assert "taken over by operator" in shown
        with pytest.raises(NotNowError):
            house.ask(TakeUnit("mixer-1"), Sender(ENGINEER.user, ENGINEER.password))
        for _ in range(2):
            assert lizao("unit", "give-back", "mixer-1", *why).status == 0
        house.until_states("COMPLETE")


def _causes(told: Values) -> list[str]:
    return [each["cause"] for each in told["batches"][0]["waits_for"]] if told["batches"] else []
