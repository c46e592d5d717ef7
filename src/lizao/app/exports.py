"""Signals for programs elsewhere: every recorded point between two instants, as CSV or Parquet."""

import csv
import io
import math
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final, TypeAlias

from lizao.ledger.exports import parquet_parts
from lizao.ledger.history import History
from lizao.ledger.points import Points
from lizao.model.identifiers import SignalId
from lizao.model.instants import DAY, Instant

Part: TypeAlias = Mapping[SignalId, Points]
LINES: Final = 2_000
"""So many lines of a table are sent together."""
TIME: Final = "time (UTC)"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def in_days(
    history: History, signals: Sequence[SignalId], since: Instant, until: Instant
) -> Iterator[Part]:
    """The points from ``since`` to before ``until``, one plant day at a time.

    What held at ``since`` is told as a point there.
    """
    begin = since
    while begin < until:
        end = min(until, (begin // DAY + 1) * DAY)
        read = history.points(signals, begin, end)
        yield {each: _told(points, begin, first=begin == since) for each, points in read.items()}
        begin = end


def csv_lines(parts: Iterable[Part], titles: Mapping[SignalId, str]) -> Iterator[str]:
    """A table in text: a row for each instant at which anything changed, a column for each signal.

    A value stands until the next; a field is empty where nothing is known. Many lines are told at
    once.
    """
    yield _written([[TIME, *titles.values()]])
    held = dict.fromkeys(titles, "")
    for part in parts:
        rows = _rows(part, held)
        while some := list(islice(rows, LINES)):
            yield _written(some)


def parquet_pieces(parts: Iterable[Part]) -> Iterator[bytes]:
    """A Parquet file of signal, at (UTC) and value."""
    return parquet_parts(parts)


def _told(points: Points, begin: Instant, *, first: bool) -> Points:
    """The points of one day; what held before is told once, where the first day begins."""
    held = int(bool(points.at) and points.at[0] < begin)
    at, value = points.at[held:], points.value[held:]
    if held and first:
        return Points(array("q", [begin]) + at, points.value[:1] + value)
    return Points(at, value)


def _rows(part: Part, held: dict[SignalId, str]) -> Iterator[list[str]]:
    """A row for each instant at which anything changed; ``held`` is kept up to date."""
    changes: dict[Instant, dict[SignalId, str]] = {}
    for signal, points in part.items():
        for at, value in zip(points.at, points.value, strict=True):
            changes.setdefault(at, {})[signal] = "" if math.isnan(value) else repr(value)
    for at in sorted(changes):
        held |= changes[at]
        yield [_time(at), *held.values()]


def _written(rows: Iterable[Sequence[str]]) -> str:
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\r\n").writerows(rows)
    return lines.getvalue()


def _time(at: Instant) -> str:
    """An instant as ISO 8601 writes it: 2026-01-05T14:03:00.000000Z."""
    written = (_EPOCH + timedelta(microseconds=at)).isoformat(timespec="microseconds")
    return written.replace("+00:00", "Z")
