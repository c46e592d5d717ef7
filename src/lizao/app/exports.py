"""Signals for programs elsewhere: every recorded point between two instants, as CSV or Parquet."""

import csv
import io
import math
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol, TypeAlias

from lizao.ledger.exports import parquet_parts
from lizao.ledger.points import Points
from lizao.ledger.signals import Point
from lizao.model.identifiers import SignalId
from lizao.model.instants import DAY, Instant

Part: TypeAlias = Mapping[SignalId, Sequence[Point]]
TIME: Final = "time (UTC)"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Recorded(Protocol):
    """What is needed of a ledger."""

    def history(self, signal: SignalId, since: Instant, until: Instant) -> Sequence[Point]:
        """The points of a signal, after the last one before ``since``."""


def in_days(
    ledger: Recorded, signals: Sequence[SignalId], since: Instant, until: Instant
) -> Iterator[Part]:
    """The points from ``since`` to before ``until``, one plant day at a time.

    What held at ``since`` is told as a point there.
    """
    begin = since
    while begin < until:
        end = min(until, (begin // DAY + 1) * DAY)
        read = {each: ledger.history(each, begin, end) for each in signals}
        first = begin == since
        yield {
            each: [(max(at, begin), value) for at, value in points if first or at >= begin]
            for each, points in read.items()
        }
        begin = end


def csv_lines(parts: Iterable[Part], titles: Mapping[SignalId, str]) -> Iterator[str]:
    """A table in text: a row for each instant at which anything changed, a column for each signal.

    A value stands until the next; a field is empty where nothing is known.
    """
    yield _written([TIME, *titles.values()])
    held = dict.fromkeys(titles, "")
    for part in parts:
        changes: dict[Instant, dict[SignalId, str]] = {}
        for signal, points in part.items():
            for at, value in points:
                changes.setdefault(at, {})[signal] = "" if math.isnan(value) else repr(value)
        for at in sorted(changes):
            held |= changes[at]
            yield _written([_time(at), *held.values()])


def parquet_pieces(parts: Iterable[Part]) -> Iterator[bytes]:
    """A Parquet file of signal, at (UTC) and value."""
    return parquet_parts(
        {signal: _packed(points) for signal, points in part.items()} for part in parts
    )


def _packed(points: Sequence[Point]) -> Points:
    at, value = array("q"), array("d")
    for moment, number in points:
        at.append(moment)
        value.append(number)
    return Points(at, value)


def _written(fields: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(fields)
    return line.getvalue()


def _time(at: Instant) -> str:
    """An instant as ISO 8601 writes it: 2026-01-05T14:03:00.000000Z."""
    written = (_EPOCH + timedelta(microseconds=at)).isoformat(timespec="microseconds")
    return written.replace("+00:00", "Z")
