"""An alarm in a whole batch: the loop, the rooms and the paper plant together."""

from collections.abc import Sequence

from lizao.alarms.actions import changed
from lizao.alarms.apply import apply
from lizao.alarms.state import NO_ALARMS
from lizao.app.replay import replay
from lizao.model.alarms import AlarmEvent, AlarmState
from lizao.model.facts import AlarmChanged, AlarmRaised, ConditionMet, ControllerStarted, Fact
from lizao.model.identifiers import AlarmId
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.alarms.alarm_plant import HIGH, OWNED, alarm_plant

S, E = AlarmState, AlarmEvent


def a_story() -> Story:
    """A person, a controller and the paper plant with alarms."""
    story = Story(Scene(plant=alarm_plant()))
    story.tell(ControllerStarted(story.now, "0", "test"))
    return story


def state_of(story: Story, alarm: AlarmId = HIGH) -> AlarmState:
    """The state of an alarm now."""
    return story.rooms.alarms.alarms[alarm].state


def act(story: Story, event: AlarmEvent, shelf_s: float = 0.0) -> None:
    """A person does something with the alarm."""
    alarms, now = story.rooms.alarms, story.now
    story.tell(changed(alarms, HIGH, event, "tester", "because", shelf_s, now))


def lives(facts: Sequence[Fact], alarm: AlarmId) -> list[str]:
    """What happened to an alarm, in its order."""
    found: list[str] = []
    for fact in facts:
        if isinstance(fact, AlarmRaised) and fact.alarm == alarm:
            found.append("raise")
        elif isinstance(fact, AlarmChanged) and fact.alarm == alarm:
            found.append(fact.event)
    return found


def test_a_vessel_fills_beyond_its_limit_and_empties_again() -> None:
    """The alarm comes with the slurry, is acknowledged, and goes when the tank has been drained."""
    story = a_story()
    batch = story.start()
    story.until(lambda: state_of(story) is S.UNACKNOWLEDGED)
    assert story.plant.contents_kg[story.plant.plant.units[3].places[0].id] >= 500.0

    act(story, E.ACKNOWLEDGE)
    story.finish(batch)

    assert lives(story.facts, HIGH) == ["raise", "acknowledge", "return"]
    assert state_of(story) is S.NORMAL
    assert lives(story.facts, OWNED)[0] == "unsuppress"
    assert state_of(story, OWNED) is S.SUPPRESSED


def test_an_unacknowledged_alarm_outlives_its_controller() -> None:
    """The next controller folds the same alarm and sees it return, for it is watched again."""
    story = a_story()
    batch = story.start()
    story.until(lambda: state_of(story) is S.UNACKNOWLEDGED)
    before = story.rooms.alarms

    story.crash()

    assert story.rooms.alarms == before
    story.finish(batch)
    assert state_of(story) is S.RTN_UNACKNOWLEDGED
    met = [each for each in story.facts if isinstance(each, ConditionMet)]
    assert sum(each.condition.startswith(f"alarm:{HIGH}:") for each in met) == 2


def test_a_shelf_ends_though_nothing_is_reported() -> None:
    """Its end is a deadline of the loop; the time of the plant stops there."""
    story = a_story()
    act(story, E.SHELVE, 600.0)
    began = story.now

    story.until(lambda: state_of(story) is S.NORMAL)

    assert story.now == began + 600_000_000
    assert lives(story.facts, HIGH) == ["shelve", "unshelve"]


def test_alarms_are_decided_again_as_they_were() -> None:
    """Replaying a batch with alarms, a shelf and a crash finds no difference."""
    story = a_story()
    batch = story.start()
    story.until(lambda: state_of(story) is S.UNACKNOWLEDGED)
    act(story, E.SHELVE, 120.0)
    story.book.append((ControllerStarted(story.now, "0", "test"),), 0)
    story.crash()
    story.finish(batch)

    replayed = replay(enumerate(story.facts, start=1))

    assert replayed.same, replayed.difference
    folded = NO_ALARMS
    for fact in story.facts:
        folded = apply(folded, fact)
    assert folded == story.rooms.alarms
