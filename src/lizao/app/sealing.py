"""Signals of finished work are sealed: a file by day, whose digest is a fact."""

from lizao.app.home import Home
from lizao.app.loop import Loop


def seal(home: Home, loop: Loop) -> None:
    """Seal every day that has signals which no segment holds yet."""
    for day in home.ledger.unsealed_days():
        sealed = home.ledger.seal(day, loop.now)
        if sealed is not None:
            loop.note((sealed,))
