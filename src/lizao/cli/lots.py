"""Commands that keep a lot back, and let it go; both are signed."""

import typer

from lizao.app.lot_requests import ChangeLot, LotWish
from lizao.cli import options
from lizao.cli.asking import ask
from lizao.cli.door import DONE, Door, door_of


def release(context: typer.Context, lot: options.Lot, reason: options.Reason = "") -> int:
    """Let a lot out of quarantine."""
    return _change(door_of(context), lot, LotWish.RELEASE, reason)


def quarantine(context: typer.Context, lot: options.Lot, reason: options.Reason = "") -> int:
    """Put a lot in quarantine."""
    return _change(door_of(context), lot, LotWish.QUARANTINE, reason)


def _change(door: Door, lot: str, wish: LotWish, reason: str) -> int:
    told = ask(door, ChangeLot(lot, wish, reason))
    door.say(f"cli.lot.{wish}.done", lot=told["lot"])
    return DONE
