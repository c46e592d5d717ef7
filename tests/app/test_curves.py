"""Curves: as few points as a screen shows, and no extreme lost."""

import math
from array import array
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lizao.app.curves import Curve, curve, curves
from lizao.ledger.hours import Trail
from lizao.ledger.memory import MemoryStore
from lizao.ledger.points import Points
from lizao.ledger.store import Ledger
from lizao.model.identifiers import SignalId
from lizao.model.image import Samples
from lizao.model.instants import DAY, HOUR, MINUTE, Instant

POWER = SignalId("mill-1.power_kw")


def drawn(
    points: Sequence[tuple[Instant, float]], since: Instant, until: Instant, most: int
) -> Curve:
    """The curve of single points."""
    at, value = zip(*points, strict=True)
    return curve(Trail.of(Points(array("q", at), array("d", value))), since, until, most)


def test_few_points_stay_as_they_are() -> None:
    """The value that held before is shown from the beginning on."""
    found = drawn(((-5, 1.0), (3, 2.0)), 0, 10, 4)
    assert (found.at, found.low, found.high) == ([0, 3], [1.0, 2.0], [1.0, 2.0])


def test_many_points_become_stretches_with_their_extremes() -> None:
    """A stretch without a point has the value that held."""
    points = ((0, 1.0), (1, 9.0), (2, 2.0), (3, 3.0), (9, 0.0))
    found = drawn(points, 0, 10, 4)
    assert found.at == [0, 2, 5, 7]
    assert found.low == [1.0, 2.0, 3.0, 0.0]
    assert found.high == [9.0, 9.0, 3.0, 3.0]


@given(
    values=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60),
    later=st.integers(-3, 1),
    most=st.integers(1, 20),
)
def test_no_extreme_is_lost_and_no_more_is_told_than_was_asked_for(
    values: list[float], later: int, most: int
) -> None:
    """Whatever the points, and wherever they begin."""
    points = tuple((2 * number, value) for number, value in enumerate(values))
    until = points[-1][0] + 2
    found = drawn(points, later, until, most)
    assert len(found.at) <= most
    assert found.at == sorted({*found.at})
    assert max(found.high) == max(values)
    assert min(found.low) == min(values)


def test_what_was_unknown_for_a_moment_hides_no_extreme() -> None:
    """Only a stretch of which nothing is known is unknown."""
    unknown = float("nan")
    points = ((0, unknown), (1, 5.0), (2, unknown), (5, unknown), (6, 7.0))
    found = drawn(points, 0, 8, 2)
    assert (found.low, found.high) == ([5.0, 7.0], [5.0, 7.0])
    silent = drawn(((0, unknown), (1, unknown), (2, 3.0)), 0, 4, 2)
    assert [math.isnan(each) for each in silent.low] == [True, False]


def test_a_long_time_is_drawn_by_the_hour_and_no_extreme_is_lost() -> None:
    """A month in a few hundred stretches, each of whole hours, from files and from the tail."""
    ledger = Ledger(MemoryStore())
    at = [number * 10 * MINUTE for number in range(40 * 144)]
    value = [float((7919 * number) % 4093) for number in range(len(at))]
    ledger.record(Samples(at, {POWER: value}))
    ledger.commit()
    for day in range(25):
        sealed = ledger.seal(day, 0)
        assert sealed is not None
        ledger.append([sealed], 0)
        ledger.commit()
    since, until = 2 * DAY + 90 * MINUTE, 38 * DAY + 5 * MINUTE
    found = curves(ledger.signals, [POWER], since, until, 500)[POWER]
    assert found.at[:2] == [since, 2 * DAY + 3 * HOUR]
    assert {later - at for at, later in pairwise(found.at[1:])} == {2 * HOUR}
    for begin, end, low, high in zip(
        found.at, [*found.at[1:], until], found.low, found.high, strict=True
    ):
        held = [v for t, v in zip(at, value, strict=True) if begin - 10 * MINUTE <= t < end]
        assert (low, high) == (min(held), max(held))


def test_a_signal_that_rests_for_weeks_is_drawn_at_rest() -> None:
    """It is not drawn between the extremes of its last hour."""
    ledger = Ledger(MemoryStore())
    ledger.record(Samples([DAY, DAY + MINUTE], {POWER: [5.0, 9.0]}))
    ledger.commit()
    found = curves(ledger.signals, [POWER], 0, 60 * DAY, 100)[POWER]
    assert (found.low[0], found.high[0]) == (5.0, 9.0)
    assert {*found.low[1:], *found.high[1:]} == {9.0}
    assert curves(ledger.signals, [POWER], 0, DAY, 100)[POWER].at == []
