"""The course of a signal over a time, in no more points than a screen can show."""

from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from lizao.ledger.history import History
from lizao.ledger.hours import Trail, extremes
from lizao.model.identifiers import SignalId
from lizao.model.instants import HOUR, MINUTE, Duration, Instant

if TYPE_CHECKING:
    from array import array

BY_HOUR_FROM: Final[Duration] = 15 * MINUTE
"""A stretch as long as this, or longer, is drawn from what is known by the hour."""


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


def curves(
    history: History, signals: Collection[SignalId], since: Instant, until: Instant, most: int
) -> dict[SignalId, Curve]:
    """The course of each of ``signals`` in at most ``most`` stretches.

    Where stretches are long they begin with an hour, and are made of whole ones.
    """
    if until - since < most * BY_HOUR_FROM:
        found = history.points(signals, since, until)
        return {each: curve(Trail.of(found[each]), since, until, most) for each in signals}
    hours = history.hours(signals, since, until)
    borders = _whole_hours(since, until, most)
    return {each: _drawn(hours[each], borders) for each in signals}


def curve(trail: Trail, since: Instant, until: Instant, most: int) -> Curve:
    """At most ``most`` stretches between two instants; no extreme is lost.

    A value holds until the next piece; the first piece may lie before ``since``. Where a signal was
    unknown for a part of a stretch only, what it was for the rest of it counts.
    """
    if len(trail.at) <= most:
        return Curve([max(at, since) for at in trail.at], list(trail.low), list(trail.high))
    span = until - since
    return _drawn(trail, [since + span * number // most for number in range(most + 1)])


def _whole_hours(since: Instant, until: Instant, most: int) -> list[Instant]:
    """The borders of at most ``most`` stretches of whole hours; the first and last are cut off."""
    begin = since // HOUR
    hours = -(-until // HOUR) - begin
    step = -(-hours // most)
    inner = range((begin + step) * HOUR, until, step * HOUR)
    return [since, *inner, until]


def _drawn(trail: Trail, borders: list[Instant]) -> Curve:
    found = Curve()
    for at, low, high in _stretches(trail, borders):
        found.add(at, *extremes(low, high))
    return found


def _stretches(
    trail: Trail, borders: list[Instant]
) -> Iterator[tuple[Instant, "array[float]", "array[float]"]]:
    """What held in each stretch between two borders, that from before it among it."""
    at, low, high, last = trail
    index = bisect_left(at, borders[0])
    held = last[max(0, index - 1) : index]
    for begin, end in pairwise(borders):
        after = bisect_left(at, end, index)
        least, most = held + low[index:after], held + high[index:after]
        if least:
            yield begin, least, most
        if after > index:
            held, index = last[after - 1 : after], after
