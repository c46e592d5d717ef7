"""The shift: what one tells the next, why lines stood still, and what can run now."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from lizao.api.bodies import Body, Name, Reason
from lizao.api.errors import refusal
from lizao.api.guards import Asking, InHouse, Language, Watching
from lizao.app.answers.deeds import Committed
from lizao.app.answers.people import Shift
from lizao.app.answers.recipes import CanRunList
from lizao.app.preview import obstacles
from lizao.app.shift_desk import shift_told
from lizao.app.shift_requests import ExplainStandstill, NoteShift
from lizao.documents.site import load_site

router = APIRouter(prefix="/api/shift", tags=["shift"])


class Note(Body):
    """What is written into the hand-over book."""

    text: Annotated[str, Field(max_length=4_000)]


class Explanation(Body):
    """Why a unit stands, or stood, still since an instant (µs)."""

    unit: Name
    since: Annotated[int, Field(ge=0, le=2**62)]
    reason: Name
    note: Reason = ""


@router.get("")
def shift(house: InHouse, _: Watching) -> Shift:
    """The latest notes and standstills, and the reasons there are."""
    with house.follower.reading() as home:
        return shift_told(home, home.rooms.views.latest)


@router.get("/can-run")
def can_run(house: InHouse, _: Watching, lang: Language) -> CanRunList:
    """Each recipe with what stands in its way now; nothing: it can run."""
    site = load_site(house.site)
    with house.follower.reading() as home:
        found = obstacles(site, home)
    return {
        "recipes": [
            {"recipe": name, "missing": [refusal(each, lang) for each in faults]}
            for name, faults in found.items()
        ]
    }


@router.post("/notes", response_model=Committed)
def note(house: InHouse, browser: Asking, said: Note) -> dict[str, Any]:
    """Write into the hand-over book."""
    return house.ask(browser, NoteShift(said.text))


@router.post("/standstills", response_model=Committed)
def explain(house: InHouse, browser: Asking, why: Explanation) -> dict[str, Any]:
    """Say why a line stands, or stood, still."""
    return house.ask(browser, ExplainStandstill(why.unit, str(why.since), why.reason, why.note))
