"""What signals showed over a time, in as many points as a screen can show."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from lizao.api.guards import InHouse, Watching
from lizao.api.house import House
from lizao.api.written import Written
from lizao.app.answers.signals import Course, History
from lizao.app.curves import curves
from lizao.app.exports import Part, csv_lines, in_days, parquet_pieces
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
Wanted = Annotated[list[str], Query(max_length=MOST_SIGNALS)]


@router.get("/history")
def history(
    house: InHouse,
    _: Watching,
    signal: Wanted,
    since: When = None,
    until: When = None,
    points: Annotated[int, Query(ge=2, le=MOST_POINTS)] = MOST_POINTS,
) -> Written[History]:
    """The courses of signals between two instants (µs), by default those of the last hour.

    Between ``at[i]`` and the next instant a signal lay between ``low[i]`` and ``high[i]``.
    """
    with house.follower.reading() as home:
        begin, end = _span(home, since, until)
        plant, signals = home.foundation.plant, _known(home, signal)
    with house.follower.ledger() as ledger:
        read = curves(ledger.signals, signals, begin, end, points)
    found: dict[SignalId, Course] = {
        name: {"unit": plant.signals[name].unit, "at": each.at, "low": each.low, "high": each.high}
        for name, each in read.items()
    }
    return Written({"since": begin, "until": end, "signals": found})


@router.get("/history.csv", response_class=StreamingResponse)
def table(
    house: InHouse, _: Watching, signal: Wanted, since: When = None, until: When = None
) -> StreamingResponse:
    """Every recorded point of signals between two instants (µs), as a table in text."""
    with house.follower.reading() as home:
        known = home.foundation.plant.signals
        titles = {each: f"{each} ({known[each].unit})" for each in _known(home, signal)}
    lines = csv_lines(_parts(house, list(titles), since, until), titles)
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=_file("csv"))


@router.get("/history.parquet", response_class=StreamingResponse)
def column_file(
    house: InHouse, _: Watching, signal: Wanted, since: When = None, until: When = None
) -> StreamingResponse:
    """Every recorded point of signals between two instants (µs), as a Parquet file."""
    with house.follower.reading() as home:
        signals = _known(home, signal)
    pieces = parquet_pieces(_parts(house, signals, since, until))
    kind = "application/vnd.apache.parquet"
    return StreamingResponse(pieces, media_type=kind, headers=_file("parquet"))


def _parts(
    house: House, signals: Sequence[SignalId], since: Instant | None, until: Instant | None
) -> Iterator[Part]:
    """What was recorded in that time; nothing was before the home was made, or is after now."""
    with house.follower.reading() as home:
        begin, end = _span(home, since, until)
        begin = max(begin, home.foundation.at)
        end = min(end, home.rooms.views.latest + 1)
    return _read(house, signals, begin, end)


def _read(
    house: House, signals: Sequence[SignalId], begin: Instant, end: Instant
) -> Iterator[Part]:
    """It is read while it is sent, and others read the home meanwhile."""
    with house.follower.ledger() as ledger:
        yield from in_days(ledger.signals, signals, begin, end)


def _file(kind: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="lizao-signals.{kind}"'}


def _span(home: Home, since: Instant | None, until: Instant | None) -> tuple[Instant, Instant]:
    """From ``since`` to just after ``until``; by default the last hour that was recorded."""
    end = (home.rooms.views.latest if until is None else until) + 1
    return end - HOUR if since is None else min(since, end - 1), end


def _known(home: Home, names: Sequence[str]) -> list[SignalId]:
    """The signals with those names, each once; UnknownNameError for one that the plant has not."""
    for each in names:
        if each not in home.foundation.plant.signals:
            kind = "signal"
            raise UnknownNameError(kind, each, "")
    return [SignalId(each) for each in dict.fromkeys(names)]
