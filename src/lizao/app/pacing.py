"""The pace of a plant on the wall: absolute deadlines, plant time from them, what came too late."""

from collections.abc import Callable
from typing import Final, Protocol

from lizao.model.instants import Instant, seconds

SHORTEST_CYCLE_S: Final = 0.02
LONGEST_CYCLE_S: Final = 1.0
LARGEST_LAG_S: Final = 1.0
"""A plant that is further behind lets the time go: it does not race to catch up."""


class Pace(Protocol):
    """What a plant server needs to know of time."""

    speed: float

    def wait_s(self) -> float:
        """Seconds until plant time may go on."""

    def allowed(self) -> Instant:
        """The plant time that may be reached now."""

    def reached(self, at: Instant, *, reported: bool) -> None:
        """The plant stands at ``at``; ``reported``: because something was reported there."""


class Deadlines:
    """Deadlines every ``cycle_s`` on the wall; a late one does not shift those after it.

    ``overruns`` counts deadlines met late by a cycle or more, ``skipped`` the cycles lost by that.
    """

    def __init__(self, elapsed_s: Callable[[], float], cycle_s: float) -> None:
        """The first comes one cycle from now."""
        self.cycle_s = cycle_s
        self.overruns = 0
        self.skipped = 0
        self._elapsed_s = elapsed_s
        self._next_s = elapsed_s() + cycle_s

    def wait_s(self) -> float:
        """Seconds until the next."""
        return max(0.0, self._next_s - self._elapsed_s())

    def passed_s(self) -> float | None:
        """The last deadline that has come since this was asked before; None if none has."""
        late_s = self._elapsed_s() - self._next_s
        if late_s < 0.0:
            return None
        missed = int(late_s / self.cycle_s)
        self.overruns += missed > 0
        self.skipped += missed
        due_s = self._next_s + missed * self.cycle_s
        self._next_s = due_s + self.cycle_s
        return due_s


class Pacer:
    """Plant time runs ``speed`` times as fast as the wall, in cycles with absolute deadlines.

    One cycle is a second of plant time, but no shorter than 20 ms and no longer than a second.
    ``dropped_s`` are the seconds that were let go when the plant could not keep up.
    """

    def __init__(self, elapsed_s: Callable[[], float], speed: float, at: Instant) -> None:
        """Begin now, with plant time ``at``."""
        self.speed = speed
        self.dropped_s = 0.0
        cycle_s = min(LONGEST_CYCLE_S, max(SHORTEST_CYCLE_S, 1.0 / speed))
        self._began_s = elapsed_s()
        self.deadlines = Deadlines(elapsed_s, cycle_s)
        self._from = at
        self._allowed = at
        self._at = at

    def wait_s(self) -> float:
        """Seconds until the next deadline; none while the plant is behind."""
        if self._at < self._allowed:
            return 0.0
        return self.deadlines.wait_s()

    def allowed(self) -> Instant:
        """The plant time that the last deadline allows."""
        due_s = self.deadlines.passed_s()
        if due_s is not None:
            self._allowed = self._from + seconds((due_s - self._began_s) * self.speed)
        return self._allowed

    def reached(self, at: Instant, *, reported: bool) -> None:  # noqa: ARG002 - time goes on
        """Take note of the plant's time; let go what it cannot catch up with."""
        self._at = at
        lag_s = (self._allowed - at) / seconds(self.speed)
        if lag_s > LARGEST_LAG_S:
            self.dropped_s += lag_s
            self._from -= self._allowed - at
            self._allowed = at
