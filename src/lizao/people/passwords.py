"""Passwords as argon2id hashes, in a file of their owner's beside the ledger, never in it."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lizao.model.errors import UnreadablePasswordsError, WeakPasswordError
from lizao.model.people import UserName

FILE: Final = "passwords.json"
SHORTEST: Final = 10
LONGEST: Final = 200
ONE_TIME_GROUPS: Final = 4
_HASHER: Final = PasswordHasher()


@dataclass(frozen=True, slots=True)
class Kept:
    """The hash of a password; one for one time is good for nothing but choosing the next."""

    hash: str
    one_time: bool


def hashed(password: str, *, one_time: bool = False) -> Kept:
    """What may be kept of a password; takes some 50 ms on purpose."""
    return Kept(_HASHER.hash(password), one_time)


def refuse_weak(user: str, password: str) -> None:
    """WeakPasswordError for one that is too short, too long, or the user's own name."""
    if not SHORTEST <= len(password) <= LONGEST or password.strip().lower() == user.lower():
        raise WeakPasswordError(user, SHORTEST, LONGEST)


def one_time_password(identifier: str) -> str:
    """A password to be shown once, out of an identifier by chance (64 bits of a UUID).

    >>> one_time_password("0f8fad5b-d9cb-469f-a165-70867728950e")
    '0f8f-ad5b-7728-950e'
    """
    digits = identifier.replace("-", "")
    digits = digits[:8] + digits[-8:]
    return "-".join(digits[4 * each : 4 * each + 4] for each in range(ONE_TIME_GROUPS))


class Passwords:
    """The hashes of one home; a change replaces the whole file, or nothing."""

    def __init__(self, home: Path) -> None:
        """Read what is kept; UnreadablePasswordsError where the file holds something else."""
        self._file = home / FILE
        self._nobody = hashed("nobody")
        self._kept: Mapping[str, Kept] = self._read()

    def has(self, user: UserName) -> bool:
        """Whether anything is kept for ``user``."""
        return user in self._kept

    def fits(self, user: str, password: str) -> Kept | None:
        """What is kept for ``user`` if the password fits; it takes as long if there is nothing."""
        kept = self._kept.get(user, self._nobody)
        try:
            _HASHER.verify(kept.hash, password)
        except (VerificationError, InvalidHashError):
            return None
        return self._kept.get(user)

    def keep(self, user: UserName, kept: Kept) -> None:
        """Keep another hash for ``user``."""
        self._write({**self._kept, user: kept})

    def forget(self, user: UserName) -> None:
        """Keep nothing for ``user``."""
        self._write({name: each for name, each in self._kept.items() if name != user})

    def _read(self) -> Mapping[str, Kept]:
        if not self._file.exists():
            return {}
        try:
            said = json.loads(self._file.read_text(encoding="utf-8"))
            return {str(user): Kept(**each) for user, each in said.items()}
        except (ValueError, TypeError, AttributeError):
            raise UnreadablePasswordsError(str(self._file)) from None

    def _write(self, kept: Mapping[str, Kept]) -> None:
        new = self._file.with_suffix(".new")
        new.unlink(missing_ok=True)
        opened = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            json.dump({user: asdict(each) for user, each in kept.items()}, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._file)
        self._kept = kept
