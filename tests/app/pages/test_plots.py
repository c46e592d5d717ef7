"""A plot shows every peak, lifts the pen in a gap, and can be read without colour."""

import math
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lizao.app.pages.axes import Axis, spanned, ticks
from lizao.app.pages.plots import MOST_POINTS, path, plots, thinned
from lizao.app.record_data import Band, LineStyle, Plot, Record, Series
from lizao.texts import Texts
from tests.app.pages import examples
from tests.app.pages.reading import paths, read

EN = Texts("en")
AXIS = Axis(0.0, 10.0, 0.0, 100.0)
POINTS = st.lists(
    st.tuples(st.floats(0, 100), st.floats(-1e6, 1e6) | st.just(math.nan)), max_size=3000
).map(lambda points: sorted(points, key=lambda point: point[0]))


def record_with(plot: Plot) -> Record:
    """A record with one plot of its own."""
    return replace(examples.record(EN), plots=(plot,))


@given(POINTS)
def test_a_thinned_line_is_short_and_keeps_its_peaks(points: list[tuple[float, float]]) -> None:
    """The highest and the lowest value are always drawn."""
    kept = thinned(points)
    known = [y for _, y in points if math.isfinite(y)]

    assert len(kept) <= MOST_POINTS
    assert set(kept) <= set(points) or any(math.isnan(y) for _, y in points)
    if known:
        drawn = [y for _, y in kept if math.isfinite(y)]
        assert (min(drawn), max(drawn)) == (min(known), max(known))


def test_a_long_line_with_gaps_stays_broken() -> None:
    """A lost link is a gap, also after thinning."""
    hours = [index / 100 for index in range(4000)]
    values = [math.nan if 10 <= hour < 20 else 5.0 for hour in hours]

    way = path(Series("s", hours, values), Axis(0, 40, 0, 100), AXIS)

    assert way.count("M") == 2


def test_a_set_point_goes_in_steps_and_a_measured_line_from_point_to_point() -> None:
    """A set point holds until the next."""
    xs, ys = [0.0, 5.0, 10.0], [1.0, 2.0, 2.0]

    assert path(Series("m", xs, ys), AXIS, AXIS) == "M0 10L50 20L100 20"
    steps = path(Series("s", xs, ys, LineStyle.SETPOINT), AXIS, AXIS)
    assert steps == "M0 10H50V20H100V20"


@given(
    st.floats(-1e6, 1e6),
    st.floats(1e-3, 1e6),
    st.integers(3, 10),
)
def test_ticks_are_round_and_lie_on_the_axis(low: float, spread: float, about: int) -> None:
    """A handful of round values, none outside the axis."""
    values, decimals = ticks(low, low + spread, about)

    assert 1 <= len(values) <= about + 2
    assert decimals >= 0
    assert all(low - spread * 1e-6 <= value <= low + spread * (1 + 1e-6) for value in values)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], (0.0, 1.0)),
        ([math.nan], (0.0, 1.0)),
        ([0.0], (-1.0, 1.0)),
        ([50.0, 50.0], (45.0, 55.0)),
    ],
)
def test_an_axis_has_room_for_a_flat_line(
    values: list[float], expected: tuple[float, float]
) -> None:
    """A constant value is drawn in the middle, nothing at all from nought to one."""
    assert spanned(values) == expected


def test_what_was_measured_outside_binding_limits_is_drawn_again_as_abnormal() -> None:
    """The oxygen peak stands out; a plot without binding limits has nothing to mark."""
    tree = read(f"<!DOCTYPE html>\n<div>{plots(examples.record(EN), EN)}</div>")

    assert len(paths(tree, "outside")) == 1
    names = [each.attrib["id"] for each in tree.iter("clipPath")]
    assert len(names) == len(set(names)) == 1


def test_lines_of_one_style_differ_by_more_than_colour() -> None:
    """Several measured lines have their own ranks; set points and recipes their own dashes."""
    kinds = (LineStyle.MEASURED, LineStyle.MEASURED, LineStyle.SETPOINT, LineStyle.RECIPE)
    series = tuple(
        Series(f"s{rank}", [0.0, 1.0], [rank, rank + 1.0], kind) for rank, kind in enumerate(kinds)
    )
    plot = Plot("p", "degC", "h", series, (Band("limits", 0.0, 2.0),))

    page = plots(record_with(plot), EN)

    for kind in ("measured rank-0", "measured rank-1", "setpoint rank-0", "recipe rank-0"):
        assert page.count(f'class="line {kind}"') == 2
    assert re.findall(r"<span><svg", page) == ["<span><svg"] * 5


def test_a_plot_without_a_value_says_so() -> None:
    """An empty frame would look like a fault of the page."""
    plot = Plot("p", "degC", "h", (Series("s", [1.0], [math.nan]),))

    assert "No values were recorded." in plots(record_with(plot), EN)
