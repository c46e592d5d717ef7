"""Units at the door: what each stands at, and what becomes of a wish to change that."""

from datetime import UTC, datetime

from lizao.app.answers import status as told
from lizao.app.requests import ChangeUnit, EmptyUnit, GiveBackUnit, TakeUnit
from lizao.control.emptying import can_be_emptied, empty_unit
from lizao.control.run import Run, ServiceRun
from lizao.control.upkeep import holds_rest, places_of
from lizao.model.equipment import Service, Unit, UnitStatus
from lizao.model.errors import NotNowError, QuantityError, UnknownNameError
from lizao.model.facts import Fact, PlaceEmptied, UnitGivenBack, UnitStatusChanged, UnitTaken
from lizao.model.identifiers import BatchId, UnitId
from lizao.model.instants import Instant, seconds
from lizao.model.states import State

UNIT = "unit"
UNTIL = "until"
TIME = "YYYY-MM-DD HH:MM"


def change_unit(
    run: Run, request: ChangeUnit | TakeUnit | GiveBackUnit | EmptyUnit, by: str, now: Instant
) -> tuple[Fact, ...]:
    """The change that was asked for; nothing where the unit is as it is wanted already.

    Raises UnknownNameError for a unit that is not there, QuantityError for a time that is none,
    NotNowError for a unit that somebody else has taken over, or that cannot be given back or
    emptied as it stands.
    """
    unit = UnitId(request.unit)
    found = run.plant.unit(unit) if run.plant else None
    if found is None:
        units = run.plant.units if run.plant else ()
        raise UnknownNameError(UNIT, unit, ", ".join(each.id for each in units))
    if isinstance(request, ChangeUnit):
        return _status_changed(run, found, request, by, now)
    if isinstance(request, EmptyUnit):
        return empty_unit(run, found, by, request.reason, now)
    owner = run.taken.get(unit)
    if isinstance(request, GiveBackUnit):
        return () if owner is None else (UnitGivenBack(now, unit, by, request.reason),)
    if owner not in {None, by}:
        raise NotNowError(unit, "take", "taken_already")
    return () if owner else (UnitTaken(now, unit, by, request.reason),)


def _status_changed(
    run: Run, unit: Unit, request: ChangeUnit, by: str, now: Instant
) -> tuple[Fact, ...]:
    """Whoever returns a unit with a rest in it has emptied it, where it cannot do so by itself."""
    status = UnitStatus(request.status)
    until = _instant(UNTIL, request.until) if request.until else None
    changed = UnitStatusChanged(now, unit.id, status, by, request.reason, until)
    if status is not UnitStatus.AVAILABLE:
        return (changed,)
    if run.standing(unit.id).available:
        return ()
    if unit.id in run.owners or not holds_rest(run, unit):
        return (changed,)
    if can_be_emptied(unit):
        raise NotNowError(unit.id, "return", "left_over")
    held = (each for each in places_of(unit) if run.contents_kg.get(each, 0.0))
    return (*(PlaceEmptied(now, each) for each in held), changed)


def units_told(run: Run) -> list[told.UnitStanding]:
    """Every unit with its status, who has it, what it does, and for which step of which batch."""
    at_work = {(each.unit, each.service): each for each in run.runs.values()}
    inside: dict[UnitId, dict[BatchId, int]] = {}
    for (line, batch), rows in run.rows.items():
        inside.setdefault(line, {})[batch] = rows
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
            "rows": inside.get(each.id, {}),
            "services": {
                service.name: _standing_of(run, at_work.get((each.id, service.name)), each, service)
                for service in each.services
            },
        }
        for each in (run.plant.units if run.plant else ())
        for standing in (run.standing(each.id),)
    ]


def _standing_of(
    run: Run, at_work: ServiceRun | None, unit: Unit, service: Service
) -> told.ServiceStanding:
    """What a service last reported (nothing while it is idle), and for whom it works."""
    shown = run.services.get((unit.id, service.name))
    return {
        "state": State.IDLE if shown is None else shown.state,
        "batch": at_work.batch if at_work else None,
        "step": at_work.step if at_work else None,
    }


def _instant(thing: str, text: str) -> Instant:
    """A time as people write it, in UTC where they do not say."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise QuantityError(thing, text, TIME) from None
    aware = read if read.tzinfo is not None else read.replace(tzinfo=UTC)
    return seconds(aware.timestamp())
