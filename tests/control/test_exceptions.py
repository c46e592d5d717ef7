"""What goes wrong is held and asked; a restart puts it right."""

from dataclasses import replace

from lizao.control.apply import apply
from lizao.control.batches import REPEAT_AFTER, next_facts
from lizao.control.decide import next_deadline
from lizao.control.exceptions import ask
from lizao.model.equipment import Plant
from lizao.model.facts import (
    BatchCommanded,
    BatchStateChanged,
    CommandUnanswered,
    QuestionAnswered,
    QuestionAsked,
    ServiceCommanded,
    ServiceStateChanged,
    StepCompleted,
)
from lizao.model.identifiers import BatchId, QuestionId, ServiceName, StepPath, UnitId
from lizao.model.instants import seconds
from lizao.model.states import Command, State
from lizao.testing.mini import mini_times, phase, service
from lizao.testing.story import Story
from tests.control.recipes import at_least, mixing, of, scene_of, stir, wait

MIXER, STIR = UnitId("mixer-1"), ServiceName("stir")
KEY = (MIXER, STIR)
RESTART = Command.RESTART


def _stirring() -> tuple[Story, BatchId]:
    story = Story(scene_of(*mixing(stir("a"))))
    return story, story.start()


def test_a_refused_start_is_held_and_asked_and_said_again_on_restart() -> None:
    """The service is told once more under the same run number, and does it once."""
    story = Story(scene_of(*mixing(stir("a"))))
    story.plant.refusing.add(KEY)
    batch = story.start()
    assert next_deadline(story.run) == story.now + seconds(30)
    story.until_state(batch, State.HELD)
    assert story.now == story.scene.at + seconds(30)
    assert [each.command for each in of(story.facts, CommandUnanswered)] == [Command.START]
    question = of(story.facts, QuestionAsked)[0]
    assert (question.text, question.details) == (
        "service_unanswered",
        {"unit": "mixer-1", "service": "stir", "command": "START", "severity": 1},
    )
    assert story.batch(batch).reason == "service_unanswered"
    story.plant.refusing.clear()
    story.say(batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert [ticket for ticket, _, _ in story.plant.starts] == [1]
    assert of(story.facts, QuestionAnswered)[0].question == question.question


def test_an_unanswered_start_is_given_up_when_the_batch_stops() -> None:
    """What never began needs no stop."""
    story = Story(scene_of(*mixing(stir("a"))))
    story.plant.refusing.add(KEY)
    batch = story.start()
    story.until_state(batch, State.HELD)
    story.say(batch, Command.STOP)
    assert story.batch(batch).state is State.STOPPED
    assert not story.run.runs


def test_an_answer_that_comes_late_does_not_slip_through_a_hold() -> None:
    """A service that begins after all is held at once, and goes on at restart."""
    story = Story(scene_of(*mixing(stir("a"))))
    story.plant.refusing.add(KEY)
    batch = story.start()
    story.until_state(batch, State.HELD)
    running = ServiceStateChanged(story.now, MIXER, STIR, State.RUNNING, 1)
    story.tell(running)
    assert of(story.facts, ServiceCommanded)[-1].command is Command.HOLD
    assert not story.run.runs[1].overdue
    assert story.batch(batch).state is State.HELD


def test_a_service_that_does_not_hold_keeps_its_batch_holding() -> None:
    """HELD is never said of what still runs; the hold is repeated, the question asked once."""
    long = replace(mini_times(), durations_s={"stir": 36_000.0})
    story = Story(scene_of(*mixing(stir("a")), times=long))
    batch = story.start()
    story.plant.stuck.add(KEY)
    story.say(batch, Command.HOLD)
    story.until(lambda: bool(story.run.questions))
    assert story.batch(batch).state is State.HOLDING
    assert next_deadline(story.run) == story.run.runs[1].answer_by + REPEAT_AFTER
    story.until(lambda: len(of(story.facts, CommandUnanswered)) == 3)
    assert story.batch(batch).state is State.HOLDING
    assert len(of(story.facts, QuestionAsked)) == 1
    story.plant.stuck.clear()
    story.until_state(batch, State.HELD)
    story.say(batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_stop_is_repeated_until_it_is_obeyed() -> None:
    """The batch is STOPPED only when the unit says so."""
    story, batch = _stirring()
    story.plant.stuck.add(KEY)
    story.say(batch, Command.STOP)
    story.forward(5)
    assert story.batch(batch).state is State.STOPPING
    story.plant.stuck.clear()
    story.finish(batch)
    assert story.batch(batch).state is State.STOPPED


def test_a_service_that_does_not_complete_is_held_and_completes_after_restart() -> None:
    """Another command may follow one that was not answered."""
    full = phase("mix/work/a", service("send", until=at_least(0.0)))
    story = Story(scene_of(*mixing(full)))
    send = (MIXER, ServiceName("send"))
    batch = story.start()
    story.plant.stuck.add(send)
    story.until(lambda: bool(of(story.facts, CommandUnanswered)))
    assert of(story.facts, CommandUnanswered)[0].command is Command.COMPLETE
    story.plant.stuck.clear()
    story.until_state(batch, State.HELD)
    story.say(batch, Command.RESTART)
    commands = [each.command for each in of(story.facts, ServiceCommanded)]
    hold = Command.HOLD
    assert commands == [Command.START, Command.COMPLETE, hold, hold, Command.RESTART]
    story.forward(1)
    assert of(story.facts, ServiceCommanded)[-1].command is Command.COMPLETE


def test_a_reset_that_is_not_answered_is_said_again_on_restart() -> None:
    """The phase is complete already; only the service is not free yet."""
    story, batch = _stirring()
    story.forward(9)
    story.plant.stuck.add(KEY)
    story.until_state(batch, State.HELD)
    assert [each.command for each in of(story.facts, CommandUnanswered)] == [Command.RESET]
    story.plant.stuck.clear()
    story.say(batch, Command.RESTART)
    story.finish(batch)
    assert len([each for each in of(story.facts, StepCompleted) if each.step == "mix/work/a"]) == 1
    assert story.batch(batch).state is State.COMPLETE


def test_a_hold_prevails_over_a_pause_that_is_asked_in_the_same_instant() -> None:
    """What is not answered is held, whatever weaker was just asked by a person."""
    story, batch = _stirring()
    pause = BatchCommanded(story.now, batch, Command.PAUSE, "person", "tea")
    run = apply(story.run, pause)
    facts = ask(run, run.batches[batch], StepPath("mix/work/a"), "service_late", {}, story.now)
    assert [type(each) for each in facts] == [QuestionAsked, BatchCommanded]
    for each in facts:
        run = apply(run, each)
    assert run.batches[batch].asked is Command.HOLD
    assert not ask(run, run.batches[batch], StepPath("mix/work/a"), "service_late", {}, story.now)
    assert apply(run, pause).batches[batch].asked is Command.HOLD


def test_what_comes_to_its_end_answers_what_was_asked_about_it() -> None:
    """A person who paused in the instant of the question kept it from being held, and resumed."""
    story, batch = _stirring()
    step, question = StepPath("mix/work/a"), QuestionId("Q1")
    story.tell(QuestionAsked(story.now, question, batch, step, "service_unanswered", {}))
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert [(each.question, each.answer) for each in of(story.facts, QuestionAnswered)] == [
        (question, State.COMPLETE)
    ]
    assert not story.run.questions


def test_a_restart_that_is_not_answered_is_held_and_said_again() -> None:
    """The batch turns back to HELD with the question."""
    story, batch = _stirring()
    story.say(batch, Command.HOLD)
    story.until_state(batch, State.HELD)
    story.plant.stuck.add(KEY)
    story.say(batch, Command.RESTART)
    assert story.batch(batch).state is State.RESTARTING
    story.until_state(batch, State.HELD)
    assert [each.text for each in story.run.questions.values()] == ["service_unanswered"]
    story.plant.stuck.clear()
    story.say(batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_service_that_holds_by_itself_holds_its_batch() -> None:
    """The person is told which unit, which service, which state."""
    story, batch = _stirring()
    story.plant.fail(*KEY)
    story.until_state(batch, State.HELD)
    assert of(story.facts, QuestionAsked)[0].text == "service_failed"
    assert of(story.facts, QuestionAsked)[0].details["state"] == "HELD"
    story.say(batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert len(story.plant.starts) == 1


def test_a_service_that_falls_back_after_its_restart_holds_its_batch_again() -> None:
    """Its batch asks a person anew and does not press the key for ever."""
    story, batch = _stirring()
    story.forward(1)
    story.plant.fail(MIXER, STIR)
    story.until_state(batch, State.HELD)
    story.say(batch, Command.RESTART)
    story.plant.fail(MIXER, STIR)
    story.until_state(batch, State.HELD)
    assert story.batch(batch).reason == "service_failed"
    assert [each.text for each in story.run.questions.values()] == ["service_failed"]
    restarts = [each for each in of(story.facts, ServiceCommanded) if each.command is RESTART]
    assert len(restarts) == 1
    story.say(batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_unit_that_tripped_is_reset_and_starts_once_more() -> None:
    """Under a new run number, because the old run is over."""
    story, batch = _stirring()
    story.forward(5)
    story.plant.trip(MIXER)
    story.until_state(batch, State.HELD)
    story.say(batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert [ticket for ticket, _, _ in story.plant.starts] == [1, 2]


def test_a_member_of_a_transfer_that_trips_holds_all_three_and_all_go_on() -> None:
    """Restart: the line is started again before the source sends."""
    story = Story()
    batch = story.start()
    story.until(lambda: story.plant.state(MIXER, ServiceName("send")) is State.RUNNING)
    story.forward(1)
    story.plant.trip(UnitId("pipe-1"))
    story.until_state(batch, State.HELD)
    states = {each.member: each.state for each in story.run.runs.values()}
    assert states == {
        "destination": State.HELD,
        "line": State.ABORTED,
        "source": State.HELD,
    }
    story.say(batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    tail = [
        (each.member, each.command)
        for each in of(story.facts, ServiceCommanded)
        if each.step == "to-tank/move/move"
    ][5:10]
    assert tail == [
        ("destination", Command.RESTART),
        ("line", Command.RESET),
        ("line", Command.START),
        ("source", Command.RESTART),
        ("source", Command.COMPLETE),
    ]


def test_the_end_of_a_transfer_holds_the_line_and_the_source() -> None:
    """A destination that fails stops what would flow into it."""
    story = Story()
    batch = story.start()
    story.until(lambda: story.plant.state(MIXER, ServiceName("send")) is State.RUNNING)
    story.plant.fail(UnitId("tank-1"), ServiceName("receive"))
    story.until_state(batch, State.HELD)
    assert {each.state for each in story.run.runs.values()} == {State.HELD}
    story.say(batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_service_that_shows_idle_without_a_result_is_lost() -> None:
    """Reset from its own panel: the batch asks, and a restart runs it once more."""
    story, batch = _stirring()
    story.tell(ServiceStateChanged(story.now, MIXER, STIR, State.IDLE, 1))
    story.until_state(batch, State.HELD)
    assert [each.text for each in story.run.questions.values()] == ["service_lost"]
    story.plant.forget(*KEY)
    story.say(batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_failure_in_one_batch_leaves_the_other_running() -> None:
    """Only the batch whose unit failed is held."""
    story = Story()
    first, second = story.start(), story.start()
    story.until(
        lambda: story.plant.state(UnitId("tank-1"), ServiceName("receive")) is not State.IDLE
    )
    story.until(lambda: story.plant.state(MIXER, ServiceName("charge")) is State.RUNNING)
    story.plant.trip(MIXER)
    story.until_state(second, State.HELD)
    assert story.batch(first).state is State.RUNNING


def test_what_was_asked_is_not_asked_again() -> None:
    """One question for one trouble of one step; an answer to no question changes nothing."""
    story, batch = _stirring()
    asked = ask(story.run, story.batch(batch), StepPath("mix/work/a"), "why", {}, story.now)
    story.tell(*asked)
    story.until_state(batch, State.HELD)
    assert not ask(story.run, story.batch(batch), StepPath("mix/work/a"), "why", {}, story.now)
    before = story.run.questions
    story.tell(QuestionAnswered(story.now, QuestionId("Q99"), "yes", "tester"))
    assert story.run.questions == before
    story.tell(QuestionAnswered(story.now, QuestionId("Q1"), "yes", "tester"))
    assert not story.run.questions
    assert of(story.facts, BatchStateChanged)[-1].reason == "why"


def test_an_answer_about_a_step_that_never_ran_leaves_it_so() -> None:
    """Answering does not make the step look begun."""
    story, batch = _stirring()
    story.tell(*ask(story.run, story.batch(batch), StepPath("mix/x"), "why", {}, story.now))
    story.until_state(batch, State.HELD)
    story.say(batch, Command.RESTART)
    assert StepPath("mix/x") not in story.batch(batch).steps


def test_a_condition_nobody_waits_for_is_forgotten() -> None:
    """When a batch ends, the transport is told to watch no more."""
    story = Story(scene_of(*mixing(phase("mix/work/a", wait(at_least(1e6))))))
    batch = story.start()
    assert len(story.run.conditions) == 1
    story.say(batch, Command.STOP)
    assert not story.run.conditions


def test_a_service_without_a_known_response_time_gets_the_usual_one() -> None:
    """Half a minute."""
    story, _ = _stirring()
    plant = story.run.plant
    assert isinstance(plant, Plant)
    bare = replace(story.run, plant=None)
    assert bare.plant is None
    start = of(story.facts, ServiceCommanded)[0]
    assert start.answer_by - start.at == seconds(30)


def test_only_the_questions_of_a_batch_are_answered_by_its_end() -> None:
    """What the other batch was asked stays open."""
    story = Story()
    first, second = story.start(), story.start()
    asked = [
        QuestionAsked(story.now, QuestionId(f"X{number}"), batch, StepPath("dose"), "why", {})
        for number, batch in enumerate((first, second))
    ]
    story.tell(*asked)
    story.say(first, Command.ABORT)
    story.until_state(first, State.ABORTED)
    assert [each.question for each in of(story.facts, QuestionAnswered)] == [asked[0].question]


def test_a_service_that_resets_is_told_nothing() -> None:
    """It is on its way out of the run already."""
    story, batch = _stirring()
    run = apply(story.run, ServiceStateChanged(story.now, MIXER, STIR, State.RESETTING, 1))
    run = apply(run, BatchStateChanged(story.now, batch, State.HOLDING))
    assert next_facts(run, run.batches[batch], story.now) == ()
