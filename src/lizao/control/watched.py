"""Exceptions of a recipe: which are watched, which are handled, and which one leads."""

from typing import Final

from lizao.control.run import BatchRun, Run
from lizao.control.scopes import ENDING, scope_of, state_of
from lizao.model.identifiers import StepPath
from lizao.model.recipe import Element, Handling, Meanwhile, Then
from lizao.model.states import FINAL, State

EXCEPTION: Final = "exception"
"""Why a rule commands an element: one of its exceptions is handled."""


def handling_of(element: Element) -> Handling:
    """How an exception is handled."""
    assert element.handling is not None, "an element of form EXCEPTION is handled"
    return element.handling


def severity_of(batch: BatchRun, exception: StepPath) -> int:
    """The failure index while an exception is handled."""
    return handling_of(batch.procedure.elements[exception]).severity


def is_handled(batch: BatchRun, exception: StepPath) -> bool:
    """Whether the branch of an exception runs, or waits for a severer one."""
    return batch.step(exception).state is State.RUNNING


def is_watched(batch: BatchRun, exception: StepPath) -> bool:
    """Whether the condition of an exception counts: from the start of its element to its end.

    Not while it is handled, and not more often than the recipe allows; one that repeats its element
    is watched once more, to say so. Neither what a person left out, stopped or aborted is watched,
    nor a unit that was given back.
    """
    host, step = batch.procedure.hosts[exception], batch.step(exception)
    element = batch.procedure.elements[exception]
    if batch.step(host).state is not State.RUNNING or step.state is State.RUNNING or step.skipped:
        return False
    if batch.state in FINAL or state_of(batch, exception) in ENDING:
        return False
    role = element.condition.role if element.condition is not None else None
    once_more = handling_of(element).then is Then.REPEAT
    return step.round <= element.at_most + once_more and role not in batch.released


def is_exhausted(batch: BatchRun, exception: StepPath) -> bool:
    """Whether an exception was handled as often as the recipe allows."""
    return batch.step(exception).round > batch.procedure.elements[exception].at_most


def exceptions_in(batch: BatchRun, top: StepPath) -> tuple[StepPath, ...]:
    """The exceptions of a unit procedure and of its operations."""
    top_of = batch.procedure.top_of
    return tuple(each for each in batch.procedure.hosts if top_of[each] == top)


def leading(batch: BatchRun, top: StepPath) -> StepPath | None:
    """The severest exception that is handled in a unit procedure: the others wait for it."""
    handled = [each for each in exceptions_in(batch, top) if is_handled(batch, each)]
    return max(handled, key=lambda each: severity_of(batch, each), default=None)


def is_over(batch: BatchRun, exception: StepPath) -> bool:
    """Whether the branch of an exception is done."""
    return all(batch.done(each) for each in batch.procedure.elements[exception].children)


def is_clear(batch: BatchRun, exception: StepPath) -> bool:
    """Whether the element around an exception is held, where that has to come before its branch."""
    if handling_of(batch.procedure.elements[exception]).meanwhile is Meanwhile.RUN:
        return True
    children = batch.procedure.elements[batch.procedure.hosts[exception]].children
    return all(
        batch.step(each).state is not State.RUNNING or scope_of(batch, each).state is State.HELD
        for each in children
    )


def stands(batch: BatchRun, host: Element) -> bool:
    """Whether nothing new starts in an element, because of an exception of it."""
    for each in host.exceptions:
        if not is_handled(batch, each):
            continue
        handling = handling_of(batch.procedure.elements[each])
        leads = leading(batch, batch.procedure.top_of[each]) == each
        ends_it = handling.then is not Then.CONTINUE and leads and is_over(batch, each)
        if handling.meanwhile is Meanwhile.HOLD or ends_it:
            return True
    return False


def failure_index(run: Run, batch: BatchRun) -> int:
    """The severity of the worst that is handled in a batch, or that a person is asked about.

    0: nothing is wrong.
    """
    handled = [
        severity_of(batch, each) for each in batch.procedure.hosts if is_handled(batch, each)
    ]
    troubles = [
        each.details.get("severity", 1)
        for each in run.questions.values()
        if each.batch == batch.batch and not each.options
    ]
    return max((*handled, *(int(each) for each in troubles)), default=0)
