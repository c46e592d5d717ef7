"""No deadlock: every reachable state of small plants can come to its end, and a circle is named."""

from dataclasses import replace

import pytest

from lizao.control import allocation
from lizao.control.deadlock import circle
from lizao.model.facts import UnitAllocated
from lizao.model.identifiers import Role, UnitId
from lizao.model.states import Command, State
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.control.every_order import GREEDY, Search, back, key, stages, there
from tests.control.recipes import milling, named, scene_of, two_on_one_line


def mills(name: str = "mills") -> Scene:
    """Two stages that keep one of two mills and ask for a vessel."""
    return stages(name, ("mill", ()), ("mixer", ("mill",)), ("tank", ("mill",)))


PLANTS = {
    "two that cross": (there(), back()),
    "three that cross": (there("a"), back("b"), there("c")),
    "two mills and what crosses": (mills("a"), there("b"), mills("c")),
    "with the second mill besides": (mills("a"), back("b"), there("c")),
}


@pytest.mark.parametrize("scenes", PLANTS.values(), ids=PLANTS.keys())
def test_every_state_that_can_be_reached_can_come_to_its_end(scenes: tuple[Scene, ...]) -> None:
    """Whatever starts and ends in whatever order: all can complete, nobody stands in a circle."""
    search = Search(scenes)
    search.explore()
    assert len(search.states) > 20
    assert search.lost() == []
    assert {circle(run) for run in search.states.values()} == {()}


def test_without_the_bankers_rule_the_search_finds_the_deadlock() -> None:
    """Some states can no longer end; where they lead to nothing more, the graph shows a circle."""
    search = Search((there(), back()), GREEDY)
    search.explore()
    lost = {key(run) for run in search.lost()}
    circles = {each for each, run in search.states.items() if circle(run)}
    stuck = {each for each in lost if not search.follows[each]}
    assert stuck
    assert stuck <= circles <= lost


def test_a_circle_names_its_members_and_what_they_wait_for() -> None:
    """Each waits for a unit that the next one keeps."""
    search = Search((there(), back()), GREEDY)
    search.explore()
    told = {each for run in search.states.values() for each in circle(run)}
    assert "there-001 s1 waits for tank" in told
    assert "back-001 s2 waits for mixer" in told


def test_a_line_may_be_part_of_a_circle() -> None:
    """One has the line and needs the tank, the other has the tank and needs the line."""
    keeps, asks = two_on_one_line()
    story = Story(keeps)
    story.start()
    story.scene = asks
    second = story.start()
    assert circle(story.run) == ()
    story.tell(UnitAllocated(story.now, second, Role("move/work/go"), UnitId("pipe-1")))
    told = circle(story.run)
    assert "keeps-001 move waits for a line for move/work/go" in told
    assert "asks-001 later waits for tank" in told


def test_who_has_ended_or_is_ending_is_in_nobodys_way() -> None:
    """A unit that is given back soon is as good as free."""
    story = Story(scene_of(*milling("tank")))
    first = story.start()
    second = story.start()
    story.say(first, Command.STOP)
    assert circle(story.run) == ()
    story.finish(first)
    assert story.batch(first).state is State.STOPPED
    story.finish(second)
    assert circle(story.run) == ()


def test_the_reference_recipe_is_never_in_a_circle() -> None:
    """From the first to the last turn of three batches; lines are given back once they are fed."""
    story = Story()
    made = [story.start(), story.start(), story.start(soak=780.0)]
    seen: set[tuple[str, ...]] = set()

    def over() -> bool:
        seen.add(circle(story.run))
        return all(story.batch(each).state is State.COMPLETE for each in made)

    story.until(over)
    assert seen == {()}


def test_a_unit_that_was_taken_for_no_step_is_not_waited_for() -> None:
    """Nothing says when it comes back, so that no circle can be told."""
    story = Story(named("milling", scene_of(*milling())))
    first = story.start()
    story.tell(UnitAllocated(story.now, first, Role("borrowed"), UnitId("tank-1")))
    story.scene = scene_of(*milling("tank"))
    story.start()
    assert circle(story.run) == ()


def test_a_recipe_that_asks_for_two_of_one_waits_for_itself() -> None:
    """With one mixer in its hands it needs another, and the plant has one."""
    scene = stages("twice", ("mixer", ()), ("more", ("mixer",)))
    roles = {**scene.recipe.roles, Role("more"): "mixer"}
    story = Story(replace(scene, recipe=replace(scene.recipe, roles=roles)))
    batch = story.start()
    story.tell(UnitAllocated(story.now, batch, Role("mixer"), UnitId("mixer-1")))
    assert circle(story.run) == ("twice-001 s1 waits for mixer",)
    assert allocation.allocated(story.run, story.now) == ()
