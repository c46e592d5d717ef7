"""Who did what, and when."""

from typing import Annotated

from fastapi import APIRouter, Query

from lizao.api.guards import InHouse, Language, Watching
from lizao.app.answers.people import AuditFound
from lizao.app.audit import MOST, Search, audit
from lizao.texts import Texts

router = APIRouter(prefix="/api", tags=["audit"])
LATEST = 2**62


@router.get("/audit")
def search(  # noqa: PLR0913, PLR0917 - each is one thing to search by
    house: InHouse,
    _: Watching,
    lang: Language,
    who: Annotated[str, Query(max_length=200)] = "",
    words: Annotated[str, Query(max_length=200)] = "",
    since: Annotated[int | None, Query(ge=0, le=LATEST)] = None,
    until: Annotated[int | None, Query(ge=0, le=LATEST)] = None,
    before: Annotated[int | None, Query(ge=0, le=LATEST)] = None,
    most: Annotated[int, Query(ge=1, le=MOST)] = 100,
) -> AuditFound:
    """Deeds, the newest first; go on with ``before`` = ``more``."""
    asked = Search(who, words, since, until, before, most)
    with house.follower.reading() as home:
        deeds = tuple(home.rooms.views.deeds)
    with house.follower.ledger() as ledger:
        return audit(deeds, ledger, asked, Texts(lang))
