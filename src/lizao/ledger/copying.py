"""A copy of a SQLite ledger as it is at one instant, also while its controller goes on writing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lizao.ledger.files import PRIVATE_FILE
from lizao.ledger.head import Head
from lizao.ledger.sql import DATABASE
from lizao.ledger.verify import Check, Fault
from lizao.ledger.witness import Witness, public_keys
from lizao.model.errors import LedgerBrokenError, NothingToDoError

_HEAD: Final = "SELECT stream, number, hash, signature FROM heads WHERE stream = ?"
_SEGMENTS: Final = "SELECT path FROM segments ORDER BY stream, number"
_PATIENCE_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Pinned:
    """A ledger as it was at one commit: its head and its sealed files, and a copy on demand."""

    head: Head
    files: tuple[str, ...]
    _home: Path
    _reader: sqlite3.Connection

    def is_latest(self) -> bool:
        """Whether nothing has been committed since."""
        with closing(_connected(self._home)) as other:
            return _head(other, self.head.stream) == self.head

    def write_to(self, file: Path) -> None:
        """Copy the database as of that commit."""
        with closing(sqlite3.connect(file)) as copy:
            self._reader.backup(copy)
        file.chmod(PRIVATE_FILE)


@contextmanager
def pinned(home: Path, stream: str) -> Iterator[Pinned]:
    """The ledger in ``home`` as of its last commit; NothingToDoError where nothing was committed.

    A writer is not held up by it.
    """
    if not (home / DATABASE).is_file():
        raise NothingToDoError(kind="ledger", value=str(home))
    with closing(_connected(home)) as reader:
        reader.execute("BEGIN")
        head = _head(reader, stream)
        if head is None:
            raise NothingToDoError(kind="ledger", value=str(home))
        files = tuple(row[0] for row in reader.execute(_SEGMENTS))
        yield Pinned(head, files, home, reader)


def check_copy(home: Path, head: Head) -> Fault | None:
    """The first fault of the ledger in ``home``, which is to end with ``head`` exactly."""
    check = Check(public_keys(home), (head,))
    fault = check.opened(home, None, expected=True)
    if fault is None and head.text not in {each.text for each in check.ends}:
        raise LedgerBrokenError(head.stream, head.number, "not_the_signed_end")
    return fault


def put_back(home: Path, state: Path | None, head: Head) -> bool:
    """Take ``head`` for the end of the ledger at ``home``; whether this user has its key.

    Whatever was known of a later end of a ledger at this path is forgotten.
    """
    witness = Witness(home, state)
    return witness.begin_again(head)


def _connected(home: Path) -> sqlite3.Connection:
    return sqlite3.connect(home / DATABASE, timeout=_PATIENCE_S, isolation_level=None)


def _head(reader: sqlite3.Connection, stream: str) -> Head | None:
    row = reader.execute(_HEAD, (stream,)).fetchone()
    return None if row is None else Head._make(row)
