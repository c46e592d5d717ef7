"""Vessels put together: tanks, charging stations, mixers, blenders, bins."""

from dataclasses import replace

from lizao.model.equipment import Unit
from lizao.plant.laws import blending
from lizao.plant.parts import Parts
from lizao.plant.plc.charging import Station
from lizao.plant.plc.emptying import Outlet
from lizao.plant.plc.grinding import Agitator, StirringMeter
from lizao.plant.plc.transfer import Vessel
from lizao.plant.service import Service, Work
from lizao.plant.units.feeders import Feeder
from lizao.plant.units.vessels import PowderVessel, Tank, scatter


class Vessels:
    """Builds the services of every kind of vessel."""

    def __init__(self, parts: Parts) -> None:
        """Build into ``parts``."""
        self._parts = parts

    def vessel(self, unit: Unit) -> dict[str, Work]:
        """A vessel that receives and sends, and has an outlet into the rework."""
        outlet = Outlet(unit.id, str(unit.id), self._parts.floor)
        self._parts.keepers[f"outlet/{unit.id}"] = outlet
        vessel = Vessel(unit.id, self._parts.floor, self._parts.drains)
        return {**vessel.works(self._parts.routes), "empty": outlet.work()}

    def _stirred(
        self, unit: Unit, vessel: Tank | PowderVessel, works: dict[str, Work]
    ) -> dict[str, Work]:
        """Services at whose end the agitator's energy is booked."""
        meter = StirringMeter(unit.id, vessel, self._parts.floor)
        self._parts.keepers[f"stirring/{unit.id}"] = meter
        return {name: _metered(work, meter) for name, work in works.items()}

    def tank(self, unit: Unit) -> dict[str, Work]:
        """A slurry tank."""
        tank = self._parts.record(unit, Tank)
        self._parts.wiring.tank(unit, tank)
        return self._stirred(unit, tank, self.vessel(unit))

    def _station(self, unit: Unit) -> dict[str, Work]:
        index = self._parts.taken(Feeder)
        feeder = self._parts.record(unit, Feeder)
        self._parts.wiring.feeder(unit, feeder)
        numbers = self._parts.wiring.numbers(unit)
        raw = self._parts.machines.raw[index]
        station = Station(unit.id, feeder, raw, self._parts.stock, numbers, self._parts.floor)
        self._parts.stations[unit.id] = station
        self._parts.flag(unit, "charge", station.flagged)
        return station.works()

    def premix(self, unit: Unit) -> dict[str, Work]:
        """A premix tank with its charging station."""
        station = self._station(unit)
        tank = self._parts.record(unit, Tank)
        self._parts.wiring.tank(unit, tank)
        self._parts.stations[unit.id].stirred_by(tank)
        disperse = Agitator(unit.id, tank, self._parts.floor).work()
        works = {**self.vessel(unit), **station, "disperse": disperse}
        return self._stirred(unit, tank, works)

    def _powder(self, unit: Unit) -> PowderVessel:
        vessel = self._parts.record(unit, PowderVessel)
        self._parts.wiring.powder_vessel(unit, vessel)
        return vessel

    def mixer(self, unit: Unit) -> dict[str, Work]:
        """A powder mixer with its charging station."""
        station = self._station(unit)
        vessel = self._powder(unit)
        mix = Agitator(unit.id, vessel, self._parts.floor).work()
        return self._stirred(unit, vessel, {**self.vessel(unit), **station, "mix": mix})

    def blender(self, unit: Unit) -> dict[str, Work]:
        """A lot blender."""
        vessel = self._powder(unit)
        place = self._parts.floor.place(unit.id)
        whole = self._parts.numbers["scatter.compaction_density_sigma"]
        numbers = self._parts.wiring.numbers(unit)

        def mixed(service: Service) -> None:
            name = f"blend/{service.state.batch}"
            minutes = service.number("duration_s") / 60.0
            sigma = blending.unmixed_sigma(
                whole, numbers["unmixed_share"], minutes, numbers["mixing_min"]
            )
            scatter(self._parts.floor.store, place, self._parts.chance.normal(name, sigma, 2.0))

        blend = Agitator(unit.id, vessel, self._parts.floor, mixed).work()
        return self._stirred(unit, vessel, {**self.vessel(unit), "blend": blend})

    def bin(self, unit: Unit) -> dict[str, Work]:
        """A packing bin."""
        self._powder(unit)
        return self.vessel(unit)


def _metered(work: Work, meter: StirringMeter) -> Work:
    """The same work, with the agitator's energy booked when it finishes."""

    def finish(service: Service) -> bool:
        done = work.finish(service)
        meter.book(service)
        return done

    return replace(work, finish=finish)
