"""Emptying places: who drains what, and the report when it is empty."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lizao.model.facts import PlaceEmptied
from lizao.model.identifiers import PlaceId
from lizao.plant.floor import Floor
from lizao.plant.service import Service


@dataclass
class DrainsState:
    """Which services (keys) wait for a place to be empty."""

    waiting: dict[str, list[str]] = field(default_factory=dict)


class Drains:
    """Tells services that the place they drain is empty, after every flow from it is booked."""

    def __init__(self, floor: Floor, settle: Callable[[str], None]) -> None:
        """``settle`` books every flow of a place up to now."""
        self.state = DrainsState()
        self._floor = floor
        self._settle = settle
        self._services: dict[str, Service] = {}

    def begin(self, service: Service, place: str) -> bool:
        """Start to drain a place; True when it is empty already."""
        index = self._floor.place(place)
        if self._floor.store.parcel_count[index] == 0:
            self._empty(place)
            return True
        self._services[service.key] = service
        self._floor.store.draining[index] = 1
        waiting = self.state.waiting.setdefault(place, [])
        if service.key not in waiting:
            waiting.append(service.key)
        return False

    def stop(self, service: Service, place: str) -> None:
        """Leave a place as it is."""
        waiting = self.state.waiting.get(place, [])
        if service.key in waiting:
            waiting.remove(service.key)
        if not waiting:
            self._floor.store.draining[self._floor.place(place)] = 0

    def know(self, services: dict[str, Service]) -> None:
        """Learn the services by key (after a snapshot)."""
        self._services = services

    def sweep(self) -> None:
        """Report every place that was emptied and tell who drained it."""
        store = self._floor.store
        if not store.emptied.any():
            return
        for index in store.emptied.nonzero()[0]:
            store.emptied[index] = 0
            store.draining[index] = 0
            place = self._floor.places[index]
            keys = self.state.waiting.pop(place, [])
            self._empty(place)
            for key in keys:
                self._services[key].drained()

    def _empty(self, place: str) -> None:
        self._settle(place)
        self._floor.post(PlaceEmptied(self._floor.now, PlaceId(place)))
