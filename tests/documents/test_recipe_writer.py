"""A recipe that was written is read back as it was."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings

from lizao.documents.recipe_file import load_recipe
from lizao.documents.recipe_writer import write_recipe
from lizao.documents.site import load_site, reference_site
from lizao.model.errors import MalformedElementError
from lizao.model.recipe import Element, MasterRecipe, Setting, Source
from tests.documents.drawn_recipes import recipes
from tests.documents.papers import FOLDER, RECIPE, recipe_in

REFERENCE = load_site(reference_site()).recipes
SMALL = load_recipe(FOLDER / "small.yaml")


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(recipes())
@example(SMALL)
@example(REFERENCE["lfp-24"])
@example(REFERENCE["lfp-26"])
def test_a_written_recipe_is_the_same_recipe(tmp_path: Path, recipe: MasterRecipe) -> None:
    """Every charge, step, setting, limit and title comes back."""
    read = recipe_in(tmp_path, write_recipe(recipe))

    assert read == recipe
    assert list(read.roles) == list(recipe.roles)


def test_a_written_recipe_reads_as_a_person_would_write_it() -> None:
    """Quantities lose their points, conditions their usual words, and short steps keep one line."""
    written = write_recipe(SMALL)

    assert "- {phase: water, charge: water}" in written
    assert "until: {empty: buffer, heel: 30, after: [move]}" in written
    assert "size: {reference: 1000, low: 100, high: 2000}" in written
    assert max(len(each) for each in written.splitlines()) <= 120
    assert len(written.splitlines()) < 1.5 * len(RECIPE.splitlines())


def with_setting(setting: Setting) -> MasterRecipe:
    """The small recipe with another speed of the stirrer."""

    def changed(element: Element) -> Element:
        if element.path != "mix/stir/stir" or element.action is None:
            return element
        return replace(element, action=replace(element.action, settings=(setting,)))

    return replace(SMALL, elements=tuple(changed(each) for each in SMALL.elements))


@pytest.mark.parametrize(
    "setting",
    [
        Setting("speed_rpm", Source.FORMULA, formula="stirring"),
        Setting("duration_s", Source.FORMULA, formula="stirring", factor=2.0),
        Setting("duration_s", Source.FORMULA, formula="nobody"),
    ],
    ids=["wrong dimension", "own factor", "unknown"],
)
def test_a_setting_that_the_language_lacks_is_refused_by_name(setting: Setting) -> None:
    """Nothing is written that would be read as something else."""
    with pytest.raises(MalformedElementError) as caught:
        write_recipe(with_setting(setting))

    assert (caught.value.thing, caught.value.value) == ("mix/stir/stir", setting.parameter)
