"""Signals: changes only, first in a durable tail, then sealed by plant day into Parquet."""

import hashlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from lizao.ledger.points import Points, pack, read_segment, unpack, unpack_one, write_segment
from lizao.ledger.protocol import Chunk, Segment, Store
from lizao.model.errors import LedgerBrokenError
from lizao.model.facts import SegmentSealed
from lizao.model.instants import DAY, Instant

if TYPE_CHECKING:
    from lizao.model.equipment import SignalSpecification
    from lizao.model.identifiers import SignalId
    from lizao.model.image import Samples

Point: TypeAlias = tuple[Instant, float]
FOLDER: Final = "signals"
"""Where the sealed files lie in a home."""
_EPOCH: Final = date(1970, 1, 1).toordinal()
_NEVER: Final[Point] = (-(1 << 62), float("nan"))
_LAST: Final = msgspec.msgpack.Decoder(dict[str, tuple[int, float]])


class Signals:
    """Records the signals of one stream and finds them again.

    A value holds until the next point. A sample is kept if it differs from the last kept one by
    more than the signal's deadband, and is later: a plant that repeats itself adds nothing.
    """

    def __init__(self, store: Store, stream: str) -> None:
        self._store = store
        self._stream = stream
        self._deadbands: dict[str, float] = {}
        self._last: dict[str, Point] | None = None
        self._pending: dict[int, dict[str, Points]] = {}
        self._next_chunk = 0
        self._sealing: dict[str, Segment] = {}

    def specify(self, specifications: "Mapping[str, SignalSpecification]") -> None:
        """Take the deadbands of ``specifications``; a signal without one keeps every change."""
        self._deadbands = {name: each.deadband for name, each in specifications.items()}

    def record(self, samples: "Samples") -> None:
        """Take what changed in ``samples`` into the next group."""
        last = self._restored()
        for signal, values in samples.values.items():
            known_at, known = last.get(signal, _NEVER)
            begin = bisect_right(samples.at, known_at)
            band = self._deadbands.get(signal, 0.0)
            for at, value in zip(samples.at[begin:], values[begin:], strict=True):
                if -band <= value - known <= band:
                    continue
                if value != value and known != known and known_at != _NEVER[0]:  # noqa: PLR0124
                    continue
                known_at, known = at, value
                self._keep(signal, at, value)
            last[signal] = known_at, known

    def _keep(self, signal: str, at: Instant, value: float) -> None:
        day = self._pending.setdefault(at // DAY, {})
        points = day.get(signal)
        if points is None:
            points = day[signal] = Points(array("q"), array("d"))
        points.at.append(at)
        points.value.append(value)

    def _restored(self) -> dict[str, Point]:
        """The last kept point of each signal, read from the store the first time."""
        if self._last is None:
            segments = self._store.segments(self._stream)
            self._last = dict(_LAST.decode(segments[-1].last)) if segments else {}
            self._next_chunk = max((each.chunk for each in segments), default=0) + 1
            for chunk in self._store.chunks(self._stream):
                _take_last(self._last, unpack(chunk.points))
                self._next_chunk = max(self._next_chunk, chunk.number + 1)
        return self._last

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

    def seal(self, day: int, at: Instant) -> SegmentSealed | None:
        """Write the committed points of plant day ``day`` (days since 1970) to a file of its own.

        They leave the tail in the group in which the fact is committed. None if there is no point.
        """
        chunks = self._store.chunks(self._stream, day)
        points = _joined(unpack(each.points) for each in chunks)
        if not points:
            return None
        segments = self._store.segments(self._stream)
        part = 1 + sum(each.day == day for each in segments)
        path = f"{FOLDER}/{date.fromordinal(_EPOCH + day).isoformat()}-{part}.parquet"
        content = write_segment(points)
        self._store.put_file(path, content)
        last = dict(_LAST.decode(segments[-1].last)) if segments else {}
        _take_last(last, points)
        self._sealing[path] = Segment(
            self._stream, 0, path, day, chunks[-1].number, msgspec.msgpack.encode(last)
        )
        since = min(each.at[0] for each in points.values())
        count = sum(len(each.at) for each in points.values())
        return SegmentSealed(at, path, hashlib.sha256(content).hexdigest(), since, count)

    def sealed(self, number: int, fact: SegmentSealed) -> tuple[Segment, ...]:
        """The segment that fact ``number`` names, to be committed with it."""
        segment = self._sealing.pop(fact.path, None)
        return () if segment is None else (segment._replace(number=number),)

    def history(self, signal: "SignalId", since: Instant, until: Instant) -> tuple[Point, ...]:
        """The committed points of ``signal`` from ``since`` to before ``until``.

        The first is the last point before ``since``, if there is one: its value still held then.
        """
        before: Point | None = None
        inside: list[Point] = []
        unsealed, segments = self._store.chunk_days(self._stream), self._segments_by_day()
        for day in sorted({*unsealed, *segments}, reverse=True):
            if day * DAY >= until:
                continue
            if day < since // DAY:
                if before is not None:
                    break
                before = self._last_of(day, signal, unsealed, segments)
                continue
            chunks = self._store.chunks(self._stream, day) if day in unsealed else ()
            for points in self._of_day(signal, chunks, segments.get(day, ())):
                first, end = bisect_left(points.at, since), bisect_left(points.at, until)
                inside.extend(zip(points.at[first:end], points.value[first:end], strict=True))
                if first:
                    point = points.at[first - 1], points.value[first - 1]
                    before = point if before is None else max(before, point)
        inside.sort()
        return tuple(inside) if before is None else (before, *inside)

    def _last_of(
        self,
        day: int,
        signal: str,
        unsealed: Sequence[int],
        segments: Mapping[int, Sequence[Segment]],
    ) -> Point | None:
        """The last point of ``signal`` on or before a day.

        A segment remembers the last point of every signal sealed so far, so that its file is read
        only where a later day was sealed before it.
        """
        sealed = segments.get(day, ())
        chunks = self._store.chunks(self._stream, day) if day in unsealed else ()
        told = [_LAST.decode(each.last).get(signal) for each in sealed]
        found = [point for point in told if point is not None and point[0] < (day + 1) * DAY]
        hidden = sum(point is not None for point in told) > len(found)
        for points in self._of_day(signal, chunks, sealed if hidden else ()):
            found.extend(zip(points.at[-1:], points.value[-1:], strict=True))
        return max(found, default=None)

    def _segments_by_day(self) -> dict[int, list[Segment]]:
        found: dict[int, list[Segment]] = {}
        for segment in self._store.segments(self._stream):
            found.setdefault(segment.day, []).append(segment)
        return found

    def _of_day(
        self, signal: str, chunks: Iterable[Chunk], segments: Iterable[Segment]
    ) -> Iterator[Points]:
        for segment in segments:
            content = self._store.get_file(segment.path)
            if content is None:
                raise LedgerBrokenError(segment.path, segment.number, "file_missing")
            yield read_segment(content, signal)
        for chunk in chunks:
            yield unpack_one(chunk.points, signal)


def _take_last(last: dict[str, Point], points: Mapping[str, Points]) -> None:
    for signal, each in points.items():
        last[signal] = max(last.get(signal, _NEVER), (each.at[-1], each.value[-1]))


def _joined(parts: Iterable[Mapping[str, Points]]) -> dict[str, Points]:
    whole: dict[str, Points] = {}
    for part in parts:
        for signal, each in part.items():
            points = whole.setdefault(signal, Points(array("q"), array("d")))
            points.at.extend(each.at)
            points.value.extend(each.value)
    return whole
