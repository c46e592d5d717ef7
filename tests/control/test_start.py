"""Pressing Start: the recipe in the size of the batch, and everything that is refused."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from lizao.control.scaling import control_recipe
from lizao.control.start import start_batch
from lizao.model.equipment import Plant
from lizao.model.errors import (
    NoUnitError,
    UnknownNameError,
    ValueOutsideLimitsError,
    VesselTooSmallError,
)
from lizao.model.facts import BatchCreated
from lizao.model.identifiers import Role, UnitId
from lizao.model.recipe import ControlRecipe, MasterRecipe
from lizao.testing.mini import START, mini_plant, mini_recipe, mini_specification
from lizao.testing.scene import Scene
from lizao.testing.story import Story


def _made(
    mass_kg: float = 1000.0,
    overrides: Mapping[str, float] | None = None,
    plant: Plant | None = None,
    master: MasterRecipe | None = None,
) -> ControlRecipe:
    return control_recipe(
        master or mini_recipe(),
        plant or mini_plant(),
        mini_specification(),
        mass_kg,
        overrides or {},
        START,
    )


def test_linear_values_follow_the_size_and_fixed_ones_do_not() -> None:
    """Twice the powder, the same soak."""
    recipe = _made(2000.0)
    assert recipe.formula == {"powder_dry": 2000.0, "li_fe": 1.03, "solids": 0.5, "soak": 760.0}
    assert recipe.units_of_measure["soak"] == "degC"


def test_an_override_takes_the_place_of_the_default() -> None:
    """It is noted that a person changed it."""
    recipe = _made(overrides={"soak": 775.0})
    assert recipe.formula["soak"] == 775.0
    assert recipe.overridden == ("soak",)


def test_limits_follow_the_size() -> None:
    """2,150 kg of powder are inside for two tonnes, and 2,300 kg are not."""
    assert _made(2000.0, {"powder_dry": 2150.0}).formula["powder_dry"] == 2150.0
    with pytest.raises(ValueOutsideLimitsError) as caught:
        _made(2000.0, {"powder_dry": 2300.0})
    assert (caught.value.thing, caught.value.high) == ("powder_dry", 2200.0)


@pytest.mark.parametrize("value", [739.9, 790.1])
def test_a_value_outside_its_limits_is_refused_with_the_limit(value: float) -> None:
    """The error names the thing, the value and both limits."""
    with pytest.raises(ValueOutsideLimitsError) as caught:
        _made(overrides={"soak": value})
    assert caught.value.details() == {
        "thing": "soak",
        "value": value,
        "low": 740.0,
        "high": 790.0,
        "unit": "degC",
    }


def test_an_unknown_parameter_is_refused_with_the_known_ones() -> None:
    """A misspelt name never falls back to a default."""
    with pytest.raises(UnknownNameError) as caught:
        _made(overrides={"soak1": 760.0})
    assert caught.value.known == "powder_dry, li_fe, solids, soak"


@pytest.mark.parametrize("mass_kg", [99.0, 4001.0])
def test_a_size_outside_the_recipe_is_refused(mass_kg: float) -> None:
    """The recipe says which sizes it was made for."""
    with pytest.raises(ValueOutsideLimitsError) as caught:
        _made(mass_kg)
    assert (caught.value.thing, caught.value.low, caught.value.high) == ("tonnes", 0.1, 4.0)


def test_a_split_procedure_becomes_one_for_each_unit() -> None:
    """Paths, roles, conditions and successors follow."""
    recipe = _made()
    tops = [each.path for each in recipe.elements if "/" not in each.path]
    assert tops == [
        *("dose", "to-tank", "mill#1", "mill#2", "to-silo", "fire#1", "fire#2", "pack"),
    ]
    by_path = {str(each.path): each for each in recipe.elements}
    assert by_path["to-silo"].after == ("mill#1", "mill#2")
    assert by_path["mill#2"].role == "mill#2"
    assert recipe.roles[Role("mill#2")] == "mill"
    waits = by_path["fire#2/feed/out"].action
    assert waits is not None
    assert waits.complete_when is not None
    assert waits.complete_when.role == "oven#2"


def test_a_split_takes_no_more_units_than_there_are() -> None:
    """With one mill the procedure runs once."""
    plant = mini_plant()
    units = tuple(each for each in plant.units if each.id != UnitId("mill-2"))
    recipe = _made(plant=replace(plant, units=units))
    assert [each.path for each in recipe.elements if each.path.startswith("mill#")] == [
        "mill#1",
        "mill#1/grind",
        "mill#1/grind/run",
    ]


def test_a_class_without_units_is_refused() -> None:
    """The class is named."""
    plant = mini_plant()
    units = tuple(each for each in plant.units if each.unit_class != "oven")
    with pytest.raises(NoUnitError) as caught:
        _made(plant=replace(plant, units=units))
    assert caught.value.unit_class == "oven"


def test_a_vessel_that_is_too_small_names_its_size_and_the_largest_batch() -> None:
    """3,000 kg of slurry fit, which is what 1.2 t of product need at most."""
    scene = Scene(mass_kg=3000.0)
    story = Story(scene)
    with pytest.raises(VesselTooSmallError) as caught:
        scene.order(story.run, story.now)
    assert caught.value.unit == "mixer-1"
    assert caught.value.capacity_kg == 3000.0
    largest_t = caught.value.largest_t
    replace(scene, mass_kg=largest_t * 990.0).order(story.run, story.now)
    with pytest.raises(VesselTooSmallError):
        replace(scene, mass_kg=largest_t * 1020.0).order(story.run, story.now)


def test_batches_of_a_recipe_are_numbered() -> None:
    """The number is part of every name that comes after."""
    story = Story()
    assert [story.start(), story.start()] == ["mini-001", "mini-002"]


def test_a_batch_freezes_its_recipe_and_remembers_who_pressed_start() -> None:
    """The control recipe is a fact."""
    story = Story()
    scene = story.scene
    facts = start_batch(
        story.run,
        scene.plant,
        scene.recipe,
        scene.specification,
        1000.0,
        {"soak": 780.0},
        "Li",
        story.now,
    )
    created = facts[0]
    assert isinstance(created, BatchCreated)
    assert created.by == "Li"
    assert created.recipe.formula["soak"] == 780.0
