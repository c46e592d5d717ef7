"""One service of the paper plant, and the queue in which everything is reported."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lizao.model.equipment import Unit
from lizao.model.facts import Fact
from lizao.model.identifiers import BatchId, PlaceId, ServiceName, UnitId
from lizao.model.image import Report
from lizao.model.instants import Instant
from lizao.model.states import State


@dataclass(slots=True)
class PaperService:
    """A service as its PLC runs it; ``left`` is what a held service still has to do (µs)."""

    unit: UnitId
    name: ServiceName
    state: State = State.IDLE
    ticket: int = 0
    batch: BatchId | None = None
    parameters: Mapping[str, float | str] = field(default_factory=dict)
    ends_at: Instant = 0
    left: int = 0
    moved_kg: float = 0.0
    reported_kg: float = 0.0
    since: Instant = 0

    def ends(self, unit: Unit) -> tuple[PlaceId | None, PlaceId | None]:
        """Where the run draws from and delivers to: what it was told, else the first pipe."""
        source, destination = self.parameters.get("source"), self.parameters.get("destination")
        return (
            PlaceId(str(source)) if source else next(iter(unit.draws_from), None),
            PlaceId(str(destination)) if destination else next(iter(unit.delivers_to), None),
        )

    @property
    def works(self) -> bool:
        """Whether it gets on with time."""
        return self.state is State.RUNNING or self.state is State.COMPLETING


@dataclass(slots=True)
class PaperReports:
    """Everything the plant ever reported, and up to where the present controller read it."""

    all: list[Report] = field(default_factory=list)
    read_to: int = 0

    def add(self, fact: Fact) -> None:
        """Report ``fact``."""
        self.all.append(Report(len(self.all) + 1, fact))

    @property
    def waiting(self) -> bool:
        """Whether something was reported that was not read."""
        return self.read_to < len(self.all)

    def take(self) -> tuple[Report, ...]:
        """What was reported since the last read."""
        new = tuple(self.all[self.read_to :])
        self.read_to = len(self.all)
        return new
