"""After a restart: what the equipment shows decides, and doubt is held and asked."""

import pytest

from lizao.control.apply import apply
from lizao.control.recovery import read_services, rearm, reconcile
from lizao.control.run import Run
from lizao.model.commands import AnalyseSample, WatchCondition
from lizao.model.facts import (
    BatchCommanded,
    CommandUnanswered,
    Fact,
    QuestionAsked,
    ServiceCommanded,
    ServiceRead,
)
from lizao.model.identifiers import BatchId, ServiceName, StepPath, UnitId
from lizao.model.image import ServiceReading
from lizao.model.states import Command, State
from lizao.testing.mini import phase
from lizao.testing.story import Story
from tests.control.recipes import at_least, mixing, of, scene_of, stir, wait

KEY = (UnitId("mixer-1"), ServiceName("stir"))


def _started() -> tuple[Story, BatchId]:
    """A batch whose start of the stirrer is committed and unanswered."""
    story = Story(scene_of(*mixing(stir("a"))))
    story.plant.refusing.add(KEY)
    return story, story.start()


def _running() -> tuple[Story, BatchId]:
    story = Story(scene_of(*mixing(stir("a"))))
    batch = story.start()
    story.forward(1)
    return story, batch


def _after(run: Run, *facts: Fact) -> Run:
    for fact in facts:
        run = apply(run, fact)
    return run


def _recovered(run: Run, reading: ServiceReading | None, now: int) -> tuple[Run, tuple[Fact, ...]]:
    readings = {} if reading is None else {KEY: reading}
    run = _after(run, *read_services(run, readings, now))
    facts = reconcile(run, readings, now)
    return _after(run, *facts), facts


def test_a_start_the_service_never_saw_is_said_again() -> None:
    """It shows another run number and stands idle: the same start goes out once more."""
    story, _ = _started()
    run, facts = _recovered(story.run, ServiceReading(State.IDLE, 0), story.now)
    again = of(facts, ServiceCommanded)[0]
    assert (again.command, again.ticket, len(facts)) == (Command.START, 1, 1)
    assert run.runs[1].asked is Command.START


def test_a_start_on_a_service_that_has_forgotten_all_runs_is_asked_about() -> None:
    """It had a run before and shows none: it may have begun this one before it lost its memory."""
    story = Story(scene_of(*mixing(stir("a"), stir("b"))))
    batch = story.start()
    story.until(lambda: story.batch(batch).done(StepPath("mix/work/a")))
    story.plant.refusing.add(KEY)
    story.forward(1)
    assert story.run.runs[2].asked is Command.START
    run, facts = _recovered(story.run, ServiceReading(State.IDLE, 0), story.now)
    assert [each.text for each in of(facts, QuestionAsked)] == ["service_lost"]
    assert run.runs[2].lost


def test_a_start_the_service_took_is_not_said_again() -> None:
    """It shows our run number: the run is folded as it stands."""
    story, _ = _started()
    run, facts = _recovered(story.run, ServiceReading(State.RUNNING, 1), story.now)
    assert facts == ()
    assert (run.runs[1].state, run.runs[1].asked) == (State.RUNNING, None)


def test_a_run_that_ended_meanwhile_brings_its_reports() -> None:
    """COMPLETE with its values is as good as reported."""
    story, _ = _started()
    reading = ServiceReading(State.COMPLETE, 1, reports={"mass_kg": 3.0})
    run, facts = _recovered(story.run, reading, story.now)
    assert facts == ()
    assert run.runs[1].finished
    assert run.runs[1].reports == {"mass_kg": 3.0}


@pytest.mark.parametrize(
    "reading",
    [
        None,
        ServiceReading(State.IDLE, 1),
        ServiceReading(State.IDLE, 0),
        ServiceReading(State.RUNNING, 99),
        ServiceReading(State.IDLE, 0, has_ticket=False),
    ],
)
def test_a_run_the_service_no_longer_knows_is_held_and_asked(
    reading: ServiceReading | None,
) -> None:
    """Nobody can know what was done of it."""
    story, batch = _running()
    _, facts = _recovered(story.run, reading, story.now)
    assert of(facts, QuestionAsked)[0].text == "service_lost"
    assert [(each.batch, each.command) for each in of(facts, BatchCommanded)] == [
        (batch, Command.HOLD)
    ]


def test_a_service_without_run_numbers_that_is_idle_after_a_start_is_ambiguous() -> None:
    """It may have done the run or never begun it: hold, ask, and wait for no answer."""
    story, _ = _started()
    reading = ServiceReading(State.IDLE, 0, has_ticket=False)
    run, facts = _recovered(story.run, reading, story.now)
    assert [each.text for each in of(facts, QuestionAsked)] == ["start_ambiguous"]
    assert len(of(facts, CommandUnanswered)) == 1
    assert run.runs[1].overdue


def test_a_service_without_run_numbers_that_runs_is_ours() -> None:
    """Only one run of it is open."""
    story, _ = _started()
    reading = ServiceReading(State.RUNNING, 0, has_ticket=False)
    run, facts = _recovered(story.run, reading, story.now)
    assert facts == ()
    assert run.runs[1].state is State.RUNNING


def test_a_start_on_a_service_that_runs_for_another_is_asked() -> None:
    """Somebody took the service, under a number that this ledger never gave."""
    story, _ = _started()
    _, facts = _recovered(story.run, ServiceReading(State.RUNNING, 99), story.now)
    assert [each.text for each in of(facts, QuestionAsked)] == ["service_lost", "plant_ahead"]


def test_two_batches_in_doubt_are_asked_two_questions() -> None:
    """Each has its own number."""
    story = Story()
    story.start()
    story.start()
    story.until(
        lambda: len({each.batch for each in story.run.runs.values()}) == 2,
    )
    facts = reconcile(story.run, {}, story.now)
    questions = of(facts, QuestionAsked)
    assert len({each.question for each in questions}) == len(questions)
    assert len({each.batch for each in questions}) == 2


def test_only_what_differs_or_is_open_is_read() -> None:
    """An idle service that was idle is not worth a fact."""
    story, _ = _running()
    readings = story.plant.read().services
    read = of(read_services(story.run, readings, story.now), ServiceRead)
    assert [each.service for each in read] == ["stir"]
    other = {(UnitId("mill-1"), ServiceName("recirculate")): ServiceReading(State.RUNNING, 5)}
    assert [type(each) for each in read_services(story.run, other, story.now)] == [ServiceRead]


def test_an_unanswered_command_is_said_again() -> None:
    """A hold that may never have gone out goes out now."""
    story, batch = _running()
    story.plant.stuck.add(KEY)
    story.say(batch, Command.HOLD)
    _, facts = _recovered(story.run, ServiceReading(State.RUNNING, 1), story.now)
    assert [each.command for each in of(facts, ServiceCommanded)] == [Command.HOLD]


def test_conditions_and_samples_are_armed_again() -> None:
    """What is watched and what the laboratory still owes; not what was met."""
    story = Story()
    batch = story.start()
    story.until(lambda: bool(story.run.samples))
    commands = list(rearm(story.run))
    samples = [each for each in commands if isinstance(each, AnalyseSample)]
    assert [each.panel for each in samples] == [("carbon", "bet")]
    watched = [each for each in commands if isinstance(each, WatchCondition)]
    assert {each.condition.id for each in watched} == {
        key for key, each in story.run.conditions.items() if not each.met
    }
    assert batch == samples[0].batch


def test_a_met_condition_is_not_armed_again() -> None:
    """It counts although the controller that saw it is gone."""
    scene = scene_of(*mixing(stir("a"), phase("mix/work/b", wait(at_least(-1.0, after=())))))
    story = Story(scene)
    batch = story.start()
    story.finish(batch)
    assert list(rearm(story.run)) == []


@pytest.mark.parametrize("turns", range(0, 110, 7))
def test_a_crash_at_any_turn_changes_nothing(turns: int) -> None:
    """The next controller takes over, and the batch completes with each run started once."""
    story = Story()
    batch = story.start()
    for _ in range(turns):
        story.loop.advance()
        story.loop.turn()
    story.crash()
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    tickets = [ticket for ticket, _, _ in story.plant.starts]
    assert len(tickets) == len(set(tickets))
    assert not story.run.questions


def test_a_crash_in_a_hold_leaves_it_held() -> None:
    """A batch held by a person waits for the person."""
    story, batch = _running()
    story.say(batch, Command.HOLD)
    story.until_state(batch, State.HELD)
    story.crash()
    story.forward(60)
    assert story.batch(batch).state is State.HELD
    story.say(batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
