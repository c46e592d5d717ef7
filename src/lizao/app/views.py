"""What is folded from facts and no decision needs: utilities, steps by hand, bags, alarms."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from lizao.app.days import DayFigures, Days
from lizao.app.deeds import who_did
from lizao.app.shift_book import ShiftBook
from lizao.app.unit_book import UnitBook
from lizao.model.facts import (
    AlarmRaised,
    BagPacked,
    BatchCreated,
    BatchStateChanged,
    ControllerStarted,
    Fact,
    HomeMade,
    LotJudged,
    LotStatusChanged,
    QuestionAnswered,
    StepCompleted,
    UtilitiesMetered,
)
from lizao.model.identifiers import BatchId, QuestionId
from lizao.model.instants import Instant
from lizao.model.states import FINAL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


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


@dataclass(slots=True)
class Views:
    """Figures by batch, and the idle energy of the plant over time."""

    batches: dict[BatchId, BatchFigures] = field(default_factory=dict)
    idle: list[tuple[Instant, float]] = field(default_factory=list)
    facts: int = 0
    latest: Instant = 0
    """When the last of them happened."""
    deeds: list[int] = field(default_factory=list)
    """The numbers of the facts that people brought about."""
    shift: ShiftBook = field(default_factory=ShiftBook)
    made: HomeMade | None = None
    program: str = ""
    """The version of the program that wrote last."""
    answers: dict[QuestionId, QuestionAnswered] = field(default_factory=dict)
    """Every question that is closed, and what closed it."""
    raised: list[AlarmRaised] = field(default_factory=list)
    """Every alarm that was annunciated, in the order of time."""
    days: Days = field(default_factory=Days)
    units: UnitBook = field(default_factory=UnitBook)

    def apply(self, fact: Fact) -> None:
        """Fold one fact."""
        self.facts += 1
        self.latest = fact.at
        if who_did(fact):
            self.deeds.append(self.facts)
        self.shift.apply(fact)
        self.units.apply(self.facts, fact)
        fold = _FOLDS.get(type(fact))
        if fold is not None:
            fold(self, fact)

    def idle_kwh(self, since: Instant, until: Instant) -> float:
        """Energy that no batch used between two instants."""
        return sum(kwh for at, kwh in self.idle if since < at <= until)


def _home_made(views: Views, fact: HomeMade) -> None:
    views.made = fact


def _answered(views: Views, fact: QuestionAnswered) -> None:
    views.answers.setdefault(fact.question, fact)


def _raised(views: Views, fact: AlarmRaised) -> None:
    views.raised.append(fact)


def _controller_started(views: Views, fact: ControllerStarted) -> None:
    views.program = fact.version


def _created(views: Views, fact: BatchCreated) -> None:
    views.batches[fact.batch] = BatchFigures(started=fact.at)


def _step_completed(views: Views, fact: StepCompleted) -> None:
    figures = views.batches[fact.batch]
    figures.automatic += fact.automatic
    figures.manual += fact.manual
    day = views.days.of(fact.at)
    day.automatic += fact.automatic
    day.manual += fact.manual


def _packed(views: Views, fact: BagPacked) -> None:
    views.batches[fact.batch].bags.append(fact)
    views.days.of(fact.at).packed_kg += fact.mass_kg


def _state_changed(views: Views, fact: BatchStateChanged) -> None:
    figures = views.batches[fact.batch]
    if fact.state in FINAL and figures.ended is None:
        figures.ended = fact.at
        day = views.days.of(fact.at)
        day.ended += 1
        day.ended_kg += sum(bag.mass_kg for bag in figures.bags)
        _add_used(day, figures)


def _metered(views: Views, fact: UtilitiesMetered) -> None:
    figures = views.batches.get(fact.batch) if fact.batch is not None else None
    if figures is None:
        views.idle.append((fact.at, fact.energy_kwh))
        return
    _add_used(figures, fact)
    if figures.ended is not None:
        _add_used(views.days.of(figures.ended), fact)


def _lot_judged(views: Views, fact: LotJudged) -> None:
    views.days.judged(fact)


def _lot_status_changed(views: Views, fact: LotStatusChanged) -> None:
    views.days.status_changed(fact)


def _add_used(sums: BatchFigures | DayFigures, used: BatchFigures | UtilitiesMetered) -> None:
    """Add what was used to sums."""
    sums.energy_kwh += used.energy_kwh
    sums.nitrogen_nm3 += used.nitrogen_nm3
    sums.water_kg += used.water_kg
    sums.gas_nm3 += used.gas_nm3


_FOLDS: "Final[Mapping[type, Callable[[Views, Any], None]]]" = {
    HomeMade: _home_made,
    ControllerStarted: _controller_started,
    BatchCreated: _created,
    BatchStateChanged: _state_changed,
    StepCompleted: _step_completed,
    BagPacked: _packed,
    UtilitiesMetered: _metered,
    QuestionAnswered: _answered,
    AlarmRaised: _raised,
    LotJudged: _lot_judged,
    LotStatusChanged: _lot_status_changed,
}
