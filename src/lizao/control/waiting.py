"""What each batch waits for, by name: people, units in the queue, and every step that stands."""

from collections.abc import Iterator
from itertools import chain
from types import MappingProxyType
from typing import Final

from lizao.control.by_hand import next_steps, waits_for_release
from lizao.control.ownership import taken_unit
from lizao.control.run import BatchRun, Run, Scope
from lizao.control.scopes import runs_below, state_of, top_scope
from lizao.control.waiting_steps import condition, phase
from lizao.control.waiting_units import queued
from lizao.control.waits import Cause, Wait
from lizao.model.identifiers import StepPath
from lizao.model.recipe import Element
from lizao.model.states import FINAL, State

_CAUSES: Final = MappingProxyType(
    {
        State.HELD: Cause.RESTART,
        State.PAUSED: Cause.RESUME,
        State.STOPPED: Cause.RESET,
        State.ABORTED: Cause.RESET,
    }
)
"""What a commanded element waits for in a state in which it waits for a person."""


def waits(run: Run) -> tuple[Wait, ...]:
    """Everything that any batch waits for, in the order of the batches."""
    return tuple(wait for batch in run.batches.values() for wait in waits_of(run, batch))


def waits_of(run: Run, batch: BatchRun) -> tuple[Wait, ...]:
    """Everything that one batch waits for; a batch that has ended waits for nothing."""
    if batch.state in FINAL:
        return ()
    return (*_asked(run, batch), *_stands(run, batch))


def names_a_reason(run: Run, batch: BatchRun) -> bool:
    """Whether a batch that has not ended waits for anything; sooner said than for what."""
    return any(True for _ in chain(_asked(run, batch), _stands(run, batch)))


def _asked(run: Run, batch: BatchRun) -> Iterator[Wait]:
    for key, each in run.questions.items():
        if each.batch == batch.batch:
            details = {"name": key, "text": each.text}
            yield Wait(batch.batch, Cause.QUESTION, each.step, details)


def _stands(run: Run, batch: BatchRun) -> Iterator[Wait]:
    match batch.state:
        case State.IDLE:
            yield Wait(batch.batch, Cause.START)
        case State.HELD:
            yield Wait(batch.batch, Cause.RESTART, details={"reason": batch.reason})
        case State.PAUSED:
            yield Wait(batch.batch, Cause.RESUME, details={"reason": batch.reason})
        case State.RUNNING:
            for scope in batch.scopes.values():
                yield from _element(run, batch, scope)
            for top in batch.procedure.tops:
                yield from _procedure(run, batch, top)
        case _:
            yield from _on_the_way(run, batch, top_scope(batch))


def _element(run: Run, batch: BatchRun, scope: Scope) -> Iterator[Wait]:
    """What is commanded waits for a person, or for its equipment."""
    details = {"reason": scope.reason}
    if (cause := _CAUSES.get(scope.state)) is not None:
        yield Wait(batch.batch, cause, scope.step, details)
    else:
        yield from _on_the_way(run, batch, scope)


def _on_the_way(run: Run, batch: BatchRun, scope: Scope) -> Iterator[Wait]:
    for each in runs_below(run, batch, scope):
        details = {"unit": each.unit, "service": each.service}
        yield Wait(batch.batch, Cause.EQUIPMENT, each.step, details)


def _procedure(run: Run, batch: BatchRun, top: StepPath) -> Iterator[Wait]:
    element, state = batch.procedure.elements[top], batch.step(top).state
    if state is State.RUNNING:
        for each in next_steps(batch, top):
            yield from _next(run, batch, each)
    elif state is State.COMPLETE or state_of(batch, top) is not State.RUNNING:
        return
    elif all(batch.done(path) for path in element.after):
        if waits_for_release(batch, top):
            yield Wait(batch.batch, Cause.RELEASE, top)
            return
        unmet = condition(run, batch, top, "start", element.condition)
        yield from unmet
        if not unmet:
            yield from queued(run, batch, top)


def _next(run: Run, batch: BatchRun, element: Element) -> Iterator[Wait]:
    """What a phase that runs, or a step that comes next, waits for."""
    if state_of(batch, element.path) is not State.RUNNING:
        return
    if not batch.begun(element.path) and waits_for_release(batch, element.path):
        yield Wait(batch.batch, Cause.RELEASE, element.path)
        return
    if unit := taken_unit(run, batch, element.path):
        details = {"unit": unit, "operator": run.taken[unit]}
        yield Wait(batch.batch, Cause.UNIT_TAKEN, element.path, details)
        return
    yield from phase(run, batch, element)
