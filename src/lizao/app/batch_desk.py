"""Batches at the door: what becomes of a wish about one that is there, or about a step of it."""

from lizao.app.requests import CommandBatch
from lizao.control.run import BatchRun, Run
from lizao.control.scopes import TOP, accepts, standing
from lizao.model.errors import CommandRefusedError, UnknownNameError
from lizao.model.facts import BatchCommanded
from lizao.model.identifiers import BatchId, StepPath
from lizao.model.instants import Instant
from lizao.model.states import Command

BATCH = "batch"
STEP = "step"


def command_batch(run: Run, request: CommandBatch, by: str, now: Instant) -> BatchCommanded:
    """The command that was asked for.

    Raises UnknownNameError for a batch or a step that is not there, CommandRefusedError for what
    the state table does not allow.
    """
    batch = batch_named(run, request.batch)
    command, step = Command(request.command), StepPath(request.step)
    if step != TOP:
        check_step(batch, step)
    if not accepts(batch, step, command):
        thing = f"{batch.batch} {step}".rstrip()
        raise CommandRefusedError(thing, command, standing(batch, step))
    return BatchCommanded(now, batch.batch, command, by, request.reason, step or None)


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
