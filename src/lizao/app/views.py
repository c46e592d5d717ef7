"""Figures folded from facts that no decision needs: utilities, steps by hand, bags, times."""

from dataclasses import dataclass, field

from lizao.model.facts import (
    BagPacked,
    BatchCreated,
    BatchStateChanged,
    Fact,
    HomeMade,
    LotJudged,
    StepCompleted,
    UtilitiesMetered,
)
from lizao.model.identifiers import BatchId
from lizao.model.instants import Instant
from lizao.model.states import FINAL


@dataclass(slots=True)
class BatchFigures:
    """What one batch used and how its steps were done."""

    started: Instant = 0
    ended: Instant | None = None
    judged: Instant | None = None
    energy_kwh: float = 0.0
    nitrogen_nm3: float = 0.0
    water_kg: float = 0.0
    gas_nm3: float = 0.0
    automatic: int = 0
    manual: int = 0
    bags: list[BagPacked] = field(default_factory=list)


class Views:
    """Figures by batch, and the idle energy of the plant over time."""

    def __init__(self) -> None:
        """Before the first fact."""
        self.batches: dict[BatchId, BatchFigures] = {}
        self.idle: list[tuple[Instant, float]] = []
        self.facts = 0
        self.made: HomeMade | None = None

    def apply(self, fact: Fact) -> None:
        """Fold one fact."""
        self.facts += 1
        match fact:
            case UtilitiesMetered():
                self._metered(fact)
            case StepCompleted():
                figures = self.batches[fact.batch]
                figures.automatic += fact.automatic
                figures.manual += fact.manual
            case BagPacked():
                self.batches[fact.batch].bags.append(fact)
            case HomeMade():
                self.made = fact
            case BatchCreated():
                self.batches[fact.batch] = BatchFigures(started=fact.at)
            case BatchStateChanged() if fact.state in FINAL:
                self.batches[fact.batch].ended = fact.at
            case LotJudged():
                self._judged(fact)
            case _:
                pass

    def idle_kwh(self, since: Instant, until: Instant) -> float:
        """Energy that no batch used between two instants."""
        return sum(kwh for at, kwh in self.idle if since < at <= until)

    def _metered(self, fact: UtilitiesMetered) -> None:
        figures = self.batches.get(fact.batch) if fact.batch is not None else None
        if figures is None:
            self.idle.append((fact.at, fact.energy_kwh))
            return
        figures.energy_kwh += fact.energy_kwh
        figures.nitrogen_nm3 += fact.nitrogen_nm3
        figures.water_kg += fact.water_kg
        figures.gas_nm3 += fact.gas_nm3

    def _judged(self, fact: LotJudged) -> None:
        for figures in self.batches.values():
            if figures.judged is None and any(bag.lot == fact.lot for bag in figures.bags):
                figures.judged = fact.at
