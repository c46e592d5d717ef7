"""Hold, restart, stop, abort and reset of one element; the rest of the batch goes on."""

from dataclasses import replace
from functools import partial

import pytest

from lizao.control.scopes import TOP, accepts, level_of, scope_of, state_of
from lizao.control.waiting import waits_of
from lizao.control.waits import Cause
from lizao.model.facts import (
    BatchCommanded,
    QuestionAnswered,
    QuestionAsked,
    ServiceCommanded,
    StepCompleted,
    StepSkipped,
    StepStarted,
    StepStateChanged,
)
from lizao.model.identifiers import BatchId, ServiceName, StepPath, UnitId
from lizao.model.recipe import HoldLevel
from lizao.model.states import ALLOWED, FINAL, Command, State
from lizao.testing.mini import mini_recipe, phase
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.control.recipes import at_least, mixing, of, scene_of, stir, wait

MILL_1, MILL_2 = StepPath("mill#1"), StepPath("mill#2")
A, B, WORK, MIX = (StepPath(each) for each in ("mix/work/a", "mix/work/b", "mix/work", "mix"))
STIRRER = (UnitId("mixer-1"), ServiceName("stir"))
LEVELS = [A, WORK, MIX, TOP]


def say(story: Story, batch: BatchId, step: StepPath, command: Command) -> None:
    """Press a key for one element."""
    story.tell(BatchCommanded(story.now, batch, command, "tester", "why", step or None))


def milling() -> tuple[Story, BatchId]:
    """Both mills at work."""
    story = Story()
    batch = story.start()
    mills = [(UnitId(f"mill-{n}"), ServiceName("recirculate")) for n in (1, 2)]
    story.until(lambda: all(story.plant.state(*each) is State.RUNNING for each in mills))
    return story, batch


def stirring() -> tuple[Story, BatchId]:
    """The first of two phases at work."""
    story = Story(scene_of(*mixing(stir("a"), stir("b"))))
    batch = story.start()
    story.forward(1)
    return story, batch


def answer_again(story: Story, batch: BatchId) -> None:
    """What did not answer holds the batch, until a person has put it right and all has ended."""
    story.plant.stuck.clear()
    while story.batch(batch).state not in FINAL:
        story.until(lambda: story.batch(batch).state in {State.HELD, *FINAL})
        story.say(batch, Command.RESTART)


def states(story: Story) -> list[tuple[str, State]]:
    """The states that elements reached."""
    return [(each.step, each.state) for each in of(story.facts, StepStateChanged)]


def test_an_element_on_its_way_waits_for_its_own_equipment_by_name() -> None:
    """Until its service has said that it is held; then for a person's restart."""
    story, batch = milling()
    say(story, batch, MILL_1, Command.HOLD)
    on_its_way = next(each for each in waits_of(story.run, story.batch(batch)) if each.step)
    assert (on_its_way.cause, on_its_way.step) == (Cause.EQUIPMENT, StepPath("mill#1/grind/run"))
    assert on_its_way.details == {"unit": "mill-1", "service": "recirculate"}
    story.until(lambda: scope_of(story.batch(batch), MILL_1).state is State.HELD)
    stands = [each for each in waits_of(story.run, story.batch(batch)) if each.step == MILL_1]
    assert [each.cause for each in stands] == [Cause.RESTART]


def test_one_unit_procedure_is_held_while_the_others_go_on() -> None:
    """Its own service is held; the other mill comes to its end, and all that is left after it."""
    story, batch = milling()
    say(story, batch, MILL_1, Command.HOLD)
    story.until(lambda: scope_of(story.batch(batch), MILL_1).state is State.HELD)
    story.until(lambda: story.batch(batch).done(MILL_2))
    story.forward(120)
    assert story.batch(batch).state is State.RUNNING
    assert story.plant.state(UnitId("mill-1"), ServiceName("recirculate")) is State.HELD
    assert not story.batch(batch).done(MILL_1)
    assert StepPath("to-silo") not in story.batch(batch).steps
    say(story, batch, MILL_1, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert states(story) == [
        (MILL_1, State.HOLDING),
        (MILL_1, State.HELD),
        (MILL_1, State.RESTARTING),
        (MILL_1, State.RUNNING),
    ]
    assert len([each for each in of(story.facts, StepCompleted) if each.step == MILL_1]) == 1


@pytest.mark.parametrize("command", [Command.STOP, Command.ABORT])
@pytest.mark.parametrize("step", [A, WORK, MIX])
def test_a_stopped_element_keeps_what_comes_after_waiting_until_it_is_reset(
    step: StepPath, command: Command
) -> None:
    """It ends, its service is free, the batch runs; a reset lets it run anew as in a new round."""
    story, batch = stirring()
    ended = State.STOPPED if command is Command.STOP else State.ABORTED
    say(story, batch, step, command)
    story.until(lambda: scope_of(story.batch(batch), step).state is ended)
    story.forward(60)
    assert story.batch(batch).state is State.RUNNING
    assert story.plant.state(*STIRRER) is State.IDLE
    assert B not in story.batch(batch).steps
    assert not story.run.runs
    assert story.run.owners
    say(story, batch, step, Command.RESET)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert story.batch(batch).step(step).visit == 2
    assert len([each for each in of(story.facts, StepStarted) if each.step == A]) == 2
    assert not story.batch(batch).scopes


def test_a_stopped_charge_goes_on_with_the_next_bag_after_its_reset() -> None:
    """What is in the vessel is not put in twice."""
    story = Story()
    batch = story.start()
    powder = StepPath("dose/charge/solids/powder")
    story.until(lambda: story.batch(batch).step(powder).load == 1)
    say(story, batch, powder, Command.STOP)
    story.until(lambda: scope_of(story.batch(batch), powder).state is State.STOPPED)
    load = story.batch(batch).step(powder).load
    assert load >= 1
    say(story, batch, powder, Command.RESET)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert story.batch(batch).step(powder).load > load


def test_an_element_may_be_stopped_before_it_starts() -> None:
    """It never starts and asks for no unit until it is reset."""
    story = Story(scene_of(*mixing(stir("a"))))
    first, second = story.start(), story.start()
    assert story.run.queue
    say(story, second, MIX, Command.STOP)
    assert scope_of(story.batch(second), MIX).state is State.STOPPED
    assert not story.run.queue
    story.finish(first)
    assert not story.run.owners
    say(story, second, MIX, Command.RESET)
    story.finish(second)
    assert story.batch(second).state is State.COMPLETE


def test_what_is_waited_for_below_a_stopped_element_is_watched_no_more() -> None:
    """A condition, met or not, does not outlive the step that waits for it; it is armed anew."""
    never = phase("mix/work/a", wait(at_least(1e6)))
    story = Story(scene_of(*mixing(never)))
    batch = story.start()
    assert story.run.conditions
    say(story, batch, WORK, Command.STOP)
    assert not story.run.conditions
    say(story, batch, WORK, Command.RESET)
    assert [key.rsplit(":", 1)[1] for key in story.run.conditions] == ["2"]


def test_what_was_complete_before_it_was_held_is_complete() -> None:
    """A command that comes with the end of its phase finds nothing to hold."""
    story, batch = stirring()
    story.forward(8.8)
    story.plant.stuck.add(STIRRER)
    say(story, batch, A, Command.HOLD)
    story.forward(0.3)
    assert states(story) == [(A, State.HOLDING), (A, State.HELD), (A, State.COMPLETE)]
    answer_again(story, batch)
    assert story.batch(batch).state is State.COMPLETE


def test_what_was_complete_before_it_was_stopped_is_complete() -> None:
    """A stop that comes with the end of its phase keeps nothing waiting."""
    story, batch = stirring()
    story.forward(8.8)
    story.plant.stuck.add(STIRRER)
    say(story, batch, A, Command.STOP)
    story.forward(0.3)
    answer_again(story, batch)
    assert states(story) == [(A, State.STOPPING), (A, State.COMPLETE)]
    assert story.batch(batch).state is State.COMPLETE


def test_a_batch_that_is_restarted_leaves_the_element_held_that_was_held_by_itself() -> None:
    """The severest counts: the restart of the batch is not one of the element."""
    story, batch = milling()
    say(story, batch, MILL_1, Command.HOLD)
    story.say(batch, Command.HOLD)
    story.until_state(batch, State.HELD)
    say(story, batch, StepPath("mill#2/grind"), Command.HOLD)
    story.say(batch, Command.RESTART)
    story.until_state(batch, State.RUNNING)
    assert state_of(story.batch(batch), MILL_1) is State.HELD
    assert state_of(story.batch(batch), StepPath("mill#2/grind/run")) is State.HELD
    assert state_of(story.batch(batch), MILL_2) is State.RUNNING
    say(story, batch, MILL_1, Command.RESTART)
    say(story, batch, StepPath("mill#2/grind"), Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_batch_that_ends_forgets_what_was_commanded_in_it() -> None:
    """A held element of a stopped batch is stopped with it."""
    story, batch = milling()
    say(story, batch, MILL_1, Command.HOLD)
    story.say(batch, Command.STOP)
    story.finish(batch)
    assert story.batch(batch).state is State.STOPPED
    assert not story.batch(batch).scopes
    assert not story.run.runs


def test_an_outer_stop_takes_an_inner_hold_with_it() -> None:
    """What was commanded below an element that ended is forgotten."""
    story, batch = stirring()
    say(story, batch, A, Command.HOLD)
    say(story, batch, MIX, Command.STOP)
    story.until(lambda: scope_of(story.batch(batch), MIX).state is State.STOPPED)
    assert list(story.batch(batch).scopes) == [MIX]
    assert not accepts(story.batch(batch), A, Command.RESET)


@pytest.mark.parametrize(
    ("level", "held"),
    [
        (HoldLevel.PHASE, "mill#1/grind/run"),
        (HoldLevel.OPERATION, "mill#1/grind"),
        (HoldLevel.UNIT_PROCEDURE, "mill#1"),
        (HoldLevel.PROCEDURE, ""),
    ],
)
def test_a_failure_holds_as_far_up_as_the_recipe_says(level: HoldLevel, held: str) -> None:
    """The other mill goes on unless the whole procedure is held."""
    story = Story(Scene(recipe=replace(mini_recipe(), hold_level=level)))
    batch = story.start()
    mill = (UnitId("mill-1"), ServiceName("recirculate"))
    story.until(lambda: story.plant.state(*mill) is State.RUNNING)
    story.plant.fail(*mill)
    story.until(lambda: scope_of(story.batch(batch), StepPath(held)).state is State.HELD)
    other = (UnitId("mill-2"), ServiceName("recirculate"))
    runs = story.plant.state(*other) is State.RUNNING
    assert runs is (level is not HoldLevel.PROCEDURE)
    say(story, batch, StepPath(held), Command.RESTART)
    asked, answered = of(story.facts, QuestionAsked), of(story.facts, QuestionAnswered)
    assert [each.question for each in asked] == [each.question for each in answered]
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_what_is_complete_cannot_be_held_and_what_is_around_it_is() -> None:
    """A service that is not given free holds the operation of its phase."""
    recipe = replace(mini_recipe(), hold_level=HoldLevel.PHASE)
    scene = scene_of(*mixing(stir("a"), stir("b")))
    story = Story(replace(scene, recipe=replace(scene.recipe, hold_level=recipe.hold_level)))
    batch = story.start()
    assert level_of(story.batch(batch), A) == A
    story.forward(9)
    story.plant.stuck.add(STIRRER)
    story.until(lambda: scope_of(story.batch(batch), WORK).state is State.HELD)
    story.plant.stuck.clear()
    say(story, batch, WORK, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_an_element_is_held_through_a_crash() -> None:
    """The facts alone say what is held."""
    story, batch = stirring()
    say(story, batch, A, Command.HOLD)
    story.until(lambda: scope_of(story.batch(batch), A).state is State.HELD)
    story.crash()
    assert scope_of(story.batch(batch), A).state is State.HELD
    say(story, batch, A, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_an_element_that_nobody_knows_takes_no_command() -> None:
    """A wrong path changes nothing."""
    story, batch = stirring()
    before = story.batch(batch)
    say(story, batch, StepPath("mix/nothing"), Command.HOLD)
    assert story.batch(batch) == before


def test_of_two_commands_to_an_element_the_stronger_counts() -> None:
    """A stop is not softened to a hold."""
    story, batch = stirring()
    story.tell(
        BatchCommanded(story.now, batch, Command.STOP, "tester", "", A),
        BatchCommanded(story.now, batch, Command.HOLD, "tester", "", A),
    )
    story.until(lambda: scope_of(story.batch(batch), A).state is State.STOPPED)
    assert Command.HOLD not in {each.command for each in of(story.facts, ServiceCommanded)}


def _brought_to(state: State, step: StepPath) -> tuple[Story, BatchId]:
    """A story whose element, or batch, stands in ``state``."""
    story, batch = stirring()
    ways = {
        State.HELD: (Command.HOLD,),
        State.STOPPED: (Command.STOP,),
        State.ABORTED: (Command.ABORT,),
        State.PAUSED: (Command.PAUSE,),
    }
    if state is State.COMPLETE:
        story.finish(batch)
    for command in ways.get(state, ()):
        say(story, batch, step, command)
        story.until(lambda: scope_of(story.batch(batch), step).state is state)
    on_the_way = {
        State.HOLDING: Command.HOLD,
        State.STOPPING: Command.STOP,
        State.ABORTING: Command.ABORT,
    }
    if state in on_the_way:
        story.plant.stuck.add(STIRRER)
        say(story, batch, step, on_the_way[state])
    if state is State.RESTARTING:
        say(story, batch, step, Command.HOLD)
        story.until(lambda: scope_of(story.batch(batch), step).state is State.HELD)
        story.plant.stuck.add(STIRRER)
        say(story, batch, step, Command.RESTART)
    return story, batch


REACHABLE = [
    State.RUNNING,
    State.HOLDING,
    State.HELD,
    State.RESTARTING,
    State.PAUSED,
    State.STOPPING,
    State.STOPPED,
    State.ABORTING,
    State.ABORTED,
    State.COMPLETE,
]


@pytest.mark.parametrize("step", LEVELS)
@pytest.mark.parametrize("state", REACHABLE)
def test_every_command_in_every_state_of_every_level_does_what_the_table_says(
    state: State, step: StepPath
) -> None:
    """What the table allows leads on, anything else changes nothing; the step ends either way."""
    for command in Command:
        story, batch = _brought_to(state, step)
        before = story.batch(batch)
        assert scope_of(before, step).state is state
        say(story, batch, step, command)
        after = story.batch(batch)
        if not accepts(before, step, command):
            assert after == before
            continue
        assert command is Command.RESET or command in ALLOWED[state]
        assert state not in FINAL or command is Command.RESET
        assert scope_of(after, step) != scope_of(before, step)
        story.plant.stuck.clear()
        story.until(partial(_settled, story, batch, step))


def _settled(story: Story, batch: BatchId, step: StepPath) -> bool:
    one = story.batch(batch)
    return one.state in FINAL or scope_of(one, step).state in {
        State.HELD,
        State.PAUSED,
        State.STOPPED,
        State.ABORTED,
        State.RUNNING,
    }


def test_a_part_that_is_reset_once_the_other_has_done_the_work_is_left_out() -> None:
    """What it waits for does not come any more; it gives its oven back, and the batch ends."""
    story = Story()
    batch = story.start()
    fire_1, fire_2 = StepPath("fire#1"), StepPath("fire#2")
    story.until(lambda: story.batch(batch).begun(StepPath("fire#2/feed/feed")))
    say(story, batch, fire_2, Command.HOLD)
    story.until(lambda: story.batch(batch).done(fire_1))
    say(story, batch, fire_2, Command.STOP)
    story.until(lambda: scope_of(story.batch(batch), fire_2).state is State.STOPPED)
    say(story, batch, fire_2, Command.RESET)
    story.finish(batch)
    assert [(each.step, each.reason) for each in of(story.facts, StepSkipped)] == [
        (fire_2, "work_done")
    ]
    assert story.batch(batch).state is State.COMPLETE
