"""What a recipe watches for at all times: its branch, what the element around it does, and then."""

import pytest

from lizao.control.waiting import waits_of
from lizao.control.waits import Cause
from lizao.control.watched import failure_index
from lizao.model.facts import (
    BatchCommanded,
    ConditionArmed,
    ConditionDisarmed,
    ExceptionEnded,
    ExceptionRaised,
    QuestionAnswered,
    QuestionAsked,
    SampleResult,
    StepCompleted,
    StepStarted,
)
from lizao.model.identifiers import BatchId, QuestionId, SampleId, StepPath
from lizao.model.recipe import (
    Action,
    Inquiry,
    Meanwhile,
    RecipeCondition,
    Subject,
    Then,
    Work,
)
from lizao.model.states import Command, State
from lizao.testing.mini import phase
from lizao.testing.storm.standing import Standing
from lizao.testing.story import Story
from tests.control.exceptions_recipe import (
    COARSE,
    HEAVY,
    HOST,
    MIXER,
    exception,
    meet,
    report,
    rinse,
    starts,
    watching,
    weigh,
)
from tests.control.recipes import STIR, at_least, of, order

HOT = StepPath("mix/work/hot")
HELD = Meanwhile.HOLD


def raised(story: Story) -> list[str]:
    """The exceptions that were raised, by their last name."""
    return [each.step.rsplit("/", 1)[1] for each in of(story.facts, ExceptionRaised)]


def test_a_branch_runs_beside_what_it_does_not_hold() -> None:
    """The element goes on meanwhile, and ends only after the branch."""
    story = watching(exception(HOT, HEAVY, "rinse"), rinse("mix/work/hot/rinse"))
    batch = story.start()
    story.forward(5)
    weigh(story, 600.0)
    assert raised(story) == ["hot"]
    assert failure_index(story.run, story.batch(batch)) == 1
    story.finish(batch)
    assert order(story.facts) == [
        *("+mix", "+work", "+a", "+rinse", "-a", "+b", "-b", "-rinse", "-work", "-mix"),
    ]
    assert [each.then for each in of(story.facts, ExceptionEnded)] == [Then.CONTINUE]
    assert failure_index(story.run, story.batch(batch)) == 0


def test_a_branch_that_holds_waits_until_all_is_held_and_lets_go_after() -> None:
    """The stirring is held and goes on; it is started once."""
    story = watching(
        exception(HOT, HEAVY, "rinse", meanwhile=HELD), rinse("mix/work/hot/rinse"), steps=["a"]
    )
    batch = story.start()
    story.forward(5)
    weigh(story, 600.0)
    story.until(lambda: "+rinse" in order(story.facts))
    assert story.plant.state(MIXER, STIR.service) is State.HELD
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert starts(story) == ["mixer-1 stir", "mill-1 recirculate"]
    assert not story.batch(batch).scopes


def test_between_two_steps_a_hold_lets_the_next_one_wait() -> None:
    """Nothing new starts while the branch runs, though nothing is there to be held."""
    story = watching(exception(HOT, COARSE, "rinse", meanwhile=HELD), rinse("mix/work/hot/rinse"))
    report(story, 0.7)
    batch = story.start()
    story.finish(batch)
    assert order(story.facts)[2:8] == ["+a", "-a", "+rinse", "-rinse", "+b", "-b"]


def test_an_element_is_repeated_until_its_result_is_right() -> None:
    """Everything in it runs once more, under new run numbers; what is under way is stopped."""
    story = watching(exception(HOT, COARSE, then=Then.REPEAT, at_most=3))
    report(story, 0.9, 0.6, 0.3)
    batch = story.start()
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert raised(story) == ["hot", "hot"]
    assert order(story.facts).count("-a") == 3
    assert order(story.facts).count("-b") == 1
    assert [ticket for ticket, _, _ in story.plant.starts] == [1, 2, 3, 4]


def test_what_is_under_way_is_stopped_before_its_element_is_repeated() -> None:
    """A stirring that ran when the exception came is stopped, and begins anew."""
    story = watching(exception(HOT, HEAVY, then=Then.REPEAT, at_most=2), steps=["a"])
    batch = story.start()
    story.forward(5)
    meet(story, HOT)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert starts(story) == ["mixer-1 stir", "mixer-1 stir"]
    assert order(story.facts).count("-a") == 1
    assert not story.run.runs


def test_what_comes_again_after_all_rounds_is_held_and_asked() -> None:
    """A person decides; after the restart it is not watched any more."""
    story = watching(exception(HOT, COARSE, then=Then.REPEAT, at_most=1), steps=["a"])
    report(story, 0.9, 0.8)
    batch = story.start()
    story.until(lambda: bool(story.run.questions))
    asked = of(story.facts, QuestionAsked)[0]
    assert (asked.text, asked.step) == ("exception_exhausted", HOST)
    assert asked.details == {"exception": HOT, "severity": 1, "rounds": 1}
    story.forward(1)
    assert story.batch(batch).scopes[HOST].state is State.HELD
    assert story.batch(batch).state is State.RUNNING
    story.loop.turn((BatchCommanded(story.now, batch, Command.RESTART, "anna", "", HOST),))
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert not story.run.questions


def test_an_element_is_held_after_the_branch_and_goes_on_after_a_restart() -> None:
    """What was held for the branch goes on with it."""
    story = watching(
        exception(HOT, HEAVY, "rinse", meanwhile=HELD, then=Then.HOLD),
        rinse("mix/work/hot/rinse"),
        steps=["a"],
    )
    batch = story.start()
    story.forward(5)
    weigh(story, 600.0)
    story.until(lambda: bool(story.run.questions))
    assert of(story.facts, QuestionAsked)[0].text == "exception_held"
    story.forward(1)
    story.loop.turn((BatchCommanded(story.now, batch, Command.RESTART, "anna", "", HOST),))
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert starts(story).count("mixer-1 stir") == 1


def test_an_element_is_stopped_after_the_branch_and_may_be_reset() -> None:
    """What comes after it waits for the person who resets it."""
    story = watching(exception(HOT, HEAVY, then=Then.STOP), steps=["a"])
    batch = story.start()
    story.forward(5)
    weigh(story, 600.0)
    story.until(lambda: not story.run.runs)
    assert story.batch(batch).scopes[HOST].state is State.STOPPED
    assert not story.run.conditions
    weigh(story, 0.0)
    story.loop.turn((BatchCommanded(story.now, batch, Command.RESET, "anna", "", HOST),))
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert starts(story) == ["mixer-1 stir", "mixer-1 stir"]


def test_a_severer_exception_takes_over_and_the_other_begins_again() -> None:
    """What the less severe had begun ends; then its branch starts with its first step."""
    story = watching(
        exception(HOT, HEAVY, "one", "two"),
        rinse("mix/work/hot/one"),
        rinse("mix/work/hot/two"),
        exception("mix/bad", at_least(900.0), "fix", severity=5),
        phase("mix/bad/fix", STIR, "mixer"),
        steps=["a"],
    )
    batch = story.start()
    story.forward(5)
    weigh(story, 600.0)
    story.forward(5)
    weigh(story, 1000.0)
    assert failure_index(story.run, story.batch(batch)) == 5
    story.finish(batch)
    assert raised(story) == ["hot", "bad", "hot"]
    steps = [each for each in order(story.facts) if each[1:] in {"one", "two", "fix"}]
    assert steps == ["+one", "+fix", "-fix", "-one", "+one", "-one", "+two", "-two"]


def test_an_equal_exception_waits() -> None:
    """First the one, then the other, each with its whole branch."""
    story = watching(
        exception(HOT, HEAVY, "one"),
        rinse("mix/work/hot/one"),
        exception("mix/work/bad", at_least(900.0), "two"),
        rinse("mix/work/bad/two"),
        steps=["a"],
    )
    batch = story.start()
    story.forward(5)
    weigh(story, 600.0)
    weigh(story, 1000.0)
    assert raised(story) == ["hot"]
    story.finish(batch)
    assert raised(story) == ["hot", "bad"]
    steps = [each for each in order(story.facts) if each[1:] in {"one", "two"}]
    assert steps == ["+one", "-one", "+two", "-two"]


def test_a_question_of_a_branch_that_is_overtaken_is_asked_again() -> None:
    """It is closed by rule when the branch begins anew."""
    inquiry = Inquiry("Go on?", "继续？", ("yes", "no"))
    story = watching(
        exception(HOT, HEAVY, "ask"),
        phase("mix/work/hot/ask", Action(Work.ASK, inquiry=inquiry)),
        exception("mix/work/bad", at_least(900.0), "fix", severity=2),
        rinse("mix/work/bad/fix"),
        steps=["a"],
    )
    batch = story.start()
    story.forward(5)
    weigh(story, 600.0)
    weigh(story, 1000.0)
    story.until(lambda: bool(of(story.facts, QuestionAnswered)))
    assert of(story.facts, QuestionAnswered)[0].by == "rule"
    story.tell(QuestionAnswered(story.now, QuestionId("Q2"), "yes", "anna"))
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def _with_a_severer_repeat() -> tuple[Story, BatchId]:
    """A batch under way; an exception inside, and a severer one that repeats all around it."""
    story = watching(
        exception(HOT, HEAVY, "one"),
        rinse("mix/work/hot/one"),
        exception("mix/bad", at_least(900.0), severity=2, then=Then.REPEAT),
        steps=["a"],
    )
    batch = story.start()
    story.forward(5)
    return story, batch


def test_a_repeat_drops_what_was_overtaken_inside_it() -> None:
    """A severer exception that repeats its element ends the less severe one in it."""
    story, batch = _with_a_severer_repeat()
    meet(story, HOT)
    meet(story, StepPath("mix/bad"))
    story.finish(batch)
    assert raised(story) == ["hot", "bad"]
    assert starts(story).count("mixer-1 stir") == 2
    assert not story.run.conditions


def test_what_a_person_aborted_is_watched_anew_once_its_element_is_repeated() -> None:
    """An element that is repeated has not run; who judges a storm sees nothing wrong with it."""
    story, batch = _with_a_severer_repeat()
    story.tell(BatchCommanded(story.now, batch, Command.ABORT, "anna", "not today", HOT))
    assert story.batch(batch).scopes[HOT].state is State.ABORTED
    meet(story, StepPath("mix/bad"))
    story.forward(5)
    assert not story.batch(batch).scopes
    meet(story, HOT)
    story.finish(batch)
    assert raised(story) == ["bad", "hot"]
    assert order(story.facts).count("+one") == 1
    judge = Standing([])
    for fact in story.facts:
        if take := judge.takes.get(type(fact)):
            take(fact, story.run)
    assert judge.found == []


def test_it_is_watched_exactly_while_its_element_runs() -> None:
    """Armed with the start of the operation, forgotten with its end."""
    story = watching(exception(HOT, HEAVY, "rinse"), rinse("mix/work/hot/rinse"), steps=["a"])
    batch = story.start()
    armed = next(i for i, each in enumerate(story.facts) if isinstance(each, ConditionArmed))
    begun = [isinstance(x, StepStarted) and x.step == HOST for x in story.facts].index(True)
    assert armed > begun
    assert story.facts[armed].at == story.facts[begun].at
    story.finish(batch)
    gone = next(each for each in story.facts if isinstance(each, ConditionDisarmed))
    done = next(x for x in story.facts if isinstance(x, StepCompleted) and x.step == HOST)
    assert gone.at == done.at
    assert not story.run.conditions


def test_it_is_handled_as_often_as_the_recipe_says_and_then_let_be() -> None:
    """What holds still after two rounds is not watched a third time."""
    story = watching(
        exception(HOT, HEAVY, "rinse", at_most=2),
        rinse("mix/work/hot/rinse"),
        steps=[*"abcdefghijklmn"],
    )
    batch = story.start()
    weigh(story, 600.0)
    story.finish(batch)
    assert raised(story) == ["hot", "hot"]
    assert not story.run.conditions


def test_a_result_of_the_laboratory_raises_an_exception() -> None:
    """Only of the newest sample: while its result is awaited, the old one does not count."""
    sample = phase("mix/work/s", Action(Work.SAMPLE, panel=("d50",)))
    again = phase("mix/work/hot/again", Action(Work.SAMPLE, panel=("d50",)))
    when = RecipeCondition(Subject.RESULT, "d50", limit=0.5)
    story = watching(exception(HOT, when, "again", at_most=3), sample, again, steps=["s", "a"])
    batch = story.start()
    assert not raised(story)
    first, second = (SampleId(f"{batch}/mix/work/{each}") for each in ("s/1", "hot/again/1"))
    story.tell(SampleResult(story.now, first, "d50", 0.6))
    assert raised(story) == ["hot"]
    story.tell(SampleResult(story.now, first, "d50", 0.6))
    assert raised(story) == ["hot"]
    story.tell(SampleResult(story.now, second, "d50", 0.4))
    story.finish(batch)
    assert raised(story) == ["hot"]


def test_a_late_result_of_an_older_sample_does_not_count() -> None:
    """The newest sample says how it is now."""
    samples = [
        phase(f"mix/work/{name}", Action(Work.SAMPLE, panel=("d50",))) for name in ("s", "t")
    ]
    when = RecipeCondition(Subject.RESULT, "d50", limit=0.5)
    story = watching(
        exception(HOT, when, "rinse"), rinse("mix/work/hot/rinse"), *samples, steps=["s", "t", "a"]
    )
    batch = story.start()
    older, newer = (SampleId(f"{batch}/mix/work/{each}/1") for each in ("s", "t"))
    story.tell(SampleResult(story.now, newer, "d50", 0.4))
    story.tell(SampleResult(story.now, older, "d50", 0.9))
    story.finish(batch)
    assert not raised(story)


def test_whoever_asks_is_told_what_a_branch_waits_for() -> None:
    """The frontier is in the branch, beside the steps that go on."""
    when = at_least(1e6)
    story = watching(
        exception(HOT, HEAVY, "cool"),
        phase("mix/work/hot/cool", Action(Work.WAIT, complete_when=when)),
        steps=["a"],
    )
    batch = story.start()
    assert not waits_of(story.run, story.batch(batch))
    weigh(story, 600.0)
    waits = waits_of(story.run, story.batch(batch))
    assert [(each.cause, each.step) for each in waits] == [(Cause.QUANTITY, "mix/work/hot/cool")]


@pytest.mark.parametrize("meanwhile", list(Meanwhile))
def test_a_crash_at_any_turn_of_it_changes_nothing(meanwhile: Meanwhile) -> None:
    """The next controller goes on with the branch, and does no step twice."""
    story = watching(
        exception(HOT, HEAVY, "rinse", meanwhile=meanwhile), rinse("mix/work/hot/rinse")
    )
    batch = story.start()
    story.forward(5)
    weigh(story, 600.0)
    while story.batch(batch).state is not State.COMPLETE:
        story.crash()
        story.loop.turn()
        story.loop.advance()
        story.loop.turn()
    assert starts(story) == ["mixer-1 stir", *["mill-1 recirculate", "mixer-1 stir"]]
    assert not story.run.conditions


def test_a_held_batch_raises_nothing_until_it_goes_on() -> None:
    """What was met meanwhile is kept."""
    story = watching(exception(HOT, HEAVY, "rinse"), rinse("mix/work/hot/rinse"), steps=["a"])
    batch = story.start()
    story.say(batch, Command.HOLD)
    story.until_state(batch, State.HELD)
    weigh(story, 600.0)
    assert not raised(story)
    story.say(batch, Command.RESTART)
    story.finish(batch)
    assert raised(story) == ["hot"]
    assert story.batch(batch).state is State.COMPLETE


def test_the_end_of_a_batch_ends_its_exceptions() -> None:
    """Nothing is watched, asked or done any more."""
    story = watching(exception(HOT, HEAVY, "rinse"), rinse("mix/work/hot/rinse"), steps=["a"])
    batch = story.start()
    weigh(story, 600.0)
    story.say(batch, Command.STOP)
    story.finish(batch)
    assert story.batch(batch).state is State.STOPPED
    assert not story.run.conditions
    assert not story.run.runs
