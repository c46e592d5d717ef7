"""Snapshots: state that facts fold into, sealed with the entry of the chain that it stands for.

A snapshot is derived and disposable. Who opens one holds it against the chain, the program and its
own hash, and against the signature where the ledger has keys; one that does not fit is no snapshot.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import msgspec

import lizao
from lizao.ledger.chain import Entry
from lizao.ledger.head import Head
from lizao.model.errors import LedgerBrokenError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

T = TypeVar("T")

SNAPSHOT: Final = "snapshot"
"""The file in a home that holds the latest snapshot."""
SNAPSHOT_LOCK: Final = "snapshot.lock"
"""Held by whoever writes it."""
_FIRST_LINE: Final = b"lizao-snapshot"
_LINES: Final = 4
_OTHER_ROOMS: Final = frozenset({"api", "cli", "plant", "testing", "texts"})
"""Rooms in which no fact is folded."""
_PACK: Final = msgspec.msgpack.Encoder()


class Snapshot(NamedTuple):
    """State packed (``body``) after entry ``number`` of ``stream``, whose hash is ``hash``."""

    stream: str
    number: int
    hash: str
    body: bytes

    @classmethod
    def of(cls, entry: Entry, state: object) -> "Snapshot":
        """The snapshot of ``state``, into which all facts up to ``entry`` have been folded."""
        return cls(entry.stream, entry.number, entry.hash, _PACK.encode(state))

    def unpacked(self, kind: type[T]) -> T:
        """The state as it was; LedgerBrokenError if it is not of this ``kind``."""
        try:
            return msgspec.msgpack.decode(self.body, type=kind)
        except msgspec.DecodeError as error:
            raise LedgerBrokenError(self.stream, self.number, "unreadable_body") from error

    def sealed(self, program: str, key: "Ed25519PrivateKey | None") -> bytes:
        """The snapshot as a file: what it is, by which program, the seal; then the body."""
        seal = self._seal(program)
        seal = seal if key is None else seal.signed(key)
        place = Head(self.stream, self.number, self.hash)
        lines = (_FIRST_LINE, program.encode(), place.text.encode(), seal.text.encode())
        return b"\n".join((*lines, self.body))

    @classmethod
    def opened(cls, content: bytes, program: str, keys: "Iterable[str]") -> "Snapshot | None":
        """The snapshot in a file; None if it is torn, or not sealed by ``program`` and ``keys``."""
        parts = content.split(b"\n", _LINES)
        if len(parts) <= _LINES or parts[0] != _FIRST_LINE or parts[1] != program.encode():
            return None
        try:
            place, seal = (Head.parse(each.decode()) for each in parts[2:_LINES])
        except (LedgerBrokenError, UnicodeDecodeError):
            return None
        found = cls(place.stream, place.number, place.hash, parts[_LINES])
        keys = tuple(keys)
        if found._seal(program).hash != seal.hash or (keys and not seal.is_signed_by(keys)):
            return None
        return found

    def _seal(self, program: str) -> Head:
        """What is signed: a head whose hash covers the place in the chain, program and body."""
        digest = hashlib.sha256(f"{program}\n{self.stream}\n{self.number}\n{self.hash}\n".encode())
        digest.update(self.body)
        return Head(f"{self.stream}/{SNAPSHOT}", self.number, digest.hexdigest())


@cache
def this_program() -> str:
    """The version of this program and a hash of its code: other code may fold facts otherwise."""
    root = Path(lizao.__file__).parent
    digest = hashlib.sha256()
    for file in sorted(root.rglob("*.py")):
        if file.relative_to(root).parts[0] not in _OTHER_ROOMS:
            digest.update(file.read_bytes())
    return f"{lizao.__version__} {digest.hexdigest()}"
