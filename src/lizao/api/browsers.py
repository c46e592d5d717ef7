"""Browsers that were let in: a cookie that nobody can guess, and what it stands for."""

import hmac
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lizao.model.errors import NotSignedInError, SignInRefusedError

COOKIE: Final = "lizao_browser"
CSRF_HEADER: Final = "X-Lizao-CSRF"
MOST: Final = 1_000
"""Browsers that are known at one time; the one that came first is forgotten."""
KEY: Final = "key"


@dataclass(frozen=True, slots=True)
class Browser:
    """One browser: the controller's ``session`` behind it, empty for whoever sits at this machine.

    ``csrf`` is what its own page knows and another page cannot.
    """

    cookie: str = field(repr=False)
    csrf: str = field(repr=False)
    session: str = field(default="", repr=False)


class Browsers:
    """Known by this process only: when it ends, everybody comes in anew."""

    def __init__(self, key: str, identifier: Callable[[], str]) -> None:
        """``key`` lets in whoever can read the start link."""
        self._key = key
        self._identifier = identifier
        self._known: dict[str, Browser] = {}
        self._lock = threading.Lock()

    def by_key(self, key: str) -> Browser:
        """A browser at this machine; SignInRefusedError for another key."""
        if not hmac.compare_digest(key.encode(), self._key.encode()):
            raise SignInRefusedError(KEY)
        return self.let_in("")

    def let_in(self, session: str) -> Browser:
        """A browser behind which the controller knows a session."""
        browser = Browser(self._identifier(), self._identifier(), session)
        with self._lock:
            while len(self._known) >= MOST:
                del self._known[next(iter(self._known))]
            self._known[browser.cookie] = browser
        return browser

    def knows(self, cookie: str) -> bool:
        """Whether a cookie is that of a browser that was let in."""
        with self._lock:
            return cookie in self._known

    def known(self, cookie: str | None) -> Browser:
        """The browser with a cookie; NotSignedInError where nobody let it in."""
        with self._lock:
            found = self._known.get(cookie or "")
        if found is None:
            raise NotSignedInError
        return found

    def forget(self, browser: Browser) -> None:
        """It comes in no more."""
        with self._lock:
            self._known.pop(browser.cookie, None)
