"""A violation is told by the smallest storm of its seed that breaks the same promise."""

from functools import cache

from lizao.testing.storm import Figures, Limits, Violation
from lizao.testing.storm.figures import EVERYTHING, Fault
from lizao.testing.storm.history import History
from lizao.testing.storm.scenes import mini_scenes
from lizao.testing.storm.smallest import MOST_REPLAYS, smallest
from tests.testing.test_planted import PLANTED

SEED, HOURS = 20, 24.0
STARTS_AGAIN = next(each for each in PLANTED if "started twice" in each.name)


def _played(hours: float, limits: Limits) -> Figures:
    """A storm over a program that starts all again after a reconnection."""
    return History(mini_scenes(), SEED, STARTS_AGAIN.parts, limits).play(hours)


@cache
def _found() -> tuple[Violation, Violation, int]:
    """The violation, what is left of it, and after how many storms."""
    replays = 0

    def again(hours: float, limits: Limits) -> Figures:
        nonlocal replays
        replays += 1
        return _played(hours, limits)

    first = _played(HOURS, EVERYTHING).violations[0]
    return first, smallest(again, first), replays


def test_a_few_faults_are_left() -> None:
    """One kind after which there is a reconnection, and one batch, are all that it needs."""
    first, least, _ = _found()
    assert least.promise == first.promise
    assert len(first.faults) > len(least.faults) == 1
    assert least.made == 1
    assert least.hours <= first.hours


def test_what_is_left_repeats_by_what_it_names() -> None:
    """The same hours and limits, the same violation."""
    _, least, _ = _found()
    limits = Limits(frozenset(Fault) - frozenset(least.allowed), least.batches)
    again = _played(least.hours, limits).violations[0]
    assert (again.at, again.broken) == (least.at, least.broken)


def test_it_is_looked_for_in_so_many_storms_at_most() -> None:
    """The bound holds, and with none to be played the story stays as it was found."""
    first, _, replays = _found()
    assert 0 < replays <= MOST_REPLAYS
    assert smallest(_played, first, most=0) == first


def test_kinds_that_the_violation_needs_together_are_both_kept() -> None:
    """Played by a storm that breaks its promise only where two kinds and two batches meet."""
    needed = {Fault.CRASH_AFTER_COMMIT, Fault.POWER_DIP}

    def play(hours: float, limits: Limits) -> Figures:
        left = frozenset(Fault) - limits.without
        broken = needed <= left and (limits.batches is None or limits.batches >= 2)
        return Figures(violations=[_told(hours, limits, left)] if broken else [])

    least = smallest(play, _told(HOURS, EVERYTHING, frozenset(Fault)))
    assert set(least.faults) == needed
    assert least.batches == 2


def _told(hours: float, limits: Limits, left: frozenset[Fault]) -> Violation:
    faults, without = (tuple(each for each in Fault if each in of) for of in (left, limits.without))
    made = limits.batches or 5
    return Violation(SEED, 0, hours, "twice: so", (), faults, without, limits.batches, made)
