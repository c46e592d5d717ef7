"""Numbers that move, faults that strike, pass and are cured, on the quick line."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lizao.model.alarms import Bilingual
from lizao.model.disturbances import Course, Disturbance, Fault, Movement
from lizao.model.equipment import Plant
from lizao.model.errors import UnknownNameError
from lizao.model.identifiers import SignalId, UnitId
from lizao.model.instants import DAY, HOUR, MINUTE
from lizao.plant.breakdowns import FaultStruck
from lizao.plant.virtual import VirtualPlant
from tests.plant.plants import SETTINGS, quick_line, site, stand

KILN = UnitId("kiln-1")
OXYGEN = SignalId("kiln-1.oxygen_ppm")
WORDS = Bilingual("it moves", "会动")
LEAK = "leak_nm3_per_h"
LASTING_S = 600.0


def disturbed(*movements: Movement, unit: UnitId = KILN, scale: float = 1.0) -> Plant:
    """The quick line with one disturbance in one unit."""
    plant = quick_line(disturbances__scale=scale)
    found = (Disturbance("it", WORDS, movements),)
    units = tuple(
        replace(each, disturbances=found if each.id == unit else (), faults=())
        for each in plant.units
    )
    return replace(plant, units=units)


def breaking(fault: Fault, rate: float = 0.0) -> Plant:
    """The quick line with one fault in one kiln."""
    plant = quick_line(disturbances__fault_rate=rate)
    units = tuple(
        replace(each, disturbances=(), faults=(fault,) if each.id == KILN else ())
        for each in plant.units
    )
    return replace(plant, units=units)


def number(plant: VirtualPlant) -> float:
    """The number of kiln-1 that its only movement names, as the plant has it."""
    arrays = plant.arrays()
    return float(arrays["flat"][int(arrays["Numbers.at"][0])])


def after(plant: VirtualPlant, duration: int) -> float:
    """The number after some time."""
    until = plant.at + duration
    while plant.at < until:
        plant.read()
        plant.advance(until)
    return number(plant)


@pytest.mark.parametrize(
    ("movement", "hours", "expected"),
    [
        (Movement(LEAK, share=1.0), 1, 0.10),
        (Movement(LEAK, added=0.2), 1, 0.25),
        (Movement(LEAK, Course.RAMP, added=0.2, over_s=7200.0), 1, 0.15),
        (Movement(LEAK, Course.RAMP, added=0.2, over_s=7200.0), 4, 0.25),
        (Movement(LEAK, Course.DRIFT, added=0.2, over_s=7200.0), 4, 0.45),
        (Movement(LEAK, Course.SWING, added=0.02, over_s=86_400.0), 12, 0.03),
        (Movement(LEAK, Course.SWING, added=0.02, over_s=86_400.0, peak_s=43_200.0), 12, 0.07),
    ],
)
def test_a_number_follows_its_course(movement: Movement, hours: int, expected: float) -> None:
    """Its own value is 0.05 Nm3/h; the last minute is not yet in it."""
    plant = stand(disturbed(movement))
    assert after(plant, hours * HOUR + MINUTE) == pytest.approx(expected, rel=2e-3)


def test_scatter_and_walk_have_the_spread_that_is_asked_for() -> None:
    """Over many draws; a walk grows with the root of time."""
    scatter = Movement(LEAK, Course.SCATTER, added=0.01, over_s=60.0)
    plant = stand(disturbed(scatter))
    seen = [after(plant, MINUTE) for _ in range(2000)]
    assert np.std(seen) == pytest.approx(0.01, rel=0.1)
    walk = Movement(LEAK, Course.WALK, added=0.0001, over_s=60.0)
    plants = [stand(disturbed(walk), seed=seed) for seed in range(1, 41)]
    ends = [after(each, 100 * MINUTE) - 0.05 for each in plants]
    assert math.sqrt(np.mean(np.square(ends))) == pytest.approx(0.001, rel=0.35)


def test_disturbances_are_scaled_and_can_be_switched_off() -> None:
    """Half the amount, and none."""
    movement = Movement(LEAK, added=0.2)
    assert after(stand(disturbed(movement, scale=0.5)), HOUR) == pytest.approx(0.15)
    assert after(stand(disturbed(movement, scale=0.0)), HOUR) == pytest.approx(0.05)


def test_a_fault_shows_and_its_cure_takes_it_away() -> None:
    """Oxygen rises with the leak, and falls again; nothing else of the plant remembers."""
    plant = stand(breaking(Fault("F3", WORDS, (Movement(LEAK, added=0.2),), WORDS)))
    after(plant, HOUR)
    before = plant.read().values[OXYGEN]
    plant.strike(KILN, "F3")
    plant.strike(KILN, "F3")
    assert list(plant.faults) == [(KILN, "F3")]
    after(plant, HOUR)
    assert plant.read().values[OXYGEN] > before + 80.0
    plant.cure(KILN, "F3")
    plant.cure(KILN, "F3")
    assert not plant.faults
    assert after(plant, HOUR) == 0.05
    assert plant.read().values[OXYGEN] == pytest.approx(before, abs=8.0)


def test_a_frozen_sensor_shows_the_same_value_for_ever() -> None:
    """Its noise and its lag are numbers that can break like any other."""
    dead = tuple(Movement(f"signals.oxygen_ppm.{each}", share=-1.0) for each in ("noise", "follow"))
    plant = stand(breaking(Fault("F12", WORDS, dead, WORDS)))
    after(plant, HOUR)
    plant.repeat(FaultStruck(KILN, "F12"))
    after(plant, MINUTE)
    shown = {plant.read().values[OXYGEN] for _ in range(10) if after(plant, MINUTE) > -1.0}
    assert len(shown) == 1
    plant.cure(KILN, "F12")
    later = {plant.read().values[OXYGEN] for _ in range(10) if after(plant, MINUTE) > -1.0}
    assert len(later) > 5


def test_a_fault_that_lasts_passes_by_itself() -> None:
    """After its time, to the minute."""
    passing = Fault("F4", WORDS, (Movement(LEAK, added=0.2),), WORDS, lasts_s=LASTING_S)
    plant = stand(breaking(passing))
    plant.strike(KILN, "F4")
    assert after(plant, 9 * MINUTE) == pytest.approx(0.25)
    assert after(plant, 12 * MINUTE) == pytest.approx(0.05)
    assert not plant.faults


def test_faults_strike_by_themselves_at_their_rate() -> None:
    """The same instants for the same seed, others for another; about as many as the rate says."""
    passing = Fault(
        "F4", WORDS, (Movement(LEAK, added=0.2),), WORDS, per_year=365.0 * 24, lasts_s=60.0
    )

    def struck(seed: int) -> list[int]:
        plant = stand(breaking(passing, rate=1.0), seed=seed)
        found = []
        while plant.at < DAY:
            if after(plant, 2 * MINUTE) > 0.1:
                found.append(plant.at)
        return found

    assert struck(1) == struck(1) != struck(2)
    assert 5 < len(struck(3)) < 40


def test_a_plant_comes_back_with_what_is_broken(tmp_path: Path) -> None:
    """From its commands alone: what struck is as much part of the story as a power failure."""
    plant = stand(breaking(Fault("F3", WORDS, (Movement(LEAK, added=0.2),), WORDS)))
    again = VirtualPlant.reopen(
        breaking(Fault("F3", WORDS, (Movement(LEAK, added=0.2),), WORDS)),
        site().materials,
        1,
        SETTINGS,
        0,
        tmp_path,
        [(1, HOUR, FaultStruck(KILN, "F3"))],
        2 * HOUR,
    )
    after(plant, HOUR)
    plant.strike(KILN, "F3")
    after(plant, HOUR)
    assert again.faults == plant.faults
    assert number(again) == number(plant)
    assert again.read().values[OXYGEN] == plant.read().values[OXYGEN]


@pytest.mark.parametrize("name", ["leek_nm3_per_h", "zone_01.colour_k", "signals.noise_db.noise"])
def test_a_movement_of_a_number_that_is_not_there_is_refused_by_name(name: str) -> None:
    """When the plant is built, with the numbers that are there."""
    with pytest.raises(UnknownNameError, match="kiln-1"):
        stand(disturbed(Movement(name, share=1.0)))


def test_a_fault_that_a_unit_cannot_have_is_refused_by_name() -> None:
    """With those that it can have."""
    plant = stand(breaking(Fault("F3", WORDS, (Movement(LEAK, added=0.2),), WORDS)))
    with pytest.raises(UnknownNameError, match="F3"):
        plant.strike(KILN, "F8")
