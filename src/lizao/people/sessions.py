"""Sessions: who gave her password is known by a key, until she leaves or is away for long."""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lizao.model.errors import NotSignedInError
from lizao.model.people import UserName

IDLE_S: Final = 12 * 3600.0
"""A session that nobody used for so long has ended: a shift, and the hours beside it."""


@dataclass(slots=True)
class _Session:
    user: UserName
    used_s: float


class Sessions:
    """Who is signed in; asked from many threads. Keys are kept as hashes only."""

    def __init__(self, elapsed_s: Callable[[], float]) -> None:
        """Nobody is; ``elapsed_s`` is a clock that never jumps."""
        self._elapsed_s = elapsed_s
        self._kept: dict[str, _Session] = {}
        self._lock = threading.Lock()

    def begin(self, user: UserName, key: str) -> None:
        """From now on ``key``, which nobody can guess, is ``user``."""
        with self._lock:
            now_s = self._elapsed_s()
            self._kept = {name: each for name, each in self._kept.items() if self._holds(each)}
            self._kept[_hash(key)] = _Session(user, now_s)

    def user(self, key: str) -> UserName:
        """Whose key it is; NotSignedInError where it is nobody's any more."""
        with self._lock:
            found = self._kept.get(_hash(key))
            if found is None or not self._holds(found):
                raise NotSignedInError
            found.used_s = self._elapsed_s()
            return found.user

    def looked_up(self, key: str) -> UserName | None:
        """Whose key it is, None where nobody's; to look is not to use: the hours go on."""
        with self._lock:
            found = self._kept.get(_hash(key))
            return found.user if found is not None and self._holds(found) else None

    def end(self, key: str) -> None:
        """This key is nobody's from now on."""
        with self._lock:
            self._kept.pop(_hash(key), None)

    def end_all(self, user: UserName) -> None:
        """Every key of ``user`` is nobody's from now on."""
        with self._lock:
            self._kept = {name: each for name, each in self._kept.items() if each.user != user}

    def _holds(self, session: _Session) -> bool:
        return self._elapsed_s() - session.used_s <= IDLE_S


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
