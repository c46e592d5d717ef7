"""Why a phase, or the start of a unit procedure, does not go on."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from lizao.control.candidates import line_role, paths_of
from lizao.control.charging import CHARGE, HOOK_UP, loads_of
from lizao.control.coming import awaited
from lizao.control.conditions import Outlook
from lizao.control.run import BatchRun, Run
from lizao.control.services import PREPARE, service_is_free
from lizao.control.transfers import ORDER, path_to_take
from lizao.control.waiting_saggars import emptied, saggars
from lizao.control.waiting_units import lacking
from lizao.control.waits import Cause, Detail, Wait
from lizao.model.equipment import Actor
from lizao.model.identifiers import Role, ServiceName, StepPath, UnitId, signal_id
from lizao.model.recipe import Element, RecipeCondition, Subject, Work
from lizao.model.states import State


def phase(run: Run, batch: BatchRun, element: Element) -> Iterator[Wait]:
    """What a phase waits for that runs, or that comes next."""
    if element.action is None:
        return
    work = element.action.work
    if batch.step(element.path).state is State.IDLE:
        yield from _STARTS.get(work, _nothing)(run, batch, element)
        return
    yield from _by_hand(run, batch, element)
    if work is Work.WAIT:
        yield from condition(run, batch, element.path, "complete", element.action.complete_when)
    yield from _RUNS.get(work, _nothing)(run, batch, element)


def condition(
    run: Run, batch: BatchRun, step: StepPath, purpose: str, wanted: RecipeCondition | None
) -> tuple[Wait, ...]:
    """What is missing for a condition of a step to hold."""
    if wanted is None or awaited(run, batch, step, purpose, wanted) is Outlook.HOLDS:
        return ()
    before = tuple(each for each in wanted.after if not batch.done(each))
    if before:
        return (Wait(batch.batch, Cause.STEP, step, {"before": before}),)
    unit = batch.units.get(wanted.role or Role(""))
    if wanted.subject is Subject.CLEARED and unit is not None:
        rows = float(run.rows.get((unit, batch.batch), 0))
        return (Wait(batch.batch, Cause.CLEARED, step, {"unit": unit, "rows": rows}),)
    if wanted.subject is Subject.SIGNAL and unit is not None:
        details: dict[str, Detail] = {
            "signal": signal_id(unit, wanted.name),
            "comparison": wanted.comparison,
            "limit": wanted.limit,
        }
        return (Wait(batch.batch, Cause.QUANTITY, step, details),)
    first = (wanted.step,) if wanted.step else _given_in(batch, step, wanted.role or Role(""))
    return (Wait(batch.batch, Cause.STEP, step, {"before": first or (step,)}),)


def _given_in(batch: BatchRun, step: StepPath, role: Role) -> tuple[StepPath, ...]:
    """The other unit procedures with which the batch is given its unit for a role."""
    own = batch.procedure.top_of[step]
    return tuple(each for each in batch.procedure.procedures_of.get(role, ()) if each != own)


def _by_hand(run: Run, batch: BatchRun, element: Element) -> Iterator[Wait]:
    """A person does what a service of this phase asks for."""
    for each in run.runs_of(batch.batch):
        unit = run.plant.unit(each.unit) if run.plant and each.step == element.path else None
        service = unit.service(each.service) if unit else None
        if service is not None and service.by is Actor.MANUAL and each.state is State.RUNNING:
            details: dict[str, Detail] = {"unit": each.unit, "service": each.service}
            yield Wait(batch.batch, Cause.OPERATOR, element.path, details)


def _campaign(run: Run, batch: BatchRun, element: Element) -> Iterator[Wait]:
    unit = batch.units[batch.procedure.role_of(element.path)]
    if run.run_of(batch.step(element.path), PREPARE) is not None:
        yield Wait(batch.batch, Cause.CAMPAIGN, element.path, {"unit": unit})
    else:
        yield from _busy(run, batch, element, unit, PREPARE)


def _charging(run: Run, batch: BatchRun, element: Element) -> Iterator[Wait]:
    step = batch.step(element.path)
    if any(run.run_of(step, each) is not None for each in (HOOK_UP, CHARGE)):
        return
    unit = batch.units[batch.procedure.role_of(element.path)]
    loads = loads_of(run, batch, batch.procedure.action_of(element.path).charge)
    piped = step.accepted or all(each.piped for each in loads[step.load : step.load + 1])
    yield from _busy(run, batch, element, unit, CHARGE if piped else HOOK_UP)


def _service(run: Run, batch: BatchRun, element: Element) -> Iterator[Wait]:
    unit = batch.units.get(batch.procedure.role_of(element.path))
    if unit is not None:
        service = batch.procedure.action_of(element.path).service
        yield from _busy(run, batch, element, unit, service)
        yield from saggars(run, batch, element.path, unit)


def _running(run: Run, batch: BatchRun, element: Element) -> Iterator[Wait]:
    """A loader stands while its pool is empty."""
    unit = batch.units.get(batch.procedure.role_of(element.path))
    if unit is not None:
        yield from emptied(run, batch, element.path, unit)


def _transfer(run: Run, batch: BatchRun, element: Element) -> Iterator[Wait]:
    """A transfer needs a path, then a line, then three services."""
    paths = paths_of(run, batch, element.path)
    action = batch.procedure.action_of(element.path)
    if not paths:
        ends: dict[str, Detail] = {
            name: batch.units.get(role or Role(""), role or "")
            for name, role in (("source", action.source), ("destination", action.destination))
        }
        yield Wait(batch.batch, Cause.NO_PATH, element.path, ends)
        return
    path = path_to_take(run, batch, element)
    if path is None:
        lines = [unit for each in paths if run.plant and (unit := run.plant.unit(each.line))]
        yield lacking(run, batch, element.path, line_role(element.path), lines)
        return
    units = {"destination": path.destination, "line": path.line, "source": path.source}
    for member, service in ORDER:
        yield from _busy(run, batch, element, units[member], service)


def _busy(
    run: Run, batch: BatchRun, element: Element, unit: UnitId, service: ServiceName
) -> Iterator[Wait]:
    """A service that is not idle, or has a run still open that is not of this very step."""
    if service_is_free(run, unit, service):
        return
    open_ = [each for each in run.runs.values() if (each.unit, each.service) == (unit, service)]
    if any((each.batch, each.step) == (batch.batch, element.path) for each in open_):
        return
    owners = tuple(dict.fromkeys(each.batch for each in open_))
    view = run.services.get((unit, service))
    details: dict[str, Detail] = {
        "unit": unit,
        "service": service,
        "state": view.state if view else State.IDLE,
        "owner": owners,
    }
    yield Wait(batch.batch, Cause.SERVICE_BUSY, element.path, details, owners)


def _nothing(_run: Run, _batch: BatchRun, _element: Element) -> Iterator[Wait]:
    return iter(())


_Rule = Callable[[Run, BatchRun, Element], Iterator[Wait]]
_STARTS: Final[Mapping[Work, _Rule]] = MappingProxyType(
    {Work.SERVICE: _service, Work.TRANSFER: _transfer}
)
_RUNS: Final[Mapping[Work, _Rule]] = MappingProxyType(
    {Work.CAMPAIGN: _campaign, Work.CHARGE: _charging, Work.SERVICE: _running}
)
