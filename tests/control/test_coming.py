"""What a step waits for may be more than will ever come: then it goes on with what is there."""

from dataclasses import replace

import pytest

from lizao.control.waiting import waits_of
from lizao.control.waits import Cause
from lizao.model.conditions import Comparison
from lizao.model.identifiers import Role, StepPath
from lizao.model.recipe import Action, Element, Form, RecipeCondition, Work
from lizao.model.states import State
from lizao.testing.mini import block, mini_recipe, phase, signal
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.control.recipes import at_least, charge, mixing, moving, order, scene_of, wait

NEVER = 1e9
"""More kg than there are."""


def _dosing(limit: float) -> Story:
    """Water is charged, and then so much is waited for."""
    dose = phase("mix/work/dose", Action(Work.CHARGE, charge="dose"))
    steps = (dose, phase("mix/work/wait", wait(at_least(limit))))
    return Story(scene_of(*mixing(*steps), charges=(charge("dose", "water"),)))


@pytest.mark.parametrize("limit", [10.0, NEVER])
def test_what_was_charged_is_all_there_will_be(limit: float) -> None:
    """The wait is over once all charges are, if not before."""
    story = _dosing(limit)
    batch = story.start()
    story.finish(batch)
    assert order(story.facts)[-4:] == ["+wait", "-wait", "-work", "-mix"]


def test_what_the_recipe_does_not_bring_is_waited_for() -> None:
    """Somebody else will: it says for what."""
    story = Story(scene_of(*mixing(phase("mix/work/wait", wait(at_least(NEVER))))))
    batch = story.start()
    story.forward(60)
    assert [each.cause for each in waits_of(story.run, story.batch(batch))] == [Cause.QUANTITY]


def test_a_unit_procedure_begins_with_what_was_conveyed() -> None:
    """It waits while the transfer brings more, and no longer."""
    start = replace(
        block("keep", Form.UNIT_PROCEDURE, "work", role=Role("silo")),
        condition=signal("tank", NEVER, Comparison.AT_LEAST),
    )
    keep = (
        start,
        block("keep/work", Form.OPERATION, "see"),
        phase("keep/work/see", wait(signal("tank", NEVER, Comparison.AT_MOST))),
    )
    dose = phase("mix/work/dose", Action(Work.CHARGE, charge="dose"))
    scene = scene_of(
        *mixing(dose), *moving("mixer", "tank", "mix"), *keep, charges=(charge("dose", "water"),)
    )
    story = Story(scene)
    story.finish(story.start())
    told = order(story.facts)
    assert told.index("-move") < told.index("+keep")


def _firing(**conditions: RecipeCondition) -> Story:
    """The mini recipe in which some elements wait for more than there will be."""
    recipe = mini_recipe()
    elements = [_changed(each, conditions) for each in recipe.elements]
    extra = [phase(f"{path}/more", wait(each)) for path, each in conditions.items() if "/" in path]
    return Story(Scene(recipe=replace(recipe, elements=(*elements, *extra))))


def _changed(element: Element, conditions: dict[str, RecipeCondition]) -> Element:
    new = conditions.get(element.path)
    if new is None:
        return element
    if "/" not in element.path:
        return replace(element, condition=new)
    more = StepPath(f"{element.path}/more")
    return replace(element, children=(*element.children, more))


def test_packing_begins_with_what_the_ovens_delivered() -> None:
    """They deliver until their last row is out, as long as the bag may become fuller."""
    story = _firing(pack=signal("bin", NEVER, Comparison.AT_LEAST))
    batch = story.start()
    story.until(lambda: story.batch(batch).done(StepPath("fire#1")))
    ovens = [story.batch(batch).done(StepPath(each)) for each in ("fire#1", "fire#2")]
    assert story.batch(batch).begun(StepPath("pack")) is all(ovens)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_both_parts_of_a_split_go_on_where_neither_will_see_enough() -> None:
    """Two that only wait do not wait for each other."""
    story = _firing(**{"fire/heat": signal("silo", NEVER, Comparison.AT_LEAST)})
    batch = story.start()
    story.finish(batch)
    told = order(story.facts)
    assert told.count("-more") == 2
