"""The jet mills' service: feed, grind, run out."""

from dataclasses import dataclass
from typing import Final

from lizao.model.equipment import LineState, Unit
from lizao.model.facts import Flow, PlaceEmptied
from lizao.model.identifiers import BatchId, PlaceId
from lizao.plant.floor import Coefficients, Floor
from lizao.plant.plc.draining import Drains
from lizao.plant.plc.meters import Book
from lizao.plant.plc.piping import Piping
from lizao.plant.records import OFF
from lizao.plant.service import BROKEN_OFF, Service, Work
from lizao.plant.units.jetmills import BAGS, FULL, OXYGEN, RUN_OUT, VIBRATION, JetMill

_REASONS: Final = {VIBRATION: "vibration", OXYGEN: "oxygen", BAGS: "filter", FULL: "level"}
"""What the interlock says by the flag of the kernel."""


@dataclass
class JetMillState:
    """What a run that was broken off left in the mill, as it was booked."""

    left_kg: float = 0.0


class JetMillUnit:
    """A jet mill between the silo a run feeds it from and the one it fills."""

    def __init__(
        self, unit: Unit, record: JetMill, numbers: Coefficients, floor: Floor, drains: Drains
    ) -> None:
        """A mill at rest."""
        self.unit = unit.id
        self.record = record
        self.state = JetMillState()
        self.book = Book(unit.id, floor)
        self._piping = Piping(unit)
        self._numbers = numbers
        self._floor = floor
        self._drains = drains

    def works(self) -> dict[str, Work]:
        """The service of a jet mill."""
        return {
            "feed": self._piping.guarded(
                Work(
                    begin=self._begin,
                    go=self._go,
                    halt=self._halt,
                    finish=self._finish,
                    drained=self._run_out,
                )
            )
        }

    def _begin(self, service: Service) -> bool:
        self.settle()
        share = service.number("share", 1.0)
        if self.record.fine != OFF:
            name = f"share/{self.unit}/{service.state.ticket}"
            share += self._floor.chance.normal(name, self._numbers["scatter.fines_share_sigma"])
        self.record.share = share
        self._check()
        self.record.specific_energy_kwh_per_t = service.number("specific_energy_kwh_per_t")
        ends = self._piping.ends(service)
        self.record.source = float(self._floor.place(ends.source))
        self.record.destination = float(self._floor.place(ends.destination))
        self.book.open(service, *ends)
        self._take_up(ends.destination, service.state.batch)
        return True

    def _check(self) -> None:
        """Before a run, people look at nozzles and classifier when that is due."""
        if self.record.running_h > self._numbers["check_h"]:
            self.record.nozzle_worn_share = self.record.running_h = 0.0

    def _go(self, _: Service) -> None:
        self.record.on = 1.0
        self.record.running_out = 0.0
        self.book.line(LineState.PRODUCING)

    def _halt(self, service: Service) -> None:
        self._drains.stop(service, self._piping.ends(service).source)
        self.settle()
        self.record.on = 0.0
        self.book.line(LineState.IDLE_HOT)
        if service.state.state in BROKEN_OFF:
            self._leave(self._piping.ends(service).destination, service.state.batch)

    def _leave(self, destination: str, batch: BatchId | None) -> None:
        """A run is broken off: what was booked as ground, and is not, lies in the mill."""
        kg = float(self.record.holdup_kg) - self.state.left_kg
        if kg > 0.0:
            self.state.left_kg += kg
            self._moved(destination, self.unit, kg, batch)

    def _take_up(self, destination: str, batch: BatchId | None) -> None:
        """The next run grinds what lies in the mill."""
        if self.state.left_kg > 0.0:
            self._moved(self.unit, destination, self.state.left_kg, batch)
            self.state.left_kg = 0.0
            self._floor.post(PlaceEmptied(self._floor.now, PlaceId(self.unit)))

    def _moved(self, source: str, destination: str, kg: float, batch: BatchId | None) -> None:
        step, ticket = self._floor.state.step, self.book.state.ticket
        self._floor.moved(step, source, destination, kg, Flow.PRODUCT, batch, ticket)

    def emptied(self) -> None:
        """Nothing is left in the mill."""
        self.state.left_kg = 0.0
        self.record.holdup_kg = 0.0

    def _finish(self, service: Service) -> bool:
        self.record.on = 1.0
        if self._drains.begin(service, self._piping.ends(service).source):
            self.record.running_out = 1.0
        return False

    def _run_out(self, _: Service) -> None:
        self.record.running_out = 1.0

    @property
    def ends(self) -> tuple[str, str]:
        """The silos of the last run."""
        return self.book.ends

    def settle(self) -> None:
        """Book flows and utilities up to now."""
        self.book.product(self.record)
        self._floor.metered(
            self.book.state.since,
            self.unit,
            self.book.state.batch,
            float(self.record.energy_kwh),
            float(self.record.nitrogen_nm3),
        )
        self.record.energy_kwh = self.record.nitrogen_nm3 = 0.0
        self.book.close()

    def flagged(self, service: Service) -> None:
        """The last of the hold-up is out, or an interlock closes nozzles and feed."""
        flag = int(self.record.flag)
        self.record.flag = 0.0
        if flag != RUN_OUT:
            service.trip(_REASONS[flag])
            return
        self.record.running_out = 0.0
        self.settle()
        service.state.reports["d50_um"] = float(self.record.d50_um)
        self.book.line(LineState.READY_EMPTY)
        service.done()
