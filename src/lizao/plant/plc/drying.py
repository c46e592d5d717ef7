"""The spray dryer's services: heat it, feed it; it cools when nobody wants it."""

from typing import Final

from lizao.model.equipment import LineState, Unit
from lizao.model.facts import Flow
from lizao.plant.floor import Coefficients, Floor
from lizao.plant.plc.draining import Drains
from lizao.plant.plc.meters import Book
from lizao.plant.plc.piping import Piping
from lizao.plant.records import OFF
from lizao.plant.service import Service, Work
from lizao.plant.units.dryers import BAGS, FULL, MONOXIDE, READY, TOO_HOT, VIBRATION, Dryer

_REASONS: Final = {
    TOO_HOT: "temperature",
    VIBRATION: "vibration",
    BAGS: "filter",
    FULL: "level",
    MONOXIDE: "monoxide",
}
"""What the interlock says by the flag of the kernel."""
_FIRE: Final = (TOO_HOT, MONOXIDE)
"""What also takes the burner away."""


class DryerUnit:
    """A dryer with its pump on the place a run draws from, its bag filter over where it ends."""

    def __init__(
        self, unit: Unit, record: Dryer, numbers: Coefficients, floor: Floor, drains: Drains
    ) -> None:
        """A cold dryer."""
        self.unit = unit.id
        self.record = record
        self.book = Book(unit.id, floor)
        self._piping = Piping(unit)
        self._numbers = numbers
        self._floor = floor
        self._drains = drains
        floor.own(self.unit, self)

    def works(self) -> dict[str, Work]:
        """The services of a dryer."""
        return {
            "prepare": Work(go=self._prepare, halt=self._stop_waiting, finish=self._prepared),
            "feed": self._piping.guarded(
                Work(
                    begin=self._begin,
                    go=self._feed,
                    halt=self._stop,
                    finish=self._drain,
                    drained=self._drained,
                )
            ),
        }

    def _prepare(self, service: Service) -> None:
        self.record.inlet_setpoint_c = service.number("inlet_temperature_c")
        self.record.outlet_setpoint_c = service.number("outlet_temperature_c")
        if self.record.hot == OFF:
            self.book.line(LineState.HEATING)
        if self.record.disc_wear > self._numbers["disc_swap_share"]:
            self.record.disc_wear = self.record.running_h = 0.0
        self.record.hot = 1.0
        self.record.waiting = 1.0

    def _stop_waiting(self, _: Service) -> None:
        self.record.waiting = 0.0

    def _prepared(self, _: Service) -> bool:
        self.record.waiting = 0.0
        self.settle()
        self.book.line(LineState.READY_EMPTY)
        self._wait_idle()
        return True

    def _begin(self, service: Service) -> bool:
        self.settle()
        ends = self._piping.ends(service)
        self.record.source = float(self._floor.place(ends.source))
        self.record.destination = float(self._floor.place(ends.destination))
        self.book.open(service, *ends)
        return True

    def _feed(self, service: Service) -> None:
        if self.record.hot == OFF:
            service.trip("cold")
            return
        if "outlet_temperature_c" in service.state.parameters:
            self.record.outlet_setpoint_c = service.number("outlet_temperature_c")
        self.record.feeding = 1.0
        self.book.line(LineState.PRODUCING)

    def _stop(self, service: Service) -> None:
        self._drains.stop(service, self._piping.ends(service).source)
        self.settle()
        if self.record.feeding != OFF:
            self.record.feeding = OFF
            self.book.line(LineState.IDLE_HOT)
            self._wait_idle()

    def _drain(self, service: Service) -> bool:
        if not self._drains.begin(service, self._piping.ends(service).source):
            return False
        self._idle(service)
        return True

    def _drained(self, service: Service) -> None:
        self._idle(service)
        service.done()

    def _idle(self, service: Service) -> None:
        self.settle()
        self.record.feeding = 0.0
        self.book.state.batch = None
        service.state.reports["moisture_percent"] = float(self.record.moisture_percent)
        self.book.line(LineState.IDLE_HOT)
        self._wait_idle()

    def _wait_idle(self) -> None:
        self._floor.wake(self.unit, self._numbers["idle_limit_h"] * 3600.0, "idle", self._mark())

    def _mark(self) -> int:
        """What tells one idle stretch from the next."""
        return self.book.state.ticket

    def woken(self, what: str, argument: int) -> None:
        """Cool after a long idle stretch; be cold an hour later."""
        line = self.book.state.line
        if argument != self._mark():
            return
        if what == "idle" and line in {LineState.IDLE_HOT, LineState.READY_EMPTY}:
            self._cool()
        elif what == "cold" and line is LineState.COOLING:
            self.book.line(LineState.COLD)

    def _cool(self) -> None:
        """Burner off."""
        self.settle()
        self.record.hot = 0.0
        self.book.line(LineState.COOLING)
        self._floor.wake(self.unit, self._numbers["cool_down_h"] * 3600.0, "cold", self._mark())

    @property
    def ends(self) -> tuple[str, str]:
        """The places of the last run."""
        return self.book.ends

    def settle(self) -> None:
        """Book flows and utilities up to now."""
        vapour_kg = float(self.record.vapour_kg)
        self.record.vapour_kg = 0.0
        self.book.product(self.record)
        self.book.flow("exhaust", vapour_kg, Flow.LOSS)
        self._floor.metered(
            self.book.state.since,
            self.unit,
            self.book.state.batch,
            float(self.record.energy_kwh),
            0.0,
            float(self.record.water_kg),
            float(self.record.gas_nm3),
        )
        self.record.energy_kwh = self.record.water_kg = self.record.gas_nm3 = 0.0
        self.book.close()

    def flagged(self, service: Service) -> None:
        """The dryer is hot and settled: the prepare is over."""
        if self.record.flag == READY:
            self.record.flag = 0.0
            service.done()

    def tripped(self, service: Service) -> None:
        """An interlock takes the slurry away, where something may burn the burner too."""
        flag = int(self.record.flag)
        self.record.flag = 0.0
        service.trip(_REASONS[flag])
        if flag in _FIRE:
            self._cool()
