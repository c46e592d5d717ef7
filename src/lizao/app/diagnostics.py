"""What the controller knows of one unit: services, who has it and who waits, its upkeep."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from lizao.app.answers import diagnostics as told
from lizao.app.home import Home
from lizao.app.unit_book import KEPT, Meters
from lizao.control.candidates import fitting
from lizao.control.run import Run, ServiceRun, ServiceView
from lizao.control.saggars import free_now
from lizao.control.upkeep import holds_rest, places_of
from lizao.control.waiting import waits_of
from lizao.ledger.codec import Codec
from lizao.model.equipment import Unit, Use
from lizao.model.errors import UnknownNameError
from lizao.model.facts import (
    Fact,
    ServiceCommanded,
    ServiceRead,
    ServiceStateChanged,
    UnitAllocated,
)
from lizao.model.identifiers import UnitId
from lizao.model.instants import Instant, seconds
from lizao.model.states import ALLOWED, FINAL, State
from lizao.texts import Texts

if TYPE_CHECKING:
    from lizao.model.equipment import Service

UNIT = "unit"
INTERLOCK = "interlock"
"""The report value by which a service says why it was held."""


def diagnostics(home: Home, name: str, texts: Texts) -> told.Diagnostics:
    """What is known of a unit beside its signals, as of the latest fact.

    UnknownNameError where the plant has no unit of that name.
    """
    run, now = home.rooms.run, home.rooms.views.latest
    unit = run.plant.unit(UnitId(name)) if run.plant else None
    if unit is None:
        raise UnknownNameError(UNIT, name, "")
    facts = _facts(home, unit.id)
    meters = home.rooms.views.units.meters.get(unit.id, Meters())
    return {
        "unit": unit.id,
        "at": now,
        "revision": home.rooms.views.facts,
        "services": [_service(run, unit, each, facts) for each in unit.services],
        "given": [*may_be_given(run, unit, now)],
        "conditions": [*conditions(run, unit.id)],
        "holder": _holder(run, unit, facts),
        "waiting": [*waiting(run, unit)],
        "upkeep": _upkeep(run, unit),
        "line": line_of(run, unit),
        "meters": _readings(meters),
        "facts": [
            {"number": number, "at": fact.at, "kind": type(fact).__name__, "text": texts.fact(fact)}
            for number, fact in reversed(facts)
        ],
    }


def _facts(home: Home, unit: UnitId) -> list[tuple[int, Fact]]:
    """The latest facts of a unit, in their order."""
    decode = Codec().decode
    numbers = home.rooms.views.units.recent.get(unit, [])[-KEPT:]
    entries = (home.ledger.entry(each) for each in numbers)
    return [(each.number, decode(each)) for each in entries if each is not None]


def _service(
    run: Run, unit: Unit, service: "Service", facts: Iterable[tuple[int, Fact]]
) -> told.ServiceKnown:
    shown = run.services.get((unit.id, service.name), ServiceView(State.IDLE, 0))
    runs = (
        each for each in run.runs.values() if (each.unit, each.service) == (unit.id, service.name)
    )
    of_run = next(runs, None)
    return {
        "service": service.name,
        "state": shown.state,
        "accepts": sorted(ALLOWED[shown.state]),
        **_told_of(of_run),
        "history": [
            _moment(fact)
            for _, fact in facts
            if isinstance(fact, ServiceStateChanged | ServiceRead | ServiceCommanded)
            and fact.service == service.name
        ],
    }


def _moment(fact: ServiceStateChanged | ServiceRead | ServiceCommanded) -> told.ServiceMoment:
    return {
        "at": fact.at,
        "ticket": fact.ticket,
        "state": None if isinstance(fact, ServiceCommanded) else fact.state,
        "command": fact.command if isinstance(fact, ServiceCommanded) else None,
    }


def _told_of(of_run: ServiceRun | None) -> told.ServiceAtWork:
    """The run of a service: for whom, what it was asked and has not answered, what holds it."""
    if of_run is None:
        return {"batch": None, "step": None, "ticket": None, "asked": None, "interlock": None}
    interlock = of_run.reports.get(INTERLOCK)
    return {
        "batch": of_run.batch,
        "step": of_run.step,
        "ticket": of_run.ticket,
        "asked": of_run.asked,
        "interlock": None if interlock is None else str(interlock),
    }


def may_be_given(run: Run, unit: Unit, now: Instant) -> Iterator[told.GivenIf]:
    """What must hold before a batch is given a unit, and whether it does."""
    standing = run.standing(unit.id)
    yield _condition("available", holds=standing.available, value=standing.status)
    yield _condition("untaken", holds=unit.id not in run.taken, value=run.taken.get(unit.id))
    yield _condition("unowned", holds=unit.id not in run.owners, value=run.owners.get(unit.id))
    held_kg = sum(run.contents_kg.get(each, 0.0) for each in places_of(unit))
    empty = not holds_rest(run, unit)
    yield _condition("empty", holds=empty, value=held_kg, limit=unit.heel_kg)
    if unit.clean_after_product_change:
        yield _condition("clean", holds=standing.product is None, value=standing.product)
    due = calibration_due(unit, standing.calibrated_at)
    if due is not None:
        yield _condition("calibrated", holds=now < due, value=standing.calibrated_at, limit=due)


def _condition(
    name: Literal["available", "untaken", "unowned", "empty", "clean", "calibrated"],
    *,
    holds: bool,
    value: float | str | None,
    limit: float | None = None,
) -> told.GivenIf:
    return {"condition": name, "holds": holds, "value": value, "limit": limit}


def _readings(meters: Meters) -> told.MeterReadings:
    return {
        "since": meters.since,
        "until": meters.until,
        "energy_kwh": meters.energy_kwh,
        "nitrogen_nm3": meters.nitrogen_nm3,
        "water_kg": meters.water_kg,
        "gas_nm3": meters.gas_nm3,
        "idle_kwh": meters.idle_kwh,
    }


def calibration_due(unit: Unit, calibrated_at: Instant | None) -> Instant | None:
    """When a unit has to be calibrated again; None where no rule asks for it yet."""
    every = unit.calibrate_every_s
    return None if every is None or calibrated_at is None else calibrated_at + seconds(every)


def conditions(run: Run, unit: UnitId) -> Iterator[told.WatchedFor]:
    """What recipes watch on the signals of a unit."""
    for key, each in run.conditions.items():
        watched = each.condition
        if watched.signal.startswith(f"{unit}."):
            yield {
                "condition": key,
                "batch": each.batch,
                "step": each.step,
                "signal": watched.signal,
                "comparison": watched.comparison,
                "limit": watched.limit,
                "hold_s": watched.hold_s,
                "met": each.met,
            }


def _holder(run: Run, unit: Unit, facts: Iterable[tuple[int, Fact]]) -> told.Holder:
    """Who has the unit, in which roles, and since when as far as it is at hand."""
    owner = run.owners.get(unit.id)
    units = {} if owner is None else run.batches[owner].units
    given = [fact.at for _, fact in facts if isinstance(fact, UnitAllocated)]
    return {
        "owner": owner,
        "roles": [role for role, each in units.items() if each == unit.id],
        "since": given[-1] if owner is not None and given else None,
        "taken_by": run.taken.get(unit.id),
        "rows": {batch: rows for (line, batch), rows in run.rows.items() if line == unit.id},
    }


def waiting(run: Run, unit: Unit) -> Iterator[told.WaitingFor]:
    """Who waits for a unit: in the queue the first first, then whoever names it."""
    yield from _queue(run, unit)
    yield from _waits(run, unit.id)


def _queue(run: Run, unit: Unit) -> Iterator[told.WaitingFor]:
    """The places in the queue for which the unit would do, the first first."""
    for each in run.queue:
        batch = run.batches.get(each.batch)
        if each.unit_class != unit.unit_class or batch is None:
            continue
        if any(fit.id == unit.id for fit in fitting(run, batch, each.role)):
            yield {
                "batch": each.batch,
                "step": None,
                "cause": "queue",
                "details": {"role": each.role, "overtaken": each.overtaken},
            }


def _waits(run: Run, unit: UnitId) -> Iterator[told.WaitingFor]:
    """What batches wait for that names the unit."""
    for batch in run.batches.values():
        for each in waits_of(run, batch) if batch.state not in FINAL else ():
            if each.details.get(UNIT) == unit:
                yield {
                    "batch": each.batch,
                    "step": each.step,
                    "cause": each.cause,
                    "details": dict(each.details),
                }


def _upkeep(run: Run, unit: Unit) -> told.Upkeep:
    """How a unit stands with those who look after it."""
    standing = run.standing(unit.id)
    return {
        "status": standing.status,
        "since": standing.since or None,
        "until": standing.until,
        "by": standing.by,
        "reason": standing.reason,
        "used_until": standing.used_until or None,
        "product": standing.product,
        "calibrated_at": standing.calibrated_at,
        "calibration_due": calibration_due(unit, standing.calibrated_at),
        "contents_kg": {
            each: run.contents_kg[each] for each in places_of(unit) if each in run.contents_kg
        },
    }


def line_of(run: Run, unit: Unit) -> told.LineKnown | None:
    """How a line stands: its state, its campaign and its saggars; None for what is no line."""
    if unit.use is not Use.LINE:
        return None
    campaign, own = run.campaigns.get(unit.id), unit.saggars
    return {
        "state": run.lines.get(unit.id),
        "campaign": campaign.id if campaign else None,
        "settings": dict(campaign.settings) if campaign else {},
        "saggars": None
        if own is None
        else {"pool": own.pool, "count": own.count, "free": free_now(run, own.pool)},
    }
