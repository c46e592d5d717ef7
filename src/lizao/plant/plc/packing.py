"""The packer's service: bag after bag from the packing bin."""

from dataclasses import dataclass, field

from lizao.model.equipment import LineState, Unit
from lizao.model.facts import BagPacked, Flow, PlaceEmptied
from lizao.model.identifiers import BagId, BatchId, LotId, PlaceId, bag_place
from lizao.plant.floor import Coefficients, Floor
from lizao.plant.plc.draining import Drains
from lizao.plant.plc.meters import Book
from lizao.plant.plc.piping import Piping
from lizao.plant.service import BROKEN_OFF, Service, Work
from lizao.plant.units.packers import Packer


@dataclass
class PackerState:
    """Bags packed of each lot, and since when the present bag hangs."""

    bags: dict[str, int] = field(default_factory=dict)
    since: int = 0


class PackerUnit:
    """A packer under its bin."""

    def __init__(
        self, unit: Unit, record: Packer, numbers: Coefficients, floor: Floor, drains: Drains
    ) -> None:
        """A packer without a bag."""
        self.unit = unit.id
        self.record = record
        self.state = PackerState()
        self.book = Book(unit.id, floor)
        self._piping = Piping(unit)
        self._numbers = numbers
        self._floor = floor
        self._drains = drains
        self._service: Service | None = None
        floor.own(self.unit, self)

    def works(self) -> dict[str, Work]:
        """The service of a packer."""
        return {
            "feed": self._piping.guarded(
                Work(
                    begin=self._begin,
                    go=self._go,
                    halt=self._halt,
                    finish=self._finish,
                    drained=self._drained,
                )
            )
        }

    def know(self, service: Service) -> None:
        """Learn the feed service."""
        self._service = service

    def _begin(self, service: Service) -> bool:
        self.settle()
        ends = self._piping.ends(service)
        self.record.source = float(self._floor.place(ends.source))
        self.book.open(service, *ends)
        self._hang(service)
        return True

    def _hang(self, service: Service) -> None:
        """Hang an empty bag."""
        self.record.target_kg = service.number("bag_kg")
        self.record.filled_kg = 0.0
        self.state.since = self._floor.state.step

    def _go(self, _: Service) -> None:
        self.record.on = 1.0
        self.book.line(LineState.PRODUCING)

    def _halt(self, service: Service) -> None:
        self._drains.stop(service, self._piping.ends(service).source)
        self.record.on = 0.0
        if service.state.state in BROKEN_OFF:
            self._take_off(service)
        self.settle()
        self.book.line(LineState.IDLE_HOT)

    def _take_off(self, service: Service) -> None:
        """A run is broken off: the bag that hangs goes into the rework, with no label."""
        run, kg = service.state, float(self.record.filled_kg)
        self.record.filled_kg = 0.0
        source = self._piping.ends(service).source
        self._floor.moved(self.state.since, source, "rework", kg, Flow.WASTE, run.batch, run.ticket)

    def _finish(self, service: Service) -> bool:
        if self._drains.begin(service, self._piping.ends(service).source):
            self._last(service)
            return True
        return False

    def _drained(self, service: Service) -> None:
        self._last(service)
        service.done()

    def _last(self, service: Service) -> None:
        """Close the bag that hangs, however little is in it: only then is the bin empty."""
        self.record.on = 0.0
        if self.record.filled_kg > 0.0:
            self._pack(service)
            source = PlaceId(self._piping.ends(service).source)
            self._floor.post(PlaceEmptied(self._floor.now, source))
        self.settle()
        service.state.reports["bags"] = float(self.state.bags.get(service.text("lot"), 0))
        self.book.line(LineState.READY_EMPTY)

    def _pack(self, service: Service) -> None:
        """Label the bag and report it."""
        run = service.state
        lot = LotId(service.text("lot"))
        number = self.state.bags.get(lot, 0) + 1
        self.state.bags[lot] = number
        bag = BagId(f"{lot}-{number:02d}")
        mass_kg = float(self.record.filled_kg)
        self._floor.moved(
            self.state.since,
            self._piping.ends(service).source,
            bag_place(bag),
            mass_kg,
            Flow.PRODUCT,
            run.batch,
            run.ticket,
        )
        batch = run.batch or BatchId("")
        self._floor.post(BagPacked(self._floor.now, bag, lot, batch, mass_kg, simulated=True))
        self.record.filled_kg = 0.0
        self.record.bags += 1.0

    def flagged(self, service: Service) -> None:
        """The bag is full: label it, and hang the next after the change-over."""
        self.record.flag = 0.0
        self._pack(service)
        self._floor.wake(self.unit, self._numbers["change_over_s"], "bag", service.state.ticket)

    def woken(self, what: str, argument: int) -> None:
        """The next bag hangs."""
        service = self._service
        if what == "bag" and service is not None and service.state.ticket == argument:
            self._hang(service)
            self.record.on = 1.0 if service.flowing else 0.0

    def settle(self) -> None:
        """Book the energy up to now."""
        self._floor.metered(
            self.book.state.since,
            self.unit,
            self.book.state.batch,
            float(self.record.energy_kwh),
        )
        self.record.energy_kwh = 0.0
        self.book.close()
