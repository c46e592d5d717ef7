"""A ledger of paper: whole groups of facts are kept, and a crash loses what was not committed."""

from collections.abc import Callable, Sequence

from lizao.model.facts import Fact
from lizao.model.image import Samples
from lizao.model.instants import Instant


class TornBook:
    """The facts as they were committed; ``around`` is told before and after each commit.

    Without encoding and hashing, which have tests of their own, so that years go by in minutes.
    """

    def __init__(self, around: Callable[[str, Sequence[Fact]], None]) -> None:
        """An empty book."""
        self.facts: list[Fact] = []
        self._around = around
        self._group: list[Fact] = []

    def append(self, facts: Sequence[Fact], _wall_at: Instant) -> None:
        """Take facts into the group."""
        self._group += facts

    def record(self, samples: Samples) -> None:
        """Signals are not kept."""

    def commit(self) -> None:
        """Keep the group: all of it or nothing."""
        group = self._group
        self._around("before", group)
        self.facts += group
        self._group = []
        self._around("after", group)

    def tear(self) -> None:
        """The program died: what waited is gone."""
        self._group = []
