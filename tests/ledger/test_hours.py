"""By the hour: how months of a signal are told without reading every point."""

import math
from array import array

from hypothesis import given
from hypothesis import strategies as st

from lizao.ledger.hours import Trail, by_hour, pack_hours, unpack_hours
from lizao.ledger.memory import MemoryStore
from lizao.ledger.points import Points
from lizao.ledger.store import Ledger
from lizao.model.identifiers import SignalId
from lizao.model.image import Samples
from lizao.model.instants import DAY, HOUR, MINUTE
from tests.ledger.samples import START
from tests.ledger.test_sealing import TODAY, seal

OUTLET = SignalId("dryer-1.outlet_temperature_c")
numbers = st.floats(allow_nan=True, allow_infinity=True)
instants = st.lists(st.integers(0, DAY - 1), min_size=1, max_size=40, unique=True).map(sorted)


@st.composite
def a_day(draw: st.DrawFn) -> Points:
    """Points of one day."""
    at = draw(instants)
    value = draw(st.lists(numbers, min_size=len(at), max_size=len(at)))
    return Points(array("q", (START + each for each in at)), array("d", value))


@given(a_day())
def test_an_hour_tells_the_extremes_of_its_points_and_the_last(points: Points) -> None:
    """What is unknown for a moment hides no extreme."""
    trail = by_hour(points)
    for at, low, high, last in zip(*trail, strict=True):
        inside = [v for t, v in zip(*points, strict=True) if at <= t < at + HOUR]
        known = [each for each in inside if not math.isnan(each)] or [math.nan]
        assert repr((low, high, last)) == repr((min(known), max(known), inside[-1]))
    assert list(trail.at) == sorted({each // HOUR * HOUR for each in points.at})


@given(a_day())
def test_the_hours_of_a_day_come_back_exactly(points: Points) -> None:
    """Whether four bytes are wide enough for their numbers or not."""
    trail = by_hour(points)
    again = unpack_hours(pack_hours(trail), TODAY)
    assert [each.tobytes() for each in again] == [each.tobytes() for each in trail]


def test_numbers_that_four_bytes_tell_exactly_take_four() -> None:
    """Values that are rounded to their deadband are such numbers."""
    at = array("q", (START + hour * HOUR for hour in range(24)))
    short = array("d", (20.0 + hour / 32 for hour in range(24)))
    exact = array("d", (20.0 + hour / 30 for hour in range(24)))
    sizes = [len(pack_hours(Trail.of(Points(at, value)))) for value in (short, exact)]
    assert sizes[0] < 0.7 * sizes[1]


@given(st.sets(st.integers(0, 3)), st.integers(0, 30), st.integers(66, 95))
def test_hours_are_the_same_from_files_from_the_tail_and_from_what_is_kept(
    sealed: set[int], first: int, last: int
) -> None:
    """Whole days are known already, of others only the part that is asked for is read."""
    ledger = Ledger(MemoryStore())
    at = [START + number * 20 * MINUTE for number in range(4 * 72)]
    value = [float((37 * number) % 101) for number in range(len(at))]
    ledger.record(Samples(at, {OUTLET: value}))
    ledger.commit()
    for day in sorted(sealed):
        seal(ledger, TODAY + day)
    since, until = START + first * HOUR + 7 * MINUTE, START + last * HOUR + 51 * MINUTE
    found = ledger.signals.hours((OUTLET,), since, until)[OUTLET]
    inside = [(t, v) for t, v in zip(at, value, strict=True) if since <= t < until]
    expected = by_hour(Points(*map(array, "qd", zip(*inside, strict=True))))
    held = max((t, v) for t, v in zip(at, value, strict=True) if t < since)
    assert (found.at[0], found.last[0]) == held
    merged: dict[int, tuple[float, float, float]] = {}
    for moment, low, high, end in zip(*(column[1:] for column in found), strict=True):
        hour = moment // HOUR
        known = merged.get(hour, (low, high, end))
        merged[hour] = (min(low, known[0]), max(high, known[1]), end)
    assert merged == {
        at // HOUR: (low, high, end) for at, low, high, end in zip(*expected, strict=True)
    }
