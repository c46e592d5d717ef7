"""A home followed from beside: its committed facts, folded as they come."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from lizao.app.home import Home
from lizao.app.snapshots import folded
from lizao.ledger.store import Ledger
from lizao.model.errors import NotFollowedError
from lizao.model.facts import Fact


class Follower:
    """What a running home has committed so far, for many readers and one who keeps up.

    Whoever reads holds what she reads still until she is done, so she takes what she needs and lets
    go; whoever reads long in what is committed does it in a ledger of her own.
    """

    def __init__(self, home: Home, database_url: str | None = None) -> None:
        """Follow a home from where its rooms stand."""
        self._home = home
        self._database_url = database_url
        self._lock = threading.RLock()
        self._torn = False

    @classmethod
    def of(cls, folder: Path, database_url: str | None) -> Self:
        """Follow the home in a folder; NothingToDoError if there is none."""
        ledger = Ledger.read(folder, database_url=database_url)
        try:
            return cls(Home(folder, ledger, folded(ledger)), database_url)
        except BaseException:
            ledger.close()
            raise

    @property
    def revision(self) -> int:
        """The number of the last fact that is folded."""
        return self._home.rooms.views.facts

    @property
    def is_torn(self) -> bool:
        """Whether a fact was folded in part: nothing that the rooms say is right any more."""
        return self._torn

    def keep_up(self) -> int:
        """Fold what was committed since; how many facts that was.

        NotFollowedError once a fact could not be folded: then another process has to begin anew.
        """
        with self._lock:
            before = self.revision
            if self._torn:
                raise NotFollowedError(str(self._home.folder), before + 1)
            for _, fact in self._home.ledger.facts(since=before):
                self._fold(fact)
            return self.revision - before

    def _fold(self, fact: Fact) -> None:
        try:
            self._home.rooms.apply(fact)
        except BaseException:
            self._torn = True
            raise

    @contextmanager
    def reading(self) -> Iterator[Home]:
        """The home as it is now, held still; NotFollowedError as in ``keep_up``."""
        with self._lock:
            self.keep_up()
            yield self._home

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """What is committed, for one who reads long: nobody waits for her."""
        with Ledger.read(self._home.folder, database_url=self._database_url) as ledger:
            yield ledger

    def close(self) -> None:
        """Follow no more."""
        with self._lock:
            self._home.ledger.close()
