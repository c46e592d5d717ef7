"""A recipe file says what the master recipe says."""

from pathlib import Path

import pytest

from lizao.model.conditions import Comparison
from lizao.model.recipe import (
    Action,
    ChargeRule,
    Element,
    Form,
    MasterRecipe,
    Scaling,
    Setting,
    Source,
    Subject,
    Work,
)
from tests.documents.papers import RECIPE, faults_in, recipe_in, replaced


@pytest.fixture(scope="module")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> MasterRecipe:
    """The small recipe."""
    return recipe_in(tmp_path_factory.mktemp("recipe"))


def element(recipe: MasterRecipe, path: str) -> Element:
    """The element at a path."""
    return next(each for each in recipe.elements if each.path == path)


def action(recipe: MasterRecipe, path: str) -> Action:
    """What the phase at a path does."""
    found = element(recipe, path).action
    assert found is not None
    return found


def test_a_good_recipe_has_no_fault(tmp_path: Path) -> None:
    """The small recipe can run on the small plant."""
    assert faults_in(tmp_path, RECIPE) == []


def test_parents_stand_before_their_children_and_all_children_exist(recipe: MasterRecipe) -> None:
    """Elements are flat, in the order of the file."""
    seen: set[str] = set()
    for each in recipe.elements:
        assert not set(each.children) & seen
        assert each.path not in seen
        seen.add(each.path)
    assert all(child in seen for each in recipe.elements for child in each.children)


def test_steps_without_a_name_are_named_for_what_they_are(recipe: MasterRecipe) -> None:
    """Parallel, sequence and choice need no name of their own."""
    forms = {str(each.path): each.form for each in recipe.elements if "/" in each.path}
    assert forms["mix/charge/parallel-2"] is Form.PARALLEL
    assert forms["mix/charge/parallel-2/sequence-2"] is Form.SEQUENCE
    assert forms["mix/charge/parallel-2/sequence-2/salt"] is Form.PHASE
    assert forms["mix/stir/choice-4"] is Form.CHOICE
    assert forms["mix/stir/again"] is Form.LOOP


def test_quantities_are_read_in_the_unit_of_the_thing(recipe: MasterRecipe) -> None:
    """Sizes come in kg, a percentage of a plain number as a fraction."""
    assert (recipe.reference_kg, recipe.low_kg, recipe.high_kg) == (1000.0, 100.0, 2000.0)
    solids = recipe.parameter("solids")
    assert solids is not None
    assert (solids.default, solids.scaling) == (0.5, Scaling.FIXED)


def test_a_formula_value_is_turned_into_the_unit_of_the_service(recipe: MasterRecipe) -> None:
    """Minutes become seconds; kelvin become degrees Celsius, offset included."""
    (duration, speed) = action(recipe, "mix/stir/stir").settings
    assert duration == Setting("duration_s", Source.FORMULA, formula="stirring", factor=60.0)
    assert speed == Setting("speed_rpm", Source.VALUE, 300.0)
    (soak,) = action(recipe, "fire/fire/heat").settings
    assert (soak.factor, soak.offset) == (1.0, -273.15)


def test_texts_and_lots_are_settings_too(tmp_path: Path, recipe: MasterRecipe) -> None:
    """A text stays a text; the lot is the one the batch makes."""
    (note,) = action(recipe, "mix/charge/parallel-2/sequence-2/note").settings
    assert note == Setting("remark", Source.VALUE, "salt is in")
    with_lot = recipe_in(tmp_path, replaced(RECIPE, "{text: salt is in}", "{lot: product}"))
    (lot,) = action(with_lot, "mix/charge/parallel-2/sequence-2/note").settings
    assert lot.source is Source.LOT


def test_a_setting_may_be_one_minus_a_share(tmp_path: Path) -> None:
    """What one mill takes, the other leaves."""
    changed = replaced(RECIPE, "speed_rpm: 300 rpm", "share: {complement: solids}")
    (_, share) = action(recipe_in(tmp_path, changed), "mix/stir/stir").settings
    assert share == Setting("share", Source.FORMULA, formula="solids", factor=-1.0, offset=1.0)


def test_conditions_name_signal_limit_and_what_must_be_complete(recipe: MasterRecipe) -> None:
    """An empty place is a mass below the heel for half a minute."""
    until = action(recipe, "fire/fire/feed").complete_when
    assert until is not None
    assert (until.subject, until.name, until.role) == (Subject.SIGNAL, "mass_kg", "buffer")
    assert (until.comparison, until.limit, until.hold_s) == (Comparison.AT_MOST, 30.0, 30.0)
    assert until.after == ("move",)
    start = element(recipe, "fire").condition
    assert start is not None
    assert (start.comparison, start.limit, start.hold_s) == (Comparison.AT_LEAST, 100.0, 60.0)
    choice = element(recipe, "mix/stir/choice-4").condition
    assert choice is not None
    assert (choice.subject, choice.limit) == (Subject.FORMULA, 0.4)
    again = element(recipe, "mix/stir/again")
    assert again.condition is not None
    assert again.condition.step == "mix/stir/again/more"
    assert (again.at_most, again.condition.comparison) == (3, Comparison.AT_MOST)
    wait = action(recipe, "fire/fire/out").complete_when
    assert wait is not None
    assert (wait.subject, wait.role) == (Subject.CLEARED, "oven")


def test_every_phase_knows_its_unit(recipe: MasterRecipe) -> None:
    """A charge works on its vessel, a sample where it is drawn, a lot where it says."""
    roles = {str(each.path): each.role for each in recipe.elements if each.form is Form.PHASE}
    assert roles["mix/charge/water"] == "vessel"
    assert roles["mix/stir/sample"] == "vessel"
    assert roles["fire/fire/lot"] == "vessel"
    assert roles["fire/fire/feed"] == "oven"
    assert element(recipe, "fire").claims == ("buffer",)
    works = {each.action.work for each in recipe.elements if each.action is not None}
    assert works == set(Work)


def test_charges_keep_their_rule(recipe: MasterRecipe) -> None:
    """Dry, ratio and solids, in the order of the file."""
    rules = [each.rule for each in recipe.charges]
    assert rules == [ChargeRule.DRY, ChargeRule.RATIO, ChargeRule.SOLIDS]
    assert recipe.charges[1].supplies == "Na"
