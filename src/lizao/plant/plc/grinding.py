"""The recirculating bead mills and the timed agitators."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from lizao.model.equipment import Unit
from lizao.model.identifiers import UnitId
from lizao.plant.floor import Floor
from lizao.plant.plc.piping import Piping
from lizao.plant.service import Service, Work
from lizao.plant.units.lines import FULL
from lizao.plant.units.mills import PRESSURE, REACHED, SEAL, TOO_HOT, CoarseMill, FineMill
from lizao.plant.units.vessels import PowderVessel, Tank

_REASONS: Final = {TOO_HOT: "temperature", PRESSURE: "pressure", SEAL: "seal", FULL: "level"}
"""What the interlock says by the flag of the kernel; anything else is a lack of flow."""


def top_up(record: CoarseMill | FineMill, least_share: float) -> None:
    """Before a run, people fill up beads where more than ``least_share`` of them is lost."""
    if record.worn_share > least_share:
        record.worn_share = 0.0
        record.running_h = 0.0


def tripped(record: CoarseMill | FineMill, service: Service) -> None:
    """An interlock of a mill holds its run and says why."""
    flag = int(record.flag)
    record.flag = 0.0
    service.trip(_REASONS.get(flag, "no_flow"))


def beaded(work: Work, record: CoarseMill, least_share: float) -> Work:
    """The work of a line, with a look at the beads of its mill before each run."""

    def begin(service: Service) -> bool:
        top_up(record, least_share)
        return work.begin(service)

    return replace(work, begin=begin)


class CircuitMill:
    """A bead mill on the tank that a run names."""

    def __init__(
        self,
        unit: Unit,
        record: FineMill,
        tanks: Mapping[int, Tank],
        floor: Floor,
        top_up_share: float,
    ) -> None:
        """A mill at rest, and the slurry tanks by the row of their place."""
        self._top_up_share = top_up_share
        self.unit = unit.id
        self.record = record
        self._piping = Piping(unit)
        self._tanks = tanks
        self._floor = floor

    def works(self) -> dict[str, Work]:
        """The services of a mill."""
        work = Work(begin=self._begin, go=self._go, halt=self._halt, finish=self._end)
        return {"recirculate": self._piping.guarded(work)}

    @property
    def _tank(self) -> Tank:
        return self._tanks[int(self.record.place)]

    def _begin(self, service: Service) -> bool:
        self.record.specific_energy_kwh_per_t = service.number("specific_energy_kwh_per_t")
        self.record.temperature_limit_c = service.number("temperature_limit_c")
        self.record.place = float(self._floor.place(self._piping.ends(service).source))
        self.record.energy_kwh = 0.0
        top_up(self.record, self._top_up_share)
        return True

    def _go(self, _: Service) -> None:
        self.record.flag = 0.0
        self.record.outlet_temperature_c = self._tank.temperature_c
        self.record.on = 1.0

    def _halt(self, _: Service) -> None:
        self.record.on = 0.0

    def _end(self, service: Service) -> bool:
        self.record.on = 0.0
        run = service.state
        energy_kwh = float(self.record.energy_kwh)
        run.reports["energy_kwh"] = energy_kwh
        run.reports["d50_um"] = float(self._tank.d50_um)
        self._floor.metered(run.since, self.unit, run.batch, energy_kwh)
        return True

    def flagged(self, service: Service) -> None:
        """The kernel saw the end-point, no flow, or too hot a tank."""
        if self.record.flag == REACHED:
            self.record.flag = 0.0
            service.done()
        else:
            tripped(self.record, service)


class Agitator:
    """A timed stirring service of a vessel: disperse, mix or blend."""

    def __init__(
        self,
        unit: UnitId,
        vessel: Tank | PowderVessel,
        floor: Floor,
        mixed: Callable[[Service], None] | None = None,
    ) -> None:
        """A stirrer at rest; ``mixed`` is called when a run is over."""
        self.unit = unit
        self._vessel = vessel
        self._floor = floor
        self._mixed = mixed

    def work(self) -> Work:
        """The timed service."""
        return Work(go=self._go, halt=self._halt, finish=self._end, due=Service.done)

    def _go(self, service: Service) -> None:
        self._vessel.stirred = 1.0
        service.time(service.number("duration_s"))

    def _halt(self, service: Service) -> None:
        self._vessel.stirred = 0.0
        service.stop_clock()

    def _end(self, service: Service) -> bool:
        self._vessel.stirred = 0.0
        if self._mixed is not None:
            self._mixed(service)
        held = self._floor.store.held_kg[self._floor.place(self.unit)]
        service.state.reports["mass_kg"] = float(held)
        return True


class StirringMeter:
    """Books the energy of a vessel's agitator to the batch whose service ends there."""

    def __init__(self, unit: UnitId, vessel: Tank | PowderVessel, floor: Floor) -> None:
        """An agitator that has used nothing yet."""
        self.unit = unit
        self.state = 0
        self._vessel = vessel
        self._floor = floor

    def book(self, service: Service) -> None:
        """Meter what was used since the last time."""
        energy_kwh = float(self._vessel.energy_kwh)
        self._vessel.energy_kwh = 0.0
        self._floor.metered(self.state, self.unit, service.state.batch, energy_kwh)
        self.state = self._floor.state.step
