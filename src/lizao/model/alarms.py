"""Alarms in the words of ISA-18.2: states, events, the table that joins them, definitions."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from lizao.model.conditions import Comparison


class AlarmState(StrEnum):
    """Where an alarm is in its life."""

    NORMAL = "normal"
    UNACKNOWLEDGED = "unacknowledged"
    ACKNOWLEDGED = "acknowledged"
    RTN_UNACKNOWLEDGED = "rtn_unacknowledged"
    """The process has returned to normal before anybody acknowledged."""
    LATCHED_UNACKNOWLEDGED = "latched_unacknowledged"
    LATCHED_ACKNOWLEDGED = "latched_acknowledged"
    """The process has returned to normal; the alarm stays until a person resets it."""
    SHELVED = "shelved"
    """Put aside by a person, for a time."""
    SUPPRESSED = "suppressed"
    """Suppressed by design: it means nothing while the unit does not work."""
    OUT_OF_SERVICE = "out_of_service"
    """Taken out by the administration until it is returned."""


class AlarmEvent(StrEnum):
    """What moves an alarm from one state to another."""

    RAISE = "raise"
    RETURN = "return"
    ACKNOWLEDGE = "acknowledge"
    RESET = "reset"
    SHELVE = "shelve"
    UNSHELVE = "unshelve"
    SUPPRESS = "suppress"
    UNSUPPRESS = "unsuppress"
    REMOVE = "remove"
    """Take out of service."""
    RESTORE = "restore"
    """Return to service."""


class AlarmPriority(StrEnum):
    """How soon an operator has to act; few alarms are high, most are low."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class AlarmSource(StrEnum):
    """Where an alarm gets to know of its condition: a signal, or what control itself says."""

    SIGNAL = "signal"
    COMMAND_UNANSWERED = "command_unanswered"
    BATCH_HELD = "batch_held"
    QUESTION_OVERDUE = "question_overdue"
    LINK_LOST = "link_lost"


class Suppression(StrEnum):
    """When the alarm of a unit is suppressed by design."""

    NOT_PRODUCING = "not_producing"
    """The line service is in any state but producing."""
    NOT_OWNED = "not_owned"
    """No batch owns the exclusive unit."""


_S, _E = AlarmState, AlarmEvent
_ASIDE: Final = {_E.SHELVE: _S.SHELVED, _E.SUPPRESS: _S.SUPPRESSED, _E.REMOVE: _S.OUT_OF_SERVICE}

ALARM_TABLE: Final = MappingProxyType(
    {
        _S.NORMAL: {_E.RAISE: _S.UNACKNOWLEDGED, **_ASIDE},
        _S.UNACKNOWLEDGED: {
            _E.ACKNOWLEDGE: _S.ACKNOWLEDGED,
            _E.RETURN: _S.RTN_UNACKNOWLEDGED,
            **_ASIDE,
        },
        _S.ACKNOWLEDGED: {_E.RETURN: _S.NORMAL, **_ASIDE},
        _S.RTN_UNACKNOWLEDGED: {
            _E.ACKNOWLEDGE: _S.NORMAL,
            _E.RAISE: _S.UNACKNOWLEDGED,
            **_ASIDE,
        },
        _S.LATCHED_UNACKNOWLEDGED: {
            _E.ACKNOWLEDGE: _S.LATCHED_ACKNOWLEDGED,
            _E.RAISE: _S.UNACKNOWLEDGED,
            **_ASIDE,
        },
        _S.LATCHED_ACKNOWLEDGED: {_E.RESET: _S.NORMAL, _E.RAISE: _S.UNACKNOWLEDGED, **_ASIDE},
        _S.SHELVED: {_E.UNSHELVE: _S.NORMAL, _E.REMOVE: _S.OUT_OF_SERVICE},
        _S.SUPPRESSED: {_E.UNSUPPRESS: _S.NORMAL, _E.REMOVE: _S.OUT_OF_SERVICE},
        _S.OUT_OF_SERVICE: {_E.RESTORE: _S.NORMAL},
    }
)
"""Where each event leads. Whatever was put aside comes back as normal: if its condition holds, it
is raised again and has to be acknowledged."""

LATCHED: Final = MappingProxyType(
    {
        _S.UNACKNOWLEDGED: _S.LATCHED_UNACKNOWLEDGED,
        _S.ACKNOWLEDGED: _S.LATCHED_ACKNOWLEDGED,
    }
)
"""Where RETURN leads instead, if the alarm is latched."""

ANNUNCIATED: Final = frozenset(
    {
        _S.UNACKNOWLEDGED,
        _S.ACKNOWLEDGED,
        _S.RTN_UNACKNOWLEDGED,
        _S.LATCHED_UNACKNOWLEDGED,
        _S.LATCHED_ACKNOWLEDGED,
    }
)
"""The states in which an alarm stands in the list that an operator works through."""


BY_HAND: Final = frozenset(
    {_E.ACKNOWLEDGE, _E.RESET, _E.SHELVE, _E.UNSHELVE, _E.REMOVE, _E.RESTORE}
)
"""What a person may ask of an alarm; the rest follows from the process."""


def next_alarm_state(state: AlarmState, event: AlarmEvent, *, latched: bool) -> AlarmState | None:
    """The state that ``event`` leads to; ``None`` where the table has no such step."""
    if latched and event is AlarmEvent.RETURN and state in LATCHED:
        return LATCHED[state]
    return ALARM_TABLE[state].get(event)


@dataclass(frozen=True, slots=True)
class Bilingual:
    """What people read, in both languages."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class AlarmDefinition:
    """One kind of alarm: of every unit of ``unit_class``, or of what control says (``source``).

    ``limit`` and ``deadband`` are in the unit of ``signal``. A signal alarm is raised when the
    comparison has held for ``on_delay_s`` and returns when the signal has been beyond the deadband
    for ``off_delay_s``; any other is raised when its cause has stood for ``on_delay_s``.
    """

    name: str
    priority: AlarmPriority
    cause: Bilingual
    consequence: Bilingual
    action: Bilingual
    source: AlarmSource = AlarmSource.SIGNAL
    unit_class: str = ""
    signal: str = ""
    comparison: Comparison = Comparison.AT_LEAST
    limit: float = 0.0
    deadband: float = 0.0
    on_delay_s: float = 0.0
    off_delay_s: float = 0.0
    latched: bool = False
    suppressed_when: Suppression | None = None

    @property
    def return_comparison(self) -> Comparison:
        """How the signal is held against ``return_limit`` for the return to normal."""
        high = self.comparison is Comparison.AT_LEAST
        return Comparison.AT_MOST if high else Comparison.AT_LEAST

    @property
    def return_limit(self) -> float:
        """Where the return to normal begins: the limit less the deadband."""
        high = self.comparison is Comparison.AT_LEAST
        return self.limit - self.deadband if high else self.limit + self.deadband
