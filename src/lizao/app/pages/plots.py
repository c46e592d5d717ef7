"""A line chart as SVG: drawn without a library, read without colour, printed without a screen."""

import math
from collections.abc import Sequence
from typing import Final

from lizao.app.pages.axes import Axis, spanned, ticks
from lizao.app.pages.markup import Html, joined, tag, text
from lizao.app.record_data import Band, LineStyle, Plot, Record, Series
from lizao.texts import Texts
from lizao.texts.numbers import number, unit_sign

WIDTH: Final = 860.0
HEIGHT: Final = 250.0
LEFT, RIGHT, TOP, BOTTOM = 58.0, 12.0, 26.0, 40.0
MOST_POINTS: Final = 800
X_TICKS, Y_TICKS = 9, 5
MOST_RANKS: Final = 3

Point = tuple[float, float]


def plots(record: Record, texts: Texts) -> Html:
    """The plots of a record, one under the other."""
    return joined(_plot(each, texts, index) for index, each in enumerate(record.plots))


def _plot(plot: Plot, texts: Texts, number_on_page: int) -> Html:
    title = tag("figcaption", text(plot.title))
    if not any(math.isfinite(y) for each in plot.series for y in each.ys):
        return tag("figure", title, tag("p", text(texts("record.plot.nothing")), class_="empty"))
    drawing = _drawing(plot, f"outside-{number_on_page}")
    return tag("figure", title, _legend(plot), drawing)


def _drawing(plot: Plot, outside: str) -> Html:
    edges = [edge for band in plot.bands for edge in (band.low, band.high)]
    values = [y for each in plot.series for y in each.ys]
    low, high = spanned(values + edges)
    y_axis = Axis(low, high, HEIGHT - BOTTOM, TOP)
    hours = [x for each in plot.series for x in each.xs]
    left, right = spanned(hours, margin=0.0)
    x_axis = Axis(left, right, LEFT, WIDTH - RIGHT)
    lines = (_line(each, rank, x_axis, y_axis) for each, rank in _ranked(plot.series))
    binding = [band for band in plot.bands if band.binding]
    return tag(
        "svg",
        *(_band(band, y_axis) for band in plot.bands),
        _grid(x_axis, y_axis),
        *lines,
        *(_outside(plot, band, x_axis, y_axis, f"{outside}-{i}") for i, band in enumerate(binding)),
        _names(plot),
        viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}",
        role="img",
        aria_label=f"{plot.title}, {unit_sign(plot.unit)}",
    )


def _ranked(series: Sequence[Series]) -> list[tuple[Series, int]]:
    """Each series with its place among those of its own style."""
    seen: dict[LineStyle, int] = {}
    ranked = []
    for each in series:
        ranked.append((each, seen.get(each.style, 0)))
        seen[each.style] = seen.get(each.style, 0) + 1
    return ranked


def _grid(x_axis: Axis, y_axis: Axis) -> Html:
    y_values, y_decimals = ticks(y_axis.low, y_axis.high, Y_TICKS)
    x_values, x_decimals = ticks(x_axis.low, x_axis.high, X_TICKS)
    rows = (
        _rule(LEFT, WIDTH - RIGHT, y_axis.place(y), y_axis.place(y), "grid")
        + _label(number(y, y_decimals), LEFT - 8, y_axis.place(y) + 4, "end")
        for y in y_values
    )
    columns = (
        _rule(x_axis.place(x), x_axis.place(x), y_axis.start, y_axis.start + 4, "axis")
        + _label(number(x, x_decimals), x_axis.place(x), y_axis.start + 17, "middle")
        for x in x_values
    )
    base = _rule(LEFT, WIDTH - RIGHT, y_axis.start, y_axis.start, "axis")
    return joined([*map(Html, rows), *map(Html, columns), base])


def _rule(x1: float, x2: float, y1: float, y2: float, kind: str) -> Html:
    return tag("line", x1=_at(x1), x2=_at(x2), y1=_at(y1), y2=_at(y2), class_=kind)


def _label(words: str, x: float, y: float, anchor: str) -> Html:
    return tag("text", text(words), x=_at(x), y=_at(y), text_anchor=anchor)


def _names(plot: Plot) -> Html:
    unit = _label(unit_sign(plot.unit), LEFT - 8, TOP - 12, "end")
    x_title = _label(plot.x_title, (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 5, "middle")
    return joined([unit, x_title])


def _band(band: Band, y_axis: Axis) -> Html:
    top = y_axis.place(band.high)
    height = y_axis.place(band.low) - top
    return _box(top, height, "band")


def _box(top: float, height: float, kind: str) -> Html:
    width = WIDTH - LEFT - RIGHT
    return tag("rect", x=_at(LEFT), y=_at(top), width=_at(width), height=_at(height), class_=kind)


def _line(series: Series, rank: int, x_axis: Axis, y_axis: Axis) -> Html:
    way = path(series, x_axis, y_axis)
    return tag("path", d=way, class_=_kind(series, rank))


def _kind(series: Series, rank: int) -> str:
    return f"line {series.style} rank-{min(rank, MOST_RANKS)}"


def _outside(plot: Plot, band: Band, x_axis: Axis, y_axis: Axis, name: str) -> Html:
    """What was measured outside binding limits once more, in the colour of the abnormal."""
    top, bottom = y_axis.place(band.high), y_axis.place(band.low)
    clip = tag(
        "clipPath",
        _box(0.0, top, "clip"),
        _box(bottom, HEIGHT - bottom, "clip"),
        id=name,
    )
    ways = (
        tag("path", d=path(each, x_axis, y_axis), class_="line outside")
        for each in plot.series
        if each.style is LineStyle.MEASURED
    )
    return joined([clip, tag("g", *ways, clip_path=f"url(#{name})")])


def _legend(plot: Plot) -> Html:
    lines = (
        (each.name, tag("path", d="M1 5H31", class_=_kind(each, rank)))
        for each, rank in _ranked(plot.series)
    )
    bands = (
        (each.name, tag("rect", x="1", y="0", width="30", height="10", class_="band"))
        for each in plot.bands
    )
    entries = (
        tag("span", tag("svg", sample, viewBox="0 0 32 10", aria_hidden="true"), text(name))
        for name, sample in [*lines, *bands]
    )
    return tag("div", *entries, class_="legend")


def path(series: Series, x_axis: Axis, y_axis: Axis) -> str:
    """The way of a line on the paper; a set point goes in steps, and a gap lifts the pen."""
    points = [(x, y) for x, y in zip(series.xs, series.ys, strict=True) if math.isfinite(x)]
    steps = series.style is LineStyle.SETPOINT
    written: list[str] = []
    pen_down = False
    for x, y in thinned(points):
        if not math.isfinite(y):
            pen_down = False
            continue
        across, up = _at(x_axis.place(x)), _at(y_axis.place(y))
        if not pen_down:
            written.append(f"M{across} {up}")
        else:
            written.append(f"H{across}V{up}" if steps else f"L{across} {up}")
        pen_down = True
    return "".join(written)


def thinned(points: Sequence[Point], most: int = MOST_POINTS) -> Sequence[Point]:
    """At most ``most`` points that keep every peak: the lowest and the highest of each stretch.

    A gap stays a gap: a stretch that holds one ends in it.
    """
    if len(points) <= most:
        return points
    stretches = most // 3
    kept: list[Point] = []
    for index in range(stretches):
        first = index * len(points) // stretches
        stretch = points[first : (index + 1) * len(points) // stretches]
        kept.extend(_extremes(stretch))
    return kept


def _extremes(stretch: Sequence[Point]) -> list[Point]:
    known = [point for point in stretch if math.isfinite(point[1])]
    gaps = [point for point in stretch if not math.isfinite(point[1])]
    if not known:
        return gaps[:1]
    lowest, highest = min(known, key=lambda p: p[1]), max(known, key=lambda p: p[1])
    return [*sorted({lowest, highest}), *gaps[-1:]]


def _at(place: float) -> str:
    return f"{place:.1f}".removesuffix(".0")
