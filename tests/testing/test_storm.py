"""Storms of faults break nothing, repeat by their seed, and find programs that are wrong."""

from collections.abc import Callable

import pytest

from lizao.control import transfers
from lizao.testing.soak import MakeLoop, MakeRooms
from lizao.testing.storm import Figures, Order, storm_soak
from lizao.testing.storm.figures import Fault
from lizao.testing.storm.history import History, Parts
from lizao.testing.storm.scenes import mini_scenes
from tests.testing.test_soak import ForgetfulRooms, HastyReset, WriteFirst, on

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


def _broken(rooms: MakeRooms | None = None, loop: MakeLoop | None = None) -> set[str]:
    made = Parts()
    parts = Parts(rooms or made.rooms, loop or made.loop)
    found: set[str] = set()
    for seed in range(SEED, SEED + 4):
        found |= {
            each.broken.partition(":")[0] for each in _mini(seed=seed, parts=parts).violations
        }
    return found


@pytest.mark.parametrize(("loop", "promise"), [(WriteFirst, "intent"), (on(HastyReset), "result")])
def test_a_planted_loop_is_found(loop: Callable[..., object], promise: str) -> None:
    """Planted: the write-ahead is dropped; a service is reset before its result is committed."""
    assert promise in _broken(loop=loop)  # type: ignore[arg-type]


def test_a_forgotten_release_is_found() -> None:
    """Planted: a pipe stays taken after it was given back."""
    assert _broken(rooms=ForgetfulRooms) & {"owner", "error"}


def test_two_swapped_lines_of_the_transfer_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: the line conveys before anyone receives."""
    destination, line, source = transfers.ORDER
    monkeypatch.setattr(transfers, "ORDER", (line, destination, source))
    assert _broken() & {"order", "hang"}


def test_a_violation_tells_its_story() -> None:
    """The seed, the instant, the promise, and the last facts before it."""
    found = _mini(parts=Parts(rooms=ForgetfulRooms)).violations[0]
    assert found.seed == SEED
    assert found.story
