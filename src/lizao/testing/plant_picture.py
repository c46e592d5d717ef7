"""A line chart as SVG for a page of the documentation."""

from collections.abc import Iterator
from html import escape
from typing import Final

from lizao.testing.plant_curves import Curves

WIDTH, HEIGHT = 640.0, 320.0
LEFT, RIGHT, TOP, BOTTOM = 70.0, 20.0, 34.0, 46.0
TICKS: Final = 5
DASHES: Final = ("none", "7 4", "2 3")
"""Lines are told apart without colour."""


def picture(title: str, curves: Curves) -> str:
    """The chart of some curves."""
    return "\n".join(_parts(title, curves)) + "\n"


def _parts(title: str, curves: Curves) -> Iterator[str]:
    xs = [x for line in curves.lines.values() for x, _ in line]
    ys = [y for line in curves.lines.values() for _, y in line]
    left, right, low, high = min(xs), max(xs), min(ys), max(ys)

    def across(x: float) -> float:
        return LEFT + (x - left) / (right - left) * (WIDTH - LEFT - RIGHT)

    def up(y: float) -> float:
        return HEIGHT - BOTTOM - (y - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}"'
    yield f' role="img" aria-label="{escape(title)}" font-family="sans-serif" font-size="12">'
    yield f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="white"/>'
    for tick in range(TICKS):
        x = left + (right - left) * tick / (TICKS - 1)
        y = low + (high - low) * tick / (TICKS - 1)
        yield _rule(LEFT, up(y), WIDTH - RIGHT, up(y))
        yield _label(f"{y:.4g}", LEFT - 8.0, up(y) + 4.0, "end")
        yield _rule(across(x), HEIGHT - BOTTOM, across(x), HEIGHT - BOTTOM + 5.0)
        yield _label(f"{x:.4g}", across(x), HEIGHT - BOTTOM + 19.0, "middle")
    yield _label(curves.x, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8.0, "middle")
    yield _label(curves.y, 8.0, 18.0, "start")
    for rank, (name, line) in enumerate(curves.lines.items()):
        points = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in line)
        dash = DASHES[rank % len(DASHES)]
        yield f'<polyline points="{points}" fill="none" stroke="#1b4f72" stroke-width="2"'
        yield f' stroke-dasharray="{dash}"/>'
        if name:
            at = WIDTH - RIGHT - 170.0
            y = 18.0 + 15.0 * rank
            yield f'<line x1="{at:g}" y1="{y - 4:g}" x2="{at + 30:g}" y2="{y - 4:g}"'
            yield f' stroke="#1b4f72" stroke-width="2" stroke-dasharray="{dash}"/>'
            yield _label(name, at + 36.0, y, "start")
    yield "</svg>"


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#cccccc"/>'


def _label(words: str, x: float, y: float, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
