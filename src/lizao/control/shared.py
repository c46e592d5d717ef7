"""Batches of one recipe share what is alike in it: thousands of them are kept for good."""

from collections.abc import Mapping

from lizao.control.changed import replace
from lizao.control.procedure import Procedure, index
from lizao.control.run import BatchRun, Run
from lizao.model.identifiers import BatchId
from lizao.model.recipe import ControlRecipe


def shared(
    batches: Mapping[BatchId, BatchRun], recipe: ControlRecipe
) -> tuple[ControlRecipe, Procedure]:
    """``recipe`` and its index; its elements are those of the batch before where they are equal."""
    others = (each for each in reversed([*batches.values()]) if each.recipe.name == recipe.name)
    latest = next(others, None)
    if latest is None or not _are_alike(latest.recipe, recipe):
        return recipe, index(recipe)
    return replace(recipe, elements=latest.recipe.elements), latest.procedure


def sharing(run: Run) -> Run:
    """The same run, whose batches were read one by one."""
    batches: dict[BatchId, BatchRun] = {}
    for key, each in run.batches.items():
        recipe, procedure = shared(batches, each.recipe)
        batches[key] = replace(each, recipe=recipe, procedure=procedure)
    return replace(run, batches=batches)


def _are_alike(one: ControlRecipe, other: ControlRecipe) -> bool:
    """Whether two recipes have the same procedure."""
    return (one.elements, one.roles, one.demands) == (other.elements, other.roles, other.demands)
