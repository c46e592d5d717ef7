"""Emptying a unit into the rework: what a batch left is pumped or swept out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lizao.model.facts import Flow, PlaceEmptied
from lizao.model.identifiers import PlaceId, UnitId
from lizao.plant.content import REWORK, lose, take
from lizao.plant.floor import Floor
from lizao.plant.service import Service, Work

RATE_KG_PER_H: Final = 10_000.0
"""How fast a unit is emptied (estimate)."""
LEAST_S: Final = 600.0
"""Rinsing or sweeping out takes so long however little there is (estimate)."""
_ALL_KG: Final = 1.0e9


@dataclass
class OutletState:
    """Up to which step what flowed out is booked."""

    since: int = 0


class Outlet:
    """The outlet of a unit into the rework.

    What flows out stays on the account of whoever brought it: no batch is told with it.
    """

    def __init__(
        self, unit: UnitId, inside: str, floor: Floor, emptied: Callable[[], None] = lambda: None
    ) -> None:
        """An outlet of the place ``inside``; ``emptied`` is called when nothing is left."""
        self.unit = unit
        self.state = OutletState()
        self._inside = floor.place(inside)
        self._floor = floor
        self._emptied = emptied

    def work(self) -> Work:
        """The service."""
        return Work(go=self._go, halt=self._halt, due=self._due)

    def _go(self, service: Service) -> None:
        self.state.since = self._floor.state.step
        held_kg = float(self._floor.store.held_kg[self._inside])
        service.time(max(LEAST_S, held_kg / RATE_KG_PER_H * 3600.0))

    def _halt(self, service: Service) -> None:
        """What flowed out so far is out."""
        service.stop_clock()
        gone_s = self._floor.state.step - self.state.since
        self._draw(service, gone_s / 3600.0 * RATE_KG_PER_H)

    def _due(self, service: Service) -> None:
        self._draw(service, _ALL_KG)
        self._emptied()
        self._floor.post(PlaceEmptied(self._floor.now, PlaceId(self.unit)))
        service.done()

    def _draw(self, service: Service, wanted_kg: float) -> None:
        """Take what flowed out since the last time over the boundary of the plant, and book it."""
        store = self._floor.store
        kg = take(store, self._inside, wanted_kg)
        lose(store, 1.0, REWORK)
        run = service.state
        self._floor.moved(self.state.since, self.unit, "rework", kg, Flow.WASTE, None, run.ticket)
        run.reports["mass_kg"] = float(run.reports.get("mass_kg", 0.0)) + float(kg)
        self.state.since = self._floor.state.step
