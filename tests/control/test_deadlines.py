"""What is told to hold, pause, stop or abort comes to its end in time, or is escalated."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from lizao.control.apply import apply
from lizao.control.decide import next_deadline
from lizao.control.scopes import scope_of
from lizao.model.equipment import DEFAULT_ESCALATION, Escalation, Plant
from lizao.model.facts import (
    BatchCommanded,
    DeadlinePassed,
    QuestionAsked,
    ServiceCommanded,
    ServiceStateChanged,
    UnitTaken,
)
from lizao.model.identifiers import BatchId, ServiceName, StepPath, UnitId
from lizao.model.instants import seconds
from lizao.model.states import Command, State
from lizao.testing.mini import mini_plant, mini_times
from lizao.testing.story import Story
from tests.control.recipes import mixing, of, scene_of, stir

MIXER, STIR, A = UnitId("mixer-1"), ServiceName("stir"), StepPath("mix/work/a")
MILL = (UnitId("mill-1"), ServiceName("recirculate"))
ON_THE_WAY = {
    Command.HOLD: State.HOLDING,
    Command.STOP: State.STOPPING,
    Command.ABORT: State.ABORTING,
}


def plant_with(escalation: Mapping[str, Escalation]) -> Plant:
    """The mini plant, its mixer with these escalations."""
    plant = mini_plant()
    units = (
        replace(each, escalation=escalation) if each.id == MIXER else each for each in plant.units
    )
    return replace(plant, units=tuple(units))


def stuck_on(
    command: Command, escalation: Mapping[str, Escalation], step: StepPath | None = None
) -> tuple[Story, BatchId]:
    """A stirrer that takes a command and does not come to its end."""
    times = replace(mini_times(), durations_s={"stir": 360_000.0})
    scene = scene_of(*mixing(stir("a"), stir("b")), plant=plant_with(escalation), times=times)
    story = Story(scene)
    batch = story.start()
    story.forward(1)
    story.plant.stuck.add((MIXER, STIR))
    story.tell(BatchCommanded(story.now, batch, command, "tester", "", step))
    story.tell(ServiceStateChanged(story.now, MIXER, STIR, ON_THE_WAY[command], 1))
    return story, batch


@pytest.mark.parametrize("command", ON_THE_WAY)
def test_by_default_a_person_is_asked(command: Command) -> None:
    """After half an hour, once; the batch stays on its way."""
    story, batch = stuck_on(command, {})
    told_at = of(story.facts, ServiceCommanded)[-1].at
    due = told_at + seconds(DEFAULT_ESCALATION.within_s)
    assert next_deadline(story.run) == due
    story.until(lambda: bool(of(story.facts, DeadlinePassed)))
    assert story.now == due
    story.forward(120)
    assert [(each.command, each.then) for each in of(story.facts, DeadlinePassed)] == [
        (command, None)
    ]
    assert [each.text for each in of(story.facts, QuestionAsked)] == ["service_late"]
    assert story.batch(batch).state is ON_THE_WAY[command]


@pytest.mark.parametrize(
    ("command", "then", "step"),
    [
        (Command.HOLD, Command.STOP, None),
        (Command.HOLD, Command.ABORT, A),
        (Command.STOP, Command.ABORT, None),
        (Command.STOP, Command.ABORT, A),
    ],
)
def test_a_phase_is_told_what_the_plant_says(
    command: Command, then: Command, step: StepPath | None
) -> None:
    """By rule, and its own time runs anew: an abort that is not obeyed either is asked."""
    story, batch = stuck_on(command, {command: Escalation(300.0, then)}, step)
    story.until(lambda: bool(of(story.facts, DeadlinePassed)))
    assert [(each.command, each.then) for each in of(story.facts, DeadlinePassed)] == [
        (command, then)
    ]
    rule = [each for each in of(story.facts, BatchCommanded) if each.by == "rule"]
    assert [(each.command, each.step, each.reason) for each in rule] == [
        (then, A, "deadline_passed")
    ]
    assert of(story.facts, ServiceCommanded)[-1].command is then
    assert not story.run.questions
    story.plant.stuck.clear()
    story.until(
        lambda: (
            scope_of(story.batch(batch), A).state in {State.STOPPED, State.ABORTED}
            or story.batch(batch).state is State.STOPPED
        )
    )


def test_what_comes_to_its_end_in_time_is_not_spoken_of() -> None:
    """Nor is what an operator has taken over."""
    story, batch = stuck_on(Command.HOLD, {Command.HOLD: Escalation(60.0, Command.ABORT)})
    story.tell(UnitTaken(story.now, MIXER, "li.wei"))
    story.forward(60)
    assert story.batch(batch).state is State.HELD
    assert not of(story.facts, DeadlinePassed)


def test_a_restart_has_no_deadline_to_keep() -> None:
    """Held in time and gone on, nothing is said of it."""
    story = Story(scene_of(*mixing(stir("a"))))
    batch = story.start()
    story.say(batch, Command.HOLD)
    story.until_state(batch, State.HELD)
    assert [each.told for each in story.run.runs.values()] == [Command.HOLD]
    story.say(batch, Command.RESTART)
    assert [each.told for each in story.run.runs.values()] == [None]
    story.finish(batch)
    assert not of(story.facts, DeadlinePassed)


def test_silence_is_said_again_when_the_deadline_passes() -> None:
    """The one who does not even answer is told once more, under the first deadline."""
    times = replace(mini_times(), durations_s={"stir": 360_000.0})
    story = Story(scene_of(*mixing(stir("a")), times=times))
    batch = story.start()
    story.forward(1)
    story.plant.stuck.add((MIXER, STIR))
    story.say(batch, Command.HOLD)
    story.until(lambda: bool(of(story.facts, DeadlinePassed)))
    at = of(story.facts, DeadlinePassed)[0].at
    said = [each for each in of(story.facts, ServiceCommanded) if each.command is Command.HOLD]
    assert said[-1].at == at
    assert at == said[0].at + seconds(DEFAULT_ESCALATION.within_s)
    story.plant.stuck.clear()
    story.until_state(batch, State.HELD)


def test_what_completes_instead_of_pausing_is_not_late() -> None:
    """It goes on to its own end."""
    story = Story()
    batch = story.start()
    story.until(lambda: story.plant.state(*MILL) is State.RUNNING)
    ticket = story.plant.ticket(*MILL)
    story.plant.stuck.add(MILL)
    story.say(batch, Command.PAUSE)
    story.tell(ServiceStateChanged(story.now, *MILL, State.COMPLETING, ticket))
    story.forward(45)
    assert not of(story.facts, DeadlinePassed)


def test_a_deadline_of_a_run_that_is_gone_changes_nothing() -> None:
    """A fact that comes late is folded all the same."""
    story = Story(scene_of(*mixing(stir("a"))))
    batch = story.start()
    before = story.run
    assert apply(before, DeadlinePassed(story.now, MIXER, STIR, Command.HOLD, 99)) == before
    assert story.batch(batch).state is State.RUNNING
