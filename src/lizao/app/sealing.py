"""Signals of finished days are sealed: a file by day, whose digest is a fact."""

from typing import Final

from lizao.app.home import Home
from lizao.app.loop import Loop
from lizao.app.seal_keeper import seal_lock

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
