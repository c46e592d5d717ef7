"""The only caller of the system clock and of sleep, and of identifiers by chance."""

import time
import uuid
from typing import Protocol

from lizao.model.instants import Instant


class Clock(Protocol):
    """Wall time for the record, monotonic time for pacing."""

    def wall_now(self) -> Instant:
        """Microseconds since 1970 (UTC) on the wall."""

    def elapsed_s(self) -> float:
        """Seconds on a clock that never jumps."""

    def pause(self, duration_s: float) -> None:
        """Let ``duration_s`` seconds pass."""

    def identifier(self) -> str:
        """A name that no other run has."""


class SystemClock:
    """The clock of this machine."""

    def wall_now(self) -> Instant:
        """Microseconds since 1970 (UTC)."""
        return time.time_ns() // 1000

    def elapsed_s(self) -> float:
        """Seconds of the monotonic clock."""
        return time.monotonic()

    def pause(self, duration_s: float) -> None:
        """Sleep."""
        time.sleep(max(0.0, duration_s))

    def identifier(self) -> str:
        """A random UUID."""
        return str(uuid.uuid4())


class StillClock:
    """A clock that moves only when it is told to pause; for tests and replays."""

    def __init__(self, wall: Instant = 0) -> None:
        """Stand at ``wall``."""
        self._wall = wall
        self._elapsed_s = 0.0

    def wall_now(self) -> Instant:
        """Where the clock stands."""
        return self._wall

    def elapsed_s(self) -> float:
        """Seconds paused so far."""
        return self._elapsed_s

    def pause(self, duration_s: float) -> None:
        """Move on by ``duration_s``."""
        self._elapsed_s += duration_s
        self._wall += round(duration_s * 1_000_000)

    def identifier(self) -> str:
        """Always the same name."""
        return "still"
