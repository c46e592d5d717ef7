"""Hold, restart, stop and abort in every kind of phase; what was said last and strongest counts."""

from collections.abc import Callable

import pytest

from lizao.model.facts import BatchCommanded, ServiceCommanded, StepCompleted
from lizao.model.identifiers import BatchId, ServiceName, UnitId
from lizao.model.states import FINAL, Command, State
from lizao.testing.story import Story
from tests.control.recipes import mixing, of, scene_of, stir

ENDS = {Command.STOP: State.STOPPED, Command.ABORT: State.ABORTED}


def _runs(unit: str, service: str) -> Callable[[Story, BatchId], bool]:
    def at(story: Story, _: BatchId) -> bool:
        return story.plant.state(UnitId(unit), ServiceName(service)) is State.RUNNING

    return at


def _in_step(path: str) -> Callable[[Story, BatchId], bool]:
    def at(story: Story, batch: BatchId) -> bool:
        steps = story.batch(batch).steps
        return any(key.endswith(path) and one.state is State.RUNNING for key, one in steps.items())

    return at


MOMENTS = {
    "hook-up": _runs("mixer-1", "hook-up"),
    "charge": _runs("mixer-1", "charge"),
    "service": _runs("mixer-1", "stir"),
    "transfer": _runs("mixer-1", "send"),
    "campaign": _runs("oven-1", "prepare"),
    "feed": _runs("oven-2", "feed"),
    "rows": _in_step("feed/out"),
    "packing": _runs("packer-1", "feed"),
}


def _at(moment: str) -> tuple[Story, BatchId]:
    story = Story()
    batch = story.start()
    story.until(lambda: MOMENTS[moment](story, batch))
    return story, batch


def _undisturbed() -> list[str]:
    story = Story()
    story.finish(story.start())
    return sorted(each.step for each in of(story.facts, StepCompleted))


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_held_batch_stands_still_and_goes_on_after_restart(moment: str) -> None:
    """HELD is reached only when every service reports it; nothing is left out or done twice."""
    story, batch = _at(moment)
    story.say(batch, Command.HOLD)
    story.until_state(batch, State.HELD)
    assert not [each for each in story.run.runs.values() if each.state not in {State.HELD, *FINAL}]
    starts = len(story.plant.starts)
    story.forward(300)
    assert len(story.plant.starts) == starts
    assert story.batch(batch).state is State.HELD
    story.say(batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert sorted(each.step for each in of(story.facts, StepCompleted)) == _undisturbed()


@pytest.mark.parametrize("command", ENDS)
@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize("moment", MOMENTS)
def test_stop_and_abort_end_a_batch_and_free_its_units(
    moment: str, command: Command, held: bool
) -> None:
    """Also out of a hold; services are reset, units are given back once rows are out."""
    story, batch = _at(moment)
    if held:
        story.say(batch, Command.HOLD)
        story.until_state(batch, State.HELD)
    story.say(batch, command)
    story.finish(batch)
    assert story.batch(batch).state is ENDS[command]
    story.until(lambda: not (story.run.owners or story.run.runs))
    assert not story.run.queue
    assert not story.run.questions
    assert not [each for each in story.run.conditions.values() if not each.met]
    services = story.plant.read().services
    assert {each.state for each in services.values()} == {State.IDLE}


def test_a_batch_can_be_held_while_it_waits_for_a_unit() -> None:
    """It keeps its place in the queue."""
    story = Story(scene_of(*mixing(stir("a"))))
    first, second = story.start(), story.start()
    story.say(second, Command.HOLD)
    assert story.batch(second).state is State.HELD
    story.finish(first)
    assert story.batch(second).state is State.HELD
    story.say(second, Command.RESTART)
    story.finish(second)
    assert story.batch(second).state is State.COMPLETE


def test_a_transfer_restarts_in_its_order() -> None:
    """The line goes on when the destination receives, the source when the line conveys."""
    story, batch = _at("transfer")
    story.say(batch, Command.HOLD)
    story.until_state(batch, State.HELD)
    story.say(batch, Command.RESTART)
    story.finish(batch)
    members = [
        each.member for each in of(story.facts, ServiceCommanded) if each.command is Command.RESTART
    ]
    assert members == ["destination", "line", "source"]


def test_of_two_commands_at_once_the_stronger_counts() -> None:
    """A stop is not softened to a hold, whichever was said first."""
    for commands in ((Command.STOP, Command.HOLD), (Command.HOLD, Command.STOP)):
        story = Story(scene_of(*mixing(stir("a"))))
        batch = story.start()
        said = (BatchCommanded(story.now, batch, each, "tester") for each in commands)
        story.tell(*said)
        story.finish(batch)
        assert story.batch(batch).state is State.STOPPED


def test_an_abort_overtakes_a_stop() -> None:
    """While the units are still stopping, abort is taken."""
    story, batch = _at("service")
    stuck = (UnitId("mixer-1"), ServiceName("stir"))
    story.plant.stuck.add(stuck)
    story.say(batch, Command.STOP)
    assert story.batch(batch).state is State.STOPPING
    story.say(batch, Command.ABORT)
    story.plant.stuck.clear()
    story.finish(batch)
    assert story.batch(batch).state is State.ABORTED


def test_a_batch_that_ended_takes_no_command() -> None:
    """Whatever is said to it, it stays as it ended."""
    story = Story(scene_of(*mixing(stir("a"))))
    batch = story.start()
    story.finish(batch)
    before = story.batch(batch)
    for command in Command:
        story.say(batch, command)
        assert not before.accepts(command)
    assert story.batch(batch) == before
    assert before.state in FINAL


def test_a_batch_may_be_stopped_before_it_starts() -> None:
    """Its order is taken back with the key that started it."""
    story = Story(scene_of(*mixing(stir("a"))))
    order = story.scene.order(story.run, story.now)
    batch = of(order, BatchCommanded)[0].batch
    story.tell(*order, BatchCommanded(story.now, batch, Command.STOP, "tester"))
    story.finish(batch)
    assert story.batch(batch).state is State.STOPPED
    assert not story.plant.starts


def test_a_hold_during_a_restart_is_taken() -> None:
    """The batch turns round and holds again."""
    story, batch = _at("service")
    story.say(batch, Command.HOLD)
    story.until_state(batch, State.HELD)
    story.plant.stuck.add((UnitId("mixer-1"), ServiceName("stir")))
    story.say(batch, Command.RESTART)
    assert story.batch(batch).state is State.RESTARTING
    story.say(batch, Command.HOLD)
    story.until_state(batch, State.HELD)
    story.plant.stuck.clear()
    story.say(batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
