"""What each kind of phase does next."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from lizao.control import campaigns, charging, dispositions, questions, transfers
from lizao.control.campaigns import REHEAT, reheated, too_cold
from lizao.control.coming import awaited
from lizao.control.conditions import Outlook, arm, outlook
from lizao.control.ownership import taken_unit
from lizao.control.piping import ends_of
from lizao.control.run import BatchRun, Run
from lizao.control.saggar_rules import asked_first
from lizao.control.scopes import ENDED, GOES_ON, state_of
from lizao.control.services import (
    complete,
    parameters_of,
    reset,
    service_is_free,
    start_service,
)
from lizao.model.commands import Value
from lizao.model.facts import (
    Fact,
    LotMade,
    SampleTaken,
    ServiceCommanded,
    StepCompleted,
    StepStarted,
)
from lizao.model.identifiers import PlaceId, SampleId, ServiceName, StepPath, UnitId
from lizao.model.instants import Instant
from lizao.model.recipe import WITHOUT_A_UNIT, Element, Work
from lizao.model.states import State

RUN = "service"
"""The member name of a phase that has one service run only."""


def start(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    """Start a phase if its unit and service are free."""
    if run.taken and taken_unit(run, batch, element.path):
        return ()
    action = batch.procedure.action_of(element.path)
    if action.work is Work.TRANSFER:
        return transfers.start(run, batch, element, now)
    if action.work in WITHOUT_A_UNIT:
        return (StepStarted(now, batch.batch, element.path),)
    unit = batch.units.get(batch.procedure.role_of(element.path))
    if unit is None:
        return ()
    if action.work is not Work.SERVICE:
        return (StepStarted(now, batch.batch, element.path, unit),)
    return _start_service(run, batch, element, unit, now)


def _start_service(
    run: Run, batch: BatchRun, element: Element, unit: UnitId, now: Instant
) -> tuple[Fact, ...]:
    new = _commanded(run, batch, element, unit, now)
    if not any(isinstance(each, ServiceCommanded) for each in new):
        return new
    return (StepStarted(now, batch.batch, element.path, unit), *new)


def _commanded(
    run: Run, batch: BatchRun, element: Element, unit: UnitId, now: Instant
) -> tuple[Fact, ...]:
    """Start the service of a phase; a line that has cooled is prepared first."""
    action = batch.procedure.action_of(element.path)
    service = action.service
    if too_cold(run, unit, service):
        return reheated(run, batch, element.path, unit, now)
    if not service_is_free(run, unit, service):
        return ()
    if (asked := asked_first(run, batch, element.path, unit, now)) is not None:
        return asked
    parameters = {
        **parameters_of(batch, action.settings),
        **_ends(run, batch, element.path, unit, service),
    }
    return (start_service(run, batch, element.path, unit, service, RUN, parameters, now),)


def _ends(
    run: Run, batch: BatchRun, path: StepPath, unit: UnitId, service: ServiceName
) -> Mapping[str, Value]:
    found = run.plant.unit(unit) if run.plant else None
    return {} if found is None else ends_of(batch, path, found, service)


def _service(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    step = batch.steps[element.path]
    if RUN not in step.tickets:
        return _warmed_up(run, batch, element, now)
    current = run.run_of(step, RUN)
    if current is not None and current.finished:
        done = _completed(batch, element.path, current.reports, now)
        return (*done, *reset(run, current, now))
    condition = element.action.complete_when if element.action else None
    if current is None or condition is None:
        return ()
    if state_of(batch, element.path) not in GOES_ON:
        return ()
    match outlook(run, batch, element.path, "complete", condition):
        case Outlook.UNWATCHED:
            return arm(batch, element.path, "complete", condition, now)
        case Outlook.HOLDS if current.state is State.RUNNING:
            return complete(run, current, now)
        case _:
            return ()


def _warmed_up(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    """Once its line is warm again a phase starts its service."""
    warming = run.run_of(batch.steps[element.path], REHEAT)
    if warming is not None:
        return reset(run, warming, now) if warming.finished else ()
    if state_of(batch, element.path) is not State.RUNNING:
        return ()
    return _commanded(run, batch, element, _unit(batch, element.path), now)


def _wait(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    condition = batch.procedure.action_of(element.path).complete_when
    match awaited(run, batch, element.path, "complete", condition):
        case Outlook.UNWATCHED if condition is not None:
            return arm(batch, element.path, "complete", condition, now)
        case Outlook.HOLDS:
            return _completed(batch, element.path, {}, now)
        case _:
            return ()


def _sample(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    unit = _unit(batch, element.path)
    step = batch.step(element.path)
    sample = SampleId(f"{batch.batch}/{element.path}/{step.visit}")
    by_hand = int(run.plant is not None and "laboratory_preparation" in run.plant.manual_tasks)
    return (
        SampleTaken(
            now,
            sample,
            batch.batch,
            element.path,
            unit,
            batch.procedure.action_of(element.path).panel,
            batch.lot or "",
        ),
        StepCompleted(now, batch.batch, element.path, {}, 1, by_hand),
    )


def _lot(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    unit = _unit(batch, element.path)
    made = LotMade(
        now,
        batch.lot_to_make,
        batch.recipe.product,
        batch.batch,
        PlaceId(unit),
        run.contents_kg.get(PlaceId(unit), 0.0),
    )
    by_hand = int(run.plant is not None and "release_signature" in run.plant.manual_tasks)
    return (made, StepCompleted(now, batch.batch, element.path, {}, 1, by_hand))


def _completed(
    batch: BatchRun,
    path: StepPath,
    reports: Mapping[str, float | str],
    now: Instant,
) -> tuple[Fact, ...]:
    step = batch.step(path)
    return (StepCompleted(now, batch.batch, path, reports, step.automatic, step.manual),)


def _unit(batch: BatchRun, path: StepPath) -> UnitId:
    return batch.units[batch.procedure.role_of(path)]


_NEXT: Final[Mapping[Work, Callable[[Run, BatchRun, Element, Instant], tuple[Fact, ...]]]] = (
    MappingProxyType(
        {
            Work.SERVICE: _service,
            Work.CHARGE: charging.next_facts,
            Work.TRANSFER: transfers.next_facts,
            Work.CAMPAIGN: campaigns.next_facts,
            Work.WAIT: _wait,
            Work.SAMPLE: _sample,
            Work.LOT: _lot,
            Work.ASK: questions.next_facts,
            Work.QUARANTINE: dispositions.quarantine,
            Work.CONCESSION: dispositions.concession,
        }
    )
)


def next_facts(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    """What a running phase does next.

    One that was stopped waits for its reset, one whose unit an operator has for that unit.
    """
    if batch.scopes and state_of(batch, element.path) in ENDED:
        return ()
    if run.taken and taken_unit(run, batch, element.path):
        return ()
    work = element.action.work if element.action else Work.WAIT
    return _NEXT[work](run, batch, element, now)
