"""Signals as they are recorded: changes only, each group of them a chunk of the durable tail."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from lizao.ledger.points import Points, no_points, pack, unpack
from lizao.ledger.protocol import Chunk, Store
from lizao.ledger.sealing import LAST, LastPoints, take_last
from lizao.model.instants import DAY, Instant

if TYPE_CHECKING:
    from lizao.model.equipment import SignalSpecification
    from lizao.model.image import Samples

Point: TypeAlias = tuple[Instant, float]
FINEST: Final = 16.0
"""What a value is rounded to is a power of two at most this part of its deadband."""
_NEVER: Final = -(1 << 62)
_UNKNOWN: Final = float("nan")


@dataclass(slots=True)
class Track:
    """One signal: its deadband, what it is rounded to (0: nothing), its last kept point.

    What is between ``low`` and ``high`` says what is known already.
    """

    band: float
    step: float
    at: Instant = _NEVER
    value: float = _UNKNOWN
    low: float = _UNKNOWN
    high: float = _UNKNOWN

    @classmethod
    def of(cls, band: float) -> "Track":
        """A signal of that deadband, of which nothing is known."""
        return cls(band, step_of(band))

    def keep(self, at: Instant, value: float) -> None:
        """That point is the last one now."""
        self.at, self.value = at, value
        self.low, self.high = value - self.band, value + self.band


class Signals:
    """Records the signals of one stream.

    A value holds until the next point. A sample is kept if it differs from the last kept one by
    more than the signal's deadband, and is later: a plant that repeats itself adds nothing. What is
    kept is rounded to a small part of the deadband, below which nothing but noise is lost; a signal
    without a deadband is kept as it is.
    """

    def __init__(self, store: Store, stream: str) -> None:
        self._store = store
        self._stream = stream
        self._deadbands: dict[str, float] = {}
        self._tracks: dict[str, Track] | None = None
        self._pending: dict[int, dict[str, Points]] = {}
        self._next_chunk = 0

    def specify(self, specifications: "Mapping[str, SignalSpecification]") -> None:
        """Take the deadbands of ``specifications``; a signal without one keeps every change."""
        self._deadbands = {name: each.deadband for name, each in specifications.items()}
        for signal, track in (self._tracks or {}).items():
            track.band = self._deadbands.get(signal, 0.0)
            track.step = step_of(track.band)
            track.keep(track.at, track.value)

    def record(self, samples: "Samples") -> None:
        """Take what changed in ``samples`` into the next group."""
        tracks = self._restored()
        for signal, values in samples.values.items():
            track = tracks.get(signal)
            if track is None:
                track = tracks[signal] = Track.of(self._deadbands.get(signal, 0.0))
            low, high = track.low, track.high
            for value in values:
                if not low <= value <= high:  # most samples say what is known already
                    self._take(signal, track, samples.at, values)
                    break

    def _take(
        self, signal: str, track: Track, times: Sequence[Instant], values: Sequence[float]
    ) -> None:
        """Keep what changed among samples of which at least one has changed, or is old."""
        step = track.step
        for at, value in zip(times, values, strict=True):
            if track.low <= value <= track.high or at <= track.at:
                continue
            if value != value and track.value != track.value and track.at != _NEVER:  # noqa: PLR0124
                continue
            kept = value
            if step and math.isfinite(steps := value / step):
                kept = round(steps) * step
            track.keep(at, kept)
            points = self._points(signal, at // DAY)
            points.at.append(at)
            points.value.append(kept)

    def _points(self, signal: str, day: int) -> Points:
        """Where the points of a signal wait for the next group."""
        of_day = self._pending.setdefault(day, {})
        points = of_day.get(signal)
        if points is None:
            points = of_day[signal] = no_points()
        return points

    def _restored(self) -> dict[str, Track]:
        """The last kept point of each signal, read from the store the first time."""
        if self._tracks is None:
            sealed = self._store.sealed_to(self._stream)
            last: LastPoints = {}
            if sealed:
                last = LAST.decode(self._store.last_points(self._stream, sealed))
            for chunk in self._store.chunks(self._stream):
                take_last(last, unpack(chunk.points))
            self._next_chunk = self._store.last_chunk(self._stream) + 1
            self._tracks = {s: Track.of(self._deadbands.get(s, 0.0)) for s in last}
            for signal, point in last.items():
                self._tracks[signal].keep(*point)
        return self._tracks

    def pending(self) -> Sequence[Chunk]:
        """What was recorded since the last group."""
        return [
            Chunk(self._stream, self._next_chunk + index, day, pack(points))
            for index, (day, points) in enumerate(sorted(self._pending.items()))
        ]

    def committed(self, chunks: Sequence[Chunk]) -> None:
        """Forget what the store has taken."""
        self._next_chunk += len(chunks)
        self._pending = {}


def step_of(deadband: float) -> float:
    """What a value is rounded to: the greatest power of two within its part of the deadband.

    >>> step_of(0.5), step_of(20.0), step_of(0.0)
    (0.03125, 1.0, 0.0)
    """
    finest = deadband / FINEST
    return 2.0 ** math.floor(math.log2(finest)) if finest > 0.0 else 0.0
