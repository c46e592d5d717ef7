"""A batch before Start: what it would use, what is missing, and how such batches went so far."""

from collections.abc import Iterator, Mapping
from statistics import median
from typing import Final

from lizao.app.answers import recipes as told
from lizao.app.home import Home
from lizao.app.orders import Ordered
from lizao.control.amounts import plan_charges
from lizao.control.run import BatchRun
from lizao.control.scaling import control_recipe
from lizao.control.start import faults_of
from lizao.documents.recipe_book import refuse_unapproved
from lizao.documents.site import Site
from lizao.model.errors import LizaoError
from lizao.model.identifiers import BatchId
from lizao.model.instants import Instant, in_hours
from lizao.model.quality import ATTRIBUTE_UNITS
from lizao.model.recipe import MasterRecipe
from lizao.model.states import State

LIKE_IT: Final = 20
"""So many batches, the latest, say what is to be expected of the next."""


def preview(
    home: Home, ordered: Ordered, now: Instant
) -> tuple[told.Foreseen, tuple[LizaoError, ...]]:
    """What a batch would be like, and all that forbids it; raises what is wrong in the order."""
    refuse_unapproved(home.rooms.recipes, ordered.master)
    plant = home.foundation.plant
    recipe = control_recipe(
        ordered.master, plant, ordered.specification, ordered.mass_kg, ordered.overrides, now
    )
    plan = plan_charges(home.rooms.run, recipe, now)
    foreseen: told.Foreseen = {
        "portions": [
            {"material": each.material, "lot": each.lot, "mass_kg": each.mass_kg}
            for each in plan.portions
        ],
        "trims": dict(plan.trims),
        "expected": _expected(home, ordered.master.name),
    }
    return foreseen, tuple(faults_of(plant, recipe, plan))


def obstacles(site: Site, home: Home) -> Mapping[str, tuple[LizaoError, ...]]:
    """What stands in the way of each recipe at its reference size; nothing: it can run now."""
    book = home.rooms.recipes
    masters = ((name, book.approved(name) or each) for name, each in site.recipes.items())
    return {name: _in_the_way(site, home, master) for name, master in masters}


def _in_the_way(site: Site, home: Home, master: MasterRecipe) -> tuple[LizaoError, ...]:
    try:
        ordered = Ordered(master, site.specification(master), master.reference_kg, {})
        return preview(home, ordered, home.rooms.views.latest)[1]
    except LizaoError as error:
        return (error,)


def largest_kg(home: Home, site: Site, master: MasterRecipe) -> float | None:
    """The largest batch of a recipe that fits the vessels it is charged into.

    None where nothing bounds it, or where the recipe cannot run on the plant.
    """
    plant, now = home.foundation.plant, home.rooms.views.latest
    try:
        specification = site.specification(master)
        recipe = control_recipe(master, plant, specification, master.reference_kg, {}, now)
    except LizaoError:
        return None
    plan = plan_charges(home.rooms.run, recipe, now)
    return min(
        (
            recipe.mass_kg * place.capacity_kg / needed_kg
            for role, needed_kg in plan.vessels_kg.items()
            for unit in plant.of_class(recipe.roles[role], recipe.demand(role).needs)
            for place in unit.places
            if place.capacity_kg is not None and needed_kg > 0.0
        ),
        default=None,
    )


def _expected(home: Home, recipe: str) -> told.Expected | None:
    """The medians of the latest batches of a recipe; None where none has come to its end."""
    like_it = [each for each in home.rooms.run.batches.values() if _is_like(each, recipe)][
        -LIKE_IT:
    ]
    if not like_it:
        return None
    figures = [home.rooms.views.batches[each.batch] for each in like_it]
    took = [in_hours(each.ended - each.started) for each in figures if each.ended is not None]
    tonnes = [sum(bag.mass_kg for bag in each.bags) / 1000.0 for each in figures]
    energy = [each.energy_kwh / t for each, t in zip(figures, tonnes, strict=True) if t > 0.0]
    results = _results(home, {each.batch for each in like_it})
    return {
        "batches": len(like_it),
        "duration_h": median(took),
        "energy_kwh_per_t": median(energy) if energy else None,
        "results": results,
        "units": {each: ATTRIBUTE_UNITS.get(each, "") for each in results},
    }


def _is_like(batch: BatchRun, recipe: str) -> bool:
    return batch.recipe.name == recipe and batch.state is State.COMPLETE


def _results(home: Home, batches: set[BatchId]) -> dict[str, float]:
    """The median of each attribute that lots of these batches were judged by."""
    found: dict[str, list[float]] = {}
    for attribute, value in _judged(home, batches):
        found.setdefault(attribute, []).append(value)
    return {attribute: median(values) for attribute, values in found.items()}


def _judged(home: Home, batches: set[BatchId]) -> Iterator[tuple[str, float]]:
    for lot in home.rooms.register.lots.values():
        if lot.batch in batches:
            for attribute, judged in lot.attributes.items():
                yield attribute, judged.value
