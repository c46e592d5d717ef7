"""Faults of a plant in its own process: struck and cured from outside, unseen by the controller."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from lizao.app.adversity import Adversity, check_troubled, troubled
from lizao.app.clock import StillClock
from lizao.app.home import foundation, working_home
from lizao.app.plant_faults import break_plant, known_faults
from lizao.app.plant_log import LogEntry, Mark, PlantLog
from lizao.app.plant_process import rebuilt
from lizao.equipment import frames as wire
from lizao.equipment.address import call
from lizao.model.errors import (
    HomeMismatchError,
    NoPlantError,
    NothingToDoError,
    QuantityError,
    UnknownNameError,
)
from lizao.model.identifiers import SignalId, UnitId
from lizao.model.instants import HOUR, MINUTE
from lizao.plant.breakdowns import FaultCured, FaultStruck
from tests.app.test_plant_server import Process, run_to
from tests.equipment.socket_bench import own_folder
from tests.plant.plants import SETTINGS, quick_line, site, stand

KILN = UnitId("kiln-1")
OXYGEN = SignalId("kiln-1.oxygen_ppm")


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """Everything that must be closed in the end."""
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def home(stack: ExitStack) -> Path:
    """A home in which the quick line was founded."""
    folder = own_folder(stack)
    with working_home(folder, None, folder / "state") as opened:
        opened.keep((foundation(site(), quick_line(), 1, SETTINGS),), 0)
    return folder


def broken(home: Path) -> list[tuple[str, str]]:
    """What the plant of a home says is broken."""
    found = known_faults(home, None, None, None)
    return [(each.unit, each.fault.code) for each in found if each.broken]


def test_a_fault_is_struck_and_cured_while_a_controller_is_connected(
    home: Path, stack: ExitStack
) -> None:
    """The controller is told nothing but what the signals show."""
    link = Process(home, stack).connect(0)
    at = link.read().at
    before = link.read().values[OXYGEN]
    assert break_plant(home, None, KILN, "F4", cured=False) == [(KILN, "F4")]
    assert broken(home) == [(KILN, "F4")]
    reports = run_to(link, at + 90 * MINUTE)
    shown = link.read().values[OXYGEN]
    assert shown > before + 60.0
    assert not any("F4" in repr(each.fact) for each in reports)
    assert break_plant(home, None, KILN, "F4", cured=True) == []
    run_to(link, at + 180 * MINUTE)
    assert link.read().values[OXYGEN] < shown - 60.0
    assert broken(home) == []


def test_a_killed_plant_comes_back_with_what_was_broken_and_cured(
    home: Path, stack: ExitStack
) -> None:
    """Also where it must be simulated from the beginning: faults are kept like commands."""
    first = Process(home, stack)
    link = first.connect(0)
    break_plant(home, None, KILN, "F3", cured=False)
    break_plant(home, None, KILN, "F4", cured=False)
    run_to(link, first.plant.at + 20 * MINUTE)
    break_plant(home, None, KILN, "F4", cured=True)
    run_to(link, first.plant.at + MINUTE)
    left = first.killed(stack)
    for each in (left / "plant").glob("snapshot-*"):
        each.unlink()
    with closing(PlantLog(left / "plant" / "log", durable=False)) as log:
        kept = [each.happened for each in log.entries()]
        again, _ = rebuilt(left, None, log, StillClock(0))
    assert [each for each in kept if isinstance(each, FaultStruck | FaultCured)] == [
        FaultStruck(KILN, "F3"),
        FaultStruck(KILN, "F4"),
        FaultCured(KILN, "F4"),
    ]
    assert list(again.faults) == [(KILN, "F3")]
    assert again.arrays()["flat"] == pytest.approx(first.plant.arrays()["flat"], rel=0.2, abs=300.0)


def test_faults_and_cures_are_kept_in_the_log(tmp_path: Path) -> None:
    """They come back as they were written."""
    entries = [
        LogEntry(1, 5, 7, FaultStruck(KILN, "F3")),
        LogEntry(2, 6, 8, FaultCured(KILN, "F3")),
    ]
    with closing(PlantLog(tmp_path, durable=False)) as log:
        log.settle(Mark(5, 7))
        for each in entries:
            log.enter(each)
    with closing(PlantLog(tmp_path, durable=False)) as log:
        assert list(log.entries()) == entries


def test_what_cannot_break_is_refused_by_name(home: Path, stack: ExitStack) -> None:
    """A unit or a fault that is not there, a home that was not made, a plant that does not run."""
    with pytest.raises(NoPlantError):
        break_plant(home, None, KILN, "F4", cured=False)
    with pytest.raises(UnknownNameError, match="kiln-1"):
        break_plant(home, None, "kiln-9", "F4", cured=False)
    with pytest.raises(UnknownNameError, match="F4"):
        break_plant(home, None, KILN, "F99", cured=False)
    with pytest.raises(NothingToDoError):
        break_plant(home / "none", None, KILN, "F4", cured=False)
    assert all(each.broken is None for each in known_faults(home, None, None, None))
    Process(home, stack)
    assert all(each.broken is False for each in known_faults(home, None, None, None))
    assert known_faults(home / "none", None, None, None)


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (wire.Break(wire.PROTOCOL, "wrong", KILN, "F4"), wire.FOREIGN),
        (wire.Break(0, "", KILN, "F4"), wire.FOREIGN),
        (wire.Break(wire.PROTOCOL, "", KILN, "F99"), wire.UNKNOWN),
    ],
)
def test_a_plant_hears_nobody_who_may_not_or_cannot(
    home: Path, stack: ExitStack, wish: wire.Break, reason: str
) -> None:
    """A wrong token, another protocol, a fault that it does not know."""
    Process(home, stack)
    called = call(home, 5.0)
    assert called is not None
    link, _ = called
    with link:
        link.sendall(wire.frame(wish))
        (body,) = wire.Splitter().feed(link.recv(1 << 16))
    refused = wire.message_of(body)
    assert isinstance(refused, wire.Refused)
    assert refused.reason == reason


def test_a_new_home_is_as_hard_as_a_person_wants_it() -> None:
    """Scale, rate and schedule are numbers of its plant; an old home keeps what it has."""
    plant = quick_line()
    hard = troubled(plant, Adversity(0.5, 2.0, ["F4@kiln-1=12h"]))
    assert hard.coefficients["disturbances.scale"] == 0.5
    assert hard.coefficients["disturbances.fault_rate"] == 2.0
    assert hard.coefficients["schedule.kiln-1.F4"] == 12 * 3600.0
    check_troubled(hard, Adversity(0.5, 2.0, ["F4@kiln-1=12h"]))
    check_troubled(hard, Adversity())
    for other in (Adversity(1.0), Adversity(fault_rate=1.0), Adversity(faults=["F3@kiln-1=1h"])):
        with pytest.raises(HomeMismatchError):
            check_troubled(hard, other)
    with pytest.raises(UnknownNameError, match="F3@kiln-1"):
        troubled(plant, Adversity(faults=["F99@kiln-1=1h"]))
    with pytest.raises(UnknownNameError):
        troubled(plant, Adversity(faults=["F3"]))
    with pytest.raises(QuantityError):
        troubled(plant, Adversity(faults=["F3@kiln-1=1kg"]))


def test_a_fault_by_schedule_strikes_then_and_is_found_and_mended() -> None:
    """It strikes at its time; it is found an hour later and takes as long as its cure."""
    hard = troubled(quick_line(disturbances__found_after_h=1.0), Adversity(faults=["F4@kiln-1=2h"]))
    plant = stand(hard)
    seen = {}
    for minutes in (119, 121, 209, 212):
        while plant.at < minutes * MINUTE:
            plant.read()
            plant.advance(minutes * MINUTE)
        seen[minutes] = list(plant.faults)
    there = [(KILN, "F4")]
    assert seen == {119: [], 121: there, 209: there, 212: []}
    assert plant.at < 4 * HOUR
