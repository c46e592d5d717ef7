"""The gate: who asks is who she says. Wrong passwords wait longer and longer for the next try."""

import threading
from collections.abc import Callable
from math import ceil
from typing import Final

from lizao.model.errors import OneTimePasswordError, SignInRefusedError, TooManyAttemptsError
from lizao.model.people import UserName
from lizao.people.passwords import Passwords
from lizao.people.register import People
from lizao.people.sessions import Sessions

LONGEST_WAIT_S: Final = 300.0
LONGEST_NAME: Final = 32
_STRANGER: Final = ""
"""Names that nobody has share one count, so that guessing names costs as much."""


class Throttle:
    """After the n-th wrong password in a row no other is looked at for 2 ** (n - 1) seconds."""

    def __init__(self, elapsed_s: Callable[[], float]) -> None:
        """Nobody was wrong yet; ``elapsed_s`` is a clock that never jumps."""
        self._elapsed_s = elapsed_s
        self._wrong: dict[str, tuple[int, float]] = {}

    def wait_s(self, user: str) -> float:
        """How long the next try of ``user`` has to wait; 0 for not at all."""
        _, until_s = self._wrong.get(user, (0, 0.0))
        return max(0.0, until_s - self._elapsed_s())

    def wrong(self, user: str) -> None:
        """Another password did not fit."""
        before, _ = self._wrong.get(user, (0, 0.0))
        wait_s = min(LONGEST_WAIT_S, 2.0 ** min(before, 30))
        self._wrong[user] = (before + 1, self._elapsed_s() + wait_s)

    def right(self, user: str) -> None:
        """A password did fit."""
        self._wrong.pop(user, None)


class Gate:
    """Lets in who gives the right password; asked from many threads, answers one at a time."""

    def __init__(
        self, passwords: Passwords, people: Callable[[], People], elapsed_s: Callable[[], float]
    ) -> None:
        """``people`` are those of this instant."""
        self.passwords = passwords
        self.sessions = Sessions(elapsed_s)
        self._people = people
        self._throttle = Throttle(elapsed_s)
        self._lock = threading.Lock()

    def admit(self, user: str, password: str, *, to_change_it: bool = False) -> UserName:
        """The user, who is active and gave the right password.

        SignInRefusedError where not, TooManyAttemptsError (and the password is not looked at)
        too soon after one that was wrong, OneTimePasswordError for a password that is only good
        to choose the next.
        """
        known = self._people().users.get(UserName(user))
        counted = _STRANGER if known is None else user
        with self._lock:
            if (wait_s := self._throttle.wait_s(counted)) > 0:
                raise TooManyAttemptsError(user[:LONGEST_NAME], float(ceil(wait_s)))
            kept = self.passwords.fits(user, password)
            if kept is None or known is None or not known.active:
                self._throttle.wrong(counted)
                raise SignInRefusedError(user[:LONGEST_NAME])
            self._throttle.right(counted)
        if kept.one_time and not to_change_it:
            raise OneTimePasswordError(user)
        return known.name
