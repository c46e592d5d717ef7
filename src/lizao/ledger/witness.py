"""The second place: the signing key and a copy of the latest head, outside the home.

The user's state folder holds one folder per ledger, named for its first public key, with the
private key, and in it one folder per path at which a home with this ledger was written::

    <state>/ledgers/<identity>/key
    <state>/ledgers/<identity>/<path>/home            the path of the home
    <state>/ledgers/<identity>/<path>/<stream>.head   the latest head
    <state>/ledgers/<identity>/<path>/closed          SHA-256 of the database file after a clean end

The home itself holds only ``ledger.pub``: one public key a line.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import platformdirs

from lizao.ledger.files import PRIVATE_FILE, sync_folder, write_file
from lizao.ledger.head import Head
from lizao.model.errors import LedgerBrokenError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PUBLIC_KEYS: Final = "ledger.pub"
_SLOT: Final = 512
_SLOTS: Final = 2


def state_folder() -> Path:
    """The user's state folder of this program."""
    return Path(platformdirs.user_state_dir("lizao"))


def public_keys(home: Path) -> tuple[str, ...]:
    """The public keys of the ledger in ``home``, the first one first; none without the file."""
    file = home / PUBLIC_KEYS
    return tuple(file.read_text(encoding="ascii").split()) if file.is_file() else ()


class Witness:
    """What the state folder knows of the ledger in ``home``."""

    def __init__(self, home: Path, state: Path | None = None) -> None:
        self._home = home
        self._ledgers = (state or state_folder()) / "ledgers"
        self._place = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:16]
        self._copies: dict[str, int] = {}
        self._turn = 0

    def signing_key(self) -> "Ed25519PrivateKey":
        """The private key of the home's ledger; a new one where this user has none.

        A home without a public key is a new home: what stood at its path before is forgotten.
        """
        from cryptography.hazmat.primitives import serialization as form  # noqa: PLC0415 - writers
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415

        kept = self.known_key()
        if kept is not None:
            return kept
        known = public_keys(self._home)
        key = ed25519.Ed25519PrivateKey.generate()
        public = key.public_key().public_bytes(form.Encoding.Raw, form.PublicFormat.Raw).hex()
        if not known:
            self._forget_place()
        keys = (*known, public)
        write_file(self._key_file(keys), key.private_bytes_raw().hex().encode())
        write_file(self._home / PUBLIC_KEYS, "".join(f"{each}\n" for each in keys).encode())
        return key

    def known_key(self) -> "Ed25519PrivateKey | None":
        """The private key of the home's ledger; None where this user has none."""
        known = public_keys(self._home)
        if not known or not self._key_file(known).is_file():
            return None
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415 - writers

        text = self._key_file(known).read_bytes()
        return ed25519.Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text.decode()))

    def begin(self) -> None:
        """A writer begins: the database file will change."""
        folder = self._folder()
        write_file(folder / "home", str(self._home.resolve()).encode())
        (folder / "closed").unlink(missing_ok=True)
        sync_folder(folder)

    def begin_again(self, head: Head) -> bool:
        """The ledger was put back as it was at ``head``; whether this user has its key.

        What this place knew of a later end, or of another ledger, is forgotten.
        """
        self._forget_place()
        if self.known_key() is None:
            return False
        self.begin()
        self.keep(head)
        self.end(None)
        return True

    def keep(self, head: Head) -> None:
        """Copy ``head``; call it after the commit, so that the ledger is never behind its copy.

        The copy has two slots that take turns, so that one of them is whole at any instant.
        """
        descriptor = self._copies.get(head.stream)
        if descriptor is None:
            path = self._folder() / f"{head.stream}.head"
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
            self._copies[head.stream] = descriptor
        os.pwrite(descriptor, head.text.ljust(_SLOT - 1).encode() + b"\n", self._turn * _SLOT)
        self._turn = (self._turn + 1) % _SLOTS

    def end(self, digest: str | None) -> None:
        """A writer ends; ``digest`` is the SHA-256 of the database file, if it is at rest."""
        for descriptor in self._copies.values():
            os.fsync(descriptor)
            os.close(descriptor)
        self._copies = {}
        if digest is not None:
            write_file(self._folder() / "closed", digest.encode())

    def heads(self, *, elsewhere: bool = False) -> tuple[Head, ...]:
        """The latest head of each stream, as copied.

        With ``elsewhere`` the copies made when this ledger lay at another path count, where there
        is none for this path: a home that was moved or copied is still held against them.
        """
        newest: dict[str, Head] = {}
        for file in self._files("*.head", elsewhere=elsewhere):
            for head in _slots(file):
                if head.stream not in newest or newest[head.stream].number < head.number:
                    newest[head.stream] = head
        return tuple(newest[stream] for stream in sorted(newest))

    def closed(self) -> tuple[str, ...]:
        """The SHA-256 that the database file may have, if its last writers ended cleanly."""
        return tuple(each.read_text("ascii") for each in self._files("closed", elsewhere=True))

    def knows_place(self) -> bool:
        """Whether anything was ever committed to a ledger at this path."""
        return any(self._ledgers.glob(f"*/{self._place}/*.head"))

    def was_replaced(self) -> bool:
        """Whether this ledger is unknown here, and another one was last written at this path."""
        keys = public_keys(self._home)
        return bool(keys) and not self._key_file(keys).is_file() and self.knows_place()

    def _forget_place(self) -> None:
        for folder in self._ledgers.glob(f"*/{self._place}"):
            shutil.rmtree(folder)

    def _files(self, pattern: str, *, elsewhere: bool) -> list[Path]:
        here = self._folder()
        if here.is_dir() or not elsewhere:
            return sorted(here.glob(pattern))
        return sorted(here.parent.glob(f"*/{pattern}"))

    def _folder(self) -> Path:
        return self._key_file(public_keys(self._home)).with_name(self._place)

    def _key_file(self, keys: tuple[str, ...]) -> Path:
        identity = hashlib.sha256(keys[0].encode()).hexdigest()[:32] if keys else "none"
        return self._ledgers / identity / "key"


def _slots(file: Path) -> Iterator[Head]:
    """The heads in the slots of a copy; a slot that a power failure left torn is no head."""
    content = file.read_bytes()
    for begin in range(0, len(content), _SLOT):
        with suppress(LedgerBrokenError, UnicodeDecodeError):
            yield Head.parse(content[begin : begin + _SLOT].decode())
