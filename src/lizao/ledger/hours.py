"""What a signal came to by the hour: how months of it are drawn without reading every point."""

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final, NamedTuple

from lizao.ledger.points import Points, from_bytes, to_bytes
from lizao.model.instants import DAY, HOUR, Instant

_SHORT: Final = "f"
_LONG: Final = "d"


class Trail(NamedTuple):
    """Pieces of one signal in the order of time.

    From ``at[i]`` (µs) on it lay between ``low[i]`` and ``high[i]``; at the end it was ``last[i]``.
    A piece is one point (the three are the same array then) or all points of one hour.
    """

    at: "array[int]"
    low: "array[float]"
    high: "array[float]"
    last: "array[float]"

    @classmethod
    def of(cls, points: Points) -> "Trail":
        """A piece for each point."""
        return cls(points.at, points.value, points.value, points.value)

    @classmethod
    def joined(cls, parts: Iterable["Trail"]) -> "Trail":
        """Pieces one after another."""
        whole = cls(array("q"), array(_LONG), array(_LONG), array(_LONG))
        for part in parts:
            whole.at.extend(part.at)
            whole.low.extend(part.low)
            whole.high.extend(part.high)
            whole.last.extend(part.last)
        return whole

    def add(self, at: Instant, low: float, high: float, last: float) -> None:
        """The next piece."""
        self.at.append(at)
        self.low.append(low)
        self.high.append(high)
        self.last.append(last)


def extremes(low: "array[float]", high: "array[float]") -> tuple[float, float]:
    """The least of ``low`` and the greatest of ``high``, of the known ones; else not a number."""
    if (total := sum(low)) == total:  # no number that is not a number is among them
        return min(low), max(high)
    known = [each for each in (*low, *high) if each == each]  # noqa: PLR0124
    return (min(known), max(known)) if known else (low[0], high[0])


def by_hour(points: Points) -> Trail:
    """A piece for each hour in which there is a point; it begins with the hour."""
    found = Trail.joined(())
    at, value = points
    begin = 0
    while begin < len(at):
        hour = at[begin] // HOUR * HOUR
        end = bisect_left(at, hour + HOUR, begin)
        held = value[begin:end]
        found.add(hour, *extremes(held, held), value[end - 1])
        begin = end
    return found


def pack_hours(trail: Trail) -> bytes:
    """The hours of one day: how many, how wide their numbers are, which; then the numbers, packed.

    Four bytes are wide enough where they tell every number exactly. First bytes stand together,
    then the second ones: of like numbers they are alike.
    """
    hours = bytes(at % DAY // HOUR for at in trail.at)
    numbers = trail.low + trail.high + trail.last
    short = array(_SHORT, numbers)
    kept = short if short == numbers else numbers
    plain, width = to_bytes(kept), kept.itemsize
    turned = b"".join(plain[place::width] for place in range(width))
    return bytes([len(hours), ord(kept.typecode)]) + hours + zlib.compress(turned)


def unpack_hours(content: bytes, day: int) -> Trail:
    """What ``pack_hours`` packed of plant day ``day`` (days since 1970)."""
    count, code = content[0], chr(content[1])
    at = array("q", (day * DAY + hour * HOUR for hour in content[2 : 2 + count]))
    turned = zlib.decompress(content[2 + count :])
    plain, width = bytearray(len(turned)), array(code).itemsize
    for place in range(width):
        plain[place::width] = turned[place * 3 * count : (place + 1) * 3 * count]
    numbers = array(_LONG, from_bytes(code, bytes(plain)))
    return Trail(at, *(numbers[part * count : (part + 1) * count] for part in range(3)))
