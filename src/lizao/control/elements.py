"""Walking the procedure: which element starts, which is complete, which phase goes on."""

from collections.abc import Iterable, Mapping
from typing import Final

from lizao.control import conditions, phases
from lizao.control.allocation import missing_units
from lizao.control.branches import keeps_open
from lizao.control.by_hand import waits_for_release
from lizao.control.coming import awaited
from lizao.control.conditions import Outlook
from lizao.control.parts import does_without
from lizao.control.run import IDLE_STEP, BatchRun, Run, StepRun
from lizao.control.scopes import ENDED, state_of
from lizao.control.watched import exceptions_in, is_clear, is_handled, leading, stands
from lizao.model.facts import Fact, LoopRepeated, StepCompleted, StepSkipped, StepStarted
from lizao.model.identifiers import StepPath
from lizao.model.instants import Instant
from lizao.model.recipe import Element, Form
from lizao.model.states import FINAL, State

WORK_DONE: Final = "work_done"
_IDLE: Final = State.IDLE
_RUNNING: Final = State.RUNNING
_COMPLETE: Final = State.COMPLETE
"""Named once: a scan looks at thousands of states, and an enumeration is slow to ask."""


def next_facts(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    """The next step of the first unit procedure that is not blocked.

    A batch that has ended may still have to wait for its rows, but none of its steps goes on.
    """
    if batch.state in FINAL:
        return ()
    steps = batch.steps
    for top in batch.ahead:
        state = steps.get(top, IDLE_STEP).state
        if state is _RUNNING:
            if new := _branches(run, batch, top, now) or _inside(run, batch, top, now):
                return new
        elif (
            state is _IDLE
            and state_of(batch, top) is _RUNNING
            and not waits_for_release(batch, top)
            and (new := _unit_procedure(run, batch, top, now))
        ):
            return new
    return ()


def _unit_procedure(run: Run, batch: BatchRun, top: StepPath, now: Instant) -> tuple[Fact, ...]:
    """Start a unit procedure once its time has come and its units are there."""
    element = batch.procedure.elements[top]
    match awaited(run, batch, top, "start", element.condition):
        case Outlook.WAITS:
            return _left_out(batch, top, now)
        case Outlook.UNWATCHED if element.condition is not None:
            return conditions.arm(batch, top, "start", element.condition, now)
        case _:
            pass
    if missing_units(batch, top):
        return _left_out(batch, top, now)
    return (StepStarted(now, batch.batch, top),)


def _left_out(batch: BatchRun, top: StepPath, now: Instant) -> tuple[Fact, ...]:
    """A part of a split that still waits once another part has done the work never runs."""
    return (StepSkipped(now, batch.batch, top, WORK_DONE),) if does_without(batch, top) else ()


def _inside(run: Run, batch: BatchRun, path: StepPath, now: Instant) -> tuple[Fact, ...]:
    """What a running element does next; one that is not running starts if all around it runs."""
    elements, steps = batch.procedure.elements, batch.steps
    while True:
        element = elements[path]
        if steps.get(path, IDLE_STEP).state is _IDLE:
            return _start(run, batch, element, now)
        if element.action is not None:
            return phases.next_facts(run, batch, element, now)
        if element.exceptions and stands(batch, element):
            return _in_flight(run, batch, element.children, now)
        if element.form is Form.PARALLEL:
            return _side_by_side(run, batch, element, now)
        following = _following(steps, element)
        if following is None:
            return _end(run, batch, element, now)
        path = following


def _following(steps: Mapping[StepPath, StepRun], element: Element) -> StepPath | None:
    """The first step of an element that is not complete."""
    for child in element.children:
        if steps.get(child, IDLE_STEP).state is not _COMPLETE:
            return child
    return None


def _branches(run: Run, batch: BatchRun, top: StepPath, now: Instant) -> tuple[Fact, ...]:
    """The branch of the exception that leads goes on; the others end what they have begun."""
    if not batch.procedure.hosts:
        return ()
    lead = leading(batch, top)
    for each in exceptions_in(batch, top):
        if is_handled(batch, each) and (new := _branch(run, batch, each, lead, now)):
            return new
    return ()


def _branch(
    run: Run, batch: BatchRun, exception: StepPath, lead: StepPath | None, now: Instant
) -> tuple[Fact, ...]:
    element = batch.procedure.elements[exception]
    if exception != lead or batch.step(exception).overtaken:
        return _in_flight(run, batch, element.children, now)
    following = _following(batch.steps, element)
    if following is None or not is_clear(batch, exception):
        return ()
    return _inside(run, batch, following, now)


def _in_flight(
    run: Run, batch: BatchRun, paths: Iterable[StepPath], now: Instant
) -> tuple[Fact, ...]:
    """What runs below some elements goes on to its end, and nothing new begins."""
    elements, below = batch.procedure.elements, batch.procedure.descendants
    for each in (each for path in paths for each in (path, *below[path])):
        element = elements[each]
        if element.action is None or batch.step(each).state is not _RUNNING:
            continue
        if new := phases.next_facts(run, batch, element, now):
            return new
    return ()


def _side_by_side(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    unfinished = [child for child in element.children if not batch.done(child)]
    for child in unfinished:
        if new := _inside(run, batch, child, now):
            return new
    return () if unfinished else _end(run, batch, element, now)


def _start(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    if state_of(batch, element.path) is not _RUNNING or waits_for_release(batch, element.path):
        return ()
    if element.form is Form.PHASE:
        return phases.start(run, batch, element, now)
    if element.form is Form.CHOICE:
        holds = element.condition is not None and conditions.known_to_hold(
            run, batch, element.condition
        )
        if not holds:
            return (StepSkipped(now, batch.batch, element.path),)
    return (StepStarted(now, batch.batch, element.path),)


def _end(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    if element.path in batch.scopes or state_of(batch, element.path) in ENDED:
        return ()
    if element.exceptions and keeps_open(run, batch, element):
        return ()
    if element.form is Form.LOOP and element.condition is not None:
        round_ = batch.step(element.path).round
        again = not conditions.known_to_hold(run, batch, element.condition)
        if again and round_ < element.at_most:
            return (LoopRepeated(now, batch.batch, element.path, round_ + 1),)
    return (StepCompleted(now, batch.batch, element.path),)
