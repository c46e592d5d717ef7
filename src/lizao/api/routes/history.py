"""What signals showed over a time, in as many points as a screen can show."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query

from lizao.api.guards import InHouse, Watching
from lizao.app.curves import curve
from lizao.app.home import Home
from lizao.model.errors import UnknownNameError
from lizao.model.identifiers import SignalId
from lizao.model.instants import HOUR, Instant

router = APIRouter(prefix="/api", tags=["signals"])
MOST_POINTS: Final = 2_000
MOST_SIGNALS: Final = 50
LATEST: Final = 2**62
"""Microseconds since 1970: far beyond any plant."""
When = Annotated[int | None, Query(ge=0, le=LATEST)]


@router.get("/history")
def history(
    house: InHouse,
    _: Watching,
    signal: Annotated[list[str], Query(max_length=MOST_SIGNALS)],
    since: When = None,
    until: When = None,
    points: Annotated[int, Query(ge=2, le=MOST_POINTS)] = MOST_POINTS,
) -> dict[str, Any]:
    """The courses of signals between two instants (µs), by default those of the last hour.

    Between ``at[i]`` and the next instant a signal lay between ``low[i]`` and ``high[i]``.
    """
    with house.follower.reading() as home:
        end = (home.rooms.views.latest if until is None else until) + 1
        begin = end - HOUR if since is None else min(since, end - 1)
        found = {each: _course(home, SignalId(each), begin, end, points) for each in signal}
    return {"since": begin, "until": end, "signals": found}


def _course(
    home: Home, signal: SignalId, since: Instant, until: Instant, most: int
) -> dict[str, Any]:
    signals = home.foundation.plant.signals
    if signal not in signals:
        kind = "signal"
        raise UnknownNameError(kind, signal, "")
    found = curve(home.ledger.history(signal, since, until), since, until, most)
    return {"unit": signals[signal].unit, "at": found.at, "low": found.low, "high": found.high}
