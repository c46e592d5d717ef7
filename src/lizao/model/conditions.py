"""Conditions as data: signal, comparison, limit, hold time."""

from dataclasses import dataclass
from enum import StrEnum

from lizao.model.identifiers import ConditionId, SignalId


class Comparison(StrEnum):
    """How a value is held against a limit."""

    AT_LEAST = ">="
    AT_MOST = "<="

    def holds(self, value: float, limit: float) -> bool:
        """Whether ``value`` satisfies the comparison with ``limit``."""
        return value >= limit if self is Comparison.AT_LEAST else value <= limit


@dataclass(frozen=True, slots=True)
class WatchedCondition:
    """A condition that the transport evaluates; it must hold for ``hold_s`` seconds to be met."""

    id: ConditionId
    signal: SignalId
    comparison: Comparison
    limit: float
    hold_s: float = 0.0
