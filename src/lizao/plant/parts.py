"""What the builders of a plant share: arrays, floor, and everything built so far."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from lizao.model.equipment import Plant, Unit
from lizao.plant.arrays import PlaceTable, machines_of, memory_of, store_of
from lizao.plant.coefficients import laws_of
from lizao.plant.flags import Flags
from lizao.plant.floor import Coefficients, Floor
from lizao.plant.laws.kiln import ZONE_NUMBERS
from lizao.plant.noise import Chance
from lizao.plant.plc.draining import Drains
from lizao.plant.plc.transfer import Conveyor, Routes
from lizao.plant.records import names_of
from lizao.plant.service import Service
from lizao.plant.signals import SignalTable
from lizao.plant.units.kiln_record import Kiln
from lizao.plant.wiring import Wiring

if TYPE_CHECKING:
    from lizao.plant.lots import Stocked
    from lizao.plant.plc.charging import Station
    from lizao.plant.plc.firing import KilnUnit
    from lizao.plant.plc.meters import Settling

R = TypeVar("R")


class Parts:
    """The parts of one plant; ``keepers`` are those with a memory of their own, by name."""

    def __init__(self, plant: Plant, seed: int, origin: int) -> None:
        """Arrays and floor of a plant, and no unit yet."""
        table = PlaceTable.of(plant)
        self.plant = plant
        self.numbers = Coefficients(plant.name, plant.coefficients)
        self.memory = memory_of(plant, len(table.names))
        self.laws = laws_of(self.numbers)
        self.store = store_of(table, self.memory)
        self.chance = Chance(seed)
        self.floor = Floor(origin, self.chance, self.store, table.names)
        self.machines = machines_of(self.memory)
        self.wiring = Wiring(plant, self.laws, self.floor)
        self.signals = SignalTable(plant, self.memory)
        self.routes = Routes(plant.transfers)
        self.drains = Drains(self.floor, self.settle_at)
        self.stock: dict[str, Stocked] = {}
        self.services: dict[str, Service] = {}
        self.stations: dict[str, Station] = {}
        self.conveyors: dict[str, Conveyor] = {}
        self.kilns: list[KilnUnit] = []
        self.flags = Flags(self.memory.flat)
        self.settling: list[Settling] = []
        self.keepers: dict[str, object] = {}
        self._taken: dict[type, int] = {}
        self._records: dict[str, list[tuple[type, int]]] = {}

    def settle(self) -> None:
        """Book every flow up to now."""
        for each in self.settling:
            each.settle()

    def settle_at(self, place: str) -> None:
        """Book every flow into and out of a place up to now."""
        for each in self.settling:
            if place in each.ends:
                each.settle()

    def taken(self, kind: type) -> int:
        """How many records of a kind belong to units already: the index of the next."""
        return self._taken.get(kind, 0)

    def record(self, unit: Unit, kind: type[R]) -> R:
        """The next free record of a kind, with its sensors."""
        index = self.taken(kind)
        self._taken[kind] = index + 1
        self._records.setdefault(unit.id, []).append((kind, index))
        self.signals.record(unit, kind, index)
        record: R = self.memory.records(kind)[index]
        return record

    def address(self, unit: Unit, name: str) -> int | None:
        """Where a number of a unit lies in the flat memory: a field, or ``zone_NN.`` and one."""
        zone, dot, column = name.partition(".")
        for kind, index in self._records.get(unit.id, ()):
            if dot and kind is Kiln and column in ZONE_NUMBERS and zone.startswith("zone_"):
                row = int(zone.removeprefix("zone_")) - 1
                return self.memory.block_address("zones", index, row, ZONE_NUMBERS[column])
            if not dot and name in names_of(kind):
                return self.memory.address(kind, index, name)
        return None

    def fields(self, unit: Unit) -> list[str]:
        """The numbers of a unit by name."""
        return [name for kind, _ in self._records.get(unit.id, ()) for name in names_of(kind)]

    def services_of(self, unit: Unit, *names: str) -> list[Service]:
        """Services of a unit by name."""
        return [self.services[f"{unit.id}/{name}"] for name in names]

    def flag(self, unit: Unit, service: str, act: Callable[[Service], None]) -> None:
        """Call ``act`` with a service of the unit when the kernel flags the unit."""
        key, place = f"{unit.id}/{service}", self.address(unit, "flag")
        assert place is not None, "a unit that is flagged has a record with a flag"
        self.flags.add(place, lambda: act(self.services[key]))
