"""A line that cools while its batch is held is brought back before the batch goes on."""

from dataclasses import replace

from lizao.control.by_hand import Wish
from lizao.control.phases import start
from lizao.control.run import ServiceView
from lizao.model.equipment import LineState
from lizao.model.facts import BatchCommanded, LineStateChanged, QuestionAsked, ServiceCommanded
from lizao.model.identifiers import BatchId, ServiceName, UnitId
from lizao.model.states import Command, Mode, State
from lizao.testing.story import Story
from tests.control.test_modes import go, waited_for, want

OVEN, FEED, PREPARE = UnitId("oven-1"), ServiceName("feed"), ServiceName("prepare")
OVENS = (OVEN, UnitId("oven-2"))


def cooled() -> tuple[Story, BatchId, int]:
    """A batch that was held so long that its oven is cold; how many facts that took."""
    story = Story()
    batch = story.start()
    story.until(lambda: story.plant.state(OVEN, FEED) is State.RUNNING)
    story.say(batch, Command.HOLD)
    story.until_state(batch, State.HELD)
    story.tell(LineStateChanged(story.now, OVEN, LineState.COLD))
    return story, batch, len(story.facts)


def said_to_oven(story: Story, since: int) -> list[tuple[ServiceName, Command]]:
    """What the oven was told, in order."""
    commands = [each for each in story.facts[since:] if isinstance(each, ServiceCommanded)]
    return [(each.service, each.command) for each in commands if each.unit == OVEN]


def test_a_cold_line_is_prepared_for_its_campaign_before_its_feed_restarts() -> None:
    """The campaign stays; the feed follows once the line reports that it is ready."""
    story, batch, since = cooled()
    campaign = story.run.campaigns[OVEN]
    story.say(batch, Command.RESTART)
    story.until_state(batch, State.RUNNING)

    assert said_to_oven(story, since)[:2] == [(PREPARE, Command.START), (FEED, Command.RESTART)]
    assert story.run.campaigns[OVEN] == campaign
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_hold_and_a_crash_while_a_line_is_brought_back_lose_nothing() -> None:
    """The preparation is held with the batch, and goes on with it."""
    story, batch, _ = cooled()
    story.say(batch, Command.RESTART)
    story.until(lambda: story.plant.state(OVEN, PREPARE) is State.RUNNING)
    story.say(batch, Command.HOLD)
    story.until_state(batch, State.HELD)
    story.crash()
    story.say(batch, Command.RESTART)
    story.finish(batch)

    assert story.batch(batch).state is State.COMPLETE
    assert not story.run.runs


def test_what_prepares_a_line_for_its_campaign_again_is_itself_restarted() -> None:
    """Held while the line is still cold, it waits for no other preparation."""
    story = Story()
    first = story.start()
    story.finish(first)
    story.tell(LineStateChanged(story.now, OVEN, LineState.COLD))
    batch = story.start()
    story.until(lambda: story.plant.state(OVEN, PREPARE) is State.RUNNING)
    story.say(batch, Command.HOLD)
    story.until_state(batch, State.HELD)
    story.tell(LineStateChanged(story.now, OVEN, LineState.HEATING))
    since = len(story.facts)
    story.say(batch, Command.RESTART)
    story.until_state(batch, State.RUNNING)
    assert said_to_oven(story, since)[0] == (PREPARE, Command.RESTART)
    story.finish(batch)


def cooled_before_its_feed() -> tuple[Story, BatchId, int]:
    """A batch whose oven cooled while its feed waited to be let start; how many facts that took."""
    story = Story()
    batch = story.start()
    go(story, batch, Mode.SEMI_AUTOMATIC)

    def feed_waits() -> bool:
        waited = [each for each in waited_for(story, batch) if each is not None]
        feeds = [each for each in waited if each.endswith("/feed/feed")]
        for step in waited:
            if step not in feeds:
                want(story, batch, step, Wish.RELEASE)
        return len(feeds) == len(OVENS)

    story.until(feed_waits)
    story.tell(LineStateChanged(story.now, OVEN, LineState.COOLING))
    since = len(story.facts)
    go(story, batch, Mode.AUTOMATIC)
    return story, batch, since


def test_a_line_that_cooled_between_its_campaign_and_its_feed_is_prepared_first() -> None:
    """Nobody is asked; the feed follows by itself, and only that of the cold line waits."""
    story, batch, since = cooled_before_its_feed()
    story.finish(batch)

    assert said_to_oven(story, since)[:3] == [
        (PREPARE, Command.START),
        (PREPARE, Command.RESET),
        (FEED, Command.START),
    ]
    assert not [each for each in story.facts if isinstance(each, QuestionAsked)]
    assert story.batch(batch).state is State.COMPLETE
    assert not story.run.runs


def test_a_batch_that_is_held_while_its_line_warms_up_goes_on_to_its_feed() -> None:
    """Whoever takes over meanwhile."""
    story, batch, _ = cooled_before_its_feed()
    story.until(lambda: story.plant.state(OVEN, PREPARE) is State.RUNNING)
    story.say(batch, Command.HOLD)
    story.until_state(batch, State.HELD)
    story.forward(600)
    story.crash()
    story.say(batch, Command.RESTART)
    story.finish(batch)

    assert story.batch(batch).state is State.COMPLETE


def test_a_line_that_cools_again_before_its_feed_is_warmed_again() -> None:
    """Held just then, the batch does nothing until it goes on."""
    story, batch, since = cooled_before_its_feed()
    story.until(lambda: story.plant.state(OVEN, PREPARE) is State.RUNNING)
    story.loop.advance()
    while story.plant.state(OVEN, PREPARE) is State.RUNNING:
        story.loop.turn()
        story.loop.advance()
    story.tell(
        LineStateChanged(story.now, OVEN, LineState.COLD),
        BatchCommanded(story.now, batch, Command.HOLD, "li.wei"),
    )
    story.until_state(batch, State.HELD)
    story.forward(60)
    assert (FEED, Command.START) not in said_to_oven(story, since)
    story.say(batch, Command.RESTART)
    story.finish(batch)

    assert said_to_oven(story, since).count((PREPARE, Command.START)) == 2
    assert story.batch(batch).state is State.COMPLETE


def test_a_feed_waits_for_a_preparation_that_another_has_begun() -> None:
    """A line is prepared by one at a time."""
    story = Story()
    batch = story.start()
    story.until(lambda: story.plant.state(OVEN, FEED) is State.RUNNING)
    (fed,) = [each for each in story.run.runs.values() if (each.unit, each.service) == (OVEN, FEED)]
    element = story.batch(batch).procedure.elements[fed.step]
    cold = replace(
        story.run,
        lines={**story.run.lines, OVEN: LineState.HEATING},
        services={**story.run.services, (OVEN, PREPARE): ServiceView(State.RUNNING, 77)},
    )
    assert start(cold, story.batch(batch), element, story.now) == ()
