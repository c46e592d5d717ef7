"""Amounts that are waited for: where nothing more can come, what is there has to do.

A step may wait for more than there will ever be: a person began it anew after its vessel was used
up, or another part of a split has taken the rest.
"""

from functools import lru_cache
from typing import Final

from lizao.control.conditions import Outlook, outlook
from lizao.control.parts import does_without, others_at_work
from lizao.control.run import BatchRun, Run
from lizao.control.same import Alike, Same, as_given
from lizao.model.conditions import Comparison
from lizao.model.equipment import Plant
from lizao.model.identifiers import PlaceId, Role, StepPath
from lizao.model.recipe import RecipeCondition, Subject, Work

MASS: Final = "mass_kg"


def awaited(
    run: Run, batch: BatchRun, step: StepPath, purpose: str, condition: RecipeCondition | None
) -> Outlook:
    """As ``outlook``, but of an amount that is waited for, all that can come is enough."""
    found = outlook(run, batch, step, purpose, condition)
    if found is not Outlook.WAITS or condition is None or not _is_amount(batch, condition):
        return found
    return Outlook.HOLDS if _all_is_there(run, batch, step, condition) else found


def _is_amount(batch: BatchRun, condition: RecipeCondition) -> bool:
    """Whether only an amount in a unit of the batch is still waited for."""
    return (
        condition.subject is Subject.SIGNAL
        and condition.name == MASS
        and condition.comparison is Comparison.AT_LEAST
        and condition.role in batch.units
        and all(batch.done(path) for path in condition.after)
    )


def _all_is_there(run: Run, batch: BatchRun, step: StepPath, condition: RecipeCondition) -> bool:
    """Whether all that brings some is over, and no other part of a split is at work on it."""
    assert run.plant is not None, "a batch is made on a plant"
    bringing = _all_bringing(Same(run.plant), as_given(batch), condition.role or Role(""))
    if not bringing or not all(map(batch.done, bringing)):
        return False
    top = batch.procedure.top_of[step]
    does = step != top or not does_without(batch, top)
    return does and not others_at_work(run, batch, top)


@lru_cache(maxsize=1024)
def _all_bringing(plant: Same[Plant], given: Alike[BatchRun], role: Role) -> tuple[StepPath, ...]:
    """What of a batch brings something into the unit of a role."""
    batch = given.it
    needing = batch.procedure.procedures_of.get(role, ())
    return tuple(path for each in needing for path in _bringing(plant.it, batch, each, role))


def _bringing(plant: Plant, batch: BatchRun, top: StepPath, role: Role) -> tuple[StepPath, ...]:
    """What of a unit procedure brings something into the unit of a role: its phases, or itself."""
    if _delivers(plant, batch, top, role):
        return (top,)
    return tuple(path for path in batch.procedure.descendants[top] if _fills(batch, path, role))


def _fills(batch: BatchRun, path: StepPath, role: Role) -> bool:
    """Whether a phase charges or conveys into the unit of a role."""
    action = batch.procedure.elements[path].action
    if action is None:
        return False
    if action.work is Work.CHARGE:
        return batch.procedure.role_of(path) == role
    return action.destination == role


def _delivers(plant: Plant, batch: BatchRun, top: StepPath, role: Role) -> bool:
    """Whether the unit of a unit procedure, or one that it may be given, delivers to a place."""
    own, place = batch.procedure.elements[top].role or Role(""), PlaceId(batch.units[role])
    units = plant.of_class(batch.recipe.roles.get(own, ""))
    given = batch.units.get(own)
    return any(place in each.delivers_to for each in units if given in {None, each.id})
