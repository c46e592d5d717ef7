"""Why saggars have not been given to a step that waits for them, or why a loader stands."""

from collections.abc import Iterator

from lizao.control.run import BatchRun, Run
from lizao.control.saggars import claimed, filled_by, free_now, saggars_of, unclaimed
from lizao.control.waits import Cause, Detail, Wait
from lizao.model.identifiers import StepPath, UnitId


def saggars(run: Run, batch: BatchRun, step: StepPath, unit: UnitId) -> Iterator[Wait]:
    """What a step that stands in the queue of a pool waits for: who has claimed what it lacks."""
    own = saggars_of(run, unit)
    for each in run.saggar_queue:
        if own is None or (each.batch, each.step) != (batch.batch, step):
            continue
        others = tuple(
            dict.fromkeys(other.batch for other in claimed(run, own.pool) if other.saggars)
        )
        details: dict[str, Detail] = {
            "unit": unit,
            "saggars": float(each.saggars),
            "free": float(min(free_now(run, own.pool), unclaimed(run)[own.pool])),
            "owner": others,
        }
        yield Wait(batch.batch, Cause.SAGGARS, step, details, others)


def emptied(run: Run, batch: BatchRun, step: StepPath, unit: UnitId) -> Iterator[Wait]:
    """A loader waits for saggars to come back: its pool has none for a row."""
    own = saggars_of(run, unit)
    if own is None or not filled_by(batch, step, own):
        return
    free = free_now(run, own.pool)
    if free < own.per_row:
        details: dict[str, Detail] = {
            "unit": unit,
            "saggars": float(own.per_row),
            "free": float(free),
            "owner": (),
        }
        yield Wait(batch.batch, Cause.SAGGARS, step, details)
