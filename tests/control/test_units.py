"""Units: who gets which, in which order, when they are given back; and transfers between them."""

from dataclasses import replace

from lizao.control.allocation import missing_units
from lizao.model.equipment import LineState
from lizao.model.facts import (
    CampaignJoined,
    CampaignOpened,
    LineStateChanged,
    ServiceCommanded,
    ServiceStateChanged,
    StepCompleted,
    StepStarted,
    UnitAllocated,
    UnitReleased,
    UnitRequested,
)
from lizao.model.identifiers import Role, ServiceName, StepPath, UnitId
from lizao.model.recipe import Form
from lizao.model.states import Command, State
from lizao.testing.mini import block, empty, mini_times, phase, service, transfer
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.control.recipes import emptied, mixing, of, scene_of, stir

FEED, SEND = ServiceName("feed"), ServiceName("send")


def test_two_batches_queue_for_the_units_in_the_order_in_which_they_asked() -> None:
    """Both finish; the second takes each exclusive unit after the first gave it back."""
    story = Story()
    first, second = story.start(), story.start()
    story.finish(first, second)
    assert {story.batch(each).state for each in (first, second)} == {State.COMPLETE}
    for unit in ("mixer-1", "tank-1", "silo-1", "bin-1"):
        taken = [
            (type(each), each.batch)
            for each in story.facts
            if isinstance(each, UnitAllocated | UnitReleased) and each.unit == unit
        ]
        assert taken == [
            (UnitAllocated, first),
            (UnitReleased, first),
            (UnitAllocated, second),
            (UnitReleased, second),
        ]


def test_the_queue_keeps_its_order() -> None:
    """Three batches ask for one mixer; they get it one after the other."""
    story = Story(scene_of(*mixing(stir("a"))))
    batches = [story.start() for _ in range(3)]
    assert [each.batch for each in story.run.queue] == batches[1:]
    story.finish(*batches)
    assert [each.batch for each in of(story.facts, UnitAllocated)] == batches


def test_a_batch_that_ends_leaves_the_queue() -> None:
    """It is not given a unit that it cannot use."""
    story = Story(scene_of(*mixing(stir("a"))))
    first, second, third = (story.start() for _ in range(3))
    story.say(second, Command.STOP)
    assert story.batch(second).state is State.STOPPED
    story.finish(first, third)
    assert [each.batch for each in of(story.facts, UnitAllocated)] == [first, third]


def test_a_unit_procedure_with_two_roles_of_a_class_takes_two_units() -> None:
    """A split procedure runs on both mills at once."""
    story = Story()
    batch = story.start()
    story.until(lambda: story.batch(batch).step(StepPath("mill#2/grind/run")).unit is not None)
    units = {story.batch(batch).step(StepPath(f"mill#{n}/grind/run")).unit for n in (1, 2)}
    assert units == {"mill-1", "mill-2"}


def test_nothing_is_missing_once_it_was_taken() -> None:
    """A unit procedure that owns what it needs lacks nothing."""
    story = Story()
    batch = story.start()
    assert missing_units(story.batch(batch), StepPath("dose")) == []
    assert missing_units(story.batch(batch), StepPath("to-tank")) == ["tank"]


def test_the_source_is_drawn_from_while_it_is_still_being_filled() -> None:
    """The ovens begin at the start quantity, before the transfer into the silo is over."""
    story = Story(Scene(times=replace(mini_times(), transfer_kg_per_h=1000.0)))
    story.finish(story.start())
    started = next(each for each in of(story.facts, StepStarted) if each.step == "fire#1/feed/feed")
    filled = next(each for each in of(story.facts, StepCompleted) if each.step == "to-silo")
    assert started.at < filled.at


def test_both_ovens_are_fed_and_their_rows_merge_in_one_bin() -> None:
    """Rows of the batch went through both, and everything arrived in the bin."""
    story = Story()
    batch = story.start()
    seen: set[str] = set()

    def look() -> bool:
        seen.update(unit for (unit, _), rows in story.run.rows.items() if rows > 0)
        return story.batch(batch).state is State.COMPLETE

    story.until(look)
    assert seen == {"oven-1", "oven-2"}
    assert story.run.rows == {}


def test_a_feed_slot_is_given_back_while_rows_are_still_inside() -> None:
    """The oven is free for the next batch as soon as this one has loaded its last row."""
    story = Story()
    batch = story.start()
    oven = UnitId("oven-1")
    story.until(lambda: any(each.unit == oven for each in of(story.facts, UnitReleased)))
    assert story.run.rows[oven, batch] > 0


def test_a_second_batch_with_the_same_soak_joins_the_campaign() -> None:
    """The line is not prepared again."""
    story = Story()
    first, second = story.start(), story.start()
    story.finish(first, second)
    assert [each.batch for each in of(story.facts, CampaignOpened)] == [first, first]
    assert [each.batch for each in of(story.facts, CampaignJoined)] == [second, second]


def test_a_second_batch_with_another_soak_opens_a_new_campaign() -> None:
    """The line is prepared for it, and the settings that count are the new ones."""
    story = Story()
    first, second = story.start(), story.start(soak=780.0)
    story.finish(first, second)
    opened = [(each.unit, each.settings["soak_c"]) for each in of(story.facts, CampaignOpened)]
    assert opened == [("oven-1", 760.0), ("oven-2", 760.0), ("oven-1", 780.0), ("oven-2", 780.0)]
    assert len({each.campaign for each in of(story.facts, CampaignOpened)}) == 4


def test_a_line_whose_preparation_was_aborted_has_no_campaign() -> None:
    """Its zones stand somewhere in between, so that the next batch prepares it again."""
    story = Story()
    story.finish(story.start())
    second = story.start(soak=780.0)
    prepare = ServiceName("prepare")
    story.until(lambda: story.plant.state(UnitId("oven-1"), prepare) is State.RUNNING)
    story.say(second, Command.ABORT)
    story.finish(second)
    assert story.run.campaigns == {}
    emptied(story)
    third = story.start()
    story.finish(third)
    assert [each.batch for each in of(story.facts, CampaignOpened)][-2:] == [third, third]


def test_a_line_that_has_cooled_is_prepared_again_for_the_same_campaign() -> None:
    """The settings are those it had, and still it has to be brought to them."""
    story = Story()
    story.finish(story.start())
    for oven in ("oven-1", "oven-2"):
        story.tell(LineStateChanged(story.now, UnitId(oven), LineState.COOLING))
    before = len([each for each in story.plant.starts if each[2] == "prepare"])
    second = story.start()
    story.finish(second)
    assert len([each for each in story.plant.starts if each[2] == "prepare"]) == before + 2
    assert [each.batch for each in of(story.facts, CampaignJoined)] == [second, second]


def test_a_line_that_somebody_prepares_by_hand_is_waited_for() -> None:
    """The batch prepares it when the service is free again."""
    story = Story()
    batch = story.start()
    by_hand = ServiceStateChanged(
        story.now, UnitId("oven-1"), ServiceName("prepare"), State.RUNNING, 99
    )
    story.tell(by_hand)
    story.until(lambda: story.batch(batch).done(StepPath("fire#2/heat")))
    story.forward(600)
    assert not story.batch(batch).done(StepPath("fire#1/heat"))
    story.tell(replace(by_hand, at=story.now, state=State.IDLE))
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def _members(story: Story, step: str, command: Command) -> list[str]:
    return [
        each.member
        for each in of(story.facts, ServiceCommanded)
        if each.step == step and each.command is command
    ]


def test_a_transfer_starts_at_its_end_and_ends_at_its_start() -> None:
    """Destination, line, source; then source, line, destination; then all are reset."""
    story = Story()
    story.finish(story.start())
    step = "to-tank/move/move"
    assert _members(story, step, Command.START) == ["destination", "line", "source"]
    assert _members(story, step, Command.COMPLETE) == ["source", "line", "destination"]
    assert _members(story, step, Command.RESET) == ["destination", "line", "source"]


def test_a_transfer_reports_what_it_moved() -> None:
    """The source's mass is among the reports of the phase."""
    story = Story()
    story.finish(story.start())
    done = next(each for each in of(story.facts, StepCompleted) if each.step == "to-tank/move/move")
    assert float(done.reports["mass_kg"]) > 2000.0


def test_a_transfer_waits_for_a_free_line() -> None:
    """With its only line taken it does not start; it does when the line is given back."""
    story = Story()
    first, second = story.start(), story.start()
    story.tell(UnitAllocated(story.now, second, Role("borrowed"), UnitId("pipe-1")))
    story.forward(600)
    assert story.batch(first).step(StepPath("to-tank/move/move")).state is State.IDLE
    story.say(second, Command.STOP)
    story.finish(first)
    assert story.batch(first).state is State.COMPLETE


def test_a_transfer_without_condition_runs_until_it_is_told() -> None:
    """Nothing ends it but a person, who may stop the batch."""
    scene = scene_of(
        block("move", Form.UNIT_PROCEDURE, "work", role=Role("tank"), claims=(Role("mixer"),)),
        block("move/work", Form.OPERATION, "go"),
        phase(
            "move/work/go",
            replace(transfer("mixer", "tank", empty("mixer")), complete_when=None),
        ),
    )
    story = Story(scene)
    batch = story.start()
    story.forward(600)
    assert story.batch(batch).state is State.RUNNING
    story.say(batch, Command.STOP)
    story.finish(batch)
    assert not story.run.owners


def test_a_service_that_waits_for_a_unit_of_a_class_the_plant_has_once() -> None:
    """Two operations in parallel on one mixer share it."""
    scene = scene_of(
        block("mix", Form.UNIT_PROCEDURE, "work", role=Role("mixer")),
        block("mix/work", Form.OPERATION, "a"),
        phase("mix/work/a", service("stir")),
        block("more", Form.UNIT_PROCEDURE, "work", role=Role("mixer")),
        block("more/work", Form.OPERATION, "b"),
        phase("more/work/b", service("stir")),
    )
    story = Story(scene)
    story.finish(story.start())
    assert [each.role for each in of(story.facts, UnitRequested)] == ["mixer"]
