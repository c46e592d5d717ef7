"""What a line unit moved and used: booked every five minutes and at the end of a run."""

from dataclasses import dataclass
from typing import Protocol

from lizao.model.equipment import LineState
from lizao.model.facts import Flow, LineStateChanged
from lizao.model.identifiers import BatchId, UnitId
from lizao.plant.floor import Floor
from lizao.plant.service import Service


class Settling(Protocol):
    """What moves material, and books it now and then."""

    @property
    def ends(self) -> tuple[str, str]:
        """The places between which it moves, and moved since it booked last."""

    def settle(self) -> None:
        """Book what was moved and used up to now."""


class Moving(Protocol):
    """The meters of a machine that moves material by itself."""

    moved_kg: float
    dust_kg: float
    energy_kwh: float


@dataclass
class BookState:
    """For whom a machine works, since when its flow is not booked, and the last line state."""

    source: str = ""
    destination: str = ""
    ticket: int = 0
    batch: BatchId | None = None
    since: int = 0
    line: LineState | None = None


class Book:
    """The open page of one machine."""

    def __init__(self, unit: UnitId, floor: Floor) -> None:
        """An empty page."""
        self.unit = unit
        self.state = BookState()
        self.floor = floor

    def open(self, service: Service, source: str, destination: str) -> None:
        """Work for a run from here on."""
        self.state.source = source
        self.state.destination = destination
        self.state.ticket = service.state.ticket
        self.state.batch = service.state.batch
        self.state.since = self.floor.state.step

    @property
    def ends(self) -> tuple[str, str]:
        """From where to where the machine moves."""
        return self.state.source, self.state.destination

    def flow(self, destination: str, mass_kg: float, flow: Flow) -> None:
        """Book a movement from the source since the last time (kg)."""
        state = self.state
        self.floor.moved(
            state.since, state.source, destination, mass_kg, flow, state.batch, state.ticket
        )

    def product(self, meters: Moving) -> None:
        """Book what went on and what became dust."""
        moved_kg, dust_kg = float(meters.moved_kg), float(meters.dust_kg)
        meters.moved_kg = meters.dust_kg = 0.0
        self.flow(self.state.destination, moved_kg, Flow.PRODUCT)
        self.flow("dust", dust_kg, Flow.WASTE)

    def close(self) -> None:
        """The page is written up to now."""
        self.state.since = self.floor.state.step

    def line(self, line: LineState) -> None:
        """Report a change of the line's state."""
        if line is not self.state.line:
            self.state.line = line
            self.floor.post(LineStateChanged(self.floor.now, self.unit, line))
