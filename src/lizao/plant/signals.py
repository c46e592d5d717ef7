"""Which numbers the transport shows: sensor tables by kind of unit."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from lizao.model.equipment import Plant, Unit
from lizao.model.identifiers import SignalId, signal_id
from lizao.plant.floor import Coefficients
from lizao.plant.laws import kiln as kiln_laws
from lizao.plant.laws.atmosphere import OXYGEN_PPM, SECTIONS
from lizao.plant.records import Memory
from lizao.plant.sensors import Sensors
from lizao.plant.units.dryers import Dryer
from lizao.plant.units.feeders import Feeder
from lizao.plant.units.jetmills import JetMill
from lizao.plant.units.kiln_record import Kiln
from lizao.plant.units.lines import SlurryLine
from lizao.plant.units.mills import CoarseMill, FineMill
from lizao.plant.units.packers import Packer
from lizao.plant.units.pneumatic import Pneumatic
from lizao.plant.units.sieve import Sieve
from lizao.plant.units.vessels import PowderVessel, Tank


@dataclass(frozen=True)
class Shown:
    """One sensor: the record's field, its noise (one sigma, in the signal's unit) and its lag."""

    name: str
    noise: float = 0.0
    lag_s: float = 0.0
    floor: float = -1.0e9


# Noise and lag after physics.md §1.3 (estimates).
_MILL: Final = (
    Shown("power_kw", 0.5, 1.0, 0.0),
    Shown("outlet_temperature_c", 0.1, 5.0),
    Shown("inlet_pressure_mpa", 0.001, 1.0, 0.0),
    Shown("seal_margin_mpa", 0.001, 1.0),
    Shown("flow_kg_per_h", 40.0, 1.0, 0.0),
    Shown("cooling_c", 0.05, 10.0),
)
TABLES: Final[dict[type, tuple[Shown, ...]]] = {
    Tank: (
        Shown("temperature_c", 0.1, 5.0),
        Shown("d50_um", 0.004, 60.0, 0.0),
        Shown("specific_energy_kwh_per_t"),
        Shown("viscosity_mpa_s", 0.02, 10.0, 0.0),
        Shown("solids_percent", 0.05, 10.0, 0.0),
        Shown("density_kg_per_m3", 1.0, 10.0, 0.0),
        Shown("agitator_a", 0.5, 1.0, 0.0),
        Shown("unstirred_min"),
        Shown("age_h"),
        Shown("ph", 0.01, 10.0),
    ),
    CoarseMill: (*_MILL, Shown("worn_share"), Shown("running_h")),
    FineMill: (
        *_MILL,
        Shown("cooling_valve_percent"),
        Shown("d50_um", 0.004, 60.0, 0.0),
        Shown("worn_share"),
        Shown("running_h"),
    ),
    Feeder: (
        Shown("conductivity_us_per_cm", 0.05, 5.0, 0.0),
        Shown("flow_kg_per_h", 5.0, 2.0, 0.0),
    ),
    Dryer: (
        Shown("inlet_temperature_c", 0.5, 5.0),
        Shown("outlet_temperature_c", 0.5, 7.0),
        Shown("outlet_setpoint_c"),
        Shown("moisture_percent", 0.01, 30.0, 0.0),
        Shown("feed_kg_per_h", 5.0, 2.0, 0.0),
        Shown("exhaust_percent", 0.05, 20.0, 0.0),
        Shown("co_ppm", 0.3, 20.0, 0.0),
        Shown("bag_kpa", 0.005, 2.0, 0.0),
        Shown("dust_mg_per_nm3", 1.0, 10.0, 0.0),
        Shown("vibration_mm_per_s", 0.05, 2.0, 0.0),
        Shown("granule_um", 0.05, 60.0, 0.0),
        Shown("ambient_kg_per_kg", 0.0, 60.0, 0.0),
        Shown("disc_wear"),
        Shown("running_h"),
    ),
    Pneumatic: (
        Shown("velocity_m_per_s", 0.2, 1.0, 0.0),
        Shown("pressure_mpa", 0.001, 1.0, 0.0),
        Shown("flow_kg_per_h", 10.0, 2.0, 0.0),
        Shown("dew_c", 0.1, 30.0),
    ),
    SlurryLine: (Shown("coil_a", 0.2, 1.0, 0.0), Shown("flow_kg_per_h", 40.0, 1.0, 0.0)),
    Sieve: (
        Shown("coil_a", 0.2, 1.0, 0.0),
        Shown("flow_kg_per_h", 5.0, 2.0, 0.0),
        Shown("oversize_kg_per_h", 0.05, 30.0, 0.0),
    ),
    Kiln: (
        Shown("oxygen_ppm", 0.8, 30.0, 0.0),
        Shown("power_kw", 1.0, 5.0, 0.0),
        Shown("heaters_kw", 0.2, 5.0, 0.0),
        Shown("soak_kw", 0.1, 5.0, 0.0),
        Shown("heaters_cut"),
        Shown("soak_deviation_k", 0.2, 10.0, 0.0),
        Shown("nitrogen_nm3_per_h", 0.5, 5.0, 0.0),
        Shown("pressure_pa", 0.3, 2.0),
        Shown("carbon_monoxide_percent", 0.02, 30.0, 0.0),
        Shown("roller_torque_percent", 0.3, 2.0, 0.0),
        Shown("gap_rows"),
        Shown("rows_product"),
        Shown("saggars_free"),
        Shown("saggar_passes"),
        Shown("saggars_cracked"),
        Shown("coating_ppm"),
    ),
    JetMill: (
        Shown("d50_um", 0.005, 60.0, 0.0),
        Shown("holdup_kg", 0.3, 1.0, 0.0),
        Shown("power_kw", 0.5, 1.0, 0.0),
        Shown("d100_um", 0.1, 60.0, 0.0),
        Shown("pressure_mpa", 0.001, 1.0, 0.0),
        Shown("classifier_rpm", 2.0, 1.0, 0.0),
        Shown("classifier_a", 0.3, 1.0, 0.0),
        Shown("vibration_mm_per_s", 0.05, 2.0, 0.0),
        Shown("loop_oxygen_percent", 0.005, 20.0, 0.0),
        Shown("bag_kpa", 0.005, 2.0, 0.0),
        Shown("nozzle_worn_share"),
        Shown("running_h"),
    ),
    PowderVessel: (
        Shown("moisture_ppm", 2.0, 60.0, 0.0),
        Shown("carbon_percent", 0.0, 60.0, 0.0),
        Shown("dew_c", 0.1, 30.0),
    ),
    Packer: (Shown("bags"), Shown("filled_kg", 0.1, 1.0, 0.0)),
}


class SignalTable:
    """Collects the sensors of a plant in the order of its units."""

    def __init__(self, plant: Plant, memory: Memory) -> None:
        """An empty table over ``memory``."""
        self.places: dict[SignalId, int] = {}
        """Which column of the sensors is which signal."""
        self._plant = plant
        self._numbers = Coefficients(plant.name, plant.coefficients)
        self._memory = memory
        self._rows: list[tuple[int, float, float, float, int]] = []

    def _add(self, unit: Unit, shown: Shown, address: int, slow: bool = False) -> None:
        step_s = 2.0 if slow else 1.0
        follow = 1.0 if shown.lag_s <= 0.0 else 1.0 - float(np.exp(-step_s / shown.lag_s))
        self.places[signal_id(unit.id, shown.name)] = len(self.places)
        self._rows.append((address, shown.noise, follow, shown.floor, int(slow)))

    def mass(self, unit: Unit, place: int, capacity_kg: float) -> None:
        """The level of a vessel, with the noise of its load cells."""
        noise = self._numbers["meters.weight_scatter_share"] * capacity_kg * 0.2
        address = self._memory.block_address("held_kg", place)
        self._add(unit, Shown("mass_kg", noise, 1.0, 0.0), address)

    def record(self, unit: Unit, kind: type, index: int) -> None:
        """The sensors of a record of ``kind``."""
        for shown in TABLES.get(kind, ()):
            self._add(unit, shown, self._memory.address(kind, index, shown.name))

    def zones(self, unit: Unit, kiln: int, count: int, heated: int, scatter_k: float) -> None:
        """What the thermocouple of every zone of a kiln says, its set-point, its heating."""
        for zone in range(count):
            for name, column, noise in (
                ("temperature_c", kiln_laws.SEEN_C, scatter_k),
                ("setpoint_c", kiln_laws.SETPOINT_C, 0.0),
                ("heater_kw", kiln_laws.HEATER_KW, 0.02),
            ):
                if name == "heater_kw" and zone >= heated:
                    continue
                shown = Shown(f"zone_{zone + 1:02d}_{name}", noise, 10.0 if noise else 0.0)
                address = self._memory.block_address("zones", kiln, zone, column)
                self._add(unit, shown, address, slow=True)

    def sections(self, unit: Unit, kiln: int) -> None:
        """The oxygen of every section of a kiln, by analysers of 30 s."""
        for section, name in enumerate(SECTIONS):
            shown = Shown(f"oxygen_{name}_ppm", 0.8, 30.0, 0.0)
            address = self._memory.block_address("kiln_sections", kiln, section, OXYGEN_PPM)
            self._add(unit, shown, address, slow=True)

    def build(self) -> Sensors:
        """The arrays of all sensors."""
        source, noise, follow, floor, slow = zip(*self._rows, strict=True)
        count = len(self._rows)
        return Sensors(
            np.array(source, dtype=np.int64),
            np.array(noise),
            np.array(follow),
            np.array(floor),
            np.array(slow, dtype=np.int64),
            np.zeros(count),
            np.zeros(count),
        )
