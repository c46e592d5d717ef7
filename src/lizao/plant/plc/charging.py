"""Charging stations: bags are hooked up and scanned, feeders dose, agitators stir."""

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Final

from lizao.model.facts import BagScanned, Flow
from lizao.model.identifiers import LotId, UnitId
from lizao.plant.floor import Coefficients, Floor
from lizao.plant.lots import Stocked
from lizao.plant.records import Floats
from lizao.plant.service import Service, Work
from lizao.plant.units.feeders import Feeder
from lizao.plant.units.vessels import HALF, Tank

SHORT_KG: Final = 10.0
"""What the doses of a lot may add up to beyond its mass (estimate): the last takes the rest."""


@dataclass
class StationState:
    """What hangs at the station, what will hang there next, and the bags opened so far."""

    hooked: str = ""
    presented: list[str] = field(default_factory=list)
    bags: dict[str, int] = field(default_factory=dict)
    booked_kg: float = 0.0
    since: int = 0


class Station:
    """The charging station of a vessel."""

    def __init__(
        self,
        unit: UnitId,
        record: Feeder,
        raw: Floats,
        stock: MutableMapping[str, Stocked],
        coefficients: Coefficients,
        floor: Floor,
    ) -> None:
        """A station with nothing hooked up."""
        self.unit = unit
        self.record = record
        self.state = StationState()
        self._raw = raw
        self._stock = stock
        self._numbers = coefficients
        self._floor = floor
        self._tank: Tank | None = None

    def works(self) -> dict[str, Work]:
        """The services of a station."""
        return {
            "hook-up": Work(go=self._hook_up, halt=Service.stop_clock, due=self._scan),
            "charge": Work(begin=self._begin, go=self._feed, halt=self._stop, finish=self._dosed),
        }

    def present(self, lot: LotId) -> None:
        """The next hook-up will scan this lot, whatever was asked for."""
        self.state.presented.append(lot)

    def _hook_up(self, service: Service) -> None:
        service.time(60.0 * self._numbers["hook_up_min"])

    def _scan(self, service: Service) -> None:
        state = self.state
        lot = state.presented.pop(0) if state.presented else service.text("lot")
        state.hooked = lot
        state.bags[lot] = state.bags.get(lot, 0) + 1
        bag = f"{lot}#{state.bags[lot]}"
        self._floor.post(
            BagScanned(self._floor.now, self.unit, service.state.ticket, LotId(lot), bag)
        )
        service.done()

    def _begin(self, service: Service) -> bool:
        wanted_kg = service.number("mass_kg")
        name = f"dose/{self.unit}/{service.state.ticket}"
        wanted_kg *= 1.0 + self._floor.chance.normal(name, self._numbers["dose_scatter_share"])
        self.record.charged_kg = 0.0
        self.record.remaining_kg = wanted_kg
        self.state.booked_kg = 0.0
        self.state.since = self._floor.state.step
        return True

    def _blocked(self, service: Service) -> str:
        """The interlock that forbids to feed, or nothing."""
        lot = self._stock.get(service.text("lot"))
        if lot is None or lot.left_kg < self.record.remaining_kg - SHORT_KG:
            return "lot"
        if lot.packed_kg > 0.0 and self.state.hooked != service.text("lot"):
            return "bag"
        held = self._floor.store.held_kg[int(self.record.place)]
        if lot.solid and (held < self._numbers.get("agitator_from_kg", 0.0) or self._still()):
            return "agitator"
        return ""

    def _still(self) -> bool:
        """Whether the tank's agitator does not turn."""
        tank = self._tank
        return tank is not None and tank.powered * tank.agitator_share < HALF

    def stirred_by(self, tank: Tank) -> None:
        """Learn the tank whose agitator must turn before solids are fed."""
        self._tank = tank

    def _feed(self, service: Service) -> None:
        reason = self._blocked(service)
        if reason:
            service.trip(reason)
            return
        lot = self._stock[service.text("lot")]
        self.record.remaining_kg = min(float(self.record.remaining_kg), lot.left_kg)
        self._raw[:] = lot.content
        rate = "solids_rate_kg_per_h" if lot.solid else "liquid_rate_kg_per_h"
        self.record.rate_kg_per_h = self._numbers[rate]
        self.record.on = 1.0

    def _stop(self, service: Service) -> None:
        self.record.on = 0.0
        self._book(service)

    def _dosed(self, service: Service) -> bool:
        self.record.on = 0.0
        self._book(service)
        service.state.reports["mass_kg"] = float(self.record.charged_kg)
        return True

    def _book(self, service: Service) -> None:
        """Report what was charged since the last report."""
        new_kg = float(self.record.charged_kg) - self.state.booked_kg
        lot = self._stock.get(service.text("lot"))
        if new_kg <= 0.0 or lot is None:
            return
        lot.left_kg -= new_kg
        self.state.booked_kg += new_kg
        run = service.state
        self._floor.moved(
            self.state.since,
            "store",
            self.unit,
            new_kg,
            Flow.PRODUCT,
            run.batch,
            run.ticket,
            LotId(service.text("lot")),
        )
        self.state.since = self._floor.state.step

    def flagged(self, service: Service) -> None:
        """The feeder's scale shows the amount asked for."""
        self.record.flag = 0.0
        service.done()
