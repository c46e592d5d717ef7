"""No starvation: who was overtaken too often is served before anybody who has not begun.

While such a batch waits, only those that hold units go on. They come to their end, for that the
banker's rule sees; so the free units become more, until it is served.
"""

from typing import Final

from lizao.control.candidates import fitting
from lizao.control.run import BatchRun, Run, UnitRequest
from lizao.control.safety import could_end_alone

OVERTAKEN_AT_MOST: Final = 3
"""How often a unit, or saggars, that would have done may be given to a later one."""


def overtaken(run: Run, at_most: int = OVERTAKEN_AT_MOST) -> tuple[BatchRun, ...]:
    """The batches that were overtaken too often, and that waiting for the others can help.

    It helps nobody whose units are all out of use, or who needs more of them than there are.
    """
    found = dict.fromkeys(
        (
            *(
                each.batch
                for each in run.queue
                if each.overtaken >= at_most and _has_hope(run, each)
            ),
            *(each.batch for each in run.saggar_queue if each.overtaken >= at_most),
        )
    )
    return tuple(run.batches[each] for each in found)


def _has_hope(run: Run, request: UnitRequest) -> bool:
    batch = run.batches[request.batch]
    units = fitting(run, batch, request.role)
    return any(run.standing(each.id).available for each in units) and could_end_alone(run, batch)


def stands_back(batch: BatchRun, first: tuple[BatchRun, ...]) -> bool:
    """Whether a batch has not begun, and needs a class of units that one of ``first`` needs."""
    if not first or batch in first or len(batch.units) > len(batch.released):
        return False
    classes = set(batch.recipe.roles.values())
    return any(classes & set(each.recipe.roles.values()) for each in first)
