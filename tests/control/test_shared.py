"""Batches share what is alike in their recipes, and nothing that is not."""

from dataclasses import replace

from lizao.control.procedure import index
from lizao.control.run import Run
from lizao.control.shared import sharing
from lizao.ledger.snapshot import Snapshot
from lizao.testing.mini import phase, service
from lizao.testing.story import Story
from tests.app.test_snapshots import PLACE
from tests.control.recipes import milling, mixing, scene_of


def test_batches_of_one_recipe_share_its_elements() -> None:
    """As long as they are equal; each keeps a recipe of its own."""
    story = Story(scene_of(*milling()))
    first, second = story.start(), story.start()
    one, two = story.batch(first), story.batch(second)
    assert one.recipe.elements is two.recipe.elements
    assert one.procedure is two.procedure
    assert one.recipe is not two.recipe


def test_a_recipe_of_the_same_name_that_is_another_is_not_taken() -> None:
    """A new version may do something else."""
    story = Story(scene_of(*milling()))
    first = story.start()
    changed = replace(
        scene_of(*mixing(phase("mix/work/stir", service("stir")))), plant=story.scene.plant
    )
    story.loop.turn(changed.order(story.run, story.now))
    second = next(each for each in story.run.batches if each != first)
    one, two = story.batch(first), story.batch(second)
    assert one.recipe.name == two.recipe.name
    assert two.procedure == index(two.recipe) != one.procedure


def test_what_was_written_down_is_shared_again() -> None:
    """It was read batch by batch."""
    story = Story(scene_of(*milling()))
    first, second = story.start(), story.start()
    read = Snapshot.of(PLACE, story.run).unpacked(Run)
    assert read.batches[first].procedure is not read.batches[second].procedure
    again = sharing(read)
    assert again == story.run
    assert again.batches[first].procedure is again.batches[second].procedure
