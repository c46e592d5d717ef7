"""Rooms from the latest snapshot and the facts after it; a snapshot kept when it is worth it."""

from contextlib import suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

import lizao
from lizao.app.collector import paused_collector
from lizao.app.rooms import Folded, Rooms
from lizao.ledger.snapshot import SNAPSHOT_LOCK
from lizao.ledger.store import Ledger
from lizao.model.errors import LedgerBrokenError, WrittenByNewerError

WORTH_FACTS: Final = 5_000
"""Fewer facts are folded in less time than a snapshot takes to be read (0.1 s)."""


def folded(ledger: Ledger) -> Rooms:
    """The rooms after every committed fact; what no snapshot can tell is folded.

    WrittenByNewerError where a newer program has written in the ledger.
    """
    with paused_collector():
        rooms = restored(ledger) or Rooms()
        try:
            for _, fact in ledger.facts(since=rooms.views.facts):
                rooms.apply(fact)
        except LedgerBrokenError:
            _refuse_newer(rooms.views.program)
            raise
    _refuse_newer(rooms.views.program)
    return rooms


def _refuse_newer(version: str) -> None:
    if _order(version) > _order(lizao.__version__):
        raise WrittenByNewerError(version, lizao.__version__)


def _order(version: str) -> tuple[int, ...]:
    """The numbers of a version; none where it is none.

    >>> _order("0.10.2") > _order("0.9") > _order("test")
    True
    """
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def restored(ledger: Ledger) -> Rooms | None:
    """The rooms as of the latest snapshot; None where there is none to be trusted."""
    snapshot = ledger.snapshot()
    if snapshot is None:
        return None
    try:
        rooms = Rooms.of(snapshot.unpacked(Folded))
    except LedgerBrokenError:
        return None
    return rooms if rooms.views.facts == snapshot.number else None


def keep_snapshot(home: Path, ledger: Ledger, rooms: Rooms) -> None:
    """Keep a snapshot of ``rooms`` if many facts came since the last one.

    Not while another process keeps one, nor where the rooms hold what was not committed.
    """
    number = rooms.views.facts
    if number < WORTH_FACTS:
        return
    latest = ledger.snapshot()
    if latest is not None and number - latest.number < WORTH_FACTS:
        return
    with suppress(Timeout), FileLock(home / SNAPSHOT_LOCK, timeout=0, mode=0o600):
        ledger.keep_snapshot(number, rooms.folded)
