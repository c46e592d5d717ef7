"""What a person does with single steps: release, skip, repeat; and why not."""

from collections.abc import Iterator
from enum import StrEnum

from lizao.control.charging import CHARGE
from lizao.control.run import BatchRun, Run
from lizao.control.scopes import ENDED, contains, state_of
from lizao.control.watched import is_handled
from lizao.model.errors import NotNowError
from lizao.model.facts import (
    Fact,
    ModeChanged,
    QuestionAnswered,
    StepReleased,
    StepRepeated,
    StepSkipped,
)
from lizao.model.identifiers import StepPath
from lizao.model.instants import Instant
from lizao.model.recipe import Element, Form, Work
from lizao.model.states import FINAL, Mode, State


class Wish(StrEnum):
    """What a person may want of a single step."""

    RELEASE = "release"
    SKIP = "skip"
    REPEAT = "repeat"


def step_by_hand(  # noqa: PLR0913, PLR0917 - who wants what of which step, and why
    run: Run, batch: BatchRun, path: StepPath, wish: Wish, by: str, reason: str, now: Instant
) -> tuple[Fact, ...]:
    """What follows from a wish about one step; NotNowError where it is not possible.

    What was asked about a step that is skipped is answered with it.
    """
    if wish is Wish.RELEASE:
        _refuse(batch, path, wish, unreleasable(batch, path))
        return (StepReleased(now, batch.batch, path, by, reason),)
    if wish is Wish.REPEAT:
        _refuse(batch, path, wish, unrepeatable(batch, path))
        return (StepRepeated(now, batch.batch, path, by, reason),)
    _refuse(batch, path, wish, unskippable(run, batch, path))
    answers = tuple(
        QuestionAnswered(now, key, wish, by)
        for key, each in run.questions.items()
        if each.batch == batch.batch and contains(path, each.step)
    )
    return (StepSkipped(now, batch.batch, path, reason, by), *answers)


def change_mode(
    batch: BatchRun, mode: Mode, by: str, reason: str, now: Instant
) -> tuple[Fact, ...]:
    """The batch goes on in another mode; NotNowError once it has ended."""
    if batch.state in FINAL:
        raise NotNowError(batch.batch, "mode", "batch_ended")
    return () if mode is batch.mode else (ModeChanged(now, batch.batch, mode, by, reason),)


def _refuse(batch: BatchRun, path: StepPath, wish: Wish, reason: str | None) -> None:
    if reason is not None:
        thing = f"{batch.batch} {path}"
        raise NotNowError(thing, wish, reason)


def waits_for_release(batch: BatchRun, path: StepPath) -> bool:
    """Whether a step that has not started waits for a person, its time come or not."""
    if batch.mode is Mode.AUTOMATIC or batch.step(path).released:
        return False
    return batch.mode is Mode.MANUAL or batch.procedure.elements[path].form is Form.PHASE


def unreleasable(batch: BatchRun, path: StepPath) -> str | None:
    """Why a step cannot be released (a text key), or None.

    Semi-automatic: only what comes next. Manual: anything that has not started; the order stays.
    """
    if batch.state in FINAL:
        return "batch_ended"
    if batch.begun(path) or not waits_for_release(batch, path):
        return "waits_for_nobody"
    if batch.mode is Mode.MANUAL:
        return None
    turn = (each for top in batch.ahead if batch.begun(top) for each in next_steps(batch, top))
    return None if any(each.path == path for each in turn) else "not_its_turn"


def unskippable(run: Run, batch: BatchRun, path: StepPath) -> str | None:
    """Why a step cannot be skipped (a text key), or None.

    What runs is held, stopped or aborted first; a charge in mid-bag is stopped, so that what was
    charged is booked.
    """
    if batch.state in FINAL:
        return "batch_ended"
    if batch.done(path):
        return "step_complete"
    if not batch.begun(path):
        return None
    state = state_of(batch, path)
    if state is State.HELD:
        charges = any(
            each.member == CHARGE and contains(path, each.step) for each in run.runs_of(batch.batch)
        )
        return "bag_in_hand" if charges else None
    return None if state in ENDED else "step_running"


def unrepeatable(batch: BatchRun, path: StepPath) -> str | None:
    """Why a step cannot be repeated (a text key), or None.

    It must be complete, what it lies in must run, and what comes after it must not have begun.
    """
    if batch.state in FINAL:
        return "batch_ended"
    if not batch.done(path):
        return "step_not_complete"
    elements = batch.procedure.elements
    inside = (path, *batch.procedure.descendants[path])
    actions = (elements[each].action for each in inside)
    if any(action is not None and action.work is Work.LOT for action in actions):
        return "lot_made"
    around = StepPath(path.rpartition("/")[0])
    if around and batch.step(around).state is not State.RUNNING:
        return "around_is_over"
    return "went_on" if any(map(batch.begun, _after(batch, path, around))) else None


def next_steps(batch: BatchRun, path: StepPath) -> Iterator[Element]:
    """The phases that run inside an element, and what comes next there but has not started."""
    element = batch.procedure.elements[path]
    if element.action is not None or not batch.begun(path):
        yield element
        return
    for exception in element.exceptions:
        if is_handled(batch, exception):
            yield from next_steps(batch, exception)
    unfinished = [child for child in element.children if not batch.done(child)]
    for child in unfinished if element.form is Form.PARALLEL else unfinished[:1]:
        yield from next_steps(batch, child)


def _after(batch: BatchRun, path: StepPath, around: StepPath) -> Iterator[StepPath]:
    """What is done after a step: its later siblings, or the unit procedures that wait for it.

    Nothing comes after an exception.
    """
    procedure = batch.procedure
    children = procedure.elements[around].children if around else ()
    if path in children and procedure.elements[around].form is not Form.PARALLEL:
        yield from children[children.index(path) + 1 :]
    for top, before in procedure.before.items():
        if any(contains(path, each) for each in before):
            yield top
