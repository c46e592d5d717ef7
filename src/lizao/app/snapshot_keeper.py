"""Keeps the snapshot of a running home fresh, in a process of its own: the loop never waits.

The process reads the ledger as anybody may, folds what the latest snapshot does not tell, seals a
new one and ends. If it is killed, the old one remains.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from lizao.app.snapshots import folded, keep_snapshot
from lizao.ledger.store import Ledger

EVERY_FACTS: Final = 50_000
"""As many are folded in less than a second at the next start."""
NICE: Final = 10
"""The plant and its controller come first."""


class SnapshotKeeper:
    """Starts the process for ``home`` each time so many facts have come; one at a time."""

    def __init__(
        self,
        home: Path,
        database_url: str | None,
        state: Path | None,
        since: int,
        every: int = EVERY_FACTS,
    ) -> None:
        """The latest snapshot holds ``since`` facts."""
        self._arguments = [str(home), database_url or "", str(state or "")]
        self._every = every
        self._since = since
        self._child: subprocess.Popen[bytes] | None = None

    def look(self, facts: int) -> None:
        """The ledger has so many facts now."""
        if facts - self._since < self._every or self.at_work:
            return
        self._since = facts
        self._child = subprocess.Popen(
            [sys.executable, "-m", "lizao.app.snapshot_keeper", *self._arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def end(self) -> None:
        """End what is under way; the old snapshot remains."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()

    @property
    def at_work(self) -> bool:
        """Whether a process is writing."""
        return self._child is not None and self._child.poll() is None


def main(home: str, database_url: str, state: str) -> None:
    """Keep a snapshot of ``home``, as the process that was started for it."""
    os.nice(NICE)
    place = Path(home)
    with Ledger.read(
        place, database_url=database_url or None, state=Path(state) if state else None
    ) as ledger:
        keep_snapshot(place, ledger, folded(ledger))


if __name__ == "__main__":
    main(*sys.argv[1:])
