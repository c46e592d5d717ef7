"""A ledger that was put back as of an earlier hour meets a plant that went on without it."""

from lizao.app.loop import Loop
from lizao.app.replay import replay
from lizao.app.rooms import Rooms
from lizao.control.apply import apply
from lizao.control.run import EMPTY_RUN, Run
from lizao.equipment.memory import MemoryTransport
from lizao.model.facts import (
    ControllerStarted,
    QuestionAnswered,
    ServiceCommanded,
    ServiceStateChanged,
)
from lizao.model.identifiers import BatchId, ServiceName, UnitId
from lizao.model.states import FINAL, Command, State
from lizao.testing.story import Story


def put_back(story: Story, count: int) -> None:
    """The controller dies; the next one has only the first ``count`` facts."""
    story.book.facts = story.facts[:count]
    story.book.append((ControllerStarted(story.now, "test", "again"),), 0)
    story.rooms = Rooms()
    for fact in story.facts:
        story.rooms.apply(fact)
    story.plant.reconnect(story.run.reports_read)
    transport = MemoryTransport(story.plant, story.run.reports_read)
    story.loop = Loop(story.rooms, story.book, transport, lambda: 0)
    story.loop.reconnect()


def starts(story: Story) -> list[int]:
    """The run numbers that were given, in order."""
    return [
        each.ticket
        for each in story.facts
        if isinstance(each, ServiceCommanded) and each.command is Command.START
    ]


def ahead() -> tuple[Story, BatchId, int]:
    """A story put back, its batch, and the highest number that a service shows."""
    story = Story()
    batch = story.start()
    story.until(lambda: len(starts(story)) > 2)
    earlier = len(story.facts)
    story.until(lambda: len(starts(story)) > 5)
    shown = max(each.ticket for each in story.plant.read().services.values())
    put_back(story, earlier)
    return story, batch, shown


def test_nothing_is_done_again_before_somebody_has_looked() -> None:
    """Every batch under way is held and asked about; no service is told to start."""
    story, batch, shown = ahead()
    given = starts(story)
    story.forward(30)
    assert story.batch(batch).state is State.HELD
    asked = [each for each in story.run.questions.values() if each.text == "plant_ahead"]
    assert [each.batch for each in asked] == [batch]
    assert asked[0].details == {"shown": str(shown), "given": str(given[-1])}
    assert starts(story) == given
    assert replay(enumerate(story.facts, start=1)).same


def test_the_next_run_has_a_number_that_no_service_has_seen() -> None:
    """After the answer and a restart, numbers go on above all that are shown."""
    story, batch, shown = ahead()
    given = starts(story)
    story.until_state(batch, State.HELD)
    for question in tuple(story.run.questions):
        story.tell(QuestionAnswered(story.now, question, "looked", "tester"))
    story.say(batch, Command.RESTART)
    story.forward(120)
    new = starts(story)[len(given) :]
    assert all(each > shown for each in new)
    story.say(batch, Command.ABORT)
    story.until(lambda: story.batch(batch).state in FINAL)


def test_what_a_person_has_looked_at_is_not_asked_again() -> None:
    """The next controller finds the plant as far ahead as before, and goes on with the answer."""
    story, batch, shown = ahead()
    story.until_state(batch, State.HELD)
    for question in tuple(story.run.questions):
        story.tell(QuestionAnswered(story.now, question, "looked", "tester"))
    put_back(story, len(story.facts))
    assert not story.run.questions
    assert story.run.next_ticket == shown + 1


def test_a_batch_that_has_ended_is_left_alone() -> None:
    """Only what is under way can be in doubt."""
    story = Story()
    batch = story.start()
    story.finish(batch)
    ended = len(story.facts)
    second = story.start()
    story.until(lambda: len(story.batch(second).tickets) > 0)
    put_back(story, ended)
    assert story.run.foreign
    assert not story.run.questions
    assert story.batch(batch).state in FINAL


def test_a_run_of_ours_is_not_foreign() -> None:
    """Run numbers that the ledger gave, or no number at all, say nothing strange."""
    run = Run(last_ticket=3)

    for ticket in (0, 3):
        said = ServiceStateChanged(1, UnitId("mill-1"), ServiceName("grind"), State.IDLE, ticket)
        assert apply(run, said).foreign == frozenset()
    assert EMPTY_RUN.next_ticket == 1
