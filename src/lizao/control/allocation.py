"""Arbitration: who gets which unit, in the order in which they asked, and when it is given back."""

from lizao.control.conditions import Outlook, outlook
from lizao.control.run import BatchRun, Run
from lizao.model.equipment import Use
from lizao.model.facts import Fact, UnitAllocated, UnitReleased, UnitRequested
from lizao.model.identifiers import Role, StepPath
from lizao.model.instants import Instant
from lizao.model.states import FINAL, State


def next_facts(run: Run, now: Instant) -> tuple[Fact, ...]:
    """The next unit to give back, to give away, or to queue for."""
    return _released(run, now) or _allocated(run, now) or _requested(run, now)


def missing_units(batch: BatchRun, top: StepPath) -> list[Role]:
    """The roles for which a unit procedure still lacks a unit."""
    return [
        role
        for role in batch.procedure.needs[top]
        if role not in batch.units or role in batch.released
    ]


def _requested(run: Run, now: Instant) -> tuple[Fact, ...]:
    queued = {(each.batch, each.role) for each in run.queue}
    for batch in run.active():
        if batch.state is not State.RUNNING:
            continue
        for top in batch.procedure.tops:
            if batch.step(top).state is not State.IDLE or not _may_start(run, batch, top):
                continue
            new = tuple(
                UnitRequested(now, batch.batch, role, batch.recipe.roles[role])
                for role in missing_units(batch, top)
                if (batch.batch, role) not in queued
            )
            if new:
                return new
    return ()


def _may_start(run: Run, batch: BatchRun, top: StepPath) -> bool:
    element = batch.procedure.elements[top]
    return all(batch.done(path) for path in element.after) and (
        outlook(run, batch, top, "start", element.condition) is Outlook.HOLDS
    )


def _allocated(run: Run, now: Instant) -> tuple[Fact, ...]:
    if run.plant is None:
        return ()
    for request in run.queue:
        for unit in run.plant.of_class(request.unit_class):
            if unit.id not in run.owners:
                return (UnitAllocated(now, request.batch, request.role, unit.id),)
    return ()


def _released(run: Run, now: Instant) -> tuple[Fact, ...]:
    for batch in run.batches.values():
        if len(batch.released) == len(batch.units):
            continue
        for role, unit in batch.units.items():
            if role not in batch.released and _no_longer_needed(run, batch, role):
                return (UnitReleased(now, batch.batch, role, unit),)
    return ()


def _no_longer_needed(run: Run, batch: BatchRun, role: Role) -> bool:
    unit_id = batch.units[role]
    if any(each.unit == unit_id for each in run.runs_of(batch.batch)):
        return False
    if batch.state in FINAL:
        return True
    unit = run.plant.unit(unit_id) if run.plant else None
    phases = batch.procedure.phases_on.get(role, ())
    if unit is not None and unit.use is Use.LINE and phases:
        return all(_over(batch, path) for path in phases)
    if role not in batch.procedure.procedures_of:
        return batch.done(StepPath(role))
    return all(batch.done(top) for top in batch.procedure.procedures_of[role])


def _over(batch: BatchRun, path: StepPath) -> bool:
    """Whether a phase is complete or never runs any more; rows may still be inside."""
    return batch.done(path) or batch.done(batch.procedure.top_of[path])
