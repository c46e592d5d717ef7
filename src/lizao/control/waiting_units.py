"""Why a unit, or the line of a transfer, has not been given to a batch that waits for it."""

from collections.abc import Iterator, Sequence

from lizao.control.allocation import missing_units
from lizao.control.candidates import fitting
from lizao.control.fairness import overtaken
from lizao.control.piping import beside
from lizao.control.run import BatchRun, Run, UnitRequest
from lizao.control.safety import blocked_by
from lizao.control.waits import Cause, Detail, Wait
from lizao.model.equipment import Unit
from lizao.model.identifiers import Role, StepPath


def queued(run: Run, batch: BatchRun, top: StepPath) -> Iterator[Wait]:
    """What a unit procedure that stands in the queue waits for, role by role."""
    missing = missing_units(batch, top)
    for request in run.queue:
        if request.batch == batch.batch and request.role in missing:
            units = fitting(run, batch, request.role)
            if units:
                yield lacking(run, batch, top, request.role, units)
            else:
                yield _no_pipe(batch, top, request)


def _no_pipe(batch: BatchRun, top: StepPath, request: UnitRequest) -> Wait:
    """No unit of the class is piped to what the batch holds."""
    ends: dict[str, Detail] = {
        "source": beside(batch, request.role),
        "destination": request.unit_class,
    }
    return Wait(batch.batch, Cause.NO_PATH, top, ends)


def lacking(run: Run, batch: BatchRun, step: StepPath, role: Role, units: Sequence[Unit]) -> Wait:
    """Why none of ``units`` has been given: held back, in other hands, or out of use."""
    free = next((each for each in units if run.is_free(each.id)), None)
    if free is None:
        return _none_free(run, batch, step, units)
    blocked = blocked_by(run, batch.batch, role, free.id)
    if not blocked:
        blocked = tuple(each.batch for each in overtaken(run))
    others = tuple(each for each in blocked if each != batch.batch)
    details: dict[str, Detail] = {
        "unit_class": free.unit_class,
        "unit": free.id,
        "owner": others or (batch.batch,),
    }
    return Wait(batch.batch, Cause.UNIT_HELD_BACK, step, details, others)


def _none_free(run: Run, batch: BatchRun, step: StepPath, units: Sequence[Unit]) -> Wait:
    """None of ``units`` can be had: each belongs to a batch or is out of use."""
    taken = next((each for each in units if each.id in run.taken), None)
    usable = [each for each in units if each.id in run.owners and run.standing(each.id).available]
    if taken is not None and not usable:
        told: dict[str, Detail] = {"unit": taken.id, "operator": run.taken[taken.id]}
        return Wait(batch.batch, Cause.UNIT_TAKEN, step, told)
    if usable:
        owners = tuple(dict.fromkeys(run.owners[each.id] for each in usable))
        details: dict[str, Detail] = {"unit_class": usable[0].unit_class, "owner": owners}
        return Wait(batch.batch, Cause.UNIT_OWNED, step, details, owners)
    first = units[0]
    standing = run.standing(first.id)
    return Wait(
        batch.batch,
        Cause.UNIT_OUT_OF_USE,
        step,
        {
            "unit_class": first.unit_class,
            "unit": first.id,
            "unit_status": standing.status,
            "since": standing.since,
            "reason": standing.reason,
        },
    )
