"""``decide(state, now) -> (facts, commands)``: what follows in the lives of the alarms."""

from collections.abc import Iterator

from lizao.alarms.state import RULE, Alarm, Alarms, due
from lizao.model.alarms import AlarmEvent, AlarmSource
from lizao.model.commands import AnyCommand, ForgetCondition, WatchCondition
from lizao.model.conditions import WatchedCondition
from lizao.model.facts import AlarmChanged, AlarmRaised, AlarmUnwatched, AlarmWatched, Fact
from lizao.model.identifiers import ConditionId, UnitId, signal_id
from lizao.model.instants import Instant


def decide(state: Alarms, now: Instant) -> tuple[tuple[Fact, ...], tuple[AnyCommand, ...]]:
    """The next fact of every alarm that is due at ``now``, and what they ask the transport for."""
    facts = tuple(_fact(state.alarms[key], now) for key, at in state.agenda.items() if at <= now)
    return facts, tuple(command for fact in facts for command in commands_of(fact))


def next_deadline(state: Alarms) -> Instant | None:
    """The earliest instant at which time alone makes ``decide`` say something."""
    return min(state.agenda.values(), default=None)


def rearm(state: Alarms) -> Iterator[AnyCommand]:
    """After a restart: have the transport watch again what it was asked to watch."""
    for alarm in state.alarms.values():
        if alarm.watching is not None:
            yield WatchCondition(alarm.watching)


def commands_of(fact: Fact) -> Iterator[AnyCommand]:
    """The command that a fact announces."""
    match fact:
        case AlarmWatched():
            yield WatchCondition(fact.condition)
        case AlarmUnwatched():
            yield ForgetCondition(fact.condition)
        case _:
            return


def _fact(alarm: Alarm, now: Instant) -> Fact:
    following = due(alarm)
    assert following is not None, "what is on the agenda has something to say"
    match following.event:
        case None if alarm.watching is None:
            return AlarmWatched(now, alarm.id, _condition(alarm))
        case None:
            assert alarm.watching is not None
            return AlarmUnwatched(now, alarm.id, alarm.watching.id)
        case AlarmEvent.RAISE:
            return _raised(alarm, now)
        case event:
            return AlarmChanged(now, alarm.id, event, RULE)


def _raised(alarm: Alarm, now: Instant) -> AlarmRaised:
    definition = alarm.definition
    if definition.source is not AlarmSource.SIGNAL:
        return AlarmRaised(now, alarm.id, definition.priority)
    signal = signal_id(UnitId(alarm.subject), definition.signal)
    return AlarmRaised(now, alarm.id, definition.priority, alarm.value, definition.limit, signal)


def _condition(alarm: Alarm) -> WatchedCondition:
    """What to watch for: the limit while all is well, the return to normal after that."""
    definition = alarm.definition
    active = alarm.active_from is not None
    return WatchedCondition(
        ConditionId(f"alarm:{alarm.id}:{alarm.watches + 1}"),
        signal_id(UnitId(alarm.subject), definition.signal),
        definition.return_comparison if active else definition.comparison,
        definition.return_limit if active else definition.limit,
        definition.off_delay_s if active else definition.on_delay_s,
    )
