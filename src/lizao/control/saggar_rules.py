"""Who is given saggars, in the order in which they asked, and when they are given back.

A feed claims what it will fill before it starts. A claim shrinks with every row that goes in; the
rows' saggars are free again once the line reports that they are back.
"""

from lizao.control.run import BatchRun, Claim, Run
from lizao.control.safety import blocked_by_claim
from lizao.control.saggars import filled_by, fits, needed, saggars_of
from lizao.control.scopes import ENDED, state_of
from lizao.model.facts import Fact, SaggarsClaimed, SaggarsReleased, SaggarsRequested
from lizao.model.identifiers import StepPath, UnitId
from lizao.model.instants import Instant
from lizao.model.states import State


def asked_first(
    run: Run, batch: BatchRun, path: StepPath, unit: UnitId, now: Instant
) -> tuple[Fact, ...] | None:
    """What a phase asks for before it fills rows of a line; None where it may start."""
    saggars = saggars_of(run, unit)
    if saggars is None or not filled_by(batch, path, saggars):
        return None
    if (batch.batch, path) in run.saggar_claims:
        return None
    if any((each.batch, each.step) == (batch.batch, path) for each in run.saggar_queue):
        return ()
    return (SaggarsRequested(now, batch.batch, path, unit, needed(batch, path, saggars)),)


def claimed(run: Run, now: Instant) -> tuple[Fact, ...]:
    """Saggars for the first in the queue whose pool has them and who blocks nobody for good."""
    for request in run.saggar_queue:
        if _may_have(run, request):
            return (
                SaggarsClaimed(now, request.batch, request.step, request.unit, request.saggars),
            )
    return ()


def released(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    """A phase that is over, or was stopped, gives back what it claimed or asked for."""
    for each in (*run.saggar_claims.values(), *run.saggar_queue):
        if each.batch == batch.batch and _is_over(batch, each.step):
            left = each.saggars if (each.batch, each.step) in run.saggar_claims else 0
            return (SaggarsReleased(now, batch.batch, each.step, each.unit, left),)
    return ()


def _may_have(run: Run, request: Claim) -> bool:
    saggars = saggars_of(run, request.unit)
    if saggars is None or not fits(run, request, saggars):
        return False
    goes_on = state_of(run.batches[request.batch], request.step) is State.RUNNING
    return goes_on and not blocked_by_claim(run, request)


def _is_over(batch: BatchRun, step: StepPath) -> bool:
    top = batch.procedure.top_of[step]
    return batch.done(step) or batch.done(top) or state_of(batch, step) in ENDED
