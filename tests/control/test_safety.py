"""No batch is given a unit that would leave two batches waiting for each other for good."""

from dataclasses import replace

from lizao.model.facts import UnitAllocated
from lizao.model.identifiers import Role, StepPath
from lizao.model.recipe import Element, Form
from lizao.model.states import State
from lizao.testing.mini import block, phase
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.control.recipes import STIR, of, scene_of


def _crossing(name: str, first: str, then: str) -> Scene:
    """Stirring that takes one unit first, and keeps it while it needs the other one too."""

    def top(path: str, role: str, *, later: bool) -> tuple[Element, ...]:
        after = (StepPath("one"),) if later else ()
        claims = (Role(first),) if later else ()
        return (
            block(path, Form.UNIT_PROCEDURE, "work", role=Role(role), after=after, claims=claims),
            block(f"{path}/work", Form.OPERATION, "stir"),
            phase(f"{path}/work/stir", STIR, "mixer"),
        )

    scene = scene_of(*top("one", first, later=False), *top("two", then, later=True))
    return replace(scene, recipe=replace(scene.recipe, name=name))


def test_two_batches_that_need_the_same_units_in_opposite_order_both_end() -> None:
    """The second waits for its first unit until the first batch can no longer need it."""
    there, back = _crossing("there", "mixer", "tank"), _crossing("back", "tank", "mixer")
    story = Story(there)
    first = story.start()
    story.scene = back
    second = story.start()
    story.forward(1)
    assert [each.batch for each in of(story.facts, UnitAllocated)] == [first]
    story.finish(first, second)
    assert {each.state for each in story.run.batches.values()} == {State.COMPLETE}


def test_two_roles_of_a_kind_are_looked_up_once_and_both_are_counted() -> None:
    """A batch that needs two mixers where there is one never gets the first."""
    tops = [
        (
            block(path, Form.UNIT_PROCEDURE, "work", role=Role(role)),
            block(f"{path}/work", Form.OPERATION, "stir"),
            phase(f"{path}/work/stir", STIR, role),
        )
        for path, role in (("one", "left"), ("two", "right"))
    ]
    scene = scene_of(*tops[0], *tops[1])
    roles = {Role("left"): "mixer", Role("right"): "mixer"}
    story = Story(replace(scene, recipe=replace(scene.recipe, roles=roles)))
    story.start()
    story.forward(1)
    assert [each.unit_class for each in story.run.queue] == ["mixer", "mixer"]
    assert not of(story.facts, UnitAllocated)
