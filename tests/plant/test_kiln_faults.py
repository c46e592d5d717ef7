"""What breaks in a kiln shows as it should, against the same kiln without it, and goes again."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from lizao.model.disturbances import Fault, Sign
from lizao.model.identifiers import UnitId
from lizao.model.states import Command, State
from lizao.plant.laws import kiln
from lizao.plant.laws.rows import POSITION_M, POWDER_KG
from tests.plant.firing_story import FiringStory, dried
from tests.plant.plants import line

KILN = UnitId("kiln-1")
FULL_H = 21.0
"""Then the kiln is full of rows."""
SECOND, SECOND_FULL_H = UnitId("kiln-3"), 13.0
MEAN_H = 0.32
"""Signals are averaged over three pushes: doors and noise are in both kilns alike."""
G4_FIRST = dried(0.961, 0.92 * 95.5, 0.92 * 20.0)


def working(hours: float = FULL_H) -> FiringStory:
    """A first kiln fed for some hours, by default until it is full."""
    story = FiringStory()
    story.fill("kiln-feed-silo-1", G4_FIRST, 60.0)
    story.start("kiln-1", "feed", load_kg=5.5)
    story.go(hours)
    return story


def working_second() -> FiringStory:
    """A second kiln full of product."""
    story = FiringStory()
    story.fill("kiln-feed-silo-2", G4_FIRST, 60.0)
    story.start("kiln-3", "feed", load_kg=5.5)
    story.go(SECOND_FULL_H)
    return story


def fault(code: str, unit: UnitId = KILN) -> Fault:
    """A fault of a kiln as the plant file has it."""
    found = line().unit(unit)
    assert found is not None
    return next(each for each in found.faults if each.code == code)


def seen(
    broken: FiringStory,
    whole: FiringStory,
    signs: Sequence[Sign],
    at_h: float,
    unit: UnitId = KILN,
) -> list[tuple[Sign, float]]:
    """By how much each sign's signal differs in the two kilns at a time."""
    names = [f"{unit}.{each.signal}" for each in signs]
    means = []
    for story in (broken, whole):
        story.go_to(at_h - MEAN_H)
        means.append(story.means(names, MEAN_H))
    return [(sign, one - other) for sign, one, other in zip(signs, *means, strict=True)]


def shows(sign: Sign, difference: float) -> bool:
    """Whether a difference is the sign."""
    above = sign.low is None or sign.low <= difference
    return above and (sign.high is None or difference <= sign.high)


SLOW = pytest.mark.slow


@pytest.mark.parametrize(
    ("code", "healed_h"),
    [
        *(("F1", 24.0), ("F4", 3.0), ("F13", 1.0), ("nitrogen-dip", 1.0)),
        *(pytest.param(code, 24.0, marks=SLOW) for code in ("F2", "F3", "door-burst")),
    ],
)
def test_a_fault_of_a_kiln_shows_by_its_signs_and_goes_with_its_cure(
    code: str, healed_h: float
) -> None:
    """Each sign at its time; some hours after the cure none is left."""
    broken, whole = working(), working()
    breakdowns, signs = broken.assembly.breakdowns, fault(code).signs
    breakdowns.strike(KILN, code)
    for within_s in sorted({each.within_s for each in signs}):
        due = tuple(each for each in signs if each.within_s == within_s)
        found = seen(broken, whole, due, FULL_H + within_s / 3600.0)
        assert all(shows(*each) for each in found), found
    breakdowns.cure(KILN, code)
    later_h = broken.floor.state.step / 3600.0 + healed_h
    moving = tuple(each for each in signs if not shows(each, 0.0))
    found = seen(broken, whole, moving, later_h)
    assert not any(shows(*each) for each in found), found


@pytest.mark.slow
@pytest.mark.parametrize("code", ["F1", "F2", "F3", "F4", "F13", "nitrogen-dip", "door-burst"])
def test_a_fault_of_a_second_kiln_shows_by_its_signs(code: str) -> None:
    """It is pushed faster and gives off hardly any gas: its own leak, the other faults alike."""
    broken, whole = working_second(), working_second()
    signs = fault(code, SECOND).signs
    broken.assembly.breakdowns.strike(SECOND, code)
    for within_s in sorted({each.within_s for each in signs}):
        due = tuple(each for each in signs if each.within_s == within_s)
        found = seen(broken, whole, due, SECOND_FULL_H + within_s / 3600.0, SECOND)
        assert all(shows(*each) for each in found), found


def test_disturbances_drift_thermocouples_and_wear_the_door() -> None:
    """Half a kelvin in 30 d: read low, the soak is kept as much too hot. The door leaks by days."""
    numbers = {**line().coefficients, "disturbances.scale": 1.0}
    story = FiringStory(replace(line(), coefficients=numbers))
    record, zones = story.parts.kilns[0].record, story.parts.machines.zones[0]
    doors = []
    for _ in range(10):
        story.go(24.0)
        doors.append(float(record.door_air_nm3))
    assert zones[17, kiln.SENSOR_OFFSET_K] == pytest.approx(-0.5 / 3.0, abs=0.001)
    assert zones[17, kiln.FACE_C] == pytest.approx(770.0 + 0.5 / 3.0, abs=0.1)
    assert np.std(doors) > 0.0001


@pytest.mark.slow
def test_a_leaking_door_burns_carbon_of_the_rows_that_pass_it() -> None:
    """Rows that went in behind the leak carry 0.007 to 0.02 % less carbon, and as much grain."""
    broken, whole = working(), working()
    broken.assembly.breakdowns.strike(KILN, "F3")
    for story in (broken, whole):
        story.go(23.0)
    (grain, carbon), (grain_whole, carbon_whole) = (each.fired(6.0) for each in (broken, whole))
    assert -0.02 < carbon - carbon_whole < -0.007
    assert grain == pytest.approx(grain_whole, abs=1.0)


@pytest.mark.slow
def test_thermocouples_that_read_high_make_finer_grain_and_the_same_carbon() -> None:
    """6 K too cold: 2.1 nm for each, and nothing in the carbon."""
    broken, whole = working(), working()
    broken.assembly.breakdowns.strike(KILN, "F2")
    for story in (broken, whole):
        story.go(24.0)
    (grain, carbon), (grain_whole, carbon_whole) = (each.fired(6.0) for each in (broken, whole))
    assert -16.0 < grain - grain_whole < -11.0
    assert carbon == pytest.approx(carbon_whole, abs=0.001)


def stopped_by(story: FiringStory) -> object:
    """The interlock that holds the feed of the first kiln; None while it runs."""
    run = story.parts.services["kiln-1/feed"].state
    return run.reports["interlock"] if run.state is State.HELD else None


def test_a_burst_of_air_purges_the_kiln_and_holds_its_feed() -> None:
    """500 ppm trip: twice the nitrogen until it is below 100 ppm, and no row goes in meanwhile."""
    story = working(1.0)
    story.assembly.breakdowns.strike(KILN, "door-burst")
    while stopped_by(story) is None and story.floor.state.step < 5400:
        story.go(0.01)
    assert stopped_by(story) == "oxygen"
    story.go(0.02)
    assert story.shown("kiln-1.nitrogen_nm3_per_h") > 450.0
    story.go(1.5)
    assert story.shown("kiln-1.nitrogen_nm3_per_h") < 260.0
    story.command("kiln-1", "feed", Command.RESTART)
    story.go(0.1)
    assert stopped_by(story) is None


@pytest.mark.parametrize(
    ("number", "value", "interlock"),
    [
        ("nitrogen_share", 0.5, "nitrogen"),
        ("exhaust_share", 0.2, "exhaust"),
        ("jam_percent", 40.0, "torque"),
    ],
)
def test_a_kiln_takes_no_feed_without_what_it_needs(
    number: str, value: float, interlock: str
) -> None:
    """Nitrogen, exhaust, rollers that turn: the feed is held, and held again while it lacks."""
    story = working(1.0)
    record = story.parts.kilns[0].record
    whole = float(getattr(record, number))
    setattr(record, number, value)
    story.go(0.1)
    assert stopped_by(story) == interlock
    story.command("kiln-1", "feed", Command.RESTART)
    assert stopped_by(story) == interlock
    setattr(record, number, whole)
    story.go(0.1)
    story.command("kiln-1", "feed", Command.RESTART)
    story.go(0.1)
    assert stopped_by(story) is None


def test_low_pressure_asks_for_more_nitrogen() -> None:
    """Below 5 Pa the kiln takes what the supply still gives, and lets go when it has recovered."""
    story = working(0.5)
    record = story.parts.kilns[0].record
    record.nitrogen_share = 0.35
    story.go(0.01)
    assert record.boosting == 1.0
    assert record.nitrogen_nm3_per_h == pytest.approx(0.35 * 1.4 * 250.0)
    record.nitrogen_share = 1.0
    story.go(0.5)
    assert record.boosting == 0.0
    assert story.shown("kiln-1.pressure_pa") == pytest.approx(30.0, abs=8.0)


def test_behind_a_jam_rows_stand_and_before_it_they_leave_a_gap() -> None:
    """No row goes in; those that have passed the jam come out; then all goes on in order."""
    story = working()
    rows = story.parts.machines.rows[0]
    record = story.parts.kilns[0].record
    story.assembly.breakdowns.strike(KILN, "F13")
    story.go(0.1)
    behind = rows[:, POSITION_M] < record.jam_m
    stood = rows[behind, POSITION_M].copy()
    inside = record.rows_product
    story.go(5.0)
    assert (rows[behind, POSITION_M] == stood).all()
    assert inside - record.rows_product == pytest.approx(5.0 * 191 / 20.0, abs=2)
    story.assembly.breakdowns.cure(KILN, "F13")
    story.command("kiln-1", "feed", Command.RESTART)
    story.go(21.0)
    occupied = rows[:, POWDER_KG] > 0.0
    assert occupied.sum() == record.rows_product
    gaps = np.diff(np.sort(rows[occupied, POSITION_M]))
    assert gaps == pytest.approx(65.0 / 191, abs=0.02)
