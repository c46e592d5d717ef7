"""Charging without mistakes: a bag is scanned and accepted before it is charged."""

from dataclasses import dataclass
from typing import Final

from lizao.control.exceptions import ask
from lizao.control.run import BatchRun, Run, ServiceRun, StepRun
from lizao.control.services import reset, service_is_free, start_service
from lizao.model.facts import BagAccepted, BagRefused, Fact, PortionCharged, StepCompleted
from lizao.model.identifiers import LotId, MaterialName, ServiceName, UnitId
from lizao.model.instants import Instant
from lizao.model.material import LotStatus
from lizao.model.recipe import Element
from lizao.model.states import State

HOOK_UP: Final = ServiceName("hook-up")
CHARGE: Final = ServiceName("charge")
REFUSALS_BEFORE_ASKING: Final = 3


@dataclass(frozen=True, slots=True)
class Load:
    """One bag, drum or piped amount of a lot."""

    material: MaterialName
    lot: LotId
    mass_kg: float
    piped: bool


def loads_of(run: Run, batch: BatchRun, charge: str) -> tuple[Load, ...]:
    """The planned portions of a charge, bag by bag."""
    loads: list[Load] = []
    for portion in batch.portions:
        if portion.charge != charge:
            continue
        packed_kg = run.lots[portion.lot].packed_kg
        rest_kg = portion.mass_kg
        while rest_kg > 1e-9:
            mass_kg = min(rest_kg, packed_kg) if packed_kg > 0 else rest_kg
            loads.append(Load(portion.material, portion.lot, mass_kg, packed_kg <= 0))
            rest_kg -= mass_kg
    return tuple(loads)


def refusal(run: Run, load: Load, scanned: LotId, now: Instant) -> str | None:
    """Why a scanned bag must not be charged (a text key), or None."""
    lot = run.lots.get(scanned)
    if lot is None:
        return "unknown_lot"
    if lot.material != load.material:
        return "wrong_material"
    if lot.status is LotStatus.BLOCKED:
        return "blocked"
    if lot.status is not LotStatus.RELEASED:
        return "unreleased"
    if lot.expires_at is not None and lot.expires_at <= now:
        return "expired"
    return None if scanned == load.lot else "wrong_lot"


def next_facts(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    """Bring a charge phase one step on: hook up, scan, check, charge, next bag."""
    step = batch.step(element.path)
    unit = batch.units.get(batch.procedure.role_of(element.path))
    if element.action is None or unit is None:
        return ()
    if new := _reset_hook_up(run, step, now) or _charged(run, batch, element, now):
        return new
    loads = loads_of(run, batch, element.action.charge)
    if step.load >= len(loads):
        if any(each.step == element.path for each in run.runs_of(batch.batch)):
            return ()
        return (StepCompleted(now, batch.batch, element.path, {}, step.automatic, step.manual),)
    load = loads[step.load]
    if step.scanned is not None and not step.accepted:
        return _checked(run, batch, element, load, now)
    if batch.state is not State.RUNNING:
        return ()
    if load.piped or step.accepted:
        return _charge(run, batch, element, unit, load, now)
    return _hook_up(run, batch, element, unit, load, now)


def _checked(
    run: Run, batch: BatchRun, element: Element, load: Load, now: Instant
) -> tuple[Fact, ...]:
    step = batch.step(element.path)
    lot, bag = step.scanned or (LotId(""), "")
    reason = refusal(run, load, lot, now)
    if reason is None:
        return (BagAccepted(now, batch.batch, element.path, lot, bag),)
    refused = BagRefused(now, batch.batch, element.path, lot, bag, reason, load.lot)
    if step.refused + 1 < REFUSALS_BEFORE_ASKING:
        return (refused,)
    details: dict[str, float | str] = {"bag": bag, "expected": load.lot, "reason": reason}
    return (refused, *ask(run, batch, element.path, "bag_refused", details, now))


def _hook_up(  # noqa: PLR0913 - one bag at one station
    run: Run, batch: BatchRun, element: Element, unit: UnitId, load: Load, now: Instant
) -> tuple[Fact, ...]:
    if not service_is_free(run, unit, HOOK_UP):
        return ()
    asked = {"material": load.material, "lot": load.lot}
    return (start_service(run, batch, element.path, unit, HOOK_UP, HOOK_UP, asked, now),)


def _charge(  # noqa: PLR0913 - one bag at one station
    run: Run, batch: BatchRun, element: Element, unit: UnitId, load: Load, now: Instant
) -> tuple[Fact, ...]:
    open_run = run.run_of(batch.step(element.path), CHARGE)
    if open_run is not None or not service_is_free(run, unit, CHARGE):
        return ()
    asked: dict[str, float | str] = {"lot": load.lot, "mass_kg": load.mass_kg}
    return (start_service(run, batch, element.path, unit, CHARGE, CHARGE, asked, now),)


def _charged(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    current = run.run_of(batch.step(element.path), CHARGE)
    if current is None or current.state is not State.COMPLETE or current.asked is not None:
        return ()
    planned = float(current.parameters.get("mass_kg", 0.0))
    measured = float(current.reports.get("mass_kg", planned))
    lot = LotId(str(current.parameters.get("lot", "")))
    charged = PortionCharged(now, batch.batch, element.path, lot, planned, measured)
    return (charged, *reset(run, current, now))


def _reset_hook_up(run: Run, step: StepRun, now: Instant) -> tuple[Fact, ...]:
    current: ServiceRun | None = run.run_of(step, HOOK_UP)
    if current is None or current.state is not State.COMPLETE:
        return ()
    return reset(run, current, now)
