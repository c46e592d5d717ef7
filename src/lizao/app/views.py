"""Figures folded from facts that no decision needs: utilities, steps by hand, bags, times."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lizao.model.facts import (
    BagPacked,
    BatchCreated,
    BatchStateChanged,
    Fact,
    HomeMade,
    QuestionAnswered,
    StepCompleted,
    UtilitiesMetered,
)
from lizao.model.instants import Instant
from lizao.model.states import FINAL

if TYPE_CHECKING:
    from collections.abc import Callable

    from lizao.model.identifiers import BatchId, QuestionId


@dataclass(slots=True)
class BatchFigures:
    """What one batch used and how its steps were done."""

    started: Instant = 0
    ended: Instant | None = None
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
        self.answers: dict[QuestionId, QuestionAnswered] = {}
        """Every question that is closed, and what closed it."""
        self._folds: dict[type, Callable[[Any], None]] = {
            HomeMade: self._home_made,
            BatchCreated: self._created,
            BatchStateChanged: self._state_changed,
            StepCompleted: self._step_completed,
            BagPacked: self._packed,
            UtilitiesMetered: self._metered,
            QuestionAnswered: self._answered,
        }

    def apply(self, fact: Fact) -> None:
        """Fold one fact."""
        self.facts += 1
        fold = self._folds.get(type(fact))
        if fold is not None:
            fold(fact)

    def idle_kwh(self, since: Instant, until: Instant) -> float:
        """Energy that no batch used between two instants."""
        return sum(kwh for at, kwh in self.idle if since < at <= until)

    def _home_made(self, fact: HomeMade) -> None:
        self.made = fact

    def _created(self, fact: BatchCreated) -> None:
        self.batches[fact.batch] = BatchFigures(started=fact.at)

    def _answered(self, fact: QuestionAnswered) -> None:
        self.answers.setdefault(fact.question, fact)

    def _step_completed(self, fact: StepCompleted) -> None:
        figures = self.batches[fact.batch]
        figures.automatic += fact.automatic
        figures.manual += fact.manual

    def _packed(self, fact: BagPacked) -> None:
        self.batches[fact.batch].bags.append(fact)

    def _state_changed(self, fact: BatchStateChanged) -> None:
        if fact.state in FINAL:
            self.batches[fact.batch].ended = fact.at

    def _metered(self, fact: UtilitiesMetered) -> None:
        figures = self.batches.get(fact.batch) if fact.batch is not None else None
        if figures is None:
            self.idle.append((fact.at, fact.energy_kwh))
            return
        figures.energy_kwh += fact.energy_kwh
        figures.nitrogen_nm3 += fact.nitrogen_nm3
        figures.water_kg += fact.water_kg
        figures.gas_nm3 += fact.gas_nm3
