"""Plant time: an integer of microseconds (UTC), and durations as microseconds too."""

from typing import Final, TypeAlias

Instant: TypeAlias = int
"""Microseconds since 1970-01-01 UTC, in plant time."""
Duration: TypeAlias = int
"""Microseconds."""

SECOND: Final[Duration] = 1_000_000
MINUTE: Final[Duration] = 60 * SECOND
HOUR: Final[Duration] = 60 * MINUTE
DAY: Final[Duration] = 24 * HOUR


def seconds(count: float) -> Duration:
    """``count`` seconds as a duration, rounded to the microsecond."""
    return round(count * SECOND)


def in_seconds(duration: Duration) -> float:
    """A duration in seconds."""
    return duration / SECOND


def in_hours(duration: Duration) -> float:
    """A duration in hours."""
    return duration / HOUR
