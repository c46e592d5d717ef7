"""Sealing: the signals of a finished day go from the tail of a ledger into a file of their own.

Whoever prepares it writes the file and what it comes to by the hour; nobody reads either before the
fact that names the file is committed, and in the same transaction the points leave the tail. So it
may be prepared in another process, and may be cut off at any instant: it is prepared anew.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import msgspec

from lizao.ledger.hours import by_hour, pack_hours
from lizao.ledger.points import Points, no_points, unpack
from lizao.ledger.protocol import Segment, Store
from lizao.ledger.segments import read_segment, write_segment
from lizao.model.facts import SegmentSealed
from lizao.model.instants import Instant

FOLDER: Final = "signals"
"""Where the sealed files lie in a home."""
LastPoints = dict[str, tuple[Instant, float]]
LAST: Final = msgspec.msgpack.Decoder(LastPoints)
_EPOCH: Final = date(1970, 1, 1).toordinal()


class Prepared(msgspec.Struct, frozen=True):
    """A file of the signals of one day that waits for its fact.

    It takes the chunks of plant ``day`` (days since 1970) up to number ``chunk``; ``last`` are the
    last points of all signals. It stands after segment ``after``, and for nothing where another
    was sealed since.
    """

    path: str
    sha256: str
    since: Instant
    points: int
    day: int
    chunk: int
    after: int
    last: bytes

    @property
    def packed(self) -> bytes:
        """As it is handed from one process to another."""
        return msgspec.msgpack.encode(self)

    @classmethod
    def unpacked(cls, content: bytes) -> "Prepared":
        """What was packed."""
        return msgspec.msgpack.decode(content, type=cls)

    def fact(self, at: Instant) -> SegmentSealed:
        """What is to be told when it is sealed at ``at``."""
        return SegmentSealed(at, self.path, self.sha256, self.since, self.points)

    def segment(self, stream: str, number: int) -> Segment:
        """What is to be committed with fact ``number`` of ``stream``."""
        return Segment(stream, number, self.path, self.day, self.chunk, self.last)


def prepare(store: Store, stream: str, day: int) -> Prepared | None:
    """Write the committed points of plant day ``day`` (days since 1970) to a file of its own.

    None if there is no point.
    """
    segments = store.segments(stream)
    chunks = store.chunks(stream, day, day)
    points = _joined(unpack(each.points) for each in chunks)
    if not points:
        return None
    part = 1 + sum(each.day == day for each in segments)
    path = f"{FOLDER}/{date_of(day)}-{part}.parquet"
    content = write_segment(points)
    store.put_file(path, content)
    _keep_hours(store, path, day, points)
    after = segments[-1].number if segments else 0
    last = LAST.decode(store.last_points(stream, after)) if segments else {}
    take_last(last, points)
    return Prepared(
        path,
        hashlib.sha256(content).hexdigest(),
        min(each.at[0] for each in points.values()),
        sum(len(each.at) for each in points.values()),
        day,
        chunks[-1].number,
        after,
        msgspec.msgpack.encode(last),
    )


def date_of(day: int) -> str:
    """A plant day (days since 1970) as it is written.

    >>> date_of(20458)
    '2026-01-05'
    """
    return date.fromordinal(_EPOCH + day).isoformat()


def keep_missing_hours(store: Store, stream: str) -> None:
    """Make again what sealed files come to by the hour, where that is not there any more."""
    known, _ = store.hours((), 0, 0)
    for each in store.segments(stream):
        if each.path not in known and (content := store.get_file(each.path)) is not None:
            _keep_hours(store, each.path, each.day, read_segment(content))


def _keep_hours(store: Store, path: str, day: int, points: Mapping[str, Points]) -> None:
    hours = {signal: pack_hours(by_hour(each)) for signal, each in points.items()}
    store.keep_hours(path, day, hours)


def take_last(last: LastPoints, points: Mapping[str, Points]) -> None:
    """The last of ``points`` are the last points now, where they are later."""
    for signal, each in points.items():
        point = each.at[-1], each.value[-1]
        if signal not in last or last[signal][0] < point[0]:
            last[signal] = point


def _joined(parts: Iterable[Mapping[str, Points]]) -> dict[str, Points]:
    whole: dict[str, Points] = {}
    for part in parts:
        for signal, each in part.items():
            points = whole.setdefault(signal, no_points())
            points.at.extend(each.at)
            points.value.extend(each.value)
    return whole
