"""A plant put together from its file: every unit, every service, and who is told what."""

from collections.abc import Callable

from lizao.model.equipment import Plant, Unit
from lizao.plant.arrays import KINDS, inside_of, trend_of, watches_of
from lizao.plant.breakdowns import Breakdowns
from lizao.plant.frozen import Frozen
from lizao.plant.grid import Arrays
from lizao.plant.laboratory import Laboratory, methods_of
from lizao.plant.noise import normals
from lizao.plant.parts import Parts
from lizao.plant.plc.drying import DryerUnit
from lizao.plant.plc.emptying import Outlet
from lizao.plant.plc.firing import KilnUnit
from lizao.plant.plc.grinding import CircuitMill, beaded, tripped
from lizao.plant.plc.jetting import JetMillUnit
from lizao.plant.plc.packing import PackerUnit
from lizao.plant.plc.saggars import Beside
from lizao.plant.plc.transfer import Conveyor, blocked
from lizao.plant.service import Service, Work
from lizao.plant.supply import Supply
from lizao.plant.units.dryers import Dryer
from lizao.plant.units.jetmills import JetMill
from lizao.plant.units.kiln_record import Kiln
from lizao.plant.units.lines import Line, SlurryLine
from lizao.plant.units.mills import CoarseMill, FineMill
from lizao.plant.units.packers import Packer
from lizao.plant.units.pneumatic import Pneumatic
from lizao.plant.units.sieve import Sieve
from lizao.plant.units.vessels import Tank
from lizao.plant.vessels import Vessels


class Assembly:
    """All units of one plant over their shared parts."""

    def __init__(self, plant: Plant, seed: int, origin: int) -> None:
        """Build every unit, idle and empty."""
        self.parts = Parts(plant, seed, origin)
        parts = self.parts
        self._introductions: list[Callable[[], None]] = []
        self._tanks: dict[int, Tank] = {}
        self._builders = self._models()
        for unit in plant.units:
            self._unit(unit)
        for introduce in self._introductions:
            introduce()
        self._tanks |= {int(each.place): each for each in parts.memory.each(Tank)}
        parts.routes.know(parts.services, parts.conveyors)
        parts.drains.know(parts.services)
        spreads = (unit.coefficients.get("spread", 1.0) for unit in plant.units)
        methods = methods_of(parts.numbers, max(spreads, default=1.0))
        self.laboratory = Laboratory(parts.floor, methods, parts.numbers)
        self.breakdowns = Breakdowns(plant, parts)
        self.supply = Supply(parts.numbers, parts.floor, parts.stock)
        self.arrays = Arrays(
            flat=parts.memory.flat,
            store=parts.store,
            machines=parts.machines,
            sensors=parts.signals.build(),
            watches=watches_of(len(plant.units)),
            trend=trend_of(len(parts.signals.places)),
            normals=normals(seed),
            movements=self.breakdowns.movements,
        )
        self.frozen = Frozen(parts.signals.places, self.arrays.sensors)
        parts.keepers |= {
            "frozen": self.frozen,
            "floor": parts.floor,
            "drains": parts.drains,
            "breakdowns": self.breakdowns,
            "laboratory": self.laboratory,
            "supply": self.supply,
            **{f"service/{key}": each for key, each in parts.services.items()},
            **{f"station/{key}": each for key, each in parts.stations.items()},
            **{f"line/{key}": each for key, each in parts.conveyors.items()},
        }

    def _models(self) -> dict[str, Callable[[Unit], dict[str, Work]]]:
        """Who builds a unit of each model."""
        vessels = Vessels(self.parts)
        return {
            "premix": vessels.premix,
            "mixer": vessels.mixer,
            "blender": vessels.blender,
            "mill-tank": vessels.tank,
            "tank": vessels.tank,
            "silo": vessels.vessel,
            "bin": vessels.bin,
            "pass-mill": self._line,
            "slurry-line": self._line,
            "pneumatic-line": self._line,
            "sieve": self._line,
            "circuit-mill": self._circuit_mill,
            "dryer": self._dryer,
            "kiln": self._kiln,
            "jet-mill": self._jet_mill,
            "packer": self._packer,
        }

    def _unit(self, unit: Unit) -> None:
        """Build one unit by its model."""
        for place in unit.places:
            index = self.parts.floor.place(str(place.id))
            capacity = place.capacity_kg or 0.0
            self.parts.signals.mass(unit, index, capacity)
        self._offer(unit, self._builders[unit.model](unit))

    def _offer(self, unit: Unit, works: dict[str, Work]) -> None:
        """The services that the plant file names."""
        for words in unit.services:
            service = Service(unit.id, words, works[words.name], self.parts.floor)
            self.parts.services[service.key] = service

    def _line(self, unit: Unit) -> dict[str, Work]:
        kind = KINDS[unit.model][0]
        record: Line = self.parts.record(unit, kind)
        if kind is CoarseMill:
            return self._coarse_mill(unit, record)  # type: ignore[arg-type]
        if kind is Pneumatic:
            self.parts.wiring.pneumatic(unit, record)  # type: ignore[arg-type]
        else:
            self.parts.wiring.line(unit, record, SlurryLine if kind is SlurryLine else Sieve)
        self.parts.flag(unit, "convey", lambda service: blocked(record, service))
        return self._conveyor(unit, record)

    def _conveyor(self, unit: Unit, record: Line) -> dict[str, Work]:
        conveyor = Conveyor(unit.id, record, self.parts.floor)
        self.parts.conveyors[unit.id] = conveyor
        self.parts.settling.append(conveyor)
        return conveyor.works(self.parts.routes)

    def _coarse_mill(self, unit: Unit, record: CoarseMill) -> dict[str, Work]:
        self.parts.wiring.coarse_mill(unit, record)
        self.parts.flag(unit, "convey", lambda service: tripped(record, service))
        works = self._conveyor(unit, record)
        return {"convey": beaded(works["convey"], record, unit.coefficients["top_up_share"])}

    def _circuit_mill(self, unit: Unit) -> dict[str, Work]:
        record = self.parts.record(unit, FineMill)
        self.parts.wiring.fine_mill(unit, record)
        least_share = unit.coefficients["top_up_share"]
        mill = CircuitMill(unit, record, self._tanks, self.parts.floor, least_share)
        self.parts.flag(unit, "recirculate", mill.flagged)
        return mill.works()

    def _dryer(self, unit: Unit) -> dict[str, Work]:
        record = self.parts.record(unit, Dryer)
        self.parts.wiring.dryer(unit, record)
        numbers = self.parts.wiring.numbers(unit)
        dryer = DryerUnit(unit, record, numbers, self.parts.floor, self.parts.drains)
        self.parts.keepers[f"book/{unit.id}"] = dryer.book
        self.parts.settling.append(dryer)
        self.parts.flag(unit, "prepare", dryer.flagged)
        self.parts.flag(unit, "feed", dryer.tripped)
        return dryer.works()

    def _kiln(self, unit: Unit) -> dict[str, Work]:
        index = self.parts.taken(Kiln)
        record = self.parts.record(unit, Kiln)
        m = self.parts.machines
        beside = Beside(
            m.zones[index],
            m.kiln_sections[index],
            m.zone_delay[index],
            m.zone_load[index],
            m.rows[index],
            m.row_content[index],
        )
        self.parts.wiring.kiln(unit, record, beside)
        numbers = self.parts.wiring.numbers(unit)
        heated = round(numbers["zones_heated"])
        scatter_k = numbers["zone_scatter_k"]
        self.parts.signals.zones(unit, index, len(beside.zones), heated, scatter_k)
        self.parts.signals.sections(unit, index)
        kiln = KilnUnit(
            unit, record, beside, self.parts.laws.kiln, numbers, self.parts.floor, self.parts.drains
        )
        self.parts.kilns.append(kiln)
        self._introductions.append(
            lambda: kiln.know(*self.parts.services_of(unit, "prepare", "feed", "cool-down"))
        )
        self.parts.keepers[f"unit/{unit.id}"] = kiln
        self.parts.keepers[f"book/{unit.id}"] = kiln.book
        self.parts.flag(unit, "feed", kiln.flagged)
        return kiln.works()

    def _jet_mill(self, unit: Unit) -> dict[str, Work]:
        record = self.parts.record(unit, JetMill)
        self.parts.wiring.jet_mill(unit, record, inside_of(unit))
        numbers = self.parts.wiring.numbers(unit)
        mill = JetMillUnit(unit, record, numbers, self.parts.floor, self.parts.drains)
        outlet = Outlet(unit.id, inside_of(unit), self.parts.floor, mill.emptied)
        self.parts.keepers[f"unit/{unit.id}"] = mill
        self.parts.keepers[f"outlet/{unit.id}"] = outlet
        self.parts.keepers[f"book/{unit.id}"] = mill.book
        self.parts.settling.append(mill)
        self.parts.flag(unit, "feed", mill.flagged)
        return {**mill.works(), "empty": outlet.work()}

    def _packer(self, unit: Unit) -> dict[str, Work]:
        record = self.parts.record(unit, Packer)
        self.parts.wiring.packer(unit, record)
        packer = PackerUnit(
            unit, record, self.parts.wiring.numbers(unit), self.parts.floor, self.parts.drains
        )
        self._introductions.append(lambda: packer.know(*self.parts.services_of(unit, "feed")))
        self.parts.keepers[f"unit/{unit.id}"] = packer
        self.parts.keepers[f"book/{unit.id}"] = packer.book
        self.parts.flag(unit, "feed", packer.flagged)
        return packer.works()
