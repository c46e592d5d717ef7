"""Watched conditions: rows of the kernel's table, by the names control gave them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lizao.model.conditions import Comparison, WatchedCondition
from lizao.model.identifiers import ConditionId, SignalId
from lizao.plant.records import Floats
from lizao.plant.sensors import Watches


@dataclass
class WatchingState:
    """What is watched in which row, and in which row each condition is."""

    rows: dict[int, WatchedCondition] = field(default_factory=dict)
    places: dict[ConditionId, int] = field(default_factory=dict)


class Watching:
    """Arms, forgets and collects watched conditions; one on an unknown signal is never met."""

    def __init__(self, watches: Watches, places: Mapping[SignalId, int]) -> None:
        """Nothing watched."""
        self.state = WatchingState()
        self._watches = watches
        self._places = places

    def watch(self, condition: WatchedCondition) -> None:
        """Watch a condition; one that is watched already goes on as it was."""
        row = self.state.places.get(condition.id)
        watched = row is not None and self.state.rows[row] == condition
        if watched or condition.signal not in self._places:
            return
        self.forget(condition.id)
        free = int((self._watches.sensor < 0).argmax())
        self._watches.sensor[free] = self._places[condition.signal]
        self._watches.at_least[free] = int(condition.comparison is Comparison.AT_LEAST)
        self._watches.limit[free] = condition.limit
        self._watches.hold_s[free] = condition.hold_s
        self._watches.held_s[free] = -1.0
        self._watches.met[free] = 0
        self.state.rows[free] = condition
        self.state.places[condition.id] = free

    def forget(self, condition: ConditionId) -> None:
        """Stop watching."""
        row = self.state.places.get(condition)
        if row is not None:
            self._release(row)

    def _release(self, row: int) -> None:
        del self.state.places[self.state.rows.pop(row).id]
        self._watches.sensor[row] = -1
        self._watches.met[row] = 0

    def met(self, shown: Floats) -> list[tuple[WatchedCondition, float]]:
        """The conditions that were met since the last call, with the values that met them."""
        found = []
        for row in self._watches.met.nonzero()[0].tolist():
            condition = self.state.rows[row]
            found.append((condition, float(shown[self._watches.sensor[row]])))
            self._release(row)
        return found
