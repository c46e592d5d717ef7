"""What a recipe asks blocks its phase only; time may answer, a wrong answer never does."""

from dataclasses import replace

from lizao.control.decide import next_deadline
from lizao.model.facts import QuestionAnswered, QuestionAsked, StepCompleted
from lizao.model.identifiers import BatchId, QuestionId, StepPath
from lizao.model.instants import seconds
from lizao.model.recipe import Action, Element, Form, Inquiry, RecipeCondition, Subject, Work
from lizao.model.states import Command, State
from lizao.testing.mini import block, phase
from lizao.testing.story import Story
from tests.control.recipes import mixing, of, order, scene_of, stir

ASK = Inquiry("Good enough?", "够好吗？", ("good", "again"))
Q1 = QuestionId("Q1")


def asking(inquiry: Inquiry = ASK, path: str = "mix/work/ask") -> Element:
    """A phase that asks."""
    return phase(path, Action(Work.ASK, inquiry=inquiry))


def asked(*more: Element, inquiry: Inquiry = ASK) -> tuple[Story, BatchId]:
    """A batch that has just asked."""
    story = Story(scene_of(*mixing(asking(inquiry), *more)))
    batch = story.start()
    story.until(lambda: bool(story.run.questions))
    return story, batch


def answer(story: Story, word: str) -> None:
    """A person answers the first question."""
    story.tell(QuestionAnswered(story.now, Q1, word, "anna"))


def test_an_answer_is_the_report_of_its_phase() -> None:
    """The phase ends with it, and counts as a step by hand."""
    story, batch = asked(stir("a"))
    story.forward(60)
    assert story.batch(batch).state is State.RUNNING
    assert not story.batch(batch).done(StepPath("mix/work/ask"))
    answer(story, "good")
    story.finish(batch)
    done = of(story.facts, StepCompleted)[0]
    assert (done.step, done.reports, done.automatic, done.manual) == (
        "mix/work/ask",
        {"answer": "good"},
        0,
        1,
    )


def test_a_question_blocks_its_phase_only() -> None:
    """What stands beside it goes on."""
    both = block("mix/work/both", Form.PARALLEL, "ask", "side")
    side = replace(stir("a"), path=StepPath("mix/work/both/side"))
    story = Story(scene_of(*mixing(both, asking(path="mix/work/both/ask"), side)))
    batch = story.start()
    story.forward(11)
    assert story.batch(batch).done(StepPath("mix/work/both/side"))
    assert list(story.run.questions) == ["Q1"]


def test_a_choice_follows_the_answer() -> None:
    """The branch of the other answer is left out."""

    def on(word: str, name: str) -> tuple[Element, Element]:
        step = StepPath("mix/work/ask")
        condition = RecipeCondition(Subject.REPORT, "answer", step=step, equals=word)
        path = f"mix/work/{name}"
        inside = replace(stir("a"), path=StepPath(f"{path}/{word}"))
        return block(path, Form.CHOICE, word, condition=condition), inside

    story, batch = asked(*on("good", "first"), *on("again", "second"))
    answer(story, "again")
    story.finish(batch)
    assert [each for each in order(story.facts) if each in {"+good", "+again"}] == ["+again"]


def test_the_default_is_taken_in_time_and_by_rule() -> None:
    """Time alone brings it about, and the loop knows when."""
    story, batch = asked(inquiry=replace(ASK, default="again", within_s=1800.0))
    started = story.now
    assert next_deadline(story.run) == started + seconds(1800)
    story.finish(batch)
    taken = of(story.facts, QuestionAnswered)[0]
    assert (taken.at, taken.answer, taken.by) == (started + seconds(1800), "again", "rule")
    done = of(story.facts, StepCompleted)[0]
    assert (done.reports, done.automatic, done.manual) == ({"answer": "again"}, 1, 0)


def test_without_a_default_a_question_stays_open_and_is_overdue() -> None:
    """Nothing is decided for a person who is late."""
    story, batch = asked(inquiry=replace(ASK, within_s=1800.0))
    question = story.run.questions[Q1]
    assert not question.is_overdue(story.now)
    assert next_deadline(story.run) is None
    story.forward(31)
    assert question.is_overdue(story.now)
    assert list(story.run.questions) == [Q1]
    answer(story, "good")
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_question_survives_hold_restart_and_a_crash() -> None:
    """It is asked once, and answered after all that."""
    story, batch = asked()
    story.say(batch, Command.HOLD)
    story.until_state(batch, State.HELD)
    story.crash()
    story.say(batch, Command.RESTART)
    story.until_state(batch, State.RUNNING)
    story.crash()
    story.forward(1)
    assert len(of(story.facts, QuestionAsked)) == 1
    answer(story, "good")
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_the_end_of_a_batch_closes_its_questions() -> None:
    """A rule says by what, and nothing is asked again."""
    story, batch = asked()
    story.say(batch, Command.STOP)
    story.finish(batch)
    assert not story.run.questions
    closed = of(story.facts, QuestionAnswered)[0]
    assert (closed.answer, closed.by) == ("STOP", "rule")
    assert len(of(story.facts, QuestionAsked)) == 1


def test_an_answer_that_is_not_offered_leaves_the_question_to_be_asked_again() -> None:
    """Even if it got past the door, the phase does not end with it."""
    story, batch = asked()
    answer(story, "perhaps")
    assert not story.batch(batch).done(StepPath("mix/work/ask"))
    assert list(story.run.questions) == ["Q2"]


def test_a_loop_asks_again_in_every_round() -> None:
    """The answer of the last round does not count for the next."""
    step = StepPath("mix/work/loop/ask")
    until = RecipeCondition(Subject.REPORT, "answer", step=step, equals="good")
    loop = block("mix/work/loop", Form.LOOP, "ask", condition=until, at_most=3)
    story = Story(scene_of(*mixing(loop, asking(path="mix/work/loop/ask"))))
    batch = story.start()
    for number, word in enumerate(["again", "good"], start=1):
        question = QuestionId(f"Q{number}")
        assert question in story.run.questions
        story.tell(QuestionAnswered(story.now, question, word, "anna"))
    story.finish(batch)
    assert len(of(story.facts, QuestionAsked)) == 2
