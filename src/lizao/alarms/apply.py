"""``apply(state, fact) -> state``: the only way alarms change. One table: fact type to fold."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from lizao.alarms.fold_control import CONTROL_FOLDS
from lizao.alarms.keeping import with_alarm, with_alarms
from lizao.alarms.state import BLIND, Alarm, Alarms
from lizao.model.alarms import AlarmDefinition, AlarmEvent, AlarmSource, AlarmState, Suppression
from lizao.model.equipment import LineState, Plant
from lizao.model.facts import (
    AlarmChanged,
    AlarmRaised,
    AlarmUnwatched,
    AlarmWatched,
    ConditionMet,
    Fact,
    HomeMade,
    LineStateChanged,
    UnitAllocated,
    UnitReleased,
)
from lizao.model.identifiers import AlarmId, UnitId
from lizao.model.instants import Instant

Fold = Callable[[Alarms, Any], Alarms]


def apply(state: Alarms, fact: Fact) -> Alarms:
    """The alarms after ``fact``; most facts leave them as they are."""
    fold = FOLDS.get(type(fact))
    return state if fold is None else fold(state, fact)


def _home_made(_state: Alarms, fact: HomeMade) -> Alarms:
    plant = fact.plant
    alarms = [
        _new(each, subject, fact.at) for each in plant.alarms for subject in _subjects(each, plant)
    ]
    designed: dict[UnitId, tuple[AlarmId, ...]] = {}
    for alarm in alarms:
        if alarm.suppressing:
            unit = UnitId(alarm.subject)
            designed[unit] = (*designed.get(unit, ()), alarm.id)
    empty = Alarms(
        plant=plant.name,
        longest_shelf_s=plant.longest_shelf_s,
        definitions={each.source: each for each in plant.alarms if not each.signal},
        designed=designed,
    )
    return with_alarms(empty, alarms)


def _subjects(definition: AlarmDefinition, plant: Plant) -> tuple[str, ...]:
    """What a kind of alarm is about; what passes has its alarm when it comes."""
    match definition.source:
        case AlarmSource.SIGNAL:
            return tuple(each.id for each in plant.of_class(definition.unit_class))
        case AlarmSource.COMMAND_UNANSWERED:
            return tuple(each.id for each in plant.units if each.services)
        case AlarmSource.LINK_LOST:
            return (plant.name,)
        case _:
            return ()


def _new(definition: AlarmDefinition, subject: str, at: Instant) -> Alarm:
    """An alarm of a plant on which nothing works yet: suppressed, if it is by design."""
    designed = definition.suppressed_when is not None
    state = AlarmState.SUPPRESSED if designed else AlarmState.NORMAL
    key = AlarmId(f"{subject}.{definition.name}")
    return Alarm(key, definition, subject, state, at, suppressing=designed)


def _line_state_changed(state: Alarms, fact: LineStateChanged) -> Alarms:
    rests = fact.state is not LineState.PRODUCING
    return _designed(state, fact.unit, Suppression.NOT_PRODUCING, suppressing=rests)


def _unit_allocated(state: Alarms, fact: UnitAllocated) -> Alarms:
    return _designed(state, fact.unit, Suppression.NOT_OWNED, suppressing=False)


def _unit_released(state: Alarms, fact: UnitReleased) -> Alarms:
    return _designed(state, fact.unit, Suppression.NOT_OWNED, suppressing=True)


def _designed(state: Alarms, unit: UnitId, when: Suppression, *, suppressing: bool) -> Alarms:
    alarms = (state.alarms[key] for key in state.designed.get(unit, ()))
    changed = [
        replace(each, suppressing=suppressing)
        for each in alarms
        if each.definition.suppressed_when is when and each.suppressing is not suppressing
    ]
    return with_alarms(state, changed)


def _condition_met(state: Alarms, fact: ConditionMet) -> Alarms:
    """What was watched for has come about; from now on the opposite is."""
    key = state.watched.get(fact.condition)
    if key is None:
        return state
    old = state.alarms[key]
    active_from = fact.at if old.active_from is None else None
    value = fact.value if old.active_from is None else old.value
    met = replace(old, active_from=active_from, watching=None, value=value)
    return _unwatched(with_alarm(state, met), fact.condition)


def _alarm_watched(state: Alarms, fact: AlarmWatched) -> Alarms:
    old = state.alarms.get(fact.alarm)
    if old is None:
        return state
    watching = replace(old, watching=fact.condition, watches=old.watches + 1)
    watched = {**state.watched, fact.condition.id: fact.alarm}
    return with_alarm(replace(state, watched=watched), watching)


def _alarm_unwatched(state: Alarms, fact: AlarmUnwatched) -> Alarms:
    old = state.alarms.get(fact.alarm)
    if old is None:
        return state
    blind = replace(old, watching=None, active_from=None)
    return _unwatched(with_alarm(state, blind), fact.condition)


def _unwatched(state: Alarms, condition: object) -> Alarms:
    kept = {key: each for key, each in state.watched.items() if key != condition}
    return replace(state, watched=kept)


def _alarm_raised(state: Alarms, fact: AlarmRaised) -> Alarms:
    old = state.alarms.get(fact.alarm)
    target = None if old is None else old.after(AlarmEvent.RAISE)
    if old is None or target is None:
        return state
    return with_alarm(state, replace(old, state=target, entered=fact.at, raised_at=fact.at))


def _alarm_changed(state: Alarms, fact: AlarmChanged) -> Alarms:
    old = state.alarms.get(fact.alarm)
    target = None if old is None else old.after(fact.event)
    if old is None or target is None:
        return state
    aside = target is AlarmState.SHELVED or target in BLIND
    changed = replace(
        old,
        state=target,
        entered=fact.at,
        until=fact.until if target is AlarmState.SHELVED else None,
        by=fact.by if aside else "",
        reason=fact.reason if aside else "",
    )
    return with_alarm(state, changed)


FOLDS: Final[Mapping[type, Fold]] = MappingProxyType(
    {
        HomeMade: _home_made,
        LineStateChanged: _line_state_changed,
        UnitAllocated: _unit_allocated,
        UnitReleased: _unit_released,
        ConditionMet: _condition_met,
        AlarmWatched: _alarm_watched,
        AlarmUnwatched: _alarm_unwatched,
        AlarmRaised: _alarm_raised,
        AlarmChanged: _alarm_changed,
        **CONTROL_FOLDS,
    }
)
