"""How commands to batches and their elements fold into the run, and the states that follow."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from lizao.control.changed import replace
from lizao.control.entries import put, without
from lizao.control.fold_saggars import without_batch
from lizao.control.run import BatchRun, Run, StepRun
from lizao.control.scopes import ENDED, TOP, accepts, contains, prevails, scope_of
from lizao.model.facts import (
    BatchCommanded,
    BatchStateChanged,
    ModeChanged,
    StepReleased,
    StepRepeated,
    StepStateChanged,
)
from lizao.model.identifiers import StepPath
from lizao.model.states import FINAL, State


def _commanded(run: Run, fact: BatchCommanded) -> Run:
    batch, step = run.batches[fact.batch], fact.step or TOP
    scope = scope_of(batch, step)
    if not accepts(batch, step, fact.command) or not prevails(fact.command, scope.asked):
        return run
    if step == TOP:
        return run.with_batch(replace(batch, asked=fact.command, reason=fact.reason))
    asked = replace(scope, asked=fact.command, reason=fact.reason)
    return run.with_batch(replace(batch, scopes={**batch.scopes, step: asked}))


def _batch_state_changed(run: Run, fact: BatchStateChanged) -> Run:
    batch = run.batches[fact.batch]
    run = run.with_batch(replace(batch, state=fact.state, reason=fact.reason, asked=None))
    if fact.state is State.RESTARTING:
        return _not_restarted_yet(run, batch, TOP)
    return _batch_ended(run, batch) if fact.state in FINAL else run


def _batch_ended(run: Run, batch: BatchRun) -> Run:
    """An ended batch waits for no unit, no condition that was met, and no service."""
    queue = tuple(each for each in run.queue if each.batch != batch.batch)
    run = replace(run, queue=queue).with_batch(replace(run.batches[batch.batch], scopes={}))
    return ended_below(without_batch(run, batch.batch), batch, TOP)


def _step_state_changed(run: Run, fact: StepStateChanged) -> Run:
    batch = run.batches[fact.batch]
    match fact.state:
        case State.RUNNING | State.COMPLETE:
            return run.with_batch(_without_scope(batch, fact.step))
        case State.IDLE:
            return run.with_batch(_anew(batch, fact.step))
        case _:
            return _step_on_the_way(run, batch, fact)


def _step_on_the_way(run: Run, batch: BatchRun, fact: StepStateChanged) -> Run:
    scope = replace(scope_of(batch, fact.step), state=fact.state, reason=fact.reason, asked=None)
    run = run.with_batch(replace(batch, scopes={**batch.scopes, fact.step: scope}))
    if fact.state is State.RESTARTING:
        return _not_restarted_yet(run, batch, fact.step)
    return _step_ended(run, batch, fact.step) if fact.state in ENDED else run


def _without_scope(batch: BatchRun, step: StepPath) -> BatchRun:
    kept = {path: each for path, each in batch.scopes.items() if path != step}
    return replace(batch, scopes=kept)


def _anew(batch: BatchRun, step: StepPath) -> BatchRun:
    """An element that was reset has not run, like one in a new round of a loop.

    What a charge has put in stays in: it goes on with the next bag.
    """
    steps = dict(batch.steps)
    for path in (step, *batch.procedure.descendants[step]):
        old = batch.step(path)
        steps[path] = StepRun(visit=old.visit + 1, load=old.load)
    kept = {path: each for path, each in batch.scopes.items() if not contains(step, path)}
    return replace(batch, scopes=kept).with_steps(steps, batch.procedure.top_of[step])


def _step_ended(run: Run, batch: BatchRun, step: StepPath) -> Run:
    """An ended element waits for nothing; what was commanded below it is forgotten."""
    kept = {
        path: each
        for path, each in run.batches[batch.batch].scopes.items()
        if path == step or not contains(step, path)
    }
    run = run.with_batch(replace(run.batches[batch.batch], scopes=kept))
    return ended_below(_out_of_queue(run, batch, step), batch, step)


def _out_of_queue(run: Run, batch: BatchRun, step: StepPath) -> Run:
    """A unit procedure that was stopped before it began asks anew after its reset."""
    needs = batch.procedure.needs
    if step not in needs:
        return run
    others = {role for top, roles in needs.items() if top != step for role in roles}
    mine = set(needs[step]) - others
    queue = tuple(each for each in run.queue if each.batch != batch.batch or each.role not in mine)
    return replace(run, queue=queue)


def ended_below(run: Run, batch: BatchRun, step: StepPath) -> Run:
    """Below what ended no condition that was met counts, and no service run is open."""
    met = [
        key
        for key, each in run.conditions_of(batch.batch).items()
        if each.met and contains(step, each.step)
    ]
    conditions = without(run.conditions, met)
    closed = frozenset(
        each.ticket for each in run.runs_of(batch.batch) if contains(step, each.step)
    )
    return replace(run, conditions=conditions).without_runs(batch.batch, closed)


def _not_restarted_yet(run: Run, batch: BatchRun, step: StepPath) -> Run:
    below = {
        each.ticket: replace(each, restarted=False)
        for each in run.runs_of(batch.batch)
        if contains(step, each.step)
    }
    return replace(run, runs=put(run.runs, below))


def _mode_changed(run: Run, fact: ModeChanged) -> Run:
    return run.with_batch(replace(run.batches[fact.batch], mode=fact.mode))


def _step_released(run: Run, fact: StepReleased) -> Run:
    """What a step lies in is released with it; what has begun needs none."""
    batch = run.batches[fact.batch]
    steps = dict(batch.steps)
    path = fact.step
    while path != TOP:
        if not batch.begun(path):
            steps[path] = replace(batch.step(path), released=True)
        path = StepPath(path.rpartition("/")[0])
    return run.with_batch(replace(batch, steps=steps))


def _step_repeated(run: Run, fact: StepRepeated) -> Run:
    return run.with_batch(_anew(run.batches[fact.batch], fact.step))


FOLDS: Final[Mapping[type, Callable[[Run, Any], Run]]] = MappingProxyType(
    {
        BatchCommanded: _commanded,
        BatchStateChanged: _batch_state_changed,
        StepStateChanged: _step_state_changed,
        ModeChanged: _mode_changed,
        StepReleased: _step_released,
        StepRepeated: _step_repeated,
    }
)
