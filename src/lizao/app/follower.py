"""A home followed from beside: its committed facts, folded as they come."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from lizao.app.home import Home
from lizao.app.snapshots import folded
from lizao.ledger.store import Ledger


class Follower:
    """What a running home has committed so far, for many readers and one who keeps up.

    Whoever reads holds what she reads still until she is done.
    """

    def __init__(self, home: Home) -> None:
        """Follow a home from where its rooms stand."""
        self._home = home
        self._lock = threading.RLock()

    @classmethod
    def of(cls, folder: Path, database_url: str | None) -> Self:
        """Follow the home in a folder; NothingToDoError if there is none."""
        ledger = Ledger.read(folder, database_url=database_url)
        try:
            return cls(Home(folder, ledger, folded(ledger)))
        except BaseException:
            ledger.close()
            raise

    @property
    def revision(self) -> int:
        """The number of the last fact that is folded."""
        return self._home.rooms.views.facts

    def keep_up(self) -> int:
        """Fold what was committed since; how many facts that was."""
        with self._lock:
            before = self.revision
            for _, fact in self._home.ledger.facts(since=before):
                self._home.rooms.apply(fact)
            return self.revision - before

    @contextmanager
    def reading(self) -> Iterator[Home]:
        """The home as it is now, held still."""
        with self._lock:
            yield self._home

    def close(self) -> None:
        """Follow no more."""
        with self._lock:
            self._home.ledger.close()
