"""Facts about alarms, and about the link to the equipment that one of them tells of."""

from dataclasses import dataclass

from lizao.model.alarms import AlarmEvent, AlarmPriority
from lizao.model.conditions import WatchedCondition
from lizao.model.identifiers import AlarmId, ConditionId, SignalId
from lizao.model.instants import Instant


@dataclass(frozen=True, slots=True)
class AlarmRaised:
    """An alarm was annunciated; ``value`` and ``limit`` are those of its signal, if it has one."""

    at: Instant
    alarm: AlarmId
    priority: AlarmPriority
    value: float | None = None
    limit: float | None = None
    signal: SignalId | None = None


@dataclass(frozen=True, slots=True)
class AlarmChanged:
    """Anything else in the life of an alarm; ``until`` is the end of a shelf."""

    at: Instant
    alarm: AlarmId
    event: AlarmEvent
    by: str
    reason: str = ""
    until: Instant | None = None


@dataclass(frozen=True, slots=True)
class AlarmWatched:
    """The transport is to watch for an alarm, or for its return to normal."""

    at: Instant
    alarm: AlarmId
    condition: WatchedCondition


@dataclass(frozen=True, slots=True)
class AlarmUnwatched:
    """The transport need not watch for an alarm any more."""

    at: Instant
    alarm: AlarmId
    condition: ConditionId


@dataclass(frozen=True, slots=True)
class LinkLost:
    """The controller has lost the equipment: every value is stale from now on."""

    at: Instant


@dataclass(frozen=True, slots=True)
class LinkRestored:
    """The equipment is there again."""

    at: Instant
