"""A plant put together from its file: arrays, records, services, and who is told what."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from lizao.model.equipment import Plant, Unit
from lizao.model.material import Lot, Material
from lizao.plant.arrays import (
    KINDS,
    PlaceTable,
    inside_of,
    machines_of,
    memory_of,
    store_of,
    trend_of,
    watches_of,
)
from lizao.plant.coefficients import laws_of
from lizao.plant.floor import Coefficients, Floor
from lizao.plant.grid import Arrays, Laws
from lizao.plant.laboratory import Laboratory, methods_of
from lizao.plant.lots import Stocked, Supplier
from lizao.plant.noise import Chance, normals
from lizao.plant.plc.charging import Station
from lizao.plant.plc.draining import Drains
from lizao.plant.plc.drying import DryerUnit
from lizao.plant.plc.firing import KilnUnit
from lizao.plant.plc.grinding import Agitator, CircuitMill, StirringMeter
from lizao.plant.plc.jetting import JetMillUnit
from lizao.plant.plc.packing import PackerUnit
from lizao.plant.plc.saggars import Beside
from lizao.plant.plc.transfer import Conveyor, Routes, Vessel
from lizao.plant.service import Service, Work
from lizao.plant.signals import SignalTable
from lizao.plant.units.dryers import Dryer
from lizao.plant.units.feeders import Feeder
from lizao.plant.units.jetmills import JetMill
from lizao.plant.units.kilns import Kiln
from lizao.plant.units.lines import Line, SlurryLine
from lizao.plant.units.mills import CoarseMill, FineMill
from lizao.plant.units.packers import Packer
from lizao.plant.units.pneumatic import Pneumatic
from lizao.plant.units.sieve import Sieve
from lizao.plant.units.vessels import PowderVessel, Tank, scatter
from lizao.plant.wiring import Wiring

R = TypeVar("R")


class Flagged(NamedTuple):
    """A record that a kernel may flag, and what to do then."""

    record: Feeder | FineMill | Dryer | JetMill | Packer
    act: Callable[[], None]


class Assembly:
    """All parts of one plant; ``keepers`` are those with a memory of their own, by name."""

    def __init__(self, plant: Plant, seed: int, origin: int) -> None:
        """Build every part, idle and empty."""
        self.plant = plant
        self.numbers = Coefficients(plant.name, plant.coefficients)
        self._table = PlaceTable.of(plant)
        self.memory = memory_of(plant, len(self._table.names))
        self.laws: Laws = laws_of(self.numbers)
        store = store_of(self._table, self.memory)
        self.chance = Chance(seed)
        self.floor = Floor(origin, self.chance, store, self._table.names)
        self.stock: dict[str, Stocked] = {}
        self.services: dict[str, Service] = {}
        self.stations: dict[str, Station] = {}
        self.conveyors: dict[str, Conveyor] = {}
        self.kilns: list[KilnUnit] = []
        self.flagged: list[Flagged] = []
        self.settling: list[Callable[[], None]] = []
        self.keepers: dict[str, object] = {}
        self.drains = Drains(self.floor, self.settle)
        self._routes = Routes(plant.transfers)
        self._machines = machines_of(self.memory)
        self._wiring = Wiring(plant, self.laws, self.floor)
        self._taken: dict[type, int] = {}
        self._signals = SignalTable(plant, self.memory)
        self._introductions: list[Callable[[], None]] = []
        for unit in plant.units:
            self._unit(unit)
        for introduce in self._introductions:
            introduce()
        self._routes.know(self.services, self.conveyors)
        self.drains.know(self.services)
        spread = max((unit.coefficients.get("spread", 0.0) for unit in plant.units), default=0.0)
        methods = methods_of(self.numbers, spread or 1.6)
        self.laboratory = Laboratory(self.floor, methods, self.numbers)
        self.signal_names = self._signals.names
        sensors = self._signals.build()
        self.arrays = Arrays(
            flat=self.memory.flat,
            store=store,
            machines=self._machines,
            sensors=sensors,
            watches=watches_of(),
            trend=trend_of(len(self.signal_names)),
            normals=normals(seed),
        )
        self.keepers |= {
            "floor": self.floor,
            "drains": self.drains,
            "laboratory": self.laboratory,
            **{f"service/{key}": each for key, each in self.services.items()},
            **{f"station/{key}": each for key, each in self.stations.items()},
            **{f"line/{key}": each for key, each in self.conveyors.items()},
        }

    def settle(self) -> None:
        """Book every flow up to now."""
        for each in self.settling:
            each()

    def receive_lots(self, materials: Sequence[Material]) -> list[Lot]:
        """Stock the store with what the supplier delivered."""
        supplier = Supplier(self.numbers, self.chance)
        lots = []
        for lot, stocked in supplier.deliver(materials, self.floor.origin):
            self.stock[lot.id] = stocked
            lots.append(lot)
        return lots

    def _record(self, unit: Unit, kind: type[R]) -> R:
        """The next free record of a kind, with its sensors."""
        index = self._taken.get(kind, 0)
        self._taken[kind] = index + 1
        self._signals.record(unit, kind, index)
        record: R = self.memory.records(kind)[index]
        return record

    def _unit(self, unit: Unit) -> None:
        """Build one unit by its model."""
        for place in unit.places:
            index = self.floor.place(str(place.id))
            capacity = place.capacity_kg or 0.0
            self._signals.mass(unit, index, capacity)
        builder = {
            "premix": self._premix,
            "mixer": self._mixer,
            "blender": self._blender,
            "mill-tank": self._tank,
            "tank": self._tank,
            "silo": self._vessel,
            "bin": self._bin,
            "pass-mill": self._line,
            "slurry-line": self._line,
            "pneumatic-line": self._line,
            "sieve": self._line,
            "circuit-mill": self._circuit_mill,
            "dryer": self._dryer,
            "kiln": self._kiln,
            "jet-mill": self._jet_mill,
            "packer": self._packer,
        }[unit.model]
        self._offer(unit, builder(unit))

    def _offer(self, unit: Unit, works: dict[str, Work]) -> None:
        """The services that the plant file names."""
        for words in unit.services:
            service = Service(unit.id, words, works[words.name], self.floor)
            self.services[service.key] = service

    def _of(self, unit: Unit, *names: str) -> list[Service]:
        """Services of a unit by name."""
        return [self.services[f"{unit.id}/{name}"] for name in names]

    def _flag(
        self,
        unit: Unit,
        service: str,
        record: Feeder | FineMill | Dryer | JetMill | Packer,
        act: Callable[[Service], None],
    ) -> None:
        """Call ``act`` with a service of the unit when the kernel flags the record."""
        key = f"{unit.id}/{service}"
        self.flagged.append(Flagged(record, lambda: act(self.services[key])))

    def _vessel(self, unit: Unit) -> dict[str, Work]:
        return Vessel(unit.id, self.floor, self.drains).works(self._routes)

    def _stirred(
        self, unit: Unit, vessel: Tank | PowderVessel, works: dict[str, Work]
    ) -> dict[str, Work]:
        """Services at whose end the agitator's energy is booked."""
        meter = StirringMeter(unit.id, vessel, self.floor)
        self.keepers[f"stirring/{unit.id}"] = meter
        return {name: _metered(work, meter) for name, work in works.items()}

    def _tank(self, unit: Unit) -> dict[str, Work]:
        tank = self._record(unit, Tank)
        self._wiring.tank(unit, tank)
        return self._stirred(unit, tank, self._vessel(unit))

    def _station(self, unit: Unit) -> dict[str, Work]:
        index = self._taken.get(Feeder, 0)
        feeder = self._record(unit, Feeder)
        self._wiring.feeder(unit, feeder)
        numbers = self._wiring.numbers(unit)
        raw = self._machines.raw[index]
        station = Station(unit.id, feeder, raw, self.stock, numbers, self.floor)
        self.stations[unit.id] = station
        self._flag(unit, "charge", feeder, station.flagged)
        return station.works()

    def _premix(self, unit: Unit) -> dict[str, Work]:
        station = self._station(unit)
        tank = self._record(unit, Tank)
        self._wiring.tank(unit, tank)
        disperse = Agitator(unit.id, tank, self.floor).work()
        works = {**self._vessel(unit), **station, "disperse": disperse}
        return self._stirred(unit, tank, works)

    def _powder(self, unit: Unit) -> PowderVessel:
        vessel = self._record(unit, PowderVessel)
        self._wiring.powder_vessel(unit, vessel)
        return vessel

    def _mixer(self, unit: Unit) -> dict[str, Work]:
        station = self._station(unit)
        vessel = self._powder(unit)
        mix = Agitator(unit.id, vessel, self.floor).work()
        return self._stirred(unit, vessel, {**self._vessel(unit), **station, "mix": mix})

    def _blender(self, unit: Unit) -> dict[str, Work]:
        vessel = self._powder(unit)
        place = self.floor.place(unit.id)
        sigma = self.numbers["scatter.compaction_density_sigma"]

        def mixed(service: Service) -> None:
            name = f"blend/{service.state.batch}"
            scatter(self.floor.store, place, self.chance.normal(name, sigma, 2.0))

        blend = Agitator(unit.id, vessel, self.floor, mixed).work()
        return self._stirred(unit, vessel, {**self._vessel(unit), "blend": blend})

    def _bin(self, unit: Unit) -> dict[str, Work]:
        self._powder(unit)
        return self._vessel(unit)

    def _line(self, unit: Unit) -> dict[str, Work]:
        kind = KINDS[unit.model][0]
        record: Line = self._record(unit, kind)
        if isinstance(kind, type) and kind is CoarseMill:
            self._wiring.coarse_mill(unit, record)  # type: ignore[arg-type]
        elif kind is Pneumatic:
            self._wiring.pneumatic(unit, record)  # type: ignore[arg-type]
        else:
            self._wiring.line(unit, record, SlurryLine if kind is SlurryLine else Sieve)
        conveyor = Conveyor(unit.id, record, self.floor)
        self.conveyors[unit.id] = conveyor
        self.settling.append(conveyor.settle)
        return conveyor.works(self._routes)

    def _circuit_mill(self, unit: Unit) -> dict[str, Work]:
        record = self._record(unit, FineMill)
        self._wiring.fine_mill(unit, record)
        tank = next(
            each
            for each in self.memory.each(Tank)
            if each.place == self.floor.place(str(unit.draws_from))
        )
        mill = CircuitMill(unit.id, record, tank, self.floor)
        self._flag(unit, "recirculate", record, mill.flagged)
        return mill.works()

    def _dryer(self, unit: Unit) -> dict[str, Work]:
        record = self._record(unit, Dryer)
        self._wiring.dryer(unit, record)
        numbers = self._wiring.numbers(unit)
        dryer = DryerUnit(unit, record, numbers, self.floor, self.drains)
        self.keepers[f"book/{unit.id}"] = dryer.book
        self.settling.append(dryer.settle)
        self._flag(unit, "prepare", record, dryer.flagged)
        return dryer.works()

    def _kiln(self, unit: Unit) -> dict[str, Work]:
        index = self._taken.get(Kiln, 0)
        record = self._record(unit, Kiln)
        m = self._machines
        beside = Beside(
            m.zones[index],
            m.zone_delay[index],
            m.zone_load[index],
            m.rows[index],
            m.row_content[index],
        )
        self._wiring.kiln(unit, record, beside)
        numbers = self._wiring.numbers(unit)
        self._signals.zones(unit, index, len(beside.zones), numbers["zone_scatter_k"])
        kiln = KilnUnit(unit, record, beside, self.laws.kiln, numbers, self.floor, self.drains)
        self.kilns.append(kiln)
        self._introductions.append(lambda: kiln.know(*self._of(unit, "prepare", "feed")))
        self.keepers[f"unit/{unit.id}"] = kiln
        self.keepers[f"book/{unit.id}"] = kiln.book
        return kiln.works()

    def _jet_mill(self, unit: Unit) -> dict[str, Work]:
        record = self._record(unit, JetMill)
        self._wiring.jet_mill(unit, record, inside_of(unit))
        numbers = self._wiring.numbers(unit)
        mill = JetMillUnit(unit, record, numbers, self.floor, self.drains)
        self.keepers[f"book/{unit.id}"] = mill.book
        self.settling.append(mill.settle)
        self._flag(unit, "feed", record, mill.flagged)
        return mill.works()

    def _packer(self, unit: Unit) -> dict[str, Work]:
        record = self._record(unit, Packer)
        self._wiring.packer(unit, record)
        packer = PackerUnit(unit, record, self._wiring.numbers(unit), self.floor, self.drains)
        self._introductions.append(lambda: packer.know(*self._of(unit, "feed")))
        self.keepers[f"unit/{unit.id}"] = packer
        self.keepers[f"book/{unit.id}"] = packer.book
        self._flag(unit, "feed", record, packer.flagged)
        return packer.works()


def _metered(work: Work, meter: StirringMeter) -> Work:
    """The same work, with the agitator's energy booked when it finishes."""

    def finish(service: Service) -> bool:
        done = work.finish(service)
        meter.book(service)
        return done

    return replace(work, finish=finish)
