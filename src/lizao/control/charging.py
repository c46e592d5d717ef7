"""Charging without mistakes: a bag is scanned and accepted before it is charged."""

from dataclasses import dataclass
from typing import Final

from lizao.control.amounts import NOTHING_KG
from lizao.control.exceptions import ask
from lizao.control.run import BatchRun, Run, ServiceRun, StepRun
from lizao.control.scopes import state_of
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
        while rest_kg > NOTHING_KG:
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
    unit = batch.units[batch.procedure.role_of(element.path)]
    loads = loads_of(run, batch, batch.procedure.action_of(element.path).charge)
    load = loads[step.load] if step.load < len(loads) else None
    if new := _reset_hook_up(run, step, now) or _charged(run, batch, element, load, now):
        return new
    if load is None:
        return _completed(run, batch, element, now)
    if step.scanned is not None and not step.accepted:
        return _checked(run, batch, element, load, now)
    if state_of(batch, element.path) is not State.RUNNING:
        return ()
    if load.piped or step.accepted:
        return _charge(run, batch, element, unit, load, now)
    return _hook_up(run, batch, element, unit, load, now)


def _completed(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    if any(each.step == element.path for each in run.runs_of(batch.batch)):
        return ()
    step = batch.step(element.path)
    return (StepCompleted(now, batch.batch, element.path, {}, step.automatic, step.manual),)


def _checked(
    run: Run, batch: BatchRun, element: Element, load: Load, now: Instant
) -> tuple[Fact, ...]:
    lot, bag = batch.step(element.path).scanned or (LotId(""), "")
    reason = refusal(run, load, lot, now)
    if reason is None:
        return (BagAccepted(now, batch.batch, element.path, lot, bag),)
    return _refused(run, batch, element, load, reason, now)


def _refused(  # noqa: PLR0913, PLR0917 - one bag and what is wrong with it
    run: Run, batch: BatchRun, element: Element, load: Load, reason: str, now: Instant
) -> tuple[Fact, ...]:
    """Refuse what was scanned; the third refusal in a row is asked, a piped lot's at once."""
    step = batch.step(element.path)
    lot, bag = step.scanned or (load.lot, "")
    refused = BagRefused(now, batch.batch, element.path, lot, bag, reason, load.lot)
    if not load.piped and step.refused + 1 < REFUSALS_BEFORE_ASKING:
        return (refused,)
    details: dict[str, float | str] = {"bag": bag or lot, "expected": load.lot, "reason": reason}
    return (refused, *ask(run, batch, element.path, "bag_refused", details, now))


def _hook_up(  # noqa: PLR0913, PLR0917 - one bag at one station
    run: Run, batch: BatchRun, element: Element, unit: UnitId, load: Load, now: Instant
) -> tuple[Fact, ...]:
    if not service_is_free(run, unit, HOOK_UP):
        return ()
    asked = {"material": load.material, "lot": load.lot}
    return (start_service(run, batch, element.path, unit, HOOK_UP, HOOK_UP, asked, now),)


def _charge(  # noqa: PLR0913, PLR0917 - one bag at one station
    run: Run, batch: BatchRun, element: Element, unit: UnitId, load: Load, now: Instant
) -> tuple[Fact, ...]:
    """Charge what was accepted, unless the lot was blocked or ran out of date meanwhile."""
    if not service_is_free(run, unit, CHARGE):
        return ()
    if (reason := refusal(run, load, load.lot, now)) is not None:
        return _refused(run, batch, element, load, reason, now)
    asked: dict[str, float | str] = {"lot": load.lot, "mass_kg": load.mass_kg}
    return (start_service(run, batch, element.path, unit, CHARGE, CHARGE, asked, now),)


def _charged(
    run: Run, batch: BatchRun, element: Element, load: Load | None, now: Instant
) -> tuple[Fact, ...]:
    """What was charged, once the run is over; the part before a failure counts with it."""
    current = run.run_of(batch.step(element.path), CHARGE)
    if current is None or load is None or not _over(batch, current):
        return ()
    asked_kg = float(current.parameters["mass_kg"])
    last_kg = float(current.reports.get("mass_kg", 0.0 if not current.finished else asked_kg))
    measured_kg = load.mass_kg - asked_kg + last_kg
    charged = PortionCharged(now, batch.batch, element.path, load.lot, load.mass_kg, measured_kg)
    return (charged, *reset(run, current, now))


def _over(batch: BatchRun, current: ServiceRun) -> bool:
    """Whether nothing more will be charged: the run was completed, or its step ends."""
    if current.finished:
        return True
    ending = state_of(batch, current.step) in {State.STOPPING, State.ABORTING}
    return ending and current.state in {State.STOPPED, State.ABORTED}


def _reset_hook_up(run: Run, step: StepRun, now: Instant) -> tuple[Fact, ...]:
    current = run.run_of(step, HOOK_UP)
    if current is None or not current.finished:
        return ()
    return reset(run, current, now)
