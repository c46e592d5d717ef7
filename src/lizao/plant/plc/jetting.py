"""The jet mills' service: feed, grind, run out."""

from lizao.model.equipment import LineState, Unit
from lizao.plant.floor import Coefficients, Floor
from lizao.plant.plc.draining import Drains
from lizao.plant.plc.meters import Book
from lizao.plant.plc.piping import Piping
from lizao.plant.records import OFF
from lizao.plant.service import Service, Work
from lizao.plant.units.jetmills import JetMill


class JetMillUnit:
    """A jet mill between the silo a run feeds it from and the one it fills."""

    def __init__(
        self, unit: Unit, record: JetMill, numbers: Coefficients, floor: Floor, drains: Drains
    ) -> None:
        """A mill at rest."""
        self.unit = unit.id
        self.record = record
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
        self.record.specific_energy_kwh_per_t = service.number("specific_energy_kwh_per_t")
        ends = self._piping.ends(service)
        self.record.source = float(self._floor.place(ends.source))
        self.record.destination = float(self._floor.place(ends.destination))
        self.book.open(service, *ends)
        return True

    def _go(self, _: Service) -> None:
        self.record.on = 1.0
        self.record.running_out = 0.0
        self.book.line(LineState.PRODUCING)

    def _halt(self, service: Service) -> None:
        self._drains.stop(service, self._piping.ends(service).source)
        self.settle()
        self.record.on = 0.0
        self.book.line(LineState.IDLE_HOT)

    def _finish(self, service: Service) -> bool:
        self.record.on = 1.0
        if self._drains.begin(service, self._piping.ends(service).source):
            self.record.running_out = 1.0
        return False

    def _run_out(self, _: Service) -> None:
        self.record.running_out = 1.0

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
        """The last of the hold-up is out."""
        self.record.flag = 0.0
        self.record.running_out = 0.0
        self.settle()
        service.state.reports["d50_um"] = float(self.record.d50_um)
        self.book.line(LineState.READY_EMPTY)
        service.done()
