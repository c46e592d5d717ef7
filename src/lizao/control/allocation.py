"""Arbitration: who gets which unit, in the order in which they asked, and when it is given back."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from lizao.control.by_hand import waits_for_release
from lizao.control.candidates import fitting, names_of
from lizao.control.choice import ranked
from lizao.control.coming import awaited
from lizao.control.conditions import Outlook
from lizao.control.fairness import OVERTAKEN_AT_MOST, overtaken, stands_back
from lizao.control.parts import phase_is_over
from lizao.control.piping import drawn_from
from lizao.control.run import BatchRun, Run, UnitRequest
from lizao.control.safety import is_safe
from lizao.control.same import Alike, Same
from lizao.control.scopes import state_of
from lizao.control.upkeep import after_use, upkeep
from lizao.model.equipment import Unit, Use
from lizao.model.facts import Fact, UnitAllocated, UnitReleased, UnitRequested
from lizao.model.identifiers import BatchId, Role, StepPath, UnitId
from lizao.model.instants import Instant
from lizao.model.states import FINAL, State


def next_facts(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    """The next unit that a batch gives back or queues for."""
    return _released(run, batch, now) or _requested(run, batch, now)


def allocated(
    run: Run, now: Instant, overtaken_at_most: int = OVERTAKEN_AT_MOST
) -> tuple[Fact, ...]:
    """The next free unit for the first in the queue who can use it and blocks nobody for good.

    So a later one may overtake, until somebody was overtaken too often.
    """
    by = (run.plant, run.queue, run.owners, run.taken, run.standings)
    offers = _offers(Alike(run, tuple(map(id, by))))
    if not offers:
        return ()
    first = overtaken(run, overtaken_at_most)
    for request, free in offers:
        if stands_back(run.batches[request.batch], first):
            continue
        if new := _given(run, request, free, now):
            return (new,)
    return ()


@lru_cache(maxsize=8)
def _offers(asked: Alike[Run]) -> tuple[tuple[UnitRequest, tuple[Unit, ...]], ...]:
    """Who of the queue could use a free unit, in its order, and which are free.

    It follows from the queue, who has which unit, and which are in use.
    """
    run = asked.it
    units = run.plant.units if run.plant is not None else ()
    free = {each for each in names_of(Same(units)).difference(run.owners) if run.is_free(each)}
    classes = {each.unit_class for each in units if each.id in free}
    would_do = (
        (each, fitting(run, run.batches[each.batch], each.role))
        for each in run.queue
        if each.unit_class in classes
    )
    found = ((each, tuple(unit for unit in do if unit.id in free)) for each, do in would_do)
    return tuple((each, units) for each, units in found if units)


def _given(run: Run, request: UnitRequest, free: Sequence[Unit], now: Instant) -> Fact | None:
    """The best free unit that is safe to give; one that needs upkeep only where no other is there.

    It goes out of use then, and the request waits.
    """
    batch = run.batches[request.batch]
    due: Fact | None = None
    for unit in ranked(run, batch, request.role, free):
        if not is_safe(run, request, unit.id):
            continue
        needed = upkeep(run, batch, unit, now)
        if needed is None:
            return UnitAllocated(now, batch.batch, request.role, unit.id)
        due = due or needed
    return due


def missing_units(batch: BatchRun, top: StepPath) -> list[Role]:
    """The roles for which a unit procedure still lacks a unit."""
    return [
        role
        for role in batch.procedure.needs[top]
        if role not in batch.units or role in batch.released
    ]


def _requested(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    if batch.state is not State.RUNNING:
        return ()
    queued = _queued(Same(run.queue)).get(batch.batch, ())
    for top in batch.ahead:
        if batch.begun(top):
            continue
        missing = [role for role in missing_units(batch, top) if role not in queued]
        if missing and _may_start(run, batch, top):
            roles = batch.recipe.roles
            return tuple(UnitRequested(now, batch.batch, role, roles[role]) for role in missing)
    return ()


@lru_cache(maxsize=8)
def _queued(queue: Same[tuple[UnitRequest, ...]]) -> Mapping[BatchId, list[Role]]:
    """The roles for which each batch queues."""
    found: dict[BatchId, list[Role]] = {}
    for each in queue.it:
        found.setdefault(each.batch, []).append(each.role)
    return found


def _may_start(run: Run, batch: BatchRun, top: StepPath) -> bool:
    if state_of(batch, top) is not State.RUNNING or waits_for_release(batch, top):
        return False
    condition = batch.procedure.elements[top].condition
    return awaited(run, batch, top, "start", condition) is Outlook.HOLDS


def _released(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    if len(batch.released) == len(batch.units):
        return ()
    at_work = {each.unit for each in run.runs_of(batch.batch)}
    for role, unit in batch.units.items():
        if role in batch.released or unit in at_work:
            continue
        over = batch.state in FINAL or _no_longer_needed(run, batch, role)
        if over and unit not in _rows_to_come(run, batch):
            return (UnitReleased(now, batch.batch, role, unit), *after_use(run, unit, now))
    return ()


def _rows_to_come(run: Run, batch: BatchRun) -> set[UnitId]:
    """The units to which lines deliver that have rows of the batch inside.

    They come out whatever becomes of the batch, and then they lie in it.
    """
    lines = [line for line, owner in run.rows if owner == batch.batch]
    found = (run.plant.unit(line) for line in lines) if run.plant else ()
    return {UnitId(place) for each in found if each is not None for place in each.delivers_to}


def _no_longer_needed(run: Run, batch: BatchRun, role: Role) -> bool:
    procedures = batch.procedure.procedures_of.get(role)
    if procedures is None:
        return batch.done(StepPath(role))
    if not all(batch.begun(top) for top in procedures):
        # Even one whose phases a person has skipped asks for its units when its turn comes.
        return False
    if all(_lets_go(run, batch, top, role) for top in procedures):
        return True
    phases = batch.procedure.phases_on.get(role, ())
    if not phases or not all(phase_is_over(batch, path) for path in phases):
        return False
    unit = run.plant.unit(batch.units[role]) if run.plant else None
    return unit is not None and unit.use is Use.LINE


def _lets_go(run: Run, batch: BatchRun, top: StepPath, role: Role) -> bool:
    """Whether a unit procedure needs a unit no more: it is over, or has drawn the unit empty.

    What a line delivers to is needed until the last row is out.
    """
    if batch.done(top):
        return True
    line = batch.procedure.elements[top].role
    if line is None or not drawn_from(run, batch, line, role):
        return False
    phases = (*batch.procedure.phases_on.get(line, ()), *batch.procedure.phases_on.get(role, ()))
    return all(phase_is_over(batch, path) for path in phases)
