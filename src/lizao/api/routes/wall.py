"""What the wall shows that is no signal: figures of periods, and what is under way."""

from fastapi import APIRouter

from lizao.api.guards import InHouse, Watching
from lizao.api.written import Written
from lizao.app.answers.wall import Wall
from lizao.app.wall import wall

router = APIRouter(prefix="/api", tags=["wall"])


@router.get("/wall")
def shown(house: InHouse, _: Watching) -> Written[Wall]:
    """Output, quality, effort, stock and what is under way, as of the latest fact."""
    with house.follower.reading() as home:
        return Written(wall(home))
