"""Alarms live as facts and time bid them."""

import pytest

from lizao.alarms.actions import all_acknowledged, changed
from lizao.alarms.apply import apply
from lizao.alarms.decide import next_deadline, rearm
from lizao.alarms.state import NO_ALARMS
from lizao.model.alarms import AlarmEvent, AlarmPriority, AlarmState
from lizao.model.commands import ForgetCondition, WatchCondition
from lizao.model.conditions import Comparison, WatchedCondition
from lizao.model.equipment import LineState
from lizao.model.errors import (
    AlarmRefusedError,
    ReasonMissingError,
    UnknownNameError,
    ValueOutsideLimitsError,
)
from lizao.model.facts import (
    AlarmChanged,
    AlarmRaised,
    AlarmUnwatched,
    AlarmWatched,
    ConditionMet,
    LineStateChanged,
    LotMade,
    UnitAllocated,
    UnitReleased,
)
from lizao.model.identifiers import (
    AlarmId,
    BatchId,
    ConditionId,
    LotId,
    MaterialName,
    PlaceId,
    Role,
    SignalId,
    UnitId,
)
from lizao.model.instants import MINUTE
from tests.alarms.alarm_plant import HIGH, LATCHED, OWNED, PRODUCING, Life

S, E = AlarmState, AlarmEvent
BATCH, MIXER, OVEN = BatchId("B-1"), UnitId("mixer-1"), UnitId("oven-1")


def last_watch(life: Life) -> tuple[SignalId, Comparison, float, float]:
    """What the transport was last asked to watch."""
    command = next(each for each in reversed(life.commands) if isinstance(each, WatchCondition))
    watched = command.condition
    return watched.signal, watched.comparison, watched.limit, watched.hold_s


def test_an_alarm_watches_for_its_limit_and_then_for_the_return() -> None:
    """After a raise the other side of the deadband is watched, with the other delay, and so on."""
    life = Life()
    life.meet(HIGH, 520.0)

    assert life.states(HIGH) is S.UNACKNOWLEDGED
    assert last_watch(life) == ("tank-1.mass_kg", Comparison.AT_MOST, 400.0, 120.0)
    raised = next(each for each in life.facts if isinstance(each, AlarmRaised))
    assert (raised.value, raised.limit, raised.signal) == (520.0, 500.0, "tank-1.mass_kg")
    assert raised.priority is AlarmPriority.MEDIUM

    life.act(HIGH, E.ACKNOWLEDGE)
    life.meet(HIGH)

    assert life.states(HIGH) is S.NORMAL
    assert last_watch(life) == ("tank-1.mass_kg", Comparison.AT_LEAST, 500.0, 60.0)


def test_an_alarm_that_returned_waits_to_be_acknowledged() -> None:
    """What came and went is not forgotten, and it may come again before anybody looks."""
    life = Life()
    life.meet(HIGH)
    life.meet(HIGH)
    assert life.states(HIGH) is S.RTN_UNACKNOWLEDGED

    life.meet(HIGH)
    assert life.states(HIGH) is S.UNACKNOWLEDGED

    life.meet(HIGH)
    life.act(HIGH, E.ACKNOWLEDGE)
    assert life.states(HIGH) is S.NORMAL


def test_a_latched_alarm_stays_until_it_is_reset() -> None:
    """The process being well again does not end it; only a person does, after acknowledging."""
    life = Life()
    life.meet(LATCHED)
    life.meet(LATCHED)
    assert life.states(LATCHED) is S.LATCHED_UNACKNOWLEDGED
    with pytest.raises(AlarmRefusedError):
        life.act(LATCHED, E.RESET)

    life.act(LATCHED, E.ACKNOWLEDGE)
    life.act(LATCHED, E.RESET)

    assert life.states(LATCHED) is S.NORMAL


def test_a_shelf_ends_by_itself_in_plant_time() -> None:
    """Shelved for ten minutes, the alarm is raised again at the end if its cause still stands."""
    life = Life()
    life.meet(HIGH)
    life.act(HIGH, E.SHELVE, minutes=10)
    assert (life.states(HIGH), life.of(HIGH).reason) == (S.SHELVED, "because")
    assert not life.of(HIGH).annunciated
    assert next_deadline(life.state) == life.now + 10 * MINUTE

    life.forward(9)
    assert life.states(HIGH) is S.SHELVED

    life.forward(1)
    assert life.states(HIGH) is S.UNACKNOWLEDGED
    assert life.of(HIGH).annunciated
    assert (life.of(HIGH).until, life.of(HIGH).reason) == (None, "")


def test_a_shelved_alarm_follows_its_signal_in_silence() -> None:
    """What went away while it lay on the shelf does not come back with it."""
    life = Life()
    life.meet(HIGH)
    life.act(HIGH, E.SHELVE)
    life.meet(HIGH)

    life.act(HIGH, E.UNSHELVE)

    assert life.states(HIGH) is S.NORMAL
    assert sum(isinstance(each, AlarmRaised) for each in life.facts) == 1


def test_out_of_service_nobody_watches_until_it_is_returned() -> None:
    """Taken out it is blind; returned it watches anew, and raises what it then sees."""
    life = Life()
    life.meet(HIGH)
    life.act(HIGH, E.REMOVE)

    assert isinstance(life.facts[-1], AlarmUnwatched)
    assert isinstance(life.commands[-1], ForgetCondition)
    assert life.of(HIGH).watching is None

    life.act(HIGH, E.RESTORE)
    assert life.states(HIGH) is S.NORMAL
    assert last_watch(life)[1:3] == (Comparison.AT_LEAST, 500.0)


def test_an_alarm_is_suppressed_while_no_batch_owns_its_unit() -> None:
    """It watches from the allocation to the release, and then forgets what it saw."""
    life = Life()
    assert (life.states(OWNED), life.of(OWNED).watching) == (S.SUPPRESSED, None)

    life.tell(UnitAllocated(life.now, BATCH, Role("vessel"), MIXER))
    assert life.states(OWNED) is S.NORMAL
    life.meet(OWNED)
    assert life.states(OWNED) is S.UNACKNOWLEDGED

    life.tell(UnitReleased(life.now, BATCH, Role("vessel"), MIXER))
    assert (life.states(OWNED), life.of(OWNED).watching) == (S.SUPPRESSED, None)


def test_an_alarm_of_a_line_lives_while_the_line_produces() -> None:
    """Hot and idle it is suppressed by design; a batch having a slot changes nothing."""
    life = Life()
    life.tell(UnitAllocated(life.now, BATCH, Role("oven"), OVEN))
    life.tell(LineStateChanged(life.now, OVEN, LineState.IDLE_HOT))
    assert life.states(PRODUCING) is S.SUPPRESSED

    life.tell(LineStateChanged(life.now, OVEN, LineState.PRODUCING))
    assert life.states(PRODUCING) is S.NORMAL
    assert last_watch(life)[1:3] == (Comparison.AT_MOST, 10.0)

    life.tell(LineStateChanged(life.now, OVEN, LineState.COOLING))
    assert life.states(PRODUCING) is S.SUPPRESSED


def test_what_was_shelved_when_its_unit_came_to_rest_is_suppressed_after() -> None:
    """The shelf keeps it; when that ends, the design has its way."""
    life = Life()
    life.tell(LineStateChanged(life.now, OVEN, LineState.PRODUCING))
    life.act(PRODUCING, E.SHELVE, minutes=5)
    life.tell(LineStateChanged(life.now, OVEN, LineState.IDLE_HOT))
    assert life.states(PRODUCING) is S.SHELVED

    life.forward(5)

    assert life.states(PRODUCING) is S.SUPPRESSED


def test_after_a_restart_the_same_is_watched_again() -> None:
    """Folded from the facts alone, the alarms ask for what they had asked for."""
    life = Life()
    life.meet(HIGH)
    folded = NO_ALARMS
    for fact in life.facts:
        folded = apply(folded, fact)

    assert folded == life.state
    watched = {each.condition.id for each in rearm(folded) if isinstance(each, WatchCondition)}
    assert watched == set(life.state.watched)
    assert ConditionId(f"alarm:{HIGH}:2") in watched


def test_a_person_cannot_ask_what_the_table_does_not_have() -> None:
    """Nothing to acknowledge, no such alarm, no reason, a shelf too long: each is refused."""
    life = Life()
    state, now = life.state, life.now
    with pytest.raises(AlarmRefusedError, match="normal"):
        changed(state, HIGH, E.ACKNOWLEDGE, "tester", "", 0.0, now)
    with pytest.raises(UnknownNameError, match="nothing"):
        changed(state, "nothing", E.ACKNOWLEDGE, "tester", "", 0.0, now)
    for event in (E.SHELVE, E.REMOVE):
        with pytest.raises(ReasonMissingError):
            changed(state, HIGH, event, "tester", " ", 60.0, now)
    for shelf_s in (0.0, 1801.0):
        with pytest.raises(ValueOutsideLimitsError):
            changed(state, HIGH, E.SHELVE, "tester", "why", shelf_s, now)


def test_all_that_wait_are_acknowledged_at_once() -> None:
    """Every alarm that can be acknowledged is, and no other."""
    life = Life()
    life.meet(HIGH)
    life.meet(LATCHED)
    life.meet(LATCHED)

    life.tell(*all_acknowledged(life.state, "tester", life.now))

    assert (life.states(HIGH), life.states(LATCHED)) == (S.ACKNOWLEDGED, S.LATCHED_ACKNOWLEDGED)
    assert all_acknowledged(life.state, "tester", life.now) == ()


def test_what_an_alarm_cannot_take_leaves_it_as_it_is() -> None:
    """A late report, an alarm nobody defined, a step the table has not, a fact of another kind."""
    life = Life()
    state, now, strange = life.state, life.now, AlarmId("strange.alarm")
    watched, tank = ConditionId("alarm:strange"), SignalId("tank-1.mass_kg")
    facts = (
        ConditionMet(now, watched, 0.0, 0.0),
        AlarmRaised(now, strange, AlarmPriority.LOW),
        AlarmRaised(now, OWNED, AlarmPriority.LOW),
        AlarmChanged(now, strange, E.RETURN, "rule"),
        AlarmChanged(now, HIGH, E.RESET, "tester"),
        AlarmWatched(now, strange, WatchedCondition(watched, tank, Comparison.AT_LEAST, 1.0)),
        AlarmUnwatched(now, strange, watched),
        UnitReleased(now, BATCH, Role("vessel"), MIXER),
        LotMade(now, LotId("L"), MaterialName("paste"), BATCH, PlaceId("bin-1"), 1.0),
    )

    for fact in facts:
        assert apply(state, fact) == state
