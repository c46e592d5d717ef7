"""Signals of finished days are sealed: a file by day, whose digest is a fact."""

from pathlib import Path
from typing import Final

from filelock import FileLock

from lizao.app.home import Home
from lizao.app.loop import Loop

SEAL_LOCK: Final = "signals.lock"
"""Held by whoever writes a file of signals: no two write the same one."""
PATIENCE_S: Final = 60.0


def seal(home: Home, loop: Loop) -> None:
    """Seal every day that has signals which no segment holds yet, at the end of the work.

    SealingFailedError where a file cannot be written; nothing is lost by it.
    """
    with seal_lock(home.folder, PATIENCE_S):
        for day in home.ledger.unsealed_days():
            sealed = home.ledger.seal(day, loop.now)
            if sealed is not None:
                loop.note((sealed,))


def seal_lock(home: Path, within_s: float) -> FileLock:
    """The lock of whoever writes a file of signals."""
    return FileLock(home / SEAL_LOCK, timeout=within_s, mode=0o600)
