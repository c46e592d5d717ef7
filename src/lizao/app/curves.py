"""The course of a signal over a time, in no more points than a screen can show."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lizao.ledger.signals import Point
from lizao.model.instants import Instant


@dataclass(slots=True)
class Curve:
    """Between ``at[i]`` and the next instant a signal lay between ``low[i]`` and ``high[i]``."""

    at: list[Instant] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, at: Instant, low: float, high: float) -> None:
        """The next stretch."""
        self.at.append(at)
        self.low.append(low)
        self.high.append(high)


def curve(points: Sequence[Point], since: Instant, until: Instant, most: int) -> Curve:
    """At most ``most`` stretches between two instants; no extreme is lost.

    A value holds until the next point; the first point may lie before ``since``. Where a signal was
    unknown for a part of a stretch only, what it was for the rest of it counts.
    """
    found = Curve()
    if len(points) <= most:
        for at, value in points:
            found.add(max(at, since), value, value)
        return found
    for at, values in _stretches(points, since, until, most):
        known = [each for each in values if not math.isnan(each)] or values
        found.add(at, min(known), max(known))
    return found


def _stretches(
    points: Sequence[Point], since: Instant, until: Instant, most: int
) -> Iterator[tuple[Instant, list[float]]]:
    """The values that held in each of ``most`` equal stretches, that from before it among them."""
    index, held = 0, points[0][1]
    for number in range(most):
        begin = since + (until - since) * number // most
        end = since + (until - since) * (number + 1) // most
        values = [held] if points[0][0] <= begin else []
        while index < len(points) and points[index][0] < end:
            held = points[index][1]
            values.append(held)
            index += 1
        if values:
            yield begin, values
