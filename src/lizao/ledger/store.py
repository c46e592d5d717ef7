"""The ledger: facts appended to a chained, signed stream, and the signals recorded beside them."""

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from lizao.ledger.chain import Entry, chained, genesis
from lizao.ledger.codec import Codec
from lizao.ledger.head import Head
from lizao.ledger.history import History
from lizao.ledger.protocol import Group, Segment, Store
from lizao.ledger.sealing import Prepared, date_of, keep_missing_hours, prepare
from lizao.ledger.signals import Point, Signals
from lizao.ledger.snapshot import SNAPSHOT, Snapshot, this_program
from lizao.ledger.sql import DATABASE, SqlStore
from lizao.ledger.witness import PUBLIC_KEYS, Witness, public_keys
from lizao.model.equipment import SignalSpecification
from lizao.model.errors import (
    LedgerBrokenError,
    LizaoError,
    MalformedElementError,
    SealingFailedError,
)
from lizao.model.facts import Fact, SegmentSealed
from lizao.model.identifiers import SignalId
from lizao.model.image import Samples
from lizao.model.instants import Instant

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

CONTROLLER: Final = "controller"
"""The stream of the process that controls the plant."""
_BLOCK: Final = 5_000
_LONGEST_NAME: Final = 64


class Ledger:
    """One stream of facts, written by one process.

    ``append`` and ``record`` buffer; ``commit`` makes all of it durable in one transaction, signs
    the new head and then copies it to the second place. Readers see what is committed. Numbers
    begin at 1. It is used by one thread.
    """

    def __init__(
        self,
        store: Store,
        stream: str = CONTROLLER,
        key: "Ed25519PrivateKey | None" = None,
        witness: Witness | None = None,
        codec: Codec | None = None,
    ) -> None:
        if not stream.replace("-", "").isalnum() or len(stream) > _LONGEST_NAME:
            raise MalformedElementError(stream, "stream", "letters, digits, hyphens, at most 64")
        self._store = store
        self._stream = stream
        self._key = key
        self._witness = witness
        self._codec = codec or Codec()
        self._keys: Sequence[str] = ()
        self._sealer: Witness | None = None
        self._signals = Signals(store, stream)
        self.signals = History(store, stream)
        """What was recorded, to be read by any thread."""
        self._prepared: dict[str, Prepared] = {}
        self._entries: list[Entry] = []
        self._segments: list[Segment] = []
        self._last = _end_of(store, stream)
        self._previous = self._last.hash
        self._number = self._last.number

    @classmethod
    def open(
        cls,
        home: Path,
        stream: str = CONTROLLER,
        *,
        database_url: str | None = None,
        state: Path | None = None,
        codec: Codec | None = None,
    ) -> Self:
        """The ledger in the folder ``home`` to be written, made if there is none.

        ``state`` replaces the user's state folder. LedgerBrokenError if the end of the ledger is
        not the one that was last signed and copied: what was changed is not written over.
        """
        this_program()  # what runs now seals a snapshot, not what may be installed meanwhile
        witness = Witness(home, state)
        if not public_keys(home) and (home / DATABASE).exists():
            raise LedgerBrokenError(str(home / PUBLIC_KEYS), 0, "public_key_missing")
        if witness.was_replaced():
            raise LedgerBrokenError(str(home), 0, "remade_chain")
        key = witness.signing_key()
        witness.begin()
        store = SqlStore(home, database_url)
        try:
            _refuse_another_end(store, stream, home, witness)
            self = cls(store, stream, key, witness, codec)
        except LizaoError:
            store.close()
            raise
        self._keys = public_keys(home)
        return self

    @classmethod
    def read(
        cls,
        home: Path,
        stream: str = CONTROLLER,
        *,
        database_url: str | None = None,
        state: Path | None = None,
        codec: Codec | None = None,
    ) -> Self:
        """The ledger in ``home`` to be read only, also while another process writes it.

        It can seal snapshots if ``state``, or else the user's state folder, has the signing key.
        NothingToDoError if there is no ledger.
        """
        store = SqlStore(home, database_url, write=False)
        try:
            self = cls(store, stream, codec=codec)
        except LizaoError:
            store.close()
            raise
        self._keys, self._sealer = public_keys(home), Witness(home, state)
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def last_number(self) -> int:
        """The number of the last committed fact; 0 if there is none."""
        return self._last.number

    @property
    def last_at(self) -> Instant | None:
        """The plant time of the last committed fact (µs UTC)."""
        return self._last.at if self._last.number else None

    def append(self, facts: Sequence[Fact], wall_at: Instant) -> range:
        """Put ``facts`` at the end, to be committed; their numbers. ``wall_at`` is wall time (µs).

        MalformedElementError if a fact cannot be stored; then none of them is appended.
        """
        encoded = [self._codec.encode(each) for each in facts]
        first = self._number + 1
        for fact, written in zip(facts, encoded, strict=True):
            self._number += 1
            bare = Entry(self._stream, self._number, fact.at, wall_at, *written, "")
            entry = chained(bare, self._previous)
            self._entries.append(entry)
            self._previous = entry.hash
            if isinstance(fact, SegmentSealed):
                self._take(fact)
        return range(first, self._number + 1)

    def _take(self, fact: SegmentSealed) -> None:
        """The file that a fact names was prepared: its points leave the tail with the fact."""
        prepared = self._prepared.pop(fact.path, None)
        if prepared is not None:
            self._segments.append(prepared.segment(self._stream, self._number))

    def record(self, samples: Samples) -> None:
        """Keep what changed in ``samples``, to be committed with the next facts."""
        self._signals.record(samples)

    def commit(self) -> int:
        """Make everything appended and recorded durable; the number of the last fact.

        If it fails nothing of it is stored, and the next commit tries all of it again.
        """
        chunks = self._signals.pending()
        if not self._entries and not chunks:
            return self._last.number
        last = self._entries[-1] if self._entries else self._last
        head = self._signed_head(last) if self._entries else None
        self._store.write(Group(self._entries, head, chunks, self._segments))
        self._signals.committed(chunks)
        self._entries, self._segments, self._last = [], [], last
        if head is not None and self._witness is not None:
            self._witness.keep(head)
        return last.number

    def head(self) -> Head:
        """The head of the last commit, as it was signed; unsigned and 0 before the first."""
        heads = {each.stream: each for each in self._store.heads()}
        return heads.get(self._stream) or Head(self._stream, 0, genesis(self._stream))

    def facts(
        self, since: int = 0, kinds: Collection[type[Fact]] | None = None
    ) -> Iterator[tuple[int, Fact]]:
        """Committed facts after number ``since`` with their numbers; of ``kinds``, if given.

        LedgerBrokenError at a fact this program cannot read.
        """
        decode = self._codec.decode
        for entry in self.entries(since, kinds):
            yield entry.number, decode(entry)

    def entries(
        self, since: int = 0, kinds: Collection[type[Fact]] | None = None
    ) -> Iterator[Entry]:
        """Committed entries after number ``since`` as they are stored, in order."""
        names = None if kinds is None else frozenset(each.__name__ for each in kinds)
        while block := self._store.entries(self._stream, since, names, _BLOCK):
            yield from block
            since = block[-1].number

    def entry(self, number: int) -> Entry | None:
        """One committed entry as it is stored; None where there is none of that number."""
        found = self._store.entries(self._stream, number - 1, None, 1)
        return found[0] if found and found[0].number == number else None

    def keep_snapshot(self, number: int, state: object) -> bool:
        """Keep ``state``, which the committed facts up to ``number`` fold into.

        False where nobody could trust it: there is no such fact, or no key to sign it with.
        """
        key = self._key if self._sealer is None else self._sealer.known_key()
        there = self._store.entries(self._stream, number - 1, None, 1)
        if not there or (key is None and self._keys):
            return False
        content = Snapshot.of(there[0], state).sealed(this_program(), key)
        self._store.put_file(SNAPSHOT, content)
        return True

    def snapshot(self) -> Snapshot | None:
        """The latest snapshot; None where there is none that this program can trust.

        It is sealed, written by the same code, and stands for an entry of this chain.
        """
        content = self._store.get_file(SNAPSHOT)
        found = None if content is None else Snapshot.opened(content, this_program(), self._keys)
        if found is None or found.stream != self._stream:
            return None
        there = self._store.entries(self._stream, found.number - 1, None, 1)
        return found if [each.hash for each in there] == [found.hash] else None

    def specify(self, signals: Mapping[str, SignalSpecification]) -> None:
        """Record signals with the deadbands of ``signals`` from now on."""
        self._signals.specify(signals)

    def seal(self, day: int, at: Instant) -> SegmentSealed | None:
        """Write the committed points of plant day ``day`` (days since 1970) to a Parquet file.

        Append the fact and commit: then the points leave the tail. None if the day has no points.
        """
        prepared = self.prepare(day)
        return None if prepared is None else self.sealed(prepared, at)

    def prepare(self, day: int) -> Prepared | None:
        """Write that file and hand over what the writer of this ledger needs for its fact.

        Any reader may: what was prepared counts for nothing until the fact is committed.
        SealingFailedError where the file cannot be written, as on a full disk.
        """
        try:
            keep_missing_hours(self._store, self._stream)
            return prepare(self._store, self._stream, day)
        except (OSError, sqlite3.OperationalError) as error:
            raise SealingFailedError(date_of(day), str(error)) from error

    def sealed(self, prepared: Prepared, at: Instant) -> SegmentSealed | None:
        """The fact to be appended for what was prepared; None if a day was sealed since then."""
        if prepared.after != self._store.sealed_to(self._stream):
            return None
        self._prepared[prepared.path] = prepared
        return prepared.fact(at)

    def unsealed_days(self) -> tuple[int, ...]:
        """The plant days (days since 1970) with committed points that no file holds, in order."""
        return tuple(self._store.chunk_days(self._stream))

    def history(self, signal: SignalId, since: Instant, until: Instant) -> tuple[Point, ...]:
        """The committed points (at, value) of ``signal`` from ``since`` to before ``until``.

        A value holds until the next point; the first is the last one before ``since``, if any.
        """
        points = self.signals.points((signal,), since, until)[signal]
        return tuple(zip(points.at, points.value, strict=True))

    def close(self) -> None:
        """Give everything back; what was not committed is lost."""
        digest = self._store.close()
        if self._witness is not None:
            self._witness.end(digest)

    def _signed_head(self, entry: Entry) -> Head:
        head = Head(self._stream, entry.number, entry.hash)
        return head if self._key is None else head.signed(self._key)


def _end_of(store: Store, stream: str) -> Entry:
    """The last entry of a group in ``stream``; LedgerBrokenError if it is not the signed one."""
    for head in store.heads():
        if head.stream == stream:
            _hold_against(store, head, "not_the_signed_end")
            return store.entries(stream, head.number - 1, None, 1)[0]
    return Entry(stream, 0, 0, 0, "", 0, "", genesis(stream))


def _refuse_another_end(store: Store, stream: str, home: Path, witness: Witness) -> None:
    """LedgerBrokenError unless ``stream`` ends as it was signed, at or after its copied head."""
    last = _end_of(store, stream).number
    keys = public_keys(home)
    for head in store.heads():
        if not head.is_signed_by(keys):
            raise LedgerBrokenError(head.stream, head.number, "wrong_signature")
    if store.entries(stream, last, None, 1):
        raise LedgerBrokenError(stream, last + 1, "unsigned")
    for copy in witness.heads():
        if copy.stream == stream:
            if copy.number > last:
                raise LedgerBrokenError(stream, last + 1, "cut_tail")
            _hold_against(store, copy, "remade_chain")


def _hold_against(store: Store, head: Head, reason: str) -> None:
    found = store.entries(head.stream, head.number - 1, None, 1)
    if [each.hash for each in found] != [head.hash]:
        raise LedgerBrokenError(head.stream, head.number, reason)
