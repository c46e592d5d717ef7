"""The shift's book at the door: what is written into it, and what it tells."""

from typing import Final, TypeAlias

from lizao.app.answers import people as told
from lizao.app.home import Home
from lizao.app.shift_book import ShiftBook, Stop
from lizao.app.shift_requests import ExplainStandstill, NoteShift, Standstill
from lizao.model.errors import UnknownNameError
from lizao.model.facts import ShiftNoted, StandstillExplained
from lizao.model.identifiers import UnitId
from lizao.model.instants import MINUTE, Duration, Instant

ShiftRequest: TypeAlias = NoteShift | ExplainStandstill
STANDSTILL: Final = "standstill"
SHORTEST: Final[Duration] = 10 * MINUTE
"""A shorter stop is none that anybody has to explain."""
NOTES: Final = 100
STOPS: Final = 100


def write_shift_book(
    book: ShiftBook, request: ShiftRequest, by: str, now: Instant
) -> ShiftNoted | StandstillExplained:
    """What somebody writes; UnknownNameError for a standstill that there was not."""
    if isinstance(request, NoteShift):
        return ShiftNoted(now, request.text.strip(), by)
    unit, since = UnitId(request.unit), int(request.since)
    if book.stop(unit, since) is None:
        raise UnknownNameError(STANDSTILL, f"{unit} {since}", "")
    return StandstillExplained(now, unit, since, request.standstill, by, request.note)


def shift_told(home: Home, now: Instant) -> told.Shift:
    """The latest notes and standstills, the newest first, and the reasons there are."""
    book = home.rooms.views.shift
    stops = [each for each, _ in zip(book.latest(SHORTEST, now), range(STOPS), strict=False)]
    return {
        "notes": [
            {"at": each.at, "text": each.text, "by": each.by}
            for each in reversed(book.notes[-NOTES:])
        ],
        "standstills": [_stop(each) for each in stops],
        "reasons": [*Standstill],
    }


def _stop(stop: Stop) -> told.ShiftStop:
    why = stop.explained
    return {
        "unit": stop.unit,
        "since": stop.since,
        "until": stop.until,
        "reason": None if why is None else why.standstill,
        "note": "" if why is None else why.note,
        "by": None if why is None else why.by,
    }
