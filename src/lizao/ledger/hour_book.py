"""The hours of sealed days, beside the ledger: derived from the files, and made again from them."""

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from lizao.ledger.files import PRIVATE_FILE, make_folder
from lizao.ledger.protocol import DayHours

_PATIENCE_S: Final = 10.0
_MOST_NAMES: Final = 500
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS segments (id INTEGER PRIMARY KEY, path TEXT UNIQUE NOT NULL);
CREATE TABLE IF NOT EXISTS signals (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL);
CREATE TABLE IF NOT EXISTS hours (
    signal INTEGER, day INTEGER, segment INTEGER, hours BLOB NOT NULL,
    PRIMARY KEY (signal, day, segment)
) WITHOUT ROWID;
"""
_REPLACE: Final = """
INSERT OR REPLACE INTO hours VALUES (
    (SELECT id FROM signals WHERE name = ?), ?, (SELECT id FROM segments WHERE path = ?), ?
)
"""
_BETWEEN: Final = """
SELECT signals.name, segments.path, hours.day, hours.hours
FROM signals JOIN hours ON hours.signal = signals.id JOIN segments ON hours.segment = segments.id
WHERE signals.name IN ({}) AND hours.day BETWEEN ? AND ?
ORDER BY hours.day, segments.id
"""


class HourBook:
    """A SQLite file of packed hours by signal and day; one writes, many read.

    Whoever finds it missing or broken goes without it.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def keep(self, path: str, day: int, hours: Mapping[str, bytes]) -> None:
        """Keep what the sealed file ``path`` comes to, in place of what it came to before."""
        make_folder(self._file.parent)
        try:
            self._keep(path, day, hours)
        except sqlite3.OperationalError:  # no room, or not to be opened
            raise
        except sqlite3.DatabaseError:  # broken, so begun anew
            self._file.unlink()
            self._keep(path, day, hours)

    def _keep(self, path: str, day: int, hours: Mapping[str, bytes]) -> None:
        with self._opened() as book:
            self._file.chmod(PRIVATE_FILE)
            book.executescript(_TABLES)
            with book:
                book.execute("INSERT OR IGNORE INTO segments (path) VALUES (?)", (path,))
                book.executemany(
                    "INSERT OR IGNORE INTO signals (name) VALUES (?)", [(each,) for each in hours]
                )
                rows = [(name, day, path, each) for name, each in hours.items()]
                book.executemany(_REPLACE, rows)

    def between(
        self, signals: Collection[str], first: int, last: int
    ) -> tuple[frozenset[str], list[DayHours]]:
        """The hours of ``signals`` from plant day ``first`` to ``last`` (days since 1970).

        Before them the sealed files whose hours are here at all.
        """
        if not self._file.is_file():
            return frozenset(), []
        try:
            with self._opened() as book:
                known = frozenset(row[0] for row in book.execute("SELECT path FROM segments"))
                return known, list(_between(book, list(signals), first, last))
        except sqlite3.DatabaseError:
            return frozenset(), []

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, timeout=_PATIENCE_S)) as book:
            book.execute("PRAGMA journal_mode = WAL")
            book.execute("PRAGMA synchronous = NORMAL")
            yield book


def _between(
    book: sqlite3.Connection, names: list[str], first: int, last: int
) -> Iterator[DayHours]:
    for begin in range(0, len(names), _MOST_NAMES):
        some = names[begin : begin + _MOST_NAMES]
        query = _BETWEEN.format(",".join("?" * len(some)))
        yield from map(DayHours._make, book.execute(query, (*some, first, last)))
