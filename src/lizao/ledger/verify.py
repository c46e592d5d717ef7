"""Whether a ledger is what was written: nothing altered, missing, cut off or made again."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from lizao.ledger.chain import Entry, chained, genesis
from lizao.ledger.codec import Codec
from lizao.ledger.head import Head
from lizao.ledger.protocol import Store
from lizao.ledger.sql import SqlStore, file_digest
from lizao.ledger.witness import Witness, public_keys
from lizao.model.errors import LedgerBrokenError, NothingToDoError
from lizao.model.facts import SegmentSealed

_BLOCK: Final = 5_000
_TYPES: Final = (str, int, int, int, str, int, str, str)
"""What the columns of an entry are; SQLite would keep anything."""


class Reason(StrEnum):
    """Why a ledger is not intact; a text key."""

    ALTERED = "altered"
    """A fact, its place or its hash is not what was written."""
    MISSING = "missing"
    DUPLICATED = "duplicated"
    CUT_TAIL = "cut_tail"
    """Facts at the end are gone."""
    REMADE_CHAIN = "remade_chain"
    """The chain holds together, but it is not the one that was signed."""
    UNSIGNED = "unsigned"
    """Facts were added without a signature."""
    WRONG_SIGNATURE = "wrong_signature"
    PUBLIC_KEY_MISSING = "public_key_missing"
    LEDGER_MISSING = "ledger_missing"
    UNREADABLE = "unreadable"
    """The database is damaged."""
    FILE_MISSING = "file_missing"
    """A sealed file of signals is gone."""
    FILE_ALTERED = "file_altered"
    DATABASE_ALTERED = "database_altered"
    """All facts hold, but the database was changed beside them."""


class Against(StrEnum):
    """What the end of the ledger was held against."""

    GIVEN = "given"
    COPY = "copy"
    """The copy of the latest head in the user's state folder."""
    NOTHING = "nothing"
    """Only its own signature: the ledger was not written by this user."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at entry ``number`` of ``stream``; number 0 is the ledger as a whole."""

    stream: str
    number: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Verification:
    """The judgement over a ledger of ``entries`` facts that hold."""

    entries: int
    against: Against
    first_fault: Fault | None

    @property
    def intact(self) -> bool:
        """Whether no fault was found."""
        return self.first_fault is None


def verify(
    home: Path,
    head: Head | None = None,
    *,
    state: Path | None = None,
    database_url: str | None = None,
) -> Verification:
    """Check the ledger in ``home`` against ``head``, else against the copy in the state folder.

    ``state`` replaces the user's state folder. NothingToDoError if there never was a ledger.
    """
    witness = Witness(home, state)
    anchors = witness.heads(elsewhere=True) if head is None else (head,)
    against = Against.GIVEN if head else Against.COPY if anchors else Against.NOTHING
    digest = file_digest(home)
    keys = public_keys(home)
    check = Check(keys, anchors)
    fault = check.opened(home, database_url, expected=bool(anchors) or witness.knows_place())
    if fault is None and head is None and witness.was_replaced():
        fault = Fault("", 0, Reason.REMADE_CHAIN)
    if fault is None and _changed_at_rest(witness, check.ends, digest):
        fault = Fault("", 0, Reason.DATABASE_ALTERED)
    return Verification(check.entries, against, fault)


def _changed_at_rest(witness: Witness, ends: Sequence[Head], digest: str | None) -> bool:
    """Whether the database file has other bytes than its last writer left in it."""
    at_rest = witness.closed()
    copies = witness.heads(elsewhere=True)
    same_end = {each.text for each in copies} == {each.text for each in ends}
    return digest is not None and bool(at_rest) and same_end and digest not in at_rest


class Check:
    """One check of one store: ``entries`` counts the facts that hold, ``ends`` is their heads."""

    def __init__(self, public_keys: Sequence[str], anchors: Sequence[Head] = ()) -> None:
        self.entries = 0
        self.ends: list[Head] = []
        self._keys = public_keys
        self._anchors = anchors
        self._previous = ""
        self._last = 0

    def opened(self, home: Path, database_url: str | None, *, expected: bool) -> Fault | None:
        """The first fault of the ledger in ``home``; one that is ``expected`` must be there."""
        try:
            store = SqlStore(home, database_url, write=False)
        except NothingToDoError:
            if not expected:
                raise
            return Fault("", 0, Reason.LEDGER_MISSING)
        except (SQLAlchemyError, LedgerBrokenError):
            return Fault("", 0, Reason.UNREADABLE)
        try:
            return self.first_fault(store)
        except SQLAlchemyError:
            return Fault("", 0, Reason.UNREADABLE)
        finally:
            store.close()

    def first_fault(self, store: Store) -> Fault | None:
        """The first fault of all streams in ``store``."""
        if not self._keys:
            return Fault("", 0, Reason.PUBLIC_KEY_MISSING)
        signed = {each.stream for each in (*store.heads(), *self._anchors)}
        for stream in sorted(signed.union(store.streams())):
            fault = self._stream_fault(store, stream)
            if fault is not None:
                return fault
        return None

    def _stream_fault(self, store: Store, stream: str) -> Fault | None:
        """The first fault of one stream; a writer may be at work while it is read."""
        self._previous, self._last = genesis(stream), 0
        anchors = {each.number: each.hash for each in self._anchors if each.stream == stream}
        begun = -1
        while begun < self._last:
            begun = self._last
            try:
                for entry in self._read(store, stream):
                    reason = self._entry_fault(store, entry, anchors)
                    if reason is not None:
                        return Fault(stream, self._last + 1, reason)
                    self._previous, self._last = entry.hash, entry.number
                    self.entries += 1
            except SQLAlchemyError:
                return Fault(stream, self._last + 1, Reason.UNREADABLE)
            head = _head_of(store, stream)
            if head.number <= self._last:
                break
        return self._end_fault(_head_of(store, stream))

    def _read(self, store: Store, stream: str) -> Iterator[Entry]:
        """The entries after the last good one; one by one where a block cannot be read."""
        limit = _BLOCK
        while True:
            try:
                block = store.entries(stream, self._last, None, limit)
            except SQLAlchemyError:
                if limit == 1:
                    raise
                limit = 1
                continue
            if not block:
                return
            yield from block

    def _entry_fault(self, store: Store, entry: Entry, anchors: Mapping[int, str]) -> Reason | None:
        if tuple(map(type, entry)) != _TYPES:
            return Reason.ALTERED
        if entry.number != self._last + 1:
            return Reason.MISSING if entry.number > self._last else Reason.DUPLICATED
        if chained(entry, self._previous).hash != entry.hash:
            return Reason.ALTERED
        if anchors.get(entry.number, entry.hash) != entry.hash:
            return Reason.REMADE_CHAIN
        if entry.kind == SegmentSealed.__name__:
            return _file_fault(store, entry)
        return None

    def _end_fault(self, head: Head) -> Fault | None:
        """What is wrong with the end of the stream that was read, whose stored head is ``head``."""
        self.ends.append(head)
        anchors = [each for each in self._anchors if each.stream == head.stream]
        furthest = max(each.number for each in (head, *anchors))
        if furthest > self._last:
            return Fault(head.stream, self._last + 1, Reason.CUT_TAIL)
        if head.number < self._last:
            return Fault(head.stream, head.number + 1, Reason.UNSIGNED)
        if head.hash != self._previous:
            return Fault(head.stream, head.number, Reason.REMADE_CHAIN)
        for each in (head, *anchors):
            if not each.is_signed_by(self._keys):
                return Fault(head.stream, each.number, Reason.WRONG_SIGNATURE)
        return None


def _head_of(store: Store, stream: str) -> Head:
    """The stored head of ``stream``; that of an empty stream if there is none."""
    empty = Head(stream, 0, genesis(stream))
    return next((each for each in store.heads() if each.stream == stream), empty)


def _file_fault(store: Store, entry: Entry) -> Reason | None:
    """What is wrong with the file that the fact of ``entry`` sealed."""
    fact = Codec().decode(entry)
    assert isinstance(fact, SegmentSealed)
    content = store.get_file(fact.path)
    if content is None:
        return Reason.FILE_MISSING
    same = hashlib.sha256(content).hexdigest() == fact.sha256
    return None if same else Reason.FILE_ALTERED
