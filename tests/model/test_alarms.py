"""The life of an alarm is the table of ISA-18.2."""

import itertools

import pytest

from lizao.model.alarms import (
    ANNUNCIATED,
    AlarmDefinition,
    AlarmEvent,
    AlarmPriority,
    AlarmState,
    Bilingual,
    next_alarm_state,
)
from lizao.model.conditions import Comparison

S, E = AlarmState, AlarmEvent
ASIDE = {E.SHELVE: S.SHELVED, E.SUPPRESS: S.SUPPRESSED, E.REMOVE: S.OUT_OF_SERVICE}
LIFE = {
    S.NORMAL: {E.RAISE: S.UNACKNOWLEDGED, **ASIDE},
    S.UNACKNOWLEDGED: {E.RETURN: S.RTN_UNACKNOWLEDGED, E.ACKNOWLEDGE: S.ACKNOWLEDGED, **ASIDE},
    S.ACKNOWLEDGED: {E.RETURN: S.NORMAL, **ASIDE},
    S.RTN_UNACKNOWLEDGED: {E.ACKNOWLEDGE: S.NORMAL, E.RAISE: S.UNACKNOWLEDGED, **ASIDE},
    S.LATCHED_UNACKNOWLEDGED: {
        E.ACKNOWLEDGE: S.LATCHED_ACKNOWLEDGED,
        E.RAISE: S.UNACKNOWLEDGED,
        **ASIDE,
    },
    S.LATCHED_ACKNOWLEDGED: {E.RESET: S.NORMAL, E.RAISE: S.UNACKNOWLEDGED, **ASIDE},
    S.SHELVED: {E.UNSHELVE: S.NORMAL, E.REMOVE: S.OUT_OF_SERVICE},
    S.SUPPRESSED: {E.UNSUPPRESS: S.NORMAL, E.REMOVE: S.OUT_OF_SERVICE},
    S.OUT_OF_SERVICE: {E.RESTORE: S.NORMAL},
}
LATCHED_LIFE = {
    **LIFE,
    S.UNACKNOWLEDGED: {**LIFE[S.UNACKNOWLEDGED], E.RETURN: S.LATCHED_UNACKNOWLEDGED},
    S.ACKNOWLEDGED: {**LIFE[S.ACKNOWLEDGED], E.RETURN: S.LATCHED_ACKNOWLEDGED},
}
TEXT = Bilingual("text", "文本")


@pytest.mark.parametrize(("latched", "life"), [(False, LIFE), (True, LATCHED_LIFE)])
@pytest.mark.parametrize(("state", "event"), list(itertools.product(S, E)))
def test_every_state_takes_the_events_of_the_table_and_no_others(
    state: AlarmState,
    event: AlarmEvent,
    latched: bool,
    life: dict[AlarmState, dict[AlarmEvent, AlarmState]],
) -> None:
    """Each of the ninety pairs leads where the standard says, plain and latched."""
    assert next_alarm_state(state, event, latched=latched) is life[state].get(event)


def test_an_alarm_can_be_acknowledged_while_it_stands_and_after_it_returned() -> None:
    """Acknowledging is open in every state in which nobody has acknowledged yet."""
    taking = {each for each in S if next_alarm_state(each, E.ACKNOWLEDGE, latched=True)}

    assert taking == {S.UNACKNOWLEDGED, S.RTN_UNACKNOWLEDGED, S.LATCHED_UNACKNOWLEDGED}
    assert taking < ANNUNCIATED


@pytest.mark.parametrize(
    ("comparison", "back", "limit"),
    [
        (Comparison.AT_LEAST, Comparison.AT_MOST, 90.0),
        (Comparison.AT_MOST, Comparison.AT_LEAST, 110.0),
    ],
)
def test_an_alarm_returns_on_the_good_side_of_its_deadband(
    comparison: Comparison, back: Comparison, limit: float
) -> None:
    """A high alarm returns below its limit, a low one above."""
    alarm = AlarmDefinition(
        "a", AlarmPriority.LOW, TEXT, TEXT, TEXT, comparison=comparison, limit=100.0, deadband=10.0
    )

    assert (alarm.return_comparison, alarm.return_limit) == (back, limit)
