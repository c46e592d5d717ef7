"""The saggars of the paper plant: filled and standing in a line, on their way back, or free."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from lizao.model.equipment import Plant, Unit
from lizao.model.facts import SaggarsReturned
from lizao.model.identifiers import PoolId, UnitId
from lizao.model.instants import Instant, seconds
from lizao.testing.paper.services import PaperReports

_NEVER: Final[Instant] = 2**62


@dataclass(slots=True)
class PaperSaggars:
    """The filled saggars by line, and those that come back, each with its time."""

    plant: Plant
    reports: PaperReports
    inside: Counter[UnitId] = field(default_factory=Counter)
    _back: list[tuple[Instant, Unit]] = field(default_factory=list)
    _next: Instant = _NEVER

    def free(self, pool: PoolId) -> int:
        """How many saggars of a pool stand ready."""
        taken, count = 0, 0
        for line in self.plant.pools[pool]:
            if line.saggars is not None:
                count = line.saggars.count
                taken += max(line.saggars.standing, self.inside[line.id])
        return count - taken - self.turning(pool)

    def turning(self, pool: PoolId) -> int:
        """How many saggars of a pool are on their way back."""
        lines = [line.saggars for _, line in self._back if line.saggars is not None]
        return sum(each.per_row for each in lines if each.pool == pool)

    def filled(self, line: Unit) -> bool:
        """Take the saggars of a row out of the pool, if it has them."""
        own = line.saggars
        if own is None:
            return True
        if self.free(own.pool) < own.per_row:
            return False
        self.inside[line.id] += own.per_row
        return True

    def emptied(self, line: Unit, at: Instant, turn_s: float) -> None:
        """A row has left: its saggars go back."""
        if line.saggars is not None:
            self.inside[line.id] -= line.saggars.per_row
            self._back.append((at + seconds(turn_s), line))
            self._next = min(self._next, at + seconds(turn_s))

    def come_back(self, at: Instant) -> None:
        """Report the saggars whose way is over."""
        if at < self._next:
            return
        for due, line in [each for each in self._back if each[0] <= at]:
            self._back.remove((due, line))
            if line.saggars is not None:
                self.reports.add(SaggarsReturned(at, line.id, line.saggars.per_row))
        self._next = min((each[0] for each in self._back), default=_NEVER)
