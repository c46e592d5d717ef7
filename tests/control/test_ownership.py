"""A unit taken over by an operator: nothing is sent to it, and what needs it waits by name."""

import pytest

from lizao.control.by_hand import Wish, change_mode, step_by_hand
from lizao.control.decide import next_deadline
from lizao.control.waiting import waits_of
from lizao.control.waits import Cause, Wait
from lizao.model.commands import CommandService
from lizao.model.facts import (
    BatchCommanded,
    QuestionAsked,
    ServiceCommanded,
    UnitGivenBack,
    UnitTaken,
)
from lizao.model.identifiers import BatchId, ServiceName, StepPath, UnitId
from lizao.model.states import Command, Mode, State
from lizao.testing.story import Story
from tests.control.recipes import mixing, of, scene_of, stir

MIXER, STIR, PIPE = UnitId("mixer-1"), ServiceName("stir"), UnitId("pipe-1")
A, MILL_1 = StepPath("mix/work/a"), UnitId("mill-1")


def take(story: Story, unit: UnitId = MIXER) -> None:
    """Somebody takes a unit over."""
    story.tell(UnitTaken(story.now, unit, "li.wei", "seal"))


def give_back(story: Story, unit: UnitId = MIXER) -> None:
    """And gives it back."""
    story.tell(UnitGivenBack(story.now, unit, "li.wei", "seal"))


def stirring() -> tuple[Story, BatchId]:
    """The first of two phases at work."""
    story = Story(scene_of(*mixing(stir("a"), stir("b"))))
    batch = story.start()
    story.forward(1)
    return story, batch


def sent(story: Story, unit: UnitId) -> int:
    """How many commands a unit was sent."""
    return len([each for each in of(story.facts, ServiceCommanded) if each.unit == unit])


def by_panel(story: Story, command: Command) -> None:
    """The operator commands the stirrer from its own panel."""
    ticket = story.plant.ticket(MIXER, STIR)
    story.plant.write((CommandService(MIXER, STIR, ticket, command),))


def taken_waits(story: Story, batch: BatchId) -> list[Wait]:
    """What waits for a unit that an operator has."""
    found = waits_of(story.run, story.batch(batch))
    return [each for each in found if each.cause is Cause.UNIT_TAKEN]


def test_a_phase_waits_for_its_unit_and_says_who_has_it() -> None:
    """What ends meanwhile is not even reset; given back, the batch goes on by itself."""
    story, batch = stirring()
    before = sent(story, MIXER)
    take(story)
    story.forward(600)
    assert sent(story, MIXER) == before
    assert story.plant.state(MIXER, STIR) is State.COMPLETE
    assert not story.batch(batch).done(A)
    assert [(each.step, each.details) for each in taken_waits(story, batch)] == [
        (A, {"unit": "mixer-1", "operator": "li.wei"})
    ]
    give_back(story)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert not of(story.facts, QuestionAsked)


def test_what_an_operator_does_with_the_unit_is_no_failure() -> None:
    """Held and restarted from the panel, it has come to its end when it is given back."""
    story, batch = stirring()
    take(story)
    by_panel(story, Command.HOLD)
    story.forward(30)
    by_panel(story, Command.RESTART)
    story.forward(30)
    give_back(story)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert not of(story.facts, QuestionAsked)


def test_what_is_left_wrong_at_giving_back_is_held_and_asked() -> None:
    """The unit is read as it stands."""
    story, batch = stirring()
    take(story)
    by_panel(story, Command.HOLD)
    story.forward(30)
    assert story.batch(batch).state is State.RUNNING
    give_back(story)
    story.until_state(batch, State.HELD)
    assert [each.text for each in of(story.facts, QuestionAsked)] == ["service_failed"]
    story.say(batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_an_answer_that_never_came_is_asked_for_at_giving_back() -> None:
    """While the operator has the unit nobody waits for its answer."""
    story = Story(scene_of(*mixing(stir("a"))))
    story.plant.refusing.add((MIXER, STIR))
    batch = story.start()
    take(story)
    assert next_deadline(story.run) is None
    story.forward(60)
    assert not of(story.facts, QuestionAsked)
    story.plant.refusing.clear()
    give_back(story)
    story.until_state(batch, State.HELD)
    story.say(batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert [ticket for ticket, _, _ in story.plant.starts] == [1]


@pytest.mark.parametrize(
    ("command", "end"),
    [
        (Command.HOLD, State.HELD),
        (Command.PAUSE, State.PAUSED),
        (Command.STOP, State.STOPPED),
    ],
)
def test_a_command_to_the_batch_does_not_reach_the_unit(command: Command, end: State) -> None:
    """The batch is as it was told; the operator answers for the unit."""
    story, batch = stirring()
    before = sent(story, MIXER)
    take(story)
    story.say(batch, command)
    story.until_state(batch, end)
    assert sent(story, MIXER) == before
    assert story.plant.state(MIXER, STIR) is State.RUNNING
    give_back(story)
    story.forward(5)
    if command is Command.HOLD:
        assert story.plant.state(MIXER, STIR) is State.HELD
        story.say(batch, Command.RESTART)
    if command is Command.PAUSE:
        story.say(batch, Command.RESUME)
    story.finish(batch)
    story.forward(1)
    assert story.plant.state(MIXER, STIR) is State.IDLE


def test_a_restart_leaves_the_unit_to_its_operator() -> None:
    """The batch runs again; its phase waits."""
    story, batch = stirring()
    story.say(batch, Command.HOLD)
    story.until_state(batch, State.HELD)
    take(story)
    story.say(batch, Command.RESTART)
    assert story.batch(batch).state is State.RUNNING
    assert story.plant.state(MIXER, STIR) is State.HELD
    assert taken_waits(story, batch)


def test_nobody_is_given_a_unit_that_an_operator_has() -> None:
    """The unit procedure waits in the queue, by name."""
    story = Story(scene_of(*mixing(stir("a"))))
    take(story)
    batch = story.start()
    story.forward(60)
    assert not story.run.owners
    assert [each.step for each in taken_waits(story, batch)] == [StepPath("mix")]
    give_back(story)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_transfer_waits_for_its_line() -> None:
    """Also where one of three units only is taken, and in the middle of it."""
    story = Story()
    batch = story.start()
    story.until(lambda: story.plant.state(PIPE, ServiceName("convey")) is State.RUNNING)
    take(story, PIPE)
    before = sent(story, PIPE)
    story.forward(600)
    assert sent(story, PIPE) == before
    assert [each.details["unit"] for each in taken_waits(story, batch)] == ["pipe-1"]
    give_back(story, PIPE)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_crash_leaves_the_unit_to_its_operator() -> None:
    """A new controller reads it and sends it nothing."""
    story, batch = stirring()
    take(story)
    before = sent(story, MIXER)
    story.crash()
    story.forward(60)
    assert sent(story, MIXER) == before
    give_back(story)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_phase_does_not_start_on_a_unit_that_was_taken() -> None:
    """The other mill goes on meanwhile."""
    story = Story()
    batch = story.start()
    story.until(lambda: MILL_1 in story.run.owners)
    take(story, MILL_1)
    story.until(lambda: story.batch(batch).done(StepPath("mill#2")))
    assert MILL_1 in story.run.taken
    give_back(story, MILL_1)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_stray_service_is_left_to_the_operator_of_its_unit() -> None:
    """It is stopped when the unit is given back."""
    story, batch = stirring()
    take(story)
    story.tell(BatchCommanded(story.now, batch, Command.ABORT, "tester"))
    story.finish(batch)
    story.forward(5)
    assert story.plant.state(MIXER, STIR) is State.RUNNING
    give_back(story)
    story.forward(5)
    assert story.plant.state(MIXER, STIR) is State.IDLE


def test_a_released_phase_does_not_start_on_a_unit_that_was_taken() -> None:
    """The release stands; the phase starts once the unit is given back."""
    story, batch = stirring()
    story.tell(*change_mode(story.batch(batch), Mode.SEMI_AUTOMATIC, "li.wei", "", story.now))
    story.until(lambda: story.batch(batch).done(A))
    take(story)
    before = sent(story, MIXER)
    second = StepPath("mix/work/b")
    run, wish = story.run, Wish.RELEASE
    story.tell(*step_by_hand(run, story.batch(batch), second, wish, "li.wei", "", story.now))
    story.forward(60)
    assert sent(story, MIXER) == before
    give_back(story)
    story.until(lambda: story.batch(batch).done(second))


def test_no_bag_is_asked_for_at_a_station_that_was_taken() -> None:
    """A charge stops between two bags, and goes on where it was."""
    story = Story()
    batch = story.start()
    story.forward(0.1)
    take(story)
    story.forward(60)
    before = sent(story, MIXER)
    story.forward(60)
    assert sent(story, MIXER) == before
    give_back(story)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
