"""A line that cools while its batch is held is brought back before the batch goes on."""

from lizao.model.equipment import LineState
from lizao.model.facts import LineStateChanged, ServiceCommanded
from lizao.model.identifiers import BatchId, ServiceName, UnitId
from lizao.model.states import Command, State
from lizao.testing.story import Story

OVEN, FEED, PREPARE = UnitId("oven-1"), ServiceName("feed"), ServiceName("prepare")


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
