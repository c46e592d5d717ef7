"""Curves: as few points as a screen shows, and no extreme lost."""

import math
from array import array
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from lizao.app.curves import Curve, curve
from lizao.ledger.hours import Trail
from lizao.ledger.points import Points
from lizao.model.instants import Instant


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
