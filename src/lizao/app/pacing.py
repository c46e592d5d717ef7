"""The pace of a plant on the wall: absolute deadlines, plant time from them, what came too late.

And what a fast plant owes its controller: to wait for it.
"""

from collections.abc import Callable
from typing import Final, Protocol

from lizao.model.instants import SECOND, Instant, seconds

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


class Leash:
    """A plant that runs faster than the wall does not run ahead of its controller.

    Its time stands at a report until the controller has dealt with it, and at the instant at which
    the controller is to decide again; so what happens does not depend on how busy the machine is.
    While it waits, it goes on as a real plant would: second by second as the wall does. Without a
    controller it just runs.
    """

    def __init__(self, elapsed_s: Callable[[], float]) -> None:
        """Nobody is there."""
        self._elapsed_s = elapsed_s
        self._dealt: int | None = None
        self._due: Instant | None = None
        self._stood: tuple[Instant, float] | None = None
        """Where plant time came to stand, and when."""

    def begin(self, sequence: int) -> None:
        """A controller is there, which has dealt with every report up to ``sequence``."""
        self._dealt, self._due, self._stood = sequence, None, None

    def end(self) -> None:
        """The controller is gone."""
        self._dealt = self._due = self._stood = None

    def ready(self, sequence: int, due: Instant) -> None:
        """It has dealt with every report up to ``sequence``, and decides again at ``due``."""
        if self._dealt is not None:
            self._dealt, self._due = max(self._dealt, sequence), due

    def allowed(self, at: Instant, sequence: int, to: Instant) -> Instant:
        """How far the plant may go from ``at`` to ``to`` when its last report is ``sequence``."""
        stop = self._stop(at, sequence)
        if stop is None or stop > at:
            self._stood = None
            return to if stop is None else min(stop, to)
        if self._stood is None:
            self._stood = (at, self._elapsed_s())
        return min(to, self._stood[0] + SECOND * _nearest(self._stood_s()))

    def wait_s(self) -> float | None:
        """Seconds until a plant that stands goes on for a second; None where it does not stand."""
        if self._stood is None:
            return None
        stood_s = self._stood_s()
        return _nearest(stood_s) + 0.5 - stood_s

    def _stop(self, at: Instant, sequence: int) -> Instant | None:
        """Where time is to stand; None where it need not."""
        if self._dealt is None:
            return None
        return at if sequence > self._dealt else self._due

    def _stood_s(self) -> float:
        """How long it has stood; a short stand rounds to nothing, and leaves no trace."""
        return 0.0 if self._stood is None else self._elapsed_s() - self._stood[1]


def _nearest(value: float) -> int:
    return int(value + 0.5)
