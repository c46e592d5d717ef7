"""Lots and bags: what is there, where it came from, where it went; and keeping one back."""

from typing import Any

from fastapi import APIRouter

from lizao.api.bodies import Why
from lizao.api.guards import Asking, InHouse, Watching
from lizao.api.written import Written
from lizao.app.answers import lots as told
from lizao.app.answers.answer import Bilingual
from lizao.app.answers.deeds import LotCommitted
from lizao.app.lot_requests import ChangeLot
from lizao.app.queries import lot_rows, traced_back, traced_forward
from lizao.model.identifiers import MaterialName

router = APIRouter(prefix="/api/lots", tags=["lots"])


@router.get("")
def lots(house: InHouse, _: Watching) -> Written[told.LotList]:
    """Every lot, raw lots first; and what each material is called."""
    with house.follower.reading() as home:
        titles: dict[MaterialName, Bilingual] = {
            each.name: {"en": each.title_en, "zh": each.title_zh}
            for each in home.foundation.materials
        }
        return Written({"lots": lot_rows(home), "materials": titles})


@router.get("/{name}/origins")
def origins(house: InHouse, _: Watching, name: str) -> told.Origins:
    """The raw lots in a bag or a lot with their shares, and the kiln rows it came through."""
    with house.follower.reading() as home:
        return traced_back(home, name)


@router.get("/{lot}/uses")
def uses(house: InHouse, _: Watching, lot: str) -> told.Uses:
    """Where a raw lot went, or which bags a lot of product became."""
    with house.follower.reading() as home:
        return traced_forward(home, lot)


@router.post("/{lot}/{wish}", response_model=LotCommitted)
def change(house: InHouse, browser: Asking, lot: str, wish: str, why: Why) -> dict[str, Any]:
    """Release a lot, or put it in quarantine; signed."""
    return house.ask(browser, ChangeLot(lot, wish, why.reason), why.password)
