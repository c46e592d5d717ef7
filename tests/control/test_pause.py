"""Pause and resume: nothing new starts, what can pause stands still, the rest comes to its end."""

import pytest

from lizao.control.scopes import accepts, scope_of
from lizao.control.waiting import waits_of
from lizao.control.waits import Cause
from lizao.model.facts import BatchCommanded, ServiceCommanded, StepCompleted, StepStateChanged
from lizao.model.identifiers import BatchId, ServiceName, StepPath, UnitId
from lizao.model.states import Command, State
from lizao.testing.story import Story
from tests.control.recipes import mixing, of, scene_of, stir

MILL_1, RUN_1 = StepPath("mill#1"), StepPath("mill#1/grind/run")
MILLS = [(UnitId(f"mill-{n}"), ServiceName("recirculate")) for n in (1, 2)]
STIRRER = (UnitId("mixer-1"), ServiceName("stir"))
FEED = (UnitId("oven-1"), ServiceName("feed"))
A, B = StepPath("mix/work/a"), StepPath("mix/work/b")


def say(story: Story, batch: BatchId, command: Command, step: StepPath | None = None) -> None:
    """Press a key for one element, or for the batch."""
    story.tell(BatchCommanded(story.now, batch, command, "tester", "", step))


def milling() -> tuple[Story, BatchId]:
    """Both mills at work."""
    story = Story()
    batch = story.start()
    story.until(lambda: all(story.plant.state(*each) is State.RUNNING for each in MILLS))
    return story, batch


def stirring() -> tuple[Story, BatchId]:
    """The first of two phases at work; a stirrer cannot pause."""
    story = Story(scene_of(*mixing(stir("a"), stir("b"))))
    batch = story.start()
    story.forward(1)
    return story, batch


def test_what_can_pause_stands_still_until_it_is_resumed() -> None:
    """The batch is PAUSED once every mill says so; the time of the mills does not run on."""
    story, batch = milling()
    story.forward(10)
    say(story, batch, Command.PAUSE)
    story.until_state(batch, State.PAUSED)
    assert [story.plant.state(*each) for each in MILLS] == [State.PAUSED, State.PAUSED]
    story.forward(600)
    assert story.batch(batch).state is State.PAUSED
    assert [each.cause for each in waits_of(story.run, story.batch(batch))] == [Cause.RESUME]
    say(story, batch, Command.RESUME)
    story.until_state(batch, State.RUNNING)
    story.forward(40)
    assert not story.batch(batch).done(MILL_1)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_what_cannot_pause_comes_to_its_own_end_and_nothing_follows() -> None:
    """The batch is PAUSED at once, the stirrer goes on, the next phase waits."""
    story, batch = stirring()
    say(story, batch, Command.PAUSE)
    assert story.batch(batch).state is State.PAUSED
    assert story.plant.state(*STIRRER) is State.RUNNING
    story.forward(60)
    assert story.batch(batch).done(A)
    assert B not in story.batch(batch).steps
    assert Command.PAUSE not in {each.command for each in of(story.facts, ServiceCommanded)}
    say(story, batch, Command.RESUME)
    assert story.batch(batch).state is State.RUNNING
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_kiln_runs_on_while_its_batch_is_paused() -> None:
    """It takes its feed to the end; what was fired is not packed before the batch is resumed."""
    story = Story()
    batch = story.start()
    story.until(lambda: story.plant.state(*FEED) is State.RUNNING)
    say(story, batch, Command.PAUSE)
    story.until_state(batch, State.PAUSED)
    story.forward(1)
    assert story.plant.state(*FEED) is State.RUNNING
    story.forward(24 * 60)
    assert story.batch(batch).state is State.PAUSED
    assert StepPath("pack") not in story.batch(batch).steps
    say(story, batch, Command.RESUME)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_one_element_is_paused_while_the_others_go_on() -> None:
    """Its own mill pauses; the other comes to its end."""
    story, batch = milling()
    say(story, batch, Command.PAUSE, MILL_1)
    story.until(lambda: scope_of(story.batch(batch), MILL_1).state is State.PAUSED)
    story.until(lambda: story.batch(batch).done(StepPath("mill#2")))
    assert story.plant.state(*MILLS[0]) is State.PAUSED
    found = [each for each in waits_of(story.run, story.batch(batch)) if each.step == MILL_1]
    assert [each.cause for each in found] == [Cause.RESUME]
    say(story, batch, Command.RESUME, MILL_1)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


@pytest.mark.parametrize(
    ("command", "end"),
    [
        (Command.HOLD, State.HELD),
        (Command.STOP, State.STOPPED),
        (Command.ABORT, State.ABORTED),
    ],
)
@pytest.mark.parametrize("silent", [False, True])
def test_hold_stop_and_abort_are_taken_while_pausing(
    command: Command, end: State, silent: bool
) -> None:
    """Also while the mills have not answered yet."""
    story, batch = milling()
    if silent:
        story.plant.stuck.update(MILLS)
    say(story, batch, Command.PAUSE)
    if not silent:
        story.until_state(batch, State.PAUSED)
    assert story.batch(batch).state is (State.PAUSING if silent else State.PAUSED)
    assert accepts(story.batch(batch), StepPath(""), command)
    say(story, batch, command)
    story.plant.stuck.clear()
    story.until_state(batch, end)
    if command is Command.HOLD:
        say(story, batch, Command.RESTART)
        story.finish(batch)
        assert story.batch(batch).state is State.COMPLETE


def test_a_mill_that_does_not_answer_is_held_with_a_question() -> None:
    """Silence is not taken for a pause."""
    story, batch = milling()
    story.plant.stuck.add(MILLS[0])
    say(story, batch, Command.PAUSE)
    story.until(lambda: bool(story.run.questions))
    story.plant.stuck.clear()
    story.until_state(batch, State.HELD)
    say(story, batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_service_that_fails_under_a_pause_is_noticed() -> None:
    """The batch is held as if it ran."""
    story, batch = stirring()
    say(story, batch, Command.PAUSE)
    story.plant.fail(*STIRRER)
    story.until_state(batch, State.HELD)
    assert story.batch(batch).reason == "service_failed"


def test_a_mill_that_is_silent_at_its_resume_is_held_with_a_question() -> None:
    """The batch goes on to RUNNING only to be held for what did not answer."""
    story, batch = milling()
    say(story, batch, Command.PAUSE)
    story.until_state(batch, State.PAUSED)
    story.plant.stuck.add(MILLS[0])
    say(story, batch, Command.RESUME)
    assert story.batch(batch).state is State.RESUMING
    story.until(lambda: bool(story.run.questions))
    story.plant.stuck.clear()
    story.until_state(batch, State.HELD)
    say(story, batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_paused_element_that_comes_to_its_end_is_complete() -> None:
    """Nobody has to resume what is done."""
    story, batch = stirring()
    say(story, batch, Command.PAUSE, A)
    story.finish(batch)
    states = [each.state for each in of(story.facts, StepStateChanged)]
    assert states == [State.PAUSING, State.PAUSED, State.COMPLETE]
    assert len([each for each in of(story.facts, StepCompleted) if each.step == A]) == 1


def test_a_transfer_pauses_with_its_line_and_goes_on() -> None:
    """Nothing flows while it is paused, nothing is lost by it."""
    story = Story()
    batch = story.start()
    line = (UnitId("pipe-1"), ServiceName("convey"))
    story.until(lambda: story.plant.state(*line) is State.RUNNING)
    say(story, batch, Command.PAUSE)
    story.until_state(batch, State.PAUSED)
    assert story.plant.state(*line) is State.PAUSED
    before = dict(story.plant.contents_kg)
    story.forward(60)
    assert story.plant.contents_kg == before
    say(story, batch, Command.RESUME)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_pause_outlives_a_crash() -> None:
    """The facts alone say that it is paused."""
    story, batch = milling()
    say(story, batch, Command.PAUSE)
    story.until_state(batch, State.PAUSED)
    story.crash()
    assert story.batch(batch).state is State.PAUSED
    assert story.run.run_of(story.batch(batch).step(RUN_1), "service") is not None
    say(story, batch, Command.RESUME)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
