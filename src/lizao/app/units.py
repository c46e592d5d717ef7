"""Units at the door: what each stands at, and what becomes of a wish to change that."""

from datetime import UTC, datetime

from lizao.app.requests import ChangeUnit, GiveBackUnit, TakeUnit, Values
from lizao.control.run import Run
from lizao.model.equipment import UnitStatus
from lizao.model.errors import NotNowError, QuantityError, UnknownNameError
from lizao.model.facts import Fact, UnitGivenBack, UnitStatusChanged, UnitTaken
from lizao.model.identifiers import UnitId
from lizao.model.instants import Instant, seconds

UNIT = "unit"
UNTIL = "until"
TIME = "YYYY-MM-DD HH:MM"


def change_unit(
    run: Run, request: ChangeUnit | TakeUnit | GiveBackUnit, by: str, now: Instant
) -> tuple[Fact, ...]:
    """The change that was asked for; nothing where the unit is as it is wanted already.

    Raises UnknownNameError for a unit that is not there, QuantityError for a time that is none,
    NotNowError for a unit that somebody else has taken over.
    """
    unit = UnitId(request.unit)
    units = run.plant.units if run.plant else ()
    if all(each.id != unit for each in units):
        raise UnknownNameError(UNIT, unit, ", ".join(each.id for each in units))
    if isinstance(request, ChangeUnit):
        return _status_changed(run, unit, request, by, now)
    owner = run.taken.get(unit)
    if isinstance(request, GiveBackUnit):
        return () if owner is None else (UnitGivenBack(now, unit, by, request.reason),)
    if owner not in {None, by}:
        raise NotNowError(unit, "take", "taken_already")
    return () if owner else (UnitTaken(now, unit, by, request.reason),)


def _status_changed(
    run: Run, unit: UnitId, request: ChangeUnit, by: str, now: Instant
) -> tuple[UnitStatusChanged, ...]:
    status = UnitStatus(request.status)
    until = _instant(UNTIL, request.until) if request.until else None
    if status is UnitStatus.AVAILABLE and run.standing(unit).available:
        return ()
    return (UnitStatusChanged(now, unit, status, by, request.reason, until),)


def units_told(run: Run) -> list[Values]:
    """Every unit with its status, and who has it."""
    return [
        {
            "unit": each.id,
            "class": each.unit_class,
            "status": standing.status,
            "since": standing.since,
            "until": standing.until,
            "by": standing.by,
            "reason": standing.reason,
            "owner": run.owners.get(each.id),
            "taken_by": run.taken.get(each.id),
        }
        for each in (run.plant.units if run.plant else ())
        for standing in (run.standing(each.id),)
    ]


def _instant(thing: str, text: str) -> Instant:
    """A time as people write it, in UTC where they do not say."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise QuantityError(thing, text, TIME) from None
    aware = read if read.tzinfo is not None else read.replace(tzinfo=UTC)
    return seconds(aware.timestamp())
