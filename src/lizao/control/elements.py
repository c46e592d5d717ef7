"""Walking the procedure: which element starts, which is complete, which phase goes on."""

from lizao.control import conditions, phases
from lizao.control.allocation import missing_units
from lizao.control.conditions import Outlook, outlook
from lizao.control.run import BatchRun, Run
from lizao.model.facts import Fact, LoopRepeated, StepCompleted, StepSkipped, StepStarted
from lizao.model.identifiers import StepPath
from lizao.model.instants import Instant
from lizao.model.recipe import Element, Form
from lizao.model.states import State


def next_facts(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    """The next step of the first unit procedure that is not blocked."""
    for top in batch.procedure.tops:
        if new := _unit_procedure(run, batch, top, now):
            return new
    return ()


def _unit_procedure(run: Run, batch: BatchRun, top: StepPath, now: Instant) -> tuple[Fact, ...]:
    state = batch.step(top).state
    if state is State.RUNNING:
        return _inside(run, batch, top, now)
    if state is not State.IDLE or batch.state is not State.RUNNING:
        return ()
    element = batch.procedure.elements[top]
    if not all(batch.done(path) for path in element.after):
        return ()
    match outlook(run, batch, top, "start", element.condition):
        case Outlook.WAITS:
            return ()
        case Outlook.UNWATCHED if element.condition is not None:
            return conditions.arm(batch, top, "start", element.condition, now)
        case _:
            pass
    if missing_units(batch, top):
        return ()
    return (StepStarted(now, batch.batch, top),)


def _inside(run: Run, batch: BatchRun, path: StepPath, now: Instant) -> tuple[Fact, ...]:
    """What a running element does next; one that is not running starts if its batch runs."""
    element = batch.procedure.elements[path]
    if batch.step(path).state is State.IDLE:
        return _start(run, batch, element, now) if batch.state is State.RUNNING else ()
    if element.form is Form.PHASE:
        return phases.next_facts(run, batch, element, now)
    unfinished = (child for child in element.children if not batch.done(child))
    child = next(unfinished, None)
    if child is None:
        return _end(run, batch, element, now)
    if (new := _inside(run, batch, child, now)) or element.form is not Form.PARALLEL:
        return new
    for other in unfinished:
        if new := _inside(run, batch, other, now):
            return new
    return ()


def _start(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
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
    if element.form is Form.LOOP and element.condition is not None:
        round_ = batch.step(element.path).round
        again = not conditions.known_to_hold(run, batch, element.condition)
        if again and round_ < element.at_most:
            return (LoopRepeated(now, batch.batch, element.path, round_ + 1),)
    return (StepCompleted(now, batch.batch, element.path),)
