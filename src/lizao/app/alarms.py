"""Alarms at the door: what each stands at, what a person does with one, and the figures."""

from collections import Counter
from dataclasses import asdict
from typing import Final, cast

from lizao.alarms.actions import all_acknowledged, changed
from lizao.alarms.figures import TARGETS, figures
from lizao.alarms.state import Alarm, Alarms
from lizao.app.answers import alarms as told
from lizao.app.answers import answer
from lizao.app.requests import AskAlarmFigures, CommandAlarm
from lizao.app.rooms import Rooms
from lizao.documents.quantities import parse_quantity
from lizao.model.alarms import AlarmEvent, AlarmPriority, AlarmSource, AlarmState, Bilingual
from lizao.model.facts import AlarmChanged
from lizao.model.identifiers import UnitId, signal_id
from lizao.model.instants import Instant, seconds

ALARM: Final = "alarm"
SHELF: Final = "shelf"
PERIOD: Final = "period"
PRIORITIES: Final = tuple(AlarmPriority)


def change_alarm(
    alarms: Alarms, request: CommandAlarm, by: str, now: Instant
) -> tuple[AlarmChanged, ...]:
    """What a person brings about; raises why it cannot be. No alarm named means every one."""
    event = AlarmEvent(request.event)
    if event is AlarmEvent.ACKNOWLEDGE and not request.alarm:
        return all_acknowledged(alarms, by, now)
    shelf_s = parse_quantity(request.shelf, "s", SHELF) if request.shelf else 0.0
    return (changed(alarms, request.alarm, event, by, request.reason, shelf_s, now),)


def alarms_told(alarms: Alarms, now: Instant) -> told.AlarmList:
    """Every alarm, what an operator has to work through first."""
    ordered = sorted(alarms.alarms.values(), key=_urgency)
    return {"at": now, "alarms": [_alarm(each, now) for each in ordered]}


def alarm_counts(alarms: Alarms) -> told.AlarmCounts:
    """How many alarms are in each state but normal, and the highest priority of those standing."""
    counts = Counter(each.state for each in alarms.alarms.values())
    standing = [each.definition.priority for each in alarms.alarms.values() if each.annunciated]
    return {
        "unacknowledged": counts[AlarmState.UNACKNOWLEDGED],
        "acknowledged": counts[AlarmState.ACKNOWLEDGED],
        "rtn_unacknowledged": counts[AlarmState.RTN_UNACKNOWLEDGED],
        "latched_unacknowledged": counts[AlarmState.LATCHED_UNACKNOWLEDGED],
        "latched_acknowledged": counts[AlarmState.LATCHED_ACKNOWLEDGED],
        "shelved": counts[AlarmState.SHELVED],
        "suppressed": counts[AlarmState.SUPPRESSED],
        "out_of_service": counts[AlarmState.OUT_OF_SERVICE],
        "standing": len(standing),
        "highest": max(standing, key=PRIORITIES.index, default=None),
    }


def figures_told(rooms: Rooms, request: AskAlarmFigures, now: Instant) -> told.AlarmFigures:
    """The figures of the period that was asked for, by default of all time, and the targets."""
    made = rooms.views.made
    since = now if made is None else made.at
    if request.period:
        since = max(since, now - seconds(parse_quantity(request.period, "s", PERIOD)))
    found = figures(rooms.views.raised, rooms.alarms, since, now + 1)
    return {"figures": cast("told.AlarmRates", asdict(found)), "targets": dict(TARGETS)}


def _urgency(alarm: Alarm) -> tuple[bool, int, int]:
    """Those standing first, the higher priority before the lower, the newer before the older."""
    priority = PRIORITIES.index(alarm.definition.priority)
    return not alarm.annunciated, -priority, -(alarm.raised_at or 0)


def _alarm(alarm: Alarm, now: Instant) -> told.Alarm:
    definition = alarm.definition
    has_signal = definition.source is AlarmSource.SIGNAL
    return {
        "alarm": alarm.id,
        "state": alarm.state,
        "priority": definition.priority,
        "standing": alarm.annunciated,
        "active": alarm.active_from is not None and alarm.active_from <= now,
        "raised_at": alarm.raised_at,
        "signal": signal_id(UnitId(alarm.subject), definition.signal) if has_signal else None,
        "value": alarm.value,
        "comparison": definition.comparison if has_signal else None,
        "limit": definition.limit if has_signal else None,
        "until": alarm.until,
        "by": alarm.by,
        "reason": alarm.reason,
        "suppressed_when": definition.suppressed_when,
        "cause": _both(definition.cause),
        "consequence": _both(definition.consequence),
        "action": _both(definition.action),
    }


def _both(text: Bilingual) -> answer.Bilingual:
    return {"en": text.en, "zh": text.zh}
