"""Whoever waits says for what: each cause by its name, with who comes first."""

from dataclasses import replace

import pytest

from lizao.control.start import create_batch
from lizao.control.waiting import waits, waits_of
from lizao.control.waits import Cause, Detail, Wait
from lizao.model.equipment import UnitStatus
from lizao.model.facts import (
    QuestionAsked,
    ServiceStateChanged,
    UnitAllocated,
    UnitStatusChanged,
)
from lizao.model.identifiers import BatchId, QuestionId, Role, ServiceName, StepPath, UnitId
from lizao.model.recipe import Form, RecipeCondition, Subject
from lizao.model.states import Command, State
from lizao.testing.mini import block, mini_times, phase, service
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.control.recipes import (
    at_least,
    charge,
    milling,
    mixing,
    moving,
    named,
    scene_of,
    stir,
    two_on_one_line,
    wait,
)

MIXER = UnitId("mixer-1")


def of(story: Story, batch: BatchId) -> tuple[Wait, ...]:
    """What a batch waits for."""
    return waits_of(story.run, story.batch(batch))


def causes(story: Story, batch: BatchId) -> list[Cause]:
    """Why a batch waits."""
    return [each.cause for each in of(story, batch)]


def until(story: Story, batch: BatchId, cause: Cause) -> Wait:
    """Let time go by until a batch waits for a cause."""
    story.until(lambda: cause in causes(story, batch))
    return next(each for each in of(story, batch) if each.cause is cause)


def test_a_batch_that_was_made_waits_to_be_started() -> None:
    """Nobody has pressed Start."""
    story = Story()
    scene = story.scene
    made = create_batch(
        story.run, scene.plant, scene.recipe, scene.specification, 1000.0, {}, "tester", story.now
    )
    story.tell(made)
    assert waits(story.run) == (Wait(made.batch, Cause.START),)


def test_a_held_batch_waits_for_its_restart_and_an_open_question() -> None:
    """Why it was held and what is asked stand beside it."""
    story = Story(scene_of(*mixing(stir("a"))))
    batch = story.start()
    story.say(batch, Command.HOLD)
    assert causes(story, batch) == [Cause.EQUIPMENT]
    story.until_state(batch, State.HELD)
    step = StepPath("mix/work/a")
    story.tell(QuestionAsked(story.now, QuestionId("Q1"), batch, step, "service_lost"))
    other = story.start()
    assert causes(story, batch) == [Cause.QUESTION, Cause.RESTART]
    assert causes(story, other) == [Cause.UNIT_OWNED]
    assert of(story, batch)[0].details == {"name": "Q1", "text": "service_lost"}


def test_a_batch_that_has_ended_or_is_at_work_waits_for_nothing() -> None:
    """There is nothing to be named."""
    story = Story(scene_of(*mixing(stir("a"))))
    batch = story.start()
    assert of(story, batch) == ()
    story.finish(batch)
    assert of(story, batch) == ()


def test_who_has_the_unit_is_named() -> None:
    """The second in the queue waits for the first."""
    story = Story(scene_of(*mixing(stir("a"))))
    first, second = story.start(), story.start()
    details: dict[str, Detail] = {"unit_class": "mixer", "owner": (first,)}
    step = StepPath("mix")
    assert of(story, second) == (Wait(second, Cause.UNIT_OWNED, step, details, (first,)),)


def test_a_unit_out_of_use_is_named_with_its_reason() -> None:
    """Since when, and why."""
    story = Story(scene_of(*mixing(stir("a"))))
    at, out = story.now, UnitStatus.OUT_OF_SERVICE
    story.tell(UnitStatusChanged(at, MIXER, out, "tester", "seal leaks"))
    batch = story.start()
    found = of(story, batch)
    assert [each.cause for each in found] == [Cause.UNIT_OUT_OF_USE]
    assert found[0].details == {
        "unit_class": "mixer",
        "unit": MIXER,
        "unit_status": out,
        "since": at,
        "reason": "seal leaks",
    }


def _crossing(name: str, first: str, then: str) -> Scene:
    """A recipe that keeps the first unit while it needs the second one too."""
    up = Form.UNIT_PROCEDURE
    scene = scene_of(
        block("one", up, "work", role=Role(first)),
        block("one/work", Form.OPERATION, "stir"),
        phase("one/work/stir", service("stir"), "mixer"),
        block("two", up, "work", role=Role(then), claims=(Role(first),), after=(StepPath("one"),)),
        block("two/work", Form.OPERATION, "stir"),
        phase("two/work/stir", service("stir"), "mixer"),
    )
    return replace(scene, recipe=replace(scene.recipe, name=name))


def test_a_unit_that_is_held_back_says_for_whom() -> None:
    """It is free, but with it given away the first batch could not end."""
    story = Story(_crossing("there", "mixer", "tank"))
    first = story.start()
    story.scene = _crossing("back", "tank", "mixer")
    second = story.start()
    wait_ = until(story, second, Cause.UNIT_HELD_BACK)
    assert wait_.behind == (first,)
    assert wait_.details["unit"] == "tank-1"


def _two_that_block_each_other() -> tuple[Story, tuple[BatchId, BatchId]]:
    """Each has what the other needs; a person gave it away."""
    story = Story(_crossing("there", "mixer", "tank"))
    first = story.start()
    story.scene = _crossing("back", "tank", "mixer")
    second = story.start()
    story.tell(UnitAllocated(story.now, second, Role("tank"), UnitId("tank-1")))
    return story, (first, second)


def test_who_could_end_at_once_is_served_while_two_others_block_each_other() -> None:
    """Whatever brought them there, its mill takes nothing from them."""
    story, blocked = _two_that_block_each_other()
    story.scene = named("free", scene_of(*milling()))
    third = story.start()
    story.finish(third)
    assert story.batch(third).state is State.COMPLETE
    assert {story.batch(each).state for each in blocked} == {State.RUNNING}


def test_who_can_end_after_a_third_is_served_while_two_others_block_each_other() -> None:
    """Both mills are at work, but they will come back, whatever becomes of the two."""
    story, blocked = _two_that_block_each_other()
    story.scene = named("free", scene_of(*milling()))
    story.start()
    story.start()
    story.scene = named("late", scene_of(*milling("silo")))
    late = story.start()
    story.forward(1)
    assert UnitId("silo-1") in story.run.owners
    story.finish(late)
    assert {story.batch(each).state for each in blocked} == {State.RUNNING}


def test_a_recipe_that_needs_more_units_than_there_are_names_itself() -> None:
    """Two tanks at once, and the plant has one."""
    scene = scene_of(
        block("one", Form.UNIT_PROCEDURE, "work", role=Role("tank"), claims=(Role("more"),)),
        block("one/work", Form.OPERATION, "stir"),
        phase("one/work/stir", service("stir"), "tank"),
    )
    roles = {**scene.recipe.roles, Role("more"): "tank"}
    story = Story(replace(scene, recipe=replace(scene.recipe, roles=roles)))
    batch = story.start()
    assert {each.cause for each in of(story, batch)} == {Cause.UNIT_HELD_BACK}
    assert of(story, batch)[0].details["owner"] == (batch,)


def test_a_quantity_is_named_with_its_limit() -> None:
    """The ovens wait until the silo holds the start quantity."""
    story = Story(Scene(times=replace(mini_times(), transfer_kg_per_h=1000.0)))
    batch = story.start()
    found = until(story, batch, Cause.QUANTITY)
    assert found.step == "fire#1"
    assert found.details == {"signal": "silo-1.mass_kg", "comparison": ">=", "limit": 200.0}


def test_rows_inside_a_line_are_waited_for() -> None:
    """The last of them must leave."""
    story = Story()
    batch = story.start()
    found = until(story, batch, Cause.CLEARED)
    assert found.details["unit"] in {"oven-1", "oven-2"}


@pytest.mark.parametrize(
    "wanted",
    [
        at_least(0.0, after=(StepPath("other"),)),
        replace(at_least(500.0), role=Role("tank")),
    ],
    ids=["a condition that counts after it", "an amount in a unit that is given with it"],
)
def test_a_step_that_comes_first_is_named(wanted: RecipeCondition) -> None:
    """Nobody reads the weight of a vessel that nobody has: what it is for comes first."""
    scene = scene_of(
        *mixing(phase("mix/work/a", wait(wanted))),
        block("other", Form.UNIT_PROCEDURE, "work", role=Role("tank"), after=(StepPath("mix"),)),
        block("other/work", Form.OPERATION, "b"),
        phase("other/work/b", service("stir"), "mixer"),
    )
    story = Story(scene)
    batch = story.start()
    assert of(story, batch) == (
        Wait(batch, Cause.STEP, StepPath("mix/work/a"), {"before": (StepPath("other"),)}),
    )


def test_a_report_that_does_not_hold_is_waited_for_by_its_step() -> None:
    """A condition on what a step has reported names the step."""
    report = RecipeCondition(Subject.REPORT, "mass_kg", step=StepPath("mix/work/a"), limit=1e9)
    story = Story(scene_of(*mixing(stir("a"), phase("mix/work/b", wait(report)))))
    batch = story.start()
    assert until(story, batch, Cause.STEP).details == {"before": (StepPath("mix/work/a"),)}


def test_a_person_at_work_is_named() -> None:
    """A bag is hooked up by hand."""
    scene = scene_of(
        *mixing(phase("mix/work/powder", replace(wait(None), work="charge", charge="powder"))),  # type: ignore[arg-type]
        charges=(charge("powder", "powder"),),
    )
    story = Story(scene)
    batch = story.start()
    found = until(story, batch, Cause.OPERATOR)
    assert found.details == {"unit": MIXER, "service": "hook-up"}


def test_a_line_that_comes_to_its_settings_is_named() -> None:
    """The batch waits for the oven, and then for whoever prepares it by hand."""
    story = Story()
    batch = story.start()
    found = until(story, batch, Cause.CAMPAIGN)
    assert found.details == {"unit": "oven-1"}


def _busy(story: Story, unit: str, name: str) -> ServiceStateChanged:
    return ServiceStateChanged(story.now, UnitId(unit), ServiceName(name), State.RUNNING, 99)


def test_a_service_that_somebody_uses_is_named() -> None:
    """A service, a preparation, a charge and a transfer wait for what is not idle."""
    story = Story(scene_of(*mixing(stir("a"))))
    story.tell(_busy(story, "mixer-1", "stir"))
    batch = story.start()
    found = of(story, batch)
    assert [each.cause for each in found] == [Cause.SERVICE_BUSY]
    assert found[0].details["state"] is State.RUNNING
    assert found[0].behind == ()

    story = Story()
    batch = story.start()
    story.tell(_busy(story, "oven-1", "prepare"), _busy(story, "tank-1", "receive"))
    assert until(story, batch, Cause.SERVICE_BUSY).details["service"] == "receive"
    story.tell(replace(_busy(story, "tank-1", "receive"), state=State.IDLE))
    assert until(story, batch, Cause.SERVICE_BUSY).details["service"] == "prepare"


def test_a_charge_waits_for_its_service() -> None:
    """A bag for its hook-up, what is piped for the charge itself."""
    for name, busy in (("powder", "hook-up"), ("water", "charge")):
        action = replace(wait(None), work="charge", charge=name)  # type: ignore[arg-type]
        scene = scene_of(*mixing(phase(f"mix/work/{name}", action)), charges=(charge(name, name),))
        story = Story(scene)
        story.tell(_busy(story, "mixer-1", busy))
        batch = story.start()
        found = of(story, batch)
        assert [each.details["service"] for each in found] == [busy]


def test_two_phases_at_one_service_name_each_other() -> None:
    """Of two at once the second waits for the batch itself."""
    scene = scene_of(
        block("mix", Form.UNIT_PROCEDURE, "work", role=Role("mixer")),
        block("mix/work", Form.OPERATION, "both"),
        block("mix/work/both", Form.PARALLEL, "a", "b"),
        phase("mix/work/both/a", service("stir")),
        phase("mix/work/both/b", service("stir")),
    )
    story = Story(scene)
    batch = story.start()
    found = of(story, batch)
    assert [(each.cause, each.behind) for each in found] == [(Cause.SERVICE_BUSY, (batch,))]


def test_a_transfer_names_the_line_it_lacks() -> None:
    """Somebody has it, or it is out of use."""
    pipe = UnitId("pipe-1")
    story = Story(named("milling", scene_of(*milling())))
    first = story.start()
    story.tell(UnitAllocated(story.now, first, Role("borrowed"), pipe))
    story.scene = scene_of(*moving("mixer", "tank"))
    second = story.start()
    found = of(story, second)
    assert [(each.cause, each.behind) for each in found] == [(Cause.UNIT_OWNED, (first,))]

    story = Story()
    story.tell(UnitStatusChanged(story.now, pipe, UnitStatus.CLEANING, "tester"))
    batch = story.start()
    assert until(story, batch, Cause.UNIT_OUT_OF_USE).details["unit"] == pipe


def test_a_line_that_is_held_back_says_for_whom() -> None:
    """It is free, but the batch that has the tank could not end without it."""
    keeps, asks = two_on_one_line()
    story = Story(keeps)
    first = story.start()
    story.scene = asks
    second = story.start()
    line = next(each for each in of(story, second) if each.cause is Cause.UNIT_HELD_BACK)
    assert (line.step, line.behind) == ("move/work/go", (first,))
    assert line.details["unit"] == "pipe-1"
    story.finish(first, second)
    assert {each.state for each in story.run.batches.values()} == {State.COMPLETE}


def test_a_transfer_between_units_without_a_path_says_so() -> None:
    """Nothing leads from the silo back to the mixer, so it gets neither; nor what it cannot use."""
    scene = scene_of(*moving("silo", "mixer"))
    story = Story(scene)
    batch = story.start()
    assert set(causes(story, batch)) == {Cause.UNIT_HELD_BACK}

    story.tell(UnitAllocated(story.now, batch, Role("mixer"), MIXER))
    found = of(story, batch)
    assert [each.cause for each in found] == [Cause.NO_PATH]
    assert found[0].details == {"source": (MIXER,), "destination": "silo"}

    story.tell(UnitAllocated(story.now, batch, Role("silo"), UnitId("silo-1")))
    found = of(story, batch)
    assert [each.cause for each in found] == [Cause.NO_PATH]
    assert found[0].details == {"source": "silo-1", "destination": "mixer-1"}


def test_what_is_about_to_start_is_not_named() -> None:
    """An operation that comes next, or a phase without its unit: there is nothing to look at."""
    story = Story(scene_of(*mixing(stir("a"))))
    batch = story.start()
    bare = replace(story.batch(batch), units={}, steps={}, tickets=())
    paths = (StepPath("mix"), StepPath("mix/work"))
    bare = replace(bare, steps={each: story.batch(batch).step(each) for each in paths})
    assert waits_of(story.run, bare) == ()
    assert waits_of(story.run, replace(bare, steps={paths[0]: bare.step(paths[0])})) == ()


def test_the_order_of_the_queue_survives_a_restart() -> None:
    """A controller that dies serves them in the order in which they came."""
    story = Story(scene_of(*mixing(stir("a"))))
    batches = [story.start() for _ in range(4)]
    before = (story.run.queue, waits(story.run))
    story.crash()
    assert (story.run.queue, waits(story.run)) == before
    story.finish(*batches)
    ended = sorted(batches, key=lambda each: _ended_at(story, each))
    assert ended == batches


def _ended_at(story: Story, batch: BatchId) -> int:
    return max(each.at for each in story.facts if getattr(each, "batch", None) == batch)
