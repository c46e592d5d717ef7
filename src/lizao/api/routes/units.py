"""Units: what is known of one; out of use and back, by hand and given back, emptied."""

from typing import Annotated, Any, Final

from fastapi import APIRouter
from pydantic import Field

from lizao.api.bodies import Why
from lizao.api.guards import Asking, InHouse, Language, Watching
from lizao.api.written import Written
from lizao.app.answers.deeds import UnitCommitted
from lizao.app.answers.diagnostics import Diagnostics
from lizao.app.diagnostics import diagnostics
from lizao.app.requests import ChangeUnit, EmptyUnit, GiveBackUnit, TakeUnit
from lizao.texts import Texts

router = APIRouter(prefix="/api/units", tags=["units"])
LONGEST_TIME: Final = 40


class Standing(Why):
    """A status of a unit; ``until`` is when that is expected to end, as people write it."""

    status: Annotated[str, Field(max_length=LONGEST_TIME)]
    until: Annotated[str, Field(max_length=LONGEST_TIME)] = ""


@router.get("/{unit}/diagnostics")
def known(house: InHouse, _: Watching, words: Language, unit: str) -> Written[Diagnostics]:
    """What the controller knows of a unit beside its signals, with its latest facts."""
    with house.follower.reading() as home:
        return Written(diagnostics(home, unit, Texts(words)))


@router.post("/{unit}/status", response_model=UnitCommitted)
def change(house: InHouse, browser: Asking, unit: str, standing: Standing) -> dict[str, Any]:
    """Take a unit out of use, or give it back to use."""
    request = ChangeUnit(unit, standing.status, standing.reason, standing.until)
    return house.ask(browser, request, standing.password)


@router.post("/{unit}/take", response_model=UnitCommitted)
def take(house: InHouse, browser: Asking, unit: str, why: Why) -> dict[str, Any]:
    """Take a unit over by hand: the program sends it nothing."""
    return house.ask(browser, TakeUnit(unit, why.reason), why.password)


@router.post("/{unit}/give-back", response_model=UnitCommitted)
def give_back(house: InHouse, browser: Asking, unit: str, why: Why) -> dict[str, Any]:
    """Give a unit back to the program."""
    return house.ask(browser, GiveBackUnit(unit, why.reason), why.password)


@router.post("/{unit}/empty", response_model=UnitCommitted)
def empty(house: InHouse, browser: Asking, unit: str, why: Why) -> dict[str, Any]:
    """Have what is left in a unit taken out and into the rework; signed."""
    return house.ask(browser, EmptyUnit(unit, why.reason), why.password)
