"""Commands that keep a lot back, and let it go; both are signed."""

import typer

from lizao.app.lot_requests import ChangeLot, LotWish, ReceiveLot
from lizao.cli import options
from lizao.cli.asking import ask
from lizao.cli.door import DONE, Door, door_of
from lizao.cli.making import settings_of


def release(context: typer.Context, lot: options.Lot, reason: options.Reason = "") -> int:
    """Let a lot out of quarantine."""
    return _change(door_of(context), lot, LotWish.RELEASE, reason)


def quarantine(context: typer.Context, lot: options.Lot, reason: options.Reason = "") -> int:
    """Put a lot in quarantine."""
    return _change(door_of(context), lot, LotWish.QUARANTINE, reason)


def receive(
    context: typer.Context,
    material: options.MaterialName,
    mass: options.DeliveredMass,
    supplier_lot: options.SupplierLot,
    place: options.StorePlace = "",
    certificate: options.CertificateValue = None,
) -> int:
    """Take in a delivery of raw material."""
    door = door_of(context)
    said = settings_of(certificate or (), "--certificate")
    told = ask(door, ReceiveLot(material, mass, supplier_lot, place, said))
    door.say("cli.lot.receive.done", lot=told["lot"])
    return DONE


def _change(door: Door, lot: str, wish: LotWish, reason: str) -> int:
    told = ask(door, ChangeLot(lot, wish, reason))
    door.say(f"cli.lot.{wish}.done", lot=told["lot"])
    return DONE
