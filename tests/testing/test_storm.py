"""Storms of faults break nothing, repeat by their seed, and find programs that are wrong."""

from random import Random

import pytest

from lizao.model.instants import MINUTE
from lizao.testing.storm import Figures, Order, storm_soak
from lizao.testing.storm.figures import Fault
from lizao.testing.storm.history import History, Parts
from lizao.testing.storm.link import Link, LinkWeather
from lizao.testing.storm.scenes import mini_scenes
from tests.testing.test_soak import ForgetfulRooms

SEED = 20


def _mini(hours: float = 24.0, seed: int = SEED, parts: Parts | None = None) -> Figures:
    return History(mini_scenes(), seed, parts or Parts()).play(hours)


def test_many_batches_live_through_a_storm() -> None:
    """Every one of them ends; the plant was busy, and much went wrong."""
    figures = _mini()
    assert figures.violations == []
    assert figures.utilisation > 0.6
    assert figures.batches["COMPLETE"] > 3
    assert figures.restarts > 10
    assert sum(figures.faults.values()) > 50


def test_a_storm_repeats_by_its_seed() -> None:
    """The same seed, the same figures; another seed, others."""
    first, again, other = _mini(8.0), _mini(8.0), _mini(8.0, SEED + 2)
    assert first.values == again.values
    assert first.values != other.values


@pytest.mark.slow
def test_runs_in_processes_of_their_own_come_to_the_same_figures() -> None:
    """Runs of both plants, shared out or one after the other; every kind of fault is named."""
    order = Order(runs=2, hours=12.0, seed=SEED)
    shared, alone = storm_soak(order, workers=2), storm_soak(order)
    assert shared.values == alone.values
    assert shared.violations == []
    faults = shared.values["faults"]
    assert isinstance(faults, dict)
    assert set(faults) == {each.value for each in Fault}


def test_a_violation_tells_its_story() -> None:
    """The seed, the promise, the last facts before it, and the shortest storm that breaks it."""
    parts = Parts(rooms=ForgetfulRooms)
    found = _mini(parts=parts).violations[0]
    assert found.seed == SEED
    assert found.story
    assert found.hours < 24.0
    again = _mini(found.hours, parts=parts).violations[0]
    assert (again.at, again.broken) == (found.at, found.broken)


def test_on_the_worst_line_the_first_read_of_a_connection_is_whole() -> None:
    """A service may show the end of a run only to one who heard of it; what is new comes late."""
    plant = mini_scenes()[0].equipment()
    weather = LinkWeather(lost=0.0, late=1.0, repeated=0.0, reordered=0.0)
    link = Link(plant, Random(SEED), weather, lambda _: True, lambda _: None, lambda _: None)
    first = link.read()
    assert [each.sequence for each in first.reports] == list(range(1, plant.read_to + 1))
    link.lose(plant.at + MINUTE)
    plant.deliver(mini_scenes()[0].lots[0])
    assert not link.read().connected
    link.advance(link.down_until)
    assert len(link.read().reports) == 1
    plant.deliver(mini_scenes()[0].lots[1])
    assert link.read().reports == ()
