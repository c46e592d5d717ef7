"""Lots at the door: put in quarantine, and let out of it, in the name of a person."""

from typing import Final

from lizao.app.lot_requests import ChangeLot, LotWish
from lizao.app.rooms import Rooms
from lizao.model.errors import NotNowError, UnknownNameError
from lizao.model.facts import LotStatusChanged
from lizao.model.identifiers import LotId
from lizao.model.instants import Instant
from lizao.model.material import LotStatus
from lizao.model.states import FINAL

LOT: Final = "lot"
_STATUS: Final = {
    LotWish.RELEASE: LotStatus.RELEASED,
    LotWish.QUARANTINE: LotStatus.QUARANTINE,
}


def change_lot(rooms: Rooms, request: ChangeLot, by: str, now: Instant) -> LotStatusChanged:
    """The change that was asked for, of a raw lot or of one that a batch makes or has made.

    Raises UnknownNameError for a lot that is not there, NotNowError for one that is in quarantine
    already, or is not and so cannot be let out.
    """
    lot, wish = LotId(request.lot), LotWish(request.wish)
    known = _known(rooms)
    if lot not in known:
        raise UnknownNameError(LOT, lot, ", ".join(known))
    in_quarantine = lot in _quarantined(rooms)
    if in_quarantine and wish is LotWish.QUARANTINE:
        raise NotNowError(lot, wish, "lot_in_quarantine")
    if not in_quarantine and wish is LotWish.RELEASE:
        raise NotNowError(lot, wish, "lot_not_in_quarantine")
    return LotStatusChanged(now, lot, _STATUS[wish], by, request.reason)


def _known(rooms: Rooms) -> dict[LotId, None]:
    """Raw lots, lots that are made, and those of batches under way."""
    coming = (each.lot_to_make for each in rooms.run.batches.values() if each.state not in FINAL)
    return dict.fromkeys((*rooms.run.lots, *rooms.register.lots, *coming))


def _quarantined(rooms: Rooms) -> set[LotId]:
    raw = (each.id for each in rooms.run.lots.values() if each.status is LotStatus.QUARANTINE)
    return {*rooms.register.quarantined, *raw}
