"""The reference site runs on paper from dosing to packed bags, and through crashes."""

import pytest

from lizao.model.facts import BagPacked, MaterialMoved
from lizao.model.states import State
from lizao.testing.reference import reference_scene
from lizao.testing.soak import AFTER_WRITES, AROUND_COMMITS, Sides, crash_soak
from lizao.testing.story import Story
from tests.control.recipes import of


@pytest.mark.parametrize(("recipe", "firings"), [("lfp-26", 2), ("lfp-24", 1)])
def test_a_recipe_of_the_reference_site_runs_to_its_end(recipe: str, firings: int) -> None:
    """Everything charged is packed, lost to off-gas or drawn as a sample; every unit is free."""
    story = Story(reference_scene(recipe))
    batch = story.start()
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert not story.run.questions
    assert not story.run.owners
    bags = of(story.facts, BagPacked)
    assert sum(each.mass_kg for each in bags) == pytest.approx(6000.0, rel=0.1)
    kilns = {
        each.source.partition("/")[0]
        for each in of(story.facts, MaterialMoved)
        if each.source.startswith("kiln-") and "/row/" in each.source
    }
    assert kilns == {"kiln-1", "kiln-2", "kiln-3"} if firings > 1 else kilns == {"kiln-1", "kiln-2"}
    assert sum(map(abs, story.plant.contents_kg.values())) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("sides", [AROUND_COMMITS, AFTER_WRITES])
def test_the_reference_batch_survives_crashes(sides: Sides) -> None:
    """Two firings, eight transfers and all."""
    report = crash_soak(reference_scene(), every=12, sides=sides)
    assert report.violations == ()
    assert report.crashes > 15
