"""The store in SQL: SQLite in the home by default, PostgreSQL by address."""

import hashlib
import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection

from lizao.ledger.chain import Entry
from lizao.ledger.files import PRIVATE_FILE, make_folder, write_file
from lizao.ledger.head import Head
from lizao.ledger.hour_book import HourBook
from lizao.ledger.protocol import Chunk, DayHours, Group, SealedFile
from lizao.ledger.schema import FACTS, HEADS, SEGMENTS, SIGNAL_TAIL, prepare
from lizao.model.errors import NothingToDoError

DATABASE: Final = "ledger.db"
"""The SQLite file of a home."""
HOURS: Final = "signals/hours.db"
"""What sealed signals come to by the hour; made again where it is missing."""
_SWEPT: Final = 8
"""So many sealed chunks leave the tail with each group."""
_SWEPT_AT_THE_END: Final = 1_000
_LOG_PAGES: Final = 1_500
"""After so many pages (4 KiB each) SQLite moves its log into the database and begins it anew."""
_LOG_BYTES: Final = 8 << 20


class SqlStore:
    """Keeps entries in a database and sealed files under ``home``.

    A group is durable when ``write`` returns. A store opened with ``write=False`` takes no groups;
    NothingToDoError if it finds no ledger.
    """

    def __init__(self, home: Path, database_url: str | None = None, *, write: bool = True) -> None:
        self._home = home
        self._hours = HourBook(home / HOURS)
        file = None if database_url else home / DATABASE
        if file is not None and not write and not file.exists():
            raise NothingToDoError(kind="ledger", value=str(home))
        self._engine = _sqlite(file) if file else sa.create_engine(str(database_url))
        self._writer: sa.Connection | None = None
        self._stored_heads = frozenset[str]()
        self._to_sweep = write
        try:
            self._begin(file, write=write)
        except BaseException:
            self.close()
            raise

    def _begin(self, file: Path | None, *, write: bool) -> None:
        """Bring the database to this program's schema, and a writer to its place in it."""
        if write:
            make_folder(self._home)
            self._writer = self._engine.connect()
        with self._engine.begin() as connection:
            if not write and not sa.inspect(connection).has_table(FACTS.name):
                raise NothingToDoError(kind="ledger", value=str(self._home))
            prepare(connection)
        if write:
            self._stored_heads = frozenset(each.stream for each in self.heads())
            if file is not None:
                _own(file)

    def write(self, group: Group) -> None:
        """Commit ``group`` in one transaction."""
        if self._writer is None:
            raise NothingToDoError(kind="ledger", value=str(self._home))
        with self._writer.begin():
            if group.entries:
                self._writer.execute(_INSERT_FACTS, [each._asdict() for each in group.entries])
            if group.head is not None:
                self._put_head(self._writer, group.head)
            self._put_signals(self._writer, group)
        if group.head is not None:
            self._stored_heads |= {group.head.stream}

    def _put_signals(self, connection: sa.Connection, group: Group) -> None:
        if group.chunks:
            connection.execute(_INSERT_CHUNKS, [each._asdict() for each in group.chunks])
        if group.segments:
            connection.execute(_INSERT_SEGMENTS, [each._asdict() for each in group.segments])
            self._to_sweep = True
        if self._to_sweep:
            self._to_sweep = self._sweep(connection, _SWEPT) == _SWEPT

    def _sweep(self, connection: sa.Connection, most: int) -> int:
        """Remove chunks that a segment has taken, oldest first; how many those were.

        Nobody reads them any more. A few go with each group, so that none of them has to wait.
        """
        taken = connection.execute(_TAKEN.limit(most)).all()
        if taken:
            rows = [{"of": stream, "which": number} for stream, number in taken]
            connection.execute(_REMOVE_CHUNK, rows)
        return len(taken)

    def _put_head(self, connection: sa.Connection, head: Head) -> None:
        row = {"of": head.stream, "number": head.number, "hash": head.hash}
        row["signature"] = head.signature
        known = head.stream in self._stored_heads
        connection.execute(_MOVE_HEAD if known else _INSERT_HEAD, row)

    def heads(self) -> tuple[Head, ...]:
        """The head of every stream."""
        return tuple(
            Head._make(row) for row in self._read(sa.select(HEADS).order_by(HEADS.c.stream))
        )

    def streams(self) -> tuple[str, ...]:
        """The name of every stream that has an entry."""
        query = sa.select(FACTS.c.stream).distinct().order_by(FACTS.c.stream)
        return tuple(row[0] for row in self._read(query))

    def entries(
        self, stream: str, since: int, kinds: Collection[str] | None, limit: int
    ) -> Sequence[Entry]:
        """At most ``limit`` entries after number ``since``, in order."""
        query = sa.select(FACTS).where(FACTS.c.stream == stream, FACTS.c.number > since)
        if kinds is not None:
            query = query.where(FACTS.c.kind.in_(sorted(kinds)))
        rows = self._read(query.order_by(FACTS.c.number).limit(limit))
        return [Entry._make(row) for row in rows]

    def chunks(
        self, stream: str, first: int | None = None, last: int | None = None
    ) -> Sequence[Chunk]:
        """The chunks of ``stream`` that no segment has taken yet, in order; between days or all."""
        query = _untaken(SIGNAL_TAIL).where(SIGNAL_TAIL.c.stream == stream)
        if first is not None:
            query = query.where(SIGNAL_TAIL.c.day >= first)
        if last is not None:
            query = query.where(SIGNAL_TAIL.c.day <= last)
        return [Chunk._make(row) for row in self._read(query.order_by(SIGNAL_TAIL.c.number))]

    def chunk_days(self, stream: str) -> Sequence[int]:
        """The days (since 1970) of those chunks, each once, in order."""
        query = _untaken(SIGNAL_TAIL.c.day).where(SIGNAL_TAIL.c.stream == stream).distinct()
        return [row[0] for row in self._read(query.order_by(SIGNAL_TAIL.c.day))]

    def segments(self, stream: str) -> Sequence[SealedFile]:
        """The sealed segments of ``stream``, in order."""
        query = _SEALED_FILES.where(SEGMENTS.c.stream == stream)
        return [SealedFile._make(row) for row in self._read(query.order_by(SEGMENTS.c.number))]

    def sealed_to(self, stream: str) -> int:
        """The number of the fact of the last segment of ``stream``; 0 if there is none."""
        return self._greatest(SEGMENTS.c.number, stream)

    def last_chunk(self, stream: str) -> int:
        """The highest number of a chunk of ``stream``, sealed or not; 0 if there was none."""
        columns = (SEGMENTS.c.chunk, SIGNAL_TAIL.c.number)
        return max(self._greatest(each, stream) for each in columns)

    def last_points(self, stream: str, number: int) -> bytes:
        """The last points of every signal, as the segment of fact ``number`` holds them."""
        query = sa.select(SEGMENTS.c.last).where(SEGMENTS.c.stream == stream)
        found: bytes = self._read(query.where(SEGMENTS.c.number == number))[0][0]
        return found

    def keep_hours(self, path: str, day: int, hours: Mapping[str, bytes]) -> None:
        """Keep what each signal comes to by the hour in the sealed file ``path``."""
        self._hours.keep(path, day, hours)

    def hours(
        self, signals: Collection[str], first: int, last: int
    ) -> tuple[frozenset[str], Sequence[DayHours]]:
        """What is kept of ``signals`` between two days, and the files of which it is kept."""
        return self._hours.between(signals, first, last)

    def put_file(self, path: str, content: bytes) -> None:
        """Keep a file of the home durably."""
        write_file(self._home / path, content)

    def get_file(self, path: str) -> bytes | None:
        """The content of a file of the home."""
        file = self._home / path
        return file.read_bytes() if file.is_file() else None

    def close(self) -> str | None:
        """Close the connections; SQLite then moves its log into the database and removes it."""
        if self._writer is None:
            self._engine.dispose()
            return None
        with self._writer.begin():
            while self._to_sweep and self._sweep(self._writer, _SWEPT_AT_THE_END):
                pass
        self._writer.close()
        self._writer = None
        self._engine.dispose()
        return file_digest(self._home)

    def _greatest(self, column: sa.Column[int], stream: str) -> int:
        query = sa.select(sa.func.max(column)).where(column.table.c.stream == stream)
        return self._read(query)[0][0] or 0

    def _read(self, query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        with self._engine.connect() as connection:
            return connection.execute(query).all()


def file_digest(home: Path) -> str | None:
    """The SHA-256 of the SQLite file of ``home``; None if it has none, or its log is in use."""
    file = home / DATABASE
    if not file.is_file() or file.with_name(f"{DATABASE}-wal").exists():
        return None
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


_SEALED_FILES: Final = sa.select(SEGMENTS.c.number, SEGMENTS.c.path, SEGMENTS.c.day)
_INSERT_FACTS: Final = sa.insert(FACTS)
_INSERT_CHUNKS: Final = sa.insert(SIGNAL_TAIL)
_INSERT_HEAD: Final = sa.insert(HEADS).values(stream=sa.bindparam("of"))
_MOVE_HEAD: Final = sa.update(HEADS).where(HEADS.c.stream == sa.bindparam("of"))
_INSERT_SEGMENTS: Final = sa.insert(SEGMENTS)
_SEALED_TO: Final = (
    sa.select(SEGMENTS.c.stream, SEGMENTS.c.day, sa.func.max(SEGMENTS.c.chunk).label("chunk"))
    .group_by(SEGMENTS.c.stream, SEGMENTS.c.day)
    .subquery()
)
"""Up to which chunk each day is sealed."""
_SAME_DAY: Final = sa.and_(
    SIGNAL_TAIL.c.stream == _SEALED_TO.c.stream, SIGNAL_TAIL.c.day == _SEALED_TO.c.day
)
_TAKEN: Final = (
    sa.select(SIGNAL_TAIL.c.stream, SIGNAL_TAIL.c.number)
    .join(_SEALED_TO, _SAME_DAY)
    .where(SIGNAL_TAIL.c.number <= _SEALED_TO.c.chunk)
)
_REMOVE_CHUNK: Final = sa.delete(SIGNAL_TAIL).where(
    SIGNAL_TAIL.c.stream == sa.bindparam("of"), SIGNAL_TAIL.c.number == sa.bindparam("which")
)


def _untaken(what: sa.Table | sa.Column[Any]) -> sa.Select[Any]:
    """Chunks, or a column of them, that no segment has taken."""
    later = sa.or_(_SEALED_TO.c.chunk.is_(None), SIGNAL_TAIL.c.number > _SEALED_TO.c.chunk)
    return sa.select(what).select_from(SIGNAL_TAIL.outerjoin(_SEALED_TO, _SAME_DAY)).where(later)


def _sqlite(file: Path) -> sa.Engine:
    """An engine on a file: a log beside it, and every commit on the disk before it returns."""
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(file)))

    @event.listens_for(engine, "connect")
    def _durable(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA secure_delete = OFF")
        cursor.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
        cursor.close()

    return engine


def _own(file: Path) -> None:
    """Close the database to other users, and give its log its full length beforehand.

    A commit then writes into a file that does not grow, which saves the disk a second write. SQLite
    ends its log at the first frame that is not valid, so zeros behind it mean nothing.
    """
    log = file.with_name(f"{file.name}-wal")
    for each in (file, log, file.with_name(f"{file.name}-shm")):
        each.chmod(PRIVATE_FILE)
    with log.open("r+b") as growing:
        growing.seek(0, os.SEEK_END)
        growing.write(bytes(max(0, _LOG_BYTES - growing.tell())))
        growing.flush()
        os.fsync(growing.fileno())
