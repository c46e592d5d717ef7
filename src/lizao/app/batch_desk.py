"""Batches at the door: what becomes of a wish about one that is there, or about a step of it."""

from lizao.app.requests import ChangeMode, CommandBatch, HandleStep
from lizao.control.by_hand import Wish, change_mode, step_by_hand
from lizao.control.run import BatchRun, Run
from lizao.control.scopes import TOP, accepts, standing
from lizao.model.errors import CommandRefusedError, UnknownNameError
from lizao.model.facts import BatchCommanded, Fact
from lizao.model.identifiers import BatchId, StepPath
from lizao.model.instants import Instant
from lizao.model.states import Command, Mode

BATCH = "batch"
STEP = "step"


def _command(batch: BatchRun, request: CommandBatch, by: str, now: Instant) -> BatchCommanded:
    command, step = Command(request.command), StepPath(request.step)
    if step != TOP:
        check_step(batch, step)
    if not accepts(batch, step, command):
        thing = f"{batch.batch} {step}".rstrip()
        raise CommandRefusedError(thing, command, standing(batch, step))
    return BatchCommanded(now, batch.batch, command, by, request.reason, step or None)


def act_on_batch(
    run: Run, request: CommandBatch | ChangeMode | HandleStep, by: str, now: Instant
) -> tuple[Fact, ...]:
    """What follows from a wish about a batch, about its mode, or about one step of it.

    Raises UnknownNameError for what is not there, NotNowError or CommandRefusedError for what is
    not possible.
    """
    batch = batch_named(run, request.batch)
    if isinstance(request, CommandBatch):
        return (_command(batch, request, by, now),)
    if isinstance(request, ChangeMode):
        return change_mode(batch, Mode(request.mode), by, request.reason, now)
    step = StepPath(request.step)
    check_step(batch, step)
    return step_by_hand(run, batch, step, Wish(request.wish), by, request.reason, now)


def batch_named(run: Run, name: str) -> BatchRun:
    """The batch of that name; UnknownNameError where there is none."""
    batch = run.batches.get(BatchId(name))
    if batch is None:
        raise UnknownNameError(BATCH, name, ", ".join(run.batches))
    return batch


def check_step(batch: BatchRun, step: StepPath) -> None:
    """UnknownNameError for a step that the batch does not have."""
    if step not in batch.procedure.elements:
        raise UnknownNameError(STEP, step, ", ".join(batch.procedure.elements))
