"""The three-party transfer: source sends, line conveys, destination receives; all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple

from lizao.model.equipment import Transfer
from lizao.model.facts import Flow
from lizao.model.identifiers import BatchId, UnitId
from lizao.plant.floor import Floor
from lizao.plant.plc.draining import Drains
from lizao.plant.service import Service, Work
from lizao.plant.units.lines import FULL, Line

SETTINGS: Final = {
    "specific_energy_kwh_per_t": "specific_energy_kwh_per_t",
    "gas_velocity_m_per_s": "velocity_setpoint_m_per_s",
}
"""Which field of a line's record a service parameter sets."""


@dataclass
class Route:
    """What a line joins at present; no source: nothing."""

    source: str = ""
    destination: str = ""
    ticket: int = 0
    batch: BatchId | None = None
    since: int = 0
    metered_since: int = 0


class Conveyor:
    """A line unit: opens between two vessels and books what its meter counts."""

    def __init__(self, unit: UnitId, record: Line, floor: Floor) -> None:
        """A closed line."""
        self.unit = unit
        self.record = record
        self.state = Route()
        self._floor = floor

    def switch(self, source: str, destination: str, send: Service | None) -> None:
        """Join two vessels for the run of ``send``; without a source, close."""
        ticket = send.state.ticket if send else 0
        route = self.state
        if (route.source, route.destination, route.ticket) == (source, destination, ticket):
            return
        self.settle()
        batch = send.state.batch if send else None
        step = self._floor.state.step
        self.state = Route(source, destination, ticket, batch, step, route.metered_since)
        self.record.open = 1.0 if source else 0.0
        if source:
            self.record.source = float(self._floor.place(source))
            self.record.destination = float(self._floor.place(destination))

    @property
    def ends(self) -> tuple[str, str]:
        """The vessels that the line joins."""
        return self.state.source, self.state.destination

    def settle(self) -> None:
        """Book what flowed since the last time."""
        route = self.state
        moved_kg, dust_kg = self.record.moved_kg, self.record.dust_kg
        if moved_kg > 0.0:
            self.record.moved_kg = self.record.dust_kg = 0.0
            self._floor.moved(
                route.since,
                route.source,
                route.destination,
                float(moved_kg),
                Flow.PRODUCT,
                route.batch,
                route.ticket,
            )
            self._floor.moved(
                route.since,
                route.source,
                "dust",
                float(dust_kg),
                Flow.WASTE,
                route.batch,
                route.ticket,
            )
        route.since = self._floor.state.step

    def works(self, routes: "Routes") -> dict[str, Work]:
        """The services of a line."""
        return {"convey": Work(begin=self._begin, finish=self._finish, changed=routes.refresh)}

    def _begin(self, service: Service) -> bool:
        """Take the parameters that the kind of line has."""
        self.state.metered_since = self._floor.state.step
        for parameter, field in SETTINGS.items():
            if parameter in service.state.parameters:
                setattr(self.record, field, service.number(parameter))
        return True

    def _finish(self, service: Service) -> bool:
        """Meter the energy of the run."""
        self.settle()
        energy_kwh = float(self.record.energy_kwh)
        self.record.energy_kwh = 0.0
        nitrogen_nm3 = float(self.record.nitrogen_nm3)
        self.record.nitrogen_nm3 = 0.0
        since, batch = self.state.metered_since, service.state.batch
        self._floor.metered(since, self.unit, batch, energy_kwh, nitrogen_nm3)
        service.state.reports["energy_kwh"] = energy_kwh
        return True


def blocked(record: Line, service: Service) -> None:
    """The level of a full destination holds the run of a line, or the pressure of a plugged one."""
    full = int(record.flag) == FULL
    record.flag = 0.0
    service.trip("level" if full else "pressure")


class Way(NamedTuple):
    """A vessel that sends into a line, and the vessels that receive from it there."""

    send: Service
    receive: tuple[Service, ...]


class Joined(NamedTuple):
    """A line, its service, and the ways that lead over it."""

    conveyor: Conveyor
    convey: Service
    ways: tuple[Way, ...]

    def way(self) -> tuple[Service, Service] | None:
        """The services that send and receive over the line for one batch now."""
        if not self.convey.flowing:
            return None
        batch = self.convey.state.batch
        for send, receiving in self.ways:
            if send.flowing and send.state.batch == batch:
                for receive in receiving:
                    if receive.flowing and receive.state.batch == batch:
                        return send, receive
        return None

    def switch(self) -> None:
        """Switch the line to the transfer that flows now."""
        found = self.way()
        if found is None:
            self.conveyor.switch("", "", None)
        else:
            send, receive = found
            self.conveyor.switch(send.unit, receive.unit, send)


class Routes:
    """Opens each line while the three services of one of its transfers flow for one batch."""

    def __init__(self, transfers: Sequence[Transfer]) -> None:
        """The transfers of a plant."""
        self._ways: dict[UnitId, dict[UnitId, list[UnitId]]] = {}
        for each in transfers:
            sources = self._ways.setdefault(each.line, {})
            sources.setdefault(each.source, []).append(each.destination)
        self._lines: dict[UnitId, list[Joined]] = {}

    def know(self, services: Mapping[str, Service], conveyors: Mapping[str, Conveyor]) -> None:
        """Learn the services by key and the lines by unit."""
        self._lines = {}
        for conveyor in conveyors.values():
            line = self._ways.get(conveyor.unit, {})
            ways = tuple(
                Way(services[f"{source}/send"], tuple(services[f"{each}/receive"] for each in ends))
                for source, ends in line.items()
            )
            joined = Joined(conveyor, services[f"{conveyor.unit}/convey"], ways)
            for unit in dict.fromkeys((conveyor.unit, *line, *chain(*line.values()))):
                self._lines.setdefault(unit, []).append(joined)

    def refresh(self, changed: Service) -> None:
        """Switch every line that joins the unit of a service whose state has changed."""
        for each in self._lines.get(changed.unit, ()):
            each.switch()


class Vessel:
    """A vessel that receives and sends."""

    def __init__(self, unit: UnitId, floor: Floor, drains: Drains) -> None:
        """A vessel whose place carries its name."""
        self.unit = unit
        self._floor = floor
        self._drains = drains

    def works(self, routes: Routes) -> dict[str, Work]:
        """The services of every vessel."""
        return {
            "receive": Work(finish=self._received, changed=routes.refresh),
            "send": Work(
                halt=self._stop, finish=self._drain, drained=Service.done, changed=routes.refresh
            ),
        }

    def _received(self, service: Service) -> bool:
        held = self._floor.store.held_kg[self._floor.place(self.unit)]
        service.state.reports["mass_kg"] = float(held)
        return True

    def _stop(self, service: Service) -> None:
        self._drains.stop(service, self.unit)

    def _drain(self, service: Service) -> bool:
        return self._drains.begin(service, self.unit)
