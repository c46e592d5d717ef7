"""A result is booked once, whatever the service does next; nobody's run is left standing."""

from lizao.control.decide import next_deadline
from lizao.model.commands import CommandService, StartService
from lizao.model.facts import (
    PortionCharged,
    ReportsRead,
    ServiceCommanded,
    ServiceRead,
    StepCompleted,
)
from lizao.model.identifiers import BatchId, ServiceName, UnitId
from lizao.model.instants import HOUR
from lizao.model.recipe import Action, Work
from lizao.model.states import FINAL, Command, State
from lizao.testing.mini import phase
from lizao.testing.story import Story
from tests.control.recipes import charge, mixing, of, scene_of, stir

MIXER, CHARGE, STIR = UnitId("mixer-1"), ServiceName("charge"), ServiceName("stir")


def _until_complete_unseen(story: Story, service: ServiceName) -> None:
    """Let the plant alone go on until a service is complete; the controller sees none of it."""
    while story.plant.state(MIXER, service) is not State.COMPLETE:
        story.plant.read()
        story.plant.advance(story.now + HOUR)
    story.plant.reconnect(story.run.reports_read)


def _charging() -> tuple[Story, BatchId]:
    dose = phase("mix/work/dose", Action(Work.CHARGE, charge="dose"))
    story = Story(scene_of(*mixing(dose), charges=(charge("dose", "water"),)))
    batch = story.start()
    _until_complete_unseen(story, CHARGE)
    return story, batch


def _charged_once(story: Story, batch: BatchId) -> None:
    story.finish(batch)
    assert len(of(story.facts, PortionCharged)) == 1
    assert [service for _, _, service in story.plant.starts].count(CHARGE) == 1


def test_what_was_charged_before_a_trip_is_not_charged_again() -> None:
    """COMPLETE and ABORTED come in one image: the bag is in the vessel."""
    story, batch = _charging()
    story.plant.trip(MIXER)
    story.loop.turn()
    _charged_once(story, batch)


def test_a_finished_charge_that_is_broken_off_before_its_reset_gives_the_next_bag_way() -> None:
    """It was not to be reset while it was aborting; once it is ABORTED, it is, and only then."""
    dose = phase("mix/work/dose", Action(Work.CHARGE, charge="dose"))
    more = phase("mix/work/more", Action(Work.CHARGE, charge="more"))
    charges = (charge("dose", "water"), charge("more", "water"))
    story = Story(scene_of(*mixing(dose, more), charges=charges))
    batch = story.start()
    _until_complete_unseen(story, CHARGE)
    story.plant.trip(MIXER)
    seen = story.plant.reports[story.run.reports_read : -1]
    story.plant.read()
    story.tell(*(each.fact for each in seen), ReportsRead(story.now, seen[-1].sequence))
    story.plant.reconnect(story.run.reports_read)
    story.finish(batch)
    assert len(of(story.facts, PortionCharged)) == len(charges)


def test_what_was_charged_before_a_power_failure_is_not_charged_again() -> None:
    """COMPLETE was reported, and the service knows nothing of it when it is read."""
    story, batch = _charging()
    story.plant.forget(MIXER, CHARGE)
    story.crash()
    _charged_once(story, batch)


def test_a_finished_service_that_forgot_its_run_does_not_keep_a_hold_waiting() -> None:
    """Its result is there: the batch is held, and goes on after its restart."""
    story = Story(scene_of(*mixing(stir("a"))))
    batch = story.start()
    story.say(batch, Command.HOLD)
    story.until_state(batch, State.HELD)
    story.say(batch, Command.RESTART)
    _until_complete_unseen(story, STIR)
    story.plant.forget(MIXER, STIR)
    story.crash()
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert len([each for each in of(story.facts, StepCompleted) if each.step == "mix/work/a"]) == 1


def test_a_late_stop_of_a_run_that_is_over_leaves_no_unit_blocked() -> None:
    """The service went from IDLE to STOPPED for a run nobody has: it is reset, and said again."""
    story = Story(scene_of(*mixing(stir("a"))))
    first = story.start()
    story.finish(first)
    story.plant.stuck.discard((MIXER, STIR))
    ticket = story.plant.ticket(MIXER, STIR)
    story.plant.write((CommandService(MIXER, STIR, ticket, Command.STOP),))
    story.plant.stuck.add((MIXER, STIR))
    story.loop.turn()
    assert next_deadline(story.run) is not None
    story.forward(5)
    story.plant.stuck.clear()
    story.forward(5)
    assert story.plant.state(MIXER, STIR) is State.IDLE
    second = story.start()
    story.finish(second)
    assert story.batch(second).state is State.COMPLETE


def test_a_start_that_came_after_its_batch_had_ended_is_stopped() -> None:
    """The batch was aborted over a service that never answered; the start was only late."""
    story = Story(scene_of(*mixing(stir("a"))))
    story.plant.stuck.add((MIXER, STIR))
    batch = story.start()
    story.forward(2)
    story.say(batch, Command.ABORT)
    story.forward(20)
    assert story.batch(batch).state is State.ABORTED
    assert not story.run.questions
    story.plant.stuck.clear()
    start = next(each for each in of(story.facts, ServiceCommanded) if each.service == STIR)
    story.plant.write((StartService(MIXER, STIR, start.ticket, batch, {}),))
    story.forward(5)
    assert story.plant.state(MIXER, STIR) is State.IDLE


def test_a_question_ends_with_its_batch() -> None:
    """What was asked while the batch was being aborted waits for nobody afterwards."""
    story = Story(scene_of(*mixing(stir("a"))))
    batch = story.start()
    story.forward(1)
    story.plant.stuck.add((MIXER, STIR))
    story.say(batch, Command.ABORT)
    story.forward(2)
    assert story.run.questions
    story.plant.stuck.clear()
    story.until(lambda: story.batch(batch).state in FINAL)
    assert not story.run.questions


def test_a_reset_that_older_reports_seemed_to_answer_is_said_again() -> None:
    """The image was ahead of the reports, and the reset was lost."""
    story, batch = _charging()
    image = story.plant.show()
    reports = story.plant.reports[story.run.reports_read :]
    story.plant.stuck.add((MIXER, CHARGE))
    reading = image.services[MIXER, CHARGE]
    story.plant.read()
    story.tell(ServiceRead(story.now, MIXER, CHARGE, reading.state, reading.ticket))
    story.plant.stuck.clear()
    story.tell(*(each.fact for each in reports))
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
