"""What a wall of the plant shows of a home: output, quality, effort, and what is under way."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from lizao.app.alarms import alarm_counts
from lizao.app.answers import wall as told
from lizao.app.days import DayFigures, Days, day_of
from lizao.app.home import Home
from lizao.app.result import utilities_per_tonne
from lizao.control.run import BatchRun, Run, ServiceRun
from lizao.control.transfers import ORDER
from lizao.material.entries import RawLot
from lizao.model.equipment import LineState
from lizao.model.instants import DAY, SECOND, Instant
from lizao.model.material import LotStatus, Material
from lizao.model.states import FINAL, State

if TYPE_CHECKING:
    from lizao.model.equipment import Unit
    from lizao.model.identifiers import BatchId, MaterialName, StepPath, UnitId

TREND_DAYS: Final = 30
KG_PER_T: Final = 1000.0
AT_WORK: Final = frozenset(
    {State.STARTING, State.RUNNING, State.COMPLETING, State.RESTARTING, State.RESUMING}
)
INTERRUPTED: Final = frozenset(
    {
        State.HOLDING, State.HELD, State.PAUSING, State.PAUSED,
        State.STOPPING, State.STOPPED, State.ABORTING, State.ABORTED,
    }
)  # fmt: skip
"""States that a person or a fault has brought a service into before it was done."""


def wall(home: Home) -> told.Wall:
    """Everything as of the latest fact, in plain values; days are those of plant time (UTC)."""
    rooms = home.rooms
    now = rooms.views.latest
    made = home.foundation
    return {
        "at": now,
        "revision": rooms.views.facts,
        "since": made.at,
        "simulated": made.plant.simulated,
        "periods": periods(rooms.views.days, now, made.plant.coefficients),
        "days": trend(rooms.views.days, max(day_of(made.at), _first(now)), day_of(now)),
        "alarms": alarm_counts(rooms.alarms),
        "batches": [_batch(home, each) for each in rooms.run.batches.values() if _goes_on(each)],
        "units": classes(rooms.run),
        "transfers": transfers(rooms.run),
        "lines": lines(rooms.run),
        "stock": raw_stock(made.materials, rooms.book.raw.values(), now),
    }


def periods(days: Days, now: Instant, coefficients: Mapping[str, float]) -> told.Periods:
    """The figures of today, this month, this year, the last thirty days, and of all days."""
    today = day_of(now)
    date = datetime.fromtimestamp(now / SECOND, UTC)

    def since(first: int) -> told.PeriodFigures:
        return _figures(days.between(first, today), coefficients)

    return {
        "today": since(today),
        "month": since(today - date.day + 1),
        "year": since(today - date.timetuple().tm_yday + 1),
        "recent": since(_first(now)),
        "all": since(min(days.days, default=today)),
    }


def trend(days: Days, first: int, last: int) -> list[told.Day]:
    """What was packed and judged on each day."""
    return [
        {
            "at": day * DAY,
            "packed_kg": found.packed_kg,
            "lots": found.judged,
            "first_pass": found.first_pass,
            "released": found.released,
        }
        for day in range(first, last + 1)
        for found in (days.between(day, day),)
    ]


def _first(now: Instant) -> int:
    """The first of the last thirty days."""
    return day_of(now) - TREND_DAYS + 1


def _figures(days: DayFigures, coefficients: Mapping[str, float]) -> told.PeriodFigures:
    """Rates are None where there is nothing that they could be a share of."""
    return {
        "packed_kg": days.packed_kg,
        "lots": days.judged,
        "first_pass_rate": _rate(days.first_pass, days.judged),
        "final_rate": _rate(days.released, days.judged),
        "automation_rate": _rate(days.automatic, days.automatic + days.manual),
        "batches_ended": days.ended,
        "ended_kg": days.ended_kg,
        **utilities_per_tonne(days, days.ended_kg / KG_PER_T, coefficients),
    }


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _goes_on(batch: BatchRun) -> bool:
    return batch.state not in FINAL


def _batch(home: Home, batch: BatchRun) -> told.BatchUnderWay:
    """A batch with the stages that it is in: the unit procedures that have begun."""
    figures = home.rooms.views.batches[batch.batch]
    return {
        "batch": batch.batch,
        "product": batch.recipe.product,
        "mass_kg": batch.recipe.mass_kg,
        "packed_kg": sum(bag.mass_kg for bag in figures.bags),
        "state": batch.state,
        "started": figures.started,
        "stages": [each for each in batch.ahead if batch.begun(each)],
        "done": sum(batch.done(each) for each in batch.procedure.tops) / len(batch.procedure.tops),
    }


def classes(run: Run) -> list[told.UnitClass]:
    """How many units of each class there are, work, are interrupted, and are out of use.

    A line works as long as there is product in it, though nothing is fed.
    """
    states: dict[UnitId, set[State]] = {
        unit: {State.RUNNING} for unit, line in run.lines.items() if line is LineState.PRODUCING
    }
    for (unit, _), view in run.services.items():
        states.setdefault(unit, set()).add(view.state)
    by_class: dict[str, list[Unit]] = {}
    for each in run.plant.units if run.plant else ():
        by_class.setdefault(each.unit_class, []).append(each)
    return [
        {
            "class": name,
            "units": len(units),
            "at_work": sum(not AT_WORK.isdisjoint(states.get(each.id, ())) for each in units),
            "interrupted": sum(
                not INTERRUPTED.isdisjoint(states.get(each.id, ())) for each in units
            ),
            "out_of_use": sum(not run.standing(each.id).available for each in units),
        }
        for name, units in by_class.items()
    ]


def transfers(run: Run) -> list[told.TransferUnderWay]:
    """The transfers whose source sends now, or has sent and the way is not empty yet."""
    under_way: dict[tuple[BatchId, StepPath], dict[str, ServiceRun]] = {}
    for each in run.runs.values():
        if (each.member, each.service) in ORDER:
            under_way.setdefault((each.batch, each.step), {})[each.member] = each
    return [
        {
            "batch": batch,
            "step": step,
            "state": parties["source"].state,
            "source": parties["source"].unit,
            "line": parties["line"].unit,
            "destination": parties["destination"].unit,
        }
        for (batch, step), parties in under_way.items()
        if len(parties) == len(ORDER) and _has_begun(parties["source"])
    ]


def _has_begun(sending: ServiceRun) -> bool:
    return sending.finished or sending.state is not State.IDLE


def lines(run: Run) -> list[told.CampaignLine]:
    """The lines that run by campaign, with their state and what the campaign's recipe sets."""
    units = run.plant.units if run.plant else ()
    return [
        {
            "unit": each.id,
            "class": each.unit_class,
            "state": run.lines.get(each.id),
            "campaign": campaign.id if campaign else None,
            "settings": dict(campaign.settings) if campaign else {},
        }
        for each in units
        if each.campaign_parameters
        for campaign in (run.campaigns.get(each.id),)
    ]


def raw_stock(
    materials: Iterable[Material], lots: Iterable[RawLot], now: Instant
) -> list[told.RawStock]:
    """What is left of each raw material in lots that are released and have not expired (kg).

    What comes by pipe, in no bags, is no stock.
    """
    usable: dict[MaterialName, list[RawLot]] = {}
    for each in lots:
        if _may_be_used(each, now):
            usable.setdefault(each.material, []).append(each)
    return [
        {
            "material": each.name,
            "title": {"en": each.title_en, "zh": each.title_zh},
            "usable_kg": sum(lot.remaining_kg for lot in usable.get(each.name, ())),
            "lots": len(usable.get(each.name, ())),
        }
        for each in materials
        if each.raw and each.packed_kg > 0.0
    ]


def _may_be_used(lot: RawLot, now: Instant) -> bool:
    is_good = lot.status is LotStatus.RELEASED and lot.remaining_kg > 0.0
    return is_good and (lot.expires_at is None or lot.expires_at > now)
