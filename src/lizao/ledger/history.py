"""What was recorded of signals, found again: in sealed files, in the tail, or by the hour.

Reading never waits for the writer. Where a day was sealed while it was read, it is read once more,
so that no point is missing and none comes twice.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias, TypeVar

from lizao.ledger.hours import Trail, by_hour, unpack_hours
from lizao.ledger.points import Points, joined, no_points, unpack_some
from lizao.ledger.protocol import Chunk, SealedFile, Store
from lizao.ledger.sealing import LAST
from lizao.ledger.segments import read_segment
from lizao.model.errors import LedgerBrokenError
from lizao.model.identifiers import SignalId
from lizao.model.instants import DAY, Instant

T = TypeVar("T")
Sealed: TypeAlias = Mapping[int, Sequence[SealedFile]]
"""The sealed files of each plant day (days since 1970)."""
_NONE: Final[Sequence[SealedFile]] = ()


class History:
    """The committed signals of one stream; any number of threads may read it at once."""

    def __init__(self, store: Store, stream: str) -> None:
        self._store = store
        self._stream = stream

    def points(
        self, signals: Collection[SignalId], since: Instant, until: Instant
    ) -> dict[SignalId, Points]:
        """The points of each of ``signals`` from ``since`` to before ``until``.

        The first is the last point before ``since``, if there is one: its value still held then.
        """
        return self._steadily(lambda sealed: self._points(sealed, signals, since, until))

    def hours(
        self, signals: Collection[SignalId], since: Instant, until: Instant
    ) -> dict[SignalId, Trail]:
        """The same by the hour: a piece for each hour in which there is a point.

        What held before ``since`` comes first as a piece of its own.
        """
        return self._steadily(lambda sealed: self._hours(sealed, signals, since, until))

    def _steadily(self, read: Callable[[Sealed], T]) -> T:
        """What ``read`` finds while nothing is sealed."""
        while True:
            segments = self._store.segments(self._stream)
            sealed: dict[int, list[SealedFile]] = {}
            for each in segments:
                sealed.setdefault(each.day, []).append(each)
            found = read(sealed)
            if self._store.sealed_to(self._stream) == max((s.number for s in segments), default=0):
                return found

    def _points(
        self, sealed: Sealed, signals: Collection[SignalId], since: Instant, until: Instant
    ) -> dict[SignalId, Points]:
        first, last = since // DAY, (until - 1) // DAY
        parts: dict[str, list[Points]] = {signal: [] for signal in signals}
        for _, of_day in self._days(sealed, signals, first, last):
            for signal, points in of_day:
                parts[signal].append(points)
        found = {signal: _between(joined(parts[signal]), since, until) for signal in signals}
        lacking = [each for each, points in found.items() if not points.at or points.at[0] >= since]
        before = self._before(sealed, lacking, first)
        return {
            signal: joined((before[signal], points)) if signal in before else points
            for signal, points in found.items()
        }

    def _days(
        self, sealed: Sealed, signals: Collection[str], first: int, last: int
    ) -> Iterator[tuple[int, Iterator[tuple[str, Points]]]]:
        """The points of each day from ``first`` to ``last``, in the order of time."""
        chunks: dict[int, list[Chunk]] = {}
        for each in self._store.chunks(self._stream, first, last) if signals else ():
            chunks.setdefault(each.day, []).append(each)
        for day in sorted({*chunks, *(each for each in sealed if first <= each <= last)}):
            yield day, self._day(sealed.get(day, _NONE), chunks.get(day, ()), signals)

    def _day(
        self, files: Iterable[SealedFile], chunks: Iterable[Chunk], signals: Collection[str]
    ) -> Iterator[tuple[str, Points]]:
        for each in files:
            yield from self._file(each, signals).items()
        for chunk in chunks:
            yield from unpack_some(chunk.points, signals).items()

    def _file(self, file: SealedFile, signals: Collection[str]) -> dict[str, Points]:
        content = self._store.get_file(file.path)
        if content is None:
            raise LedgerBrokenError(file.path, file.number, "file_missing")
        return read_segment(content, signals)

    def _hours(
        self, sealed: Sealed, signals: Collection[SignalId], since: Instant, until: Instant
    ) -> dict[SignalId, Trail]:
        """Days of which only a part is asked for are read; of the others it is known already."""
        first, end = -(-since // DAY), until // DAY
        if first >= end:
            return {
                signal: _hours_after(points, since)
                for signal, points in self._points(sealed, signals, since, until).items()
            }
        head = self._points(sealed, signals, since, first * DAY)
        parts = {signal: [_hours_after(points, since)] for signal, points in head.items()}
        for signal, trail in self._whole_days(sealed, signals, first, end - 1):
            parts[SignalId(signal)].append(trail)
        if end * DAY < until:
            for _, of_day in self._days(sealed, signals, end, end):
                for signal, points in of_day:
                    rest = _between(points, end * DAY, until)
                    parts[SignalId(signal)].append(by_hour(rest))
        return {signal: Trail.joined(found) for signal, found in parts.items()}

    def _whole_days(
        self, sealed: Sealed, signals: Collection[str], first: int, last: int
    ) -> Iterator[tuple[str, Trail]]:
        """The hours of each day from ``first`` to ``last``, in the order of time."""
        known, kept = self._store.hours(signals, first, last)
        unknown = {
            day: [each for each in files if each.path not in known] for day, files in sealed.items()
        }
        of_day: dict[int, list[tuple[str, Trail]]] = {}
        paths = {each.path for files in sealed.values() for each in files}
        for each in kept:
            if each.path in paths:
                trail = unpack_hours(each.hours, each.day)
                of_day.setdefault(each.day, []).append((each.signal, trail))
        for day, read in self._days(unknown, signals, first, last):
            of_day.setdefault(day, []).extend((signal, by_hour(points)) for signal, points in read)
        for day in sorted(of_day):
            yield from sorted(of_day[day], key=lambda each: each[1].at[0])

    def _before(self, sealed: Sealed, signals: Collection[str], first: int) -> dict[str, Points]:
        """The last point of each of ``signals`` before plant day ``first``.

        A segment remembers the last point of every signal sealed so far, so that its file is read
        only where a later day was sealed before it, and none that is older than one which remembers
        nothing of a signal.
        """
        found: dict[str, Points] = {}
        if not signals:
            return found
        unsealed = [each for each in self._store.chunk_days(self._stream) if each < first]
        days = sorted({*unsealed, *(each for each in sealed if each < first)}, reverse=True)
        wanted = set(signals)
        silent: dict[str, int] = {}
        for day in days:
            if not wanted:
                break
            chunks = self._store.chunks(self._stream, day, day) if day in unsealed else ()
            told = self._last_of(sealed.get(day, _NONE), chunks, day, wanted, silent)
            found |= told
            wanted -= told.keys()
        return found

    def _last_of(
        self,
        files: Sequence[SealedFile],
        chunks: Sequence[Chunk],
        day: int,
        signals: set[str],
        silent: dict[str, int],
    ) -> dict[str, Points]:
        """The last points of a day, or of days before it, as far as its segments know.

        ``silent`` says up to which segment a signal had no point at all.
        """
        found: dict[str, Points] = {}
        hidden: set[str] = set()
        for each in files:
            asked = {signal for signal in signals if silent.get(signal, 0) < each.number}
            if not asked:
                continue
            last = LAST.decode(self._store.last_points(self._stream, each.number))
            silent |= dict.fromkeys(asked - last.keys(), each.number)
            for signal in asked & last.keys():
                if last[signal][0] < (day + 1) * DAY:
                    _later(found, signal, _single(*last[signal]))
                else:
                    hidden.add(signal)
        for signal, points in self._day(files if hidden else (), chunks, signals):
            _later(found, signal, _single(points.at[-1], points.value[-1]))
        return found


def _later(found: dict[str, Points], signal: str, point: Points) -> None:
    if signal not in found or found[signal].at[0] < point.at[0]:
        found[signal] = point


def _single(at: Instant, value: float) -> Points:
    points = no_points()
    points.at.append(at)
    points.value.append(value)
    return points


def _between(points: Points, since: Instant, until: Instant) -> Points:
    """The points in between, after the last one before them."""
    begin = max(0, bisect_left(points.at, since) - 1)
    end = bisect_left(points.at, until)
    return Points(points.at[begin:end], points.value[begin:end])


def _hours_after(points: Points, since: Instant) -> Trail:
    """The hours of points, of which the first may lie before them all."""
    begin = bisect_left(points.at, since)
    held = Points(points.at[:begin], points.value[:begin])
    rest = Points(points.at[begin:], points.value[begin:])
    hours = by_hour(rest)
    if hours.at:
        hours.at[0] = max(hours.at[0], since)
    return Trail.joined((Trail.of(held), hours))
