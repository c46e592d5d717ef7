"""What is told of alarms."""

from lizao.app.answers.answer import Answer, Bilingual
from lizao.model.alarms import AlarmPriority, AlarmState, Suppression
from lizao.model.conditions import Comparison
from lizao.model.identifiers import AlarmId, SignalId
from lizao.model.instants import Instant


class Alarm(Answer):
    """One alarm; ``limit`` and ``value`` are in the unit of its signal, None where it has none."""

    alarm: AlarmId
    state: AlarmState
    priority: AlarmPriority
    standing: bool
    active: bool
    raised_at: Instant | None
    signal: SignalId | None
    value: float | None
    comparison: Comparison | None
    limit: float | None
    until: Instant | None
    by: str
    reason: str
    suppressed_when: Suppression | None
    cause: Bilingual
    consequence: Bilingual
    action: Bilingual


class AlarmList(Answer):
    """Every alarm, what an operator has to work through first."""

    at: Instant
    alarms: list[Alarm]


class AlarmCounts(Answer):
    """How many alarms are in each state but normal, and how urgent those are that stand."""

    unacknowledged: int
    acknowledged: int
    rtn_unacknowledged: int
    latched_unacknowledged: int
    latched_acknowledged: int
    shelved: int
    suppressed: int
    out_of_service: int
    standing: int
    highest: AlarmPriority | None


class AlarmRates(Answer):
    """What was raised from ``since`` to ``until``, as one operator had to bear it."""

    since: Instant
    until: Instant
    raised: int
    per_day: float
    per_hour: float
    per_10_min: float
    most_in_10_min: int
    floods: int
    flood_percent: float
    stale: list[AlarmId]
    priority_percent: dict[AlarmPriority, float]
    top: list[tuple[AlarmId, int]]
    top_percent: float
    chattering: list[AlarmId]


class AlarmFigures(Answer):
    """The figures of a period beside their targets."""

    figures: AlarmRates
    targets: dict[str, float]
