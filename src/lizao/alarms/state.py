"""The state that facts fold into: every alarm, and when each has to be looked at next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lizao.model.alarms import (
    ANNUNCIATED,
    AlarmDefinition,
    AlarmEvent,
    AlarmSource,
    AlarmState,
    next_alarm_state,
)
from lizao.model.conditions import WatchedCondition
from lizao.model.identifiers import AlarmId, BatchId, ConditionId, QuestionId, ServiceName, UnitId
from lizao.model.instants import Instant

RULE: Final = "rule"
"""Who acts when no person does."""
PASSING: Final = frozenset({AlarmSource.BATCH_HELD, AlarmSource.QUESTION_OVERDUE})
"""Sources whose alarms come with a batch or question and go when they are normal again."""
BLIND: Final = frozenset({AlarmState.SUPPRESSED, AlarmState.OUT_OF_SERVICE})
"""States in which nobody watches the signal."""
AT_ONCE: Final[Instant] = 0


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm; ``active_from``: since when its condition counts (None: it does not hold).

    ``suppressing``: its design condition holds. ``watching``: what the transport was asked to
    watch, the ``watches``-th time.
    """

    id: AlarmId
    definition: AlarmDefinition
    subject: str
    state: AlarmState = AlarmState.NORMAL
    entered: Instant = 0
    active_from: Instant | None = None
    suppressing: bool = False
    watching: WatchedCondition | None = None
    watches: int = 0
    raised_at: Instant | None = None
    value: float | None = None
    until: Instant | None = None
    by: str = ""
    reason: str = ""

    @property
    def annunciated(self) -> bool:
        """Whether the alarm stands in the list that an operator works through."""
        return self.state in ANNUNCIATED

    @property
    def is_over(self) -> bool:
        """Whether an alarm of something passing has nothing more to say."""
        passing = self.definition.source in PASSING
        return passing and self.state is AlarmState.NORMAL and self.active_from is None

    def after(self, event: AlarmEvent) -> AlarmState | None:
        """The state that ``event`` leads to, if the table has it."""
        return next_alarm_state(self.state, event, latched=self.definition.latched)


@dataclass(frozen=True, slots=True)
class Due:
    """The next thing to be said of an alarm; without an event it is what the transport watches."""

    at: Instant
    event: AlarmEvent | None = None


def due(alarm: Alarm) -> Due | None:
    """What comes next in the life of an alarm without any further fact, if anything does."""
    return _by_design(alarm) or _by_watching(alarm) or _by_condition(alarm)


def _by_design(alarm: Alarm) -> Due | None:
    if alarm.suppressing and alarm.after(AlarmEvent.SUPPRESS) is not None:
        return Due(AT_ONCE, AlarmEvent.SUPPRESS)
    if not alarm.suppressing and alarm.state is AlarmState.SUPPRESSED:
        return Due(AT_ONCE, AlarmEvent.UNSUPPRESS)
    return None


def _by_watching(alarm: Alarm) -> Due | None:
    has_signal = alarm.definition.source is AlarmSource.SIGNAL
    wanted = has_signal and alarm.state not in BLIND
    return None if wanted is (alarm.watching is not None) else Due(AT_ONCE)


def _by_condition(alarm: Alarm) -> Due | None:
    if alarm.active_from is None:
        returns = alarm.after(AlarmEvent.RETURN) is not None
        due_now = Due(AT_ONCE, AlarmEvent.RETURN) if returns else None
    else:
        raises = alarm.after(AlarmEvent.RAISE) is not None
        due_now = Due(alarm.active_from, AlarmEvent.RAISE) if raises else None
    if due_now is None and alarm.until is not None:
        return Due(alarm.until, AlarmEvent.UNSHELVE)
    return due_now


@dataclass(frozen=True, slots=True)
class Alarms:
    """All alarms of a plant. Every field is derived from facts.

    ``agenda``: when each alarm that has something to say has to be looked at. ``silent``: runs that
    did not answer a command, by service. ``held``: the elements of each batch that a rule has held,
    the batch itself by an empty path. ``linked``: whether the equipment was there last.
    """

    plant: str = ""
    longest_shelf_s: float = 0.0
    definitions: Mapping[AlarmSource, AlarmDefinition] = field(default_factory=dict)
    alarms: Mapping[AlarmId, Alarm] = field(default_factory=dict)
    designed: Mapping[UnitId, tuple[AlarmId, ...]] = field(default_factory=dict)
    watched: Mapping[ConditionId, AlarmId] = field(default_factory=dict)
    agenda: Mapping[AlarmId, Instant] = field(default_factory=dict)
    silent: Mapping[tuple[UnitId, ServiceName], int] = field(default_factory=dict)
    held: Mapping[BatchId, tuple[str, ...]] = field(default_factory=dict)
    questions: Mapping[QuestionId, BatchId] = field(default_factory=dict)
    linked: bool = True


NO_ALARMS: Final = Alarms()
