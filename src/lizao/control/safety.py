"""No deadlock over units: a unit is given away only if every batch can still come to its end.

The banker's rule, with what each batch holds and what its recipe may still ask for.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lizao.control.run import BatchRun, Run, UnitRequest
from lizao.model.identifiers import BatchId, Role
from lizao.model.states import FINAL

Units = Counter[str]
"""How many units, by class."""


@dataclass(slots=True)
class _Account:
    """What a batch holds and may still ask for, by unit class."""

    batch: BatchId
    held: Units
    needed: Units


def is_safe(run: Run, request: UnitRequest) -> bool:
    """Whether all batches can end, one after the other, once the request is granted."""
    return not blocked_by(run, request)


def blocked_by(run: Run, request: UnitRequest) -> tuple[BatchId, ...]:
    """The batches that could not end any more if the request were granted."""
    free = _free(run)
    free[request.unit_class] -= 1
    accounts = [
        _account(batch, request.role if batch.batch == request.batch else None)
        for batch in run.batches.values()
        if batch.state not in FINAL and (batch.batch == request.batch or _holds(batch))
    ]
    while accounts:
        ending = [each for each in accounts if each.needed <= free]
        if not ending:
            break
        for each in ending:
            free += each.held
        accounts = [each for each in accounts if each not in ending]
    return tuple(each.batch for each in accounts)


def _free(run: Run) -> Units:
    units = run.plant.units if run.plant else ()
    return Counter(unit.unit_class for unit in units if unit.id not in run.owners)


def _holds(batch: BatchRun) -> bool:
    return len(batch.units) > len(batch.released)


def _account(batch: BatchRun, granted: Role | None) -> _Account:
    classes = batch.recipe.roles
    held = {role for role in batch.units if role not in batch.released and role in classes}
    if granted is not None:
        held.add(granted)
    needed = set(_to_come(batch)) - held
    return _Account(
        batch.batch,
        Counter(classes[role] for role in held),
        Counter(classes[role] for role in needed),
    )


def _to_come(batch: BatchRun) -> Iterator[Role]:
    """The roles of the unit procedures that have not started."""
    for top in batch.procedure.tops:
        if top not in batch.steps:
            yield from batch.procedure.needs[top]
