"""Pressing Start: everything that can be refused is refused here, before anything moves."""

from collections.abc import Iterator, Mapping

from lizao.control.amounts import ChargePlan, plan_charges
from lizao.control.apply import apply
from lizao.control.run import Run
from lizao.control.scaling import control_recipe
from lizao.model.equipment import Plant
from lizao.model.errors import LizaoError, VesselTooSmallError
from lizao.model.facts import BatchCommanded, BatchCreated, ChargesPlanned, Fact
from lizao.model.identifiers import BatchId, Role
from lizao.model.instants import Instant
from lizao.model.quality import Specification
from lizao.model.recipe import ControlRecipe, MasterRecipe
from lizao.model.states import Command


def create_batch(  # noqa: PLR0913, PLR0917 - what a person sets before pressing Start
    run: Run,
    plant: Plant,
    master: MasterRecipe,
    specification: Specification,
    mass_kg: float,
    overrides: Mapping[str, float],
    by: str,
    now: Instant,
) -> BatchCreated:
    """A new batch of ``mass_kg`` packed product with its control recipe, asked for by ``by``.

    Raises an error that names the thing, the value and the limit where the recipe cannot run.
    """
    recipe = control_recipe(master, plant, specification, mass_kg, overrides, now)
    return BatchCreated(now, next_batch(run, recipe), recipe, by)


def begin_batch(
    run: Run, plant: Plant, batch: BatchId, by: str, now: Instant
) -> tuple[ChargesPlanned, BatchCommanded]:
    """Start a created batch with the lots at hand.

    Raises MaterialMissingError or VesselTooSmallError, before anything moves.
    """
    recipe = run.batches[batch].recipe
    plan = plan_charges(run, recipe, now)
    for fault in faults_of(plant, recipe, plan):
        raise fault
    return (
        ChargesPlanned(now, batch, plan.portions, plan.trims),
        BatchCommanded(now, batch, Command.START, by),
    )


def start_batch(  # noqa: PLR0913, PLR0917 - what a person sets before pressing Start
    run: Run,
    plant: Plant,
    master: MasterRecipe,
    specification: Specification,
    mass_kg: float,
    overrides: Mapping[str, float],
    by: str,
    now: Instant,
) -> tuple[Fact, ...]:
    """Create a batch and start it at once; raises what either of them raises."""
    created = create_batch(run, plant, master, specification, mass_kg, overrides, by, now)
    run = apply(run, created)
    return (created, *begin_batch(run, plant, created.batch, by, now))


def faults_of(plant: Plant, recipe: ControlRecipe, plan: ChargePlan) -> Iterator[LizaoError]:
    """Whatever forbids a batch to start with the lots at hand: vessels first, then materials."""
    yield from _too_small(plant, recipe, plan.vessels_kg)
    yield from plan.missing


def next_batch(run: Run, recipe: ControlRecipe) -> BatchId:
    """The next free batch number of a recipe in this home."""
    made = sum(1 for each in run.batches.values() if each.recipe.name == recipe.name)
    return BatchId(f"{recipe.name}-{made + 1:03d}")


def _too_small(
    plant: Plant, recipe: ControlRecipe, planned_kg: Mapping[Role, float]
) -> Iterator[VesselTooSmallError]:
    for role, needed_kg in planned_kg.items():
        for unit in plant.of_class(recipe.roles[role], recipe.demand(role).needs):
            for place in unit.places:
                if place.capacity_kg is not None and needed_kg > place.capacity_kg:
                    largest_t = recipe.mass_kg * place.capacity_kg / needed_kg / 1000
                    yield VesselTooSmallError(unit.id, needed_kg, place.capacity_kg, largest_t)
