"""Whatever a signal, a person or a crash does: an exception is watched exactly while it may be."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from lizao.control.decide import decide
from lizao.control.watched import is_handled, is_watched, leading
from lizao.model.facts import BatchCommanded
from lizao.model.identifiers import BatchId, StepPath
from lizao.model.recipe import Action, Inquiry, Meanwhile, Then, Work
from lizao.model.states import FINAL, Command, State
from lizao.testing.invariants import violations_now
from lizao.testing.mini import phase
from lizao.testing.story import Story
from tests.control.exceptions_recipe import HEAVY, HOST, exception, rinse, watching, weigh
from tests.control.recipes import at_least

HOT, BAD = StepPath("mix/work/hot"), StepPath("mix/bad")
DEEDS = st.sampled_from(["light", "heavy", "heavier", "crash", "hold", "restart", "element"])
MOMENTS = st.lists(st.tuples(st.integers(0, 25), DEEDS), max_size=8)
WAITS = Inquiry("Well?", "如何？", ("well",), "well", 1200.0)
THENS = st.sampled_from(Then)
WHILES = st.sampled_from(Meanwhile)


def _done(story: Story, batch: BatchId, deed: str) -> None:
    match deed:
        case "crash":
            story.crash()
            story.loop.turn()
        case "hold":
            story.say(batch, Command.HOLD)
        case "restart":
            story.say(batch, Command.RESTART)
        case "element":
            stopped = BatchCommanded(story.now, batch, Command.RESTART, "tester", "", HOST)
            reset = BatchCommanded(story.now, batch, Command.RESET, "tester", "", HOST)
            story.tell(stopped, reset)
        case _:
            weigh(story, {"light": 0.0, "heavy": 600.0, "heavier": 1000.0}[deed])


def _check(story: Story, batch: BatchId) -> None:
    """Armed are exactly the exceptions that are watched; the severest leads."""
    one = story.batch(batch)
    assert violations_now(story.run) == []
    armed = {each.step for each in story.run.conditions.values()}
    due = {each for each in (HOT, BAD) if is_watched(one, each)}
    met = {each for each in (HOT, BAD) if is_handled(one, each)}
    assert due <= armed <= due | met
    if is_handled(one, BAD):
        assert leading(one, StepPath("mix")) == BAD


@settings(max_examples=60)
@example(
    [(0, "heavier"), (0, "hold"), (20, "restart")],
    Then.CONTINUE,
    Then.REPEAT,
    Meanwhile.RUN,
    Meanwhile.HOLD,
)
@given(MOMENTS, THENS, THENS, WHILES, WHILES)
def test_it_is_watched_exactly_while_its_element_runs(
    moments: list[tuple[int, str]],
    then_hot: Then,
    then_bad: Then,
    while_hot: Meanwhile,
    while_bad: Meanwhile,
) -> None:
    """After every turn, and nothing is left at the end."""
    story = watching(
        exception(HOT, HEAVY, "one", meanwhile=while_hot, then=then_hot, at_most=2),
        rinse("mix/work/hot/one"),
        exception(BAD, at_least(900.0), "two", severity=2, meanwhile=while_bad, then=then_bad),
        phase("mix/bad/two", Action(Work.ASK, inquiry=WAITS)),
    )
    batch = story.start()
    for minutes, deed in moments:
        story.forward(minutes)
        if story.batch(batch).state in FINAL:
            break
        _check(story, batch)
        _done(story, batch, deed)
        _check(story, batch)
    _end(story, batch)


def _end(story: Story, batch: BatchId) -> None:
    """A person presses every key that helps, until the batch has ended."""
    weigh(story, 0.0)
    for _ in range(40):
        if story.batch(batch).state in FINAL:
            break
        story.say(batch, Command.RESTART)
        for step in list(story.batch(batch).scopes):
            for command in (Command.RESTART, Command.RESET):
                story.tell(BatchCommanded(story.now, batch, command, "tester", "", step))
        story.forward(30)
    assert story.batch(batch).state is State.COMPLETE, story.where()
    left = (story.run.conditions, story.run.runs, story.run.questions, story.run.owners)
    assert not any(left)
    assert decide(story.run, story.now) == ((), ())
