"""What control says of itself becomes an alarm, and goes when its cause has gone."""

from dataclasses import replace

from lizao.alarms.decide import next_deadline
from lizao.alarms.fold_control import IN_HAND
from lizao.control.watched import EXCEPTION
from lizao.model.alarms import AlarmEvent, AlarmState
from lizao.model.facts import (
    BatchCommanded,
    BatchStateChanged,
    CommandUnanswered,
    LinkLost,
    LinkRestored,
    QuestionAnswered,
    QuestionAsked,
    ServiceCommanded,
    ServiceRead,
    ServiceStateChanged,
    StepStateChanged,
)
from lizao.model.identifiers import (
    AlarmId,
    BatchId,
    QuestionId,
    ServiceName,
    StepPath,
    UnitId,
)
from lizao.model.instants import MINUTE
from lizao.model.states import Command, State
from tests.alarms.alarm_plant import LINK, SILENT, Life, alarm_plant

S, E = AlarmState, AlarmEvent
BATCH, OTHER, MILL, MIXER = BatchId("B-1"), BatchId("B-2"), UnitId("mill-1"), UnitId("mixer-1")
GRIND, STIR, CHARGE = ServiceName("recirculate"), ServiceName("stir"), ServiceName("charge")
MIX, FIRE = StepPath("mix"), StepPath("fire")
HELD, OVERDUE = AlarmId("B-1.batch_held"), AlarmId("Q1.overdue")


def unanswered(life: Life, unit: UnitId, service: ServiceName, ticket: int) -> None:
    """A service leaves a command without an answer."""
    life.tell(CommandUnanswered(life.now, unit, service, Command.START, ticket))


def commanded(life: Life, ticket: int) -> ServiceCommanded:
    """The mill is told to start a run."""
    return ServiceCommanded(life.now, MILL, GRIND, Command.START, ticket, life.now + MINUTE)


def asked(life: Life, question: str, batch: BatchId) -> QuestionAsked:
    """A person is asked."""
    return QuestionAsked(life.now, QuestionId(question), batch, StepPath("a"), "service_lost")


def test_a_silent_service_alarms_until_it_speaks() -> None:
    """Being asked the same again changes nothing; a reported state does."""
    life = Life()
    unanswered(life, MILL, GRIND, 7)
    life.tell(commanded(life, 7))
    assert life.states(SILENT) is S.UNACKNOWLEDGED

    life.tell(ServiceStateChanged(life.now, MILL, GRIND, State.RUNNING, 7))

    assert life.states(SILENT) is S.RTN_UNACKNOWLEDGED


def test_a_new_run_of_a_silent_service_ends_the_wait() -> None:
    """Nobody waits for the answer of a run that another has followed."""
    life = Life()
    unanswered(life, MILL, GRIND, 7)
    life.act(SILENT, E.ACKNOWLEDGE)

    life.tell(commanded(life, 8))

    assert life.states(SILENT) is S.NORMAL


def test_a_unit_alarms_until_its_last_silent_service_speaks() -> None:
    """One of two services answering is not enough; a service that was never silent says nothing."""
    silent = AlarmId("mixer-1.command_unanswered")
    life = Life()
    unanswered(life, MIXER, STIR, 3)
    unanswered(life, MIXER, CHARGE, 4)
    life.tell(ServiceRead(life.now, MIXER, STIR, State.IDLE, 3))
    life.tell(ServiceRead(life.now, MIXER, ServiceName("send"), State.IDLE, 0))
    assert life.states(silent) is S.UNACKNOWLEDGED

    life.tell(ServiceRead(life.now, MIXER, CHARGE, State.IDLE, 4))

    assert life.states(silent) is S.RTN_UNACKNOWLEDGED


def test_a_batch_held_by_rule_alarms_until_it_goes_on() -> None:
    """The alarm comes with the batch and goes with it; a person's own hold is none."""
    life = Life()
    life.tell(BatchCommanded(life.now, OTHER, Command.HOLD, "operator"))
    life.tell(BatchCommanded(life.now, BATCH, Command.ABORT, "rule"))
    assert HELD not in life.state.alarms

    life.tell(BatchCommanded(life.now, BATCH, Command.HOLD, "rule", "service_failed"))
    life.tell(BatchStateChanged(life.now, BATCH, State.HOLDING))
    life.tell(BatchStateChanged(life.now, BATCH, State.HELD))
    assert life.states(HELD) is S.UNACKNOWLEDGED

    life.tell(BatchStateChanged(life.now, BATCH, State.RESTARTING))
    life.act(HELD, E.ACKNOWLEDGE)

    assert HELD not in life.state.alarms


def test_a_step_that_a_rule_holds_alarms_as_its_batch() -> None:
    """Two held steps are one alarm, until the last of them goes on or the batch has ended."""
    life = Life()
    for step in (MIX, FIRE, MIX):
        life.tell(BatchCommanded(life.now, BATCH, Command.HOLD, "rule", "service_failed", step))
        life.tell(StepStateChanged(life.now, BATCH, step, State.HELD))
    life.tell(StepStateChanged(life.now, BATCH, MIX, State.RESTARTING))
    life.tell(StepStateChanged(life.now, BATCH, MIX, State.RUNNING))
    assert life.states(HELD) is S.UNACKNOWLEDGED

    life.tell(StepStateChanged(life.now, BATCH, FIRE, State.RUNNING))
    assert life.states(HELD) is S.RTN_UNACKNOWLEDGED

    life.tell(BatchCommanded(life.now, BATCH, Command.HOLD, "rule", "service_failed", FIRE))
    assert life.states(HELD) is S.UNACKNOWLEDGED
    life.tell(BatchStateChanged(life.now, BATCH, State.ABORTED))
    assert life.states(HELD) is S.RTN_UNACKNOWLEDGED


def test_a_hold_that_a_branch_lets_go_is_no_alarm() -> None:
    """What an exception has in hand needs nobody."""
    life = Life()
    life.tell(BatchCommanded(life.now, BATCH, Command.HOLD, "rule", IN_HAND, MIX))

    assert IN_HAND == EXCEPTION
    assert HELD not in life.state.alarms


def test_a_question_alarms_when_nobody_has_answered_for_its_time() -> None:
    """Ten minutes are allowed; an answer ends it, at whatever time."""
    life = Life()
    life.tell(asked(life, "Q1", BATCH), asked(life, "Q2", BATCH))
    assert next_deadline(life.state) == life.now + 10 * MINUTE

    life.forward(9)
    life.tell(QuestionAnswered(life.now, QuestionId("Q2"), "yes", "operator"))
    life.forward(1)
    assert life.states(OVERDUE) is S.UNACKNOWLEDGED
    assert AlarmId("Q2.overdue") not in life.state.alarms

    life.tell(QuestionAnswered(life.now, QuestionId("Q1"), "yes", "operator"))
    assert life.states(OVERDUE) is S.RTN_UNACKNOWLEDGED


def test_a_question_with_a_time_of_its_own_alarms_then() -> None:
    """The recipe says by when; one that answers itself is never overdue."""
    life = Life()
    by = life.now + 3 * MINUTE
    question = asked(life, "Q1", BATCH)
    life.tell(replace(question, answer_by=by))
    life.tell(replace(question, question=QuestionId("Q2"), answer_by=by, default="yes"))
    assert next_deadline(life.state) == by

    life.forward(3)

    assert life.states(OVERDUE) is S.UNACKNOWLEDGED
    assert AlarmId("Q2.overdue") not in life.state.alarms


def test_the_questions_of_a_batch_end_with_it() -> None:
    """Nobody has to answer for a batch that was aborted; other batches' questions stand."""
    life = Life()
    life.tell(asked(life, "Q1", BATCH), asked(life, "Q2", OTHER))
    life.forward(10)

    life.tell(BatchStateChanged(life.now, BATCH, State.ABORTED))

    assert life.states(OVERDUE) is S.RTN_UNACKNOWLEDGED
    assert life.states(AlarmId("Q2.overdue")) is S.UNACKNOWLEDGED


def test_a_lost_link_alarms_until_it_stands_again() -> None:
    """Losing it twice is one alarm."""
    life = Life()
    life.tell(LinkLost(life.now))
    life.tell(LinkLost(life.now))
    assert (life.states(LINK), life.state.linked) == (S.UNACKNOWLEDGED, False)

    life.tell(LinkRestored(life.now))

    assert (life.states(LINK), life.state.linked) == (S.RTN_UNACKNOWLEDGED, True)


def test_a_plant_without_alarms_raises_none() -> None:
    """What nobody defined is not invented."""
    life = Life(replace(alarm_plant(), alarms=()))
    unanswered(life, MILL, GRIND, 7)
    life.tell(LinkLost(life.now), LinkRestored(life.now), asked(life, "Q1", BATCH))

    assert life.state.alarms == {}
    assert next_deadline(life.state) is None
