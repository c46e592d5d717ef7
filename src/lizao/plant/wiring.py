"""Records filled from the plant file: what each unit's numbers mean to its kernel."""

from collections.abc import Sequence
from typing import Final

from lizao.model.equipment import Plant, Unit
from lizao.model.identifiers import PlaceId
from lizao.plant.coefficients import fill
from lizao.plant.floor import Coefficients, Floor
from lizao.plant.grid import Laws
from lizao.plant.laws import atmosphere
from lizao.plant.laws import dryer as drying
from lizao.plant.laws import kiln as kiln_laws
from lizao.plant.plc.saggars import Beside
from lizao.plant.units.dryers import Dryer
from lizao.plant.units.feeders import Feeder
from lizao.plant.units.jetmills import JetMill
from lizao.plant.units.kiln_record import Kiln
from lizao.plant.units.lines import Line
from lizao.plant.units.mills import CoarseMill, FineMill
from lizao.plant.units.packers import Packer
from lizao.plant.units.pneumatic import Pneumatic
from lizao.plant.units.sieve import Sieve
from lizao.plant.units.vessels import PowderVessel, Tank

NOISE_CHANNEL: Final = 10_000
"""Channels from here on are process noise; those below belong to the sensors."""

MILL_NAMES: Final = {
    "reference_tip_m_per_s": "tip_m_per_s",
    "reference_fill_share": "fill_share",
    "heat_share": "efficiency_to_heat_share",
}
"""Fields of a bead mill that the plant file knows under another name."""


class Wiring:
    """Fills the records of one plant."""

    def __init__(self, plant: Plant, laws: Laws, floor: Floor) -> None:
        """The plant's own numbers, its laws and its floor."""
        self.plant = Coefficients(plant.name, plant.coefficients)
        self._laws = laws
        self._floor = floor
        self._channel = NOISE_CHANNEL

    def numbers(self, unit: Unit) -> Coefficients:
        """The numbers of a unit, then those of the plant."""
        joined = {**self.plant.all, **unit.coefficients}
        return Coefficients(unit.id, joined)

    def channel(self) -> float:
        """A fresh channel of process noise."""
        self._channel += 1
        return float(self._channel)

    def bias(self, unit: Unit, share: str) -> float:
        """The calibration bias (1) of a unit's meter, drawn once per home."""
        return self._floor.chance.normal(f"meter/{unit.id}/{share}", self.plant[share], 2.0)

    def _first(self, piped: Sequence[PlaceId]) -> int:
        """The row of the place that a line works on until a run says another."""
        return self._floor.place(str(piped[0]))

    def feeder(self, unit: Unit, record: Feeder) -> None:
        """A charging station's feeder."""
        numbers = self.numbers(unit)
        record.place = float(self._floor.place(unit.id))
        record.channel = self.channel()
        record.surge_share = numbers["dose_scatter_share"]
        record.conductivity_us_per_cm = numbers.get("conductivity_us_per_cm", 0.0)
        sigma = numbers["dose_bias_share"]
        record.bias_share = self._floor.chance.normal(f"meter/{unit.id}/dose", sigma, 2.0)

    def tank(self, unit: Unit, record: Tank) -> None:
        """A slurry tank."""
        fill(record, Tank, self.numbers(unit))
        record.cooling_kw_per_k += unit.coefficients.get("loss_kw_per_k", 0.0)
        record.place = float(self._floor.place(unit.id))
        record.temperature_c = record.ambient_c
        record.powered = 1.0

    def powder_vessel(self, unit: Unit, record: PowderVessel) -> None:
        """A mixed powder vessel; one with a dew point is open to that room."""
        numbers = self.numbers(unit)
        fill(record, PowderVessel, numbers, drive_kw="power_kw", dew_c="dew_point_c")
        record.power_kw = 0.0
        record.place = float(self._floor.place(unit.id))
        record.exposed = 1.0 if "dew_point_c" in unit.coefficients else 0.0

    def line(self, unit: Unit, record: Line, kind: type) -> None:
        """What every line has: rate, drive, dust, and the bias of its meter."""
        numbers = self.numbers(unit)
        dust = "oversize_share" if kind is Sieve else "dust_share"
        names = {"drive_kw": "power_kw", "caught_share": "magnet_share", "dust_share": dust}
        names |= {"coil_rated_a": "coil_a", "fixed_share": "oversize_share"}
        fill(record, kind, numbers, **names)
        record.power_kw = 0.0
        record.bias_share = self.bias(unit, "meters.flow_bias_share")

    def coarse_mill(self, unit: Unit, record: CoarseMill) -> None:
        """A bead mill in a line."""
        self.line(unit, record, CoarseMill)
        fill(record, CoarseMill, self.numbers(unit), **MILL_NAMES)
        record.power_kw = 0.0

    def pneumatic(self, unit: Unit, record: Pneumatic) -> None:
        """A pneumatic line."""
        self.line(unit, record, Pneumatic)
        record.channel = self.channel()
        for field in ("best", "width", "plug", "blowout"):
            value = self.plant[f"line.{field}_m_per_s"]
            setattr(record, f"{field}_m_per_s", value)
        record.velocity_setpoint_m_per_s = record.best_m_per_s

    def fine_mill(self, unit: Unit, record: FineMill) -> None:
        """A bead mill on its tank."""
        fill(
            record,
            FineMill,
            self.numbers(unit),
            pump_kg_per_h="flow_kg_per_h",
            setpoint_c="temperature_setpoint_c",
            valve_gain="controller_gain_per_k",
            valve_integral_s="controller_integral_s",
            **MILL_NAMES,
        )
        record.flow_kg_per_h = 0.0
        record.place = float(self._first(unit.draws_from))

    def dryer(self, unit: Unit, record: Dryer) -> None:
        """A spray dryer: its fan is set for the nominal water at the default temperatures."""
        numbers = self.numbers(unit)
        fill(
            record,
            Dryer,
            numbers,
            gas_lag_s="gas_tau_s",
            wall_lag_s="wall_tau_s",
            ambient_kg_per_kg="ambient_humidity_kg_per_kg",
            fan_kw="fans_kw",
            standby_kw="idle_loss_kw",
            pump_gain="feed_gain_kg_per_h_per_k",
            pump_integral_s="feed_integral_s",
            gas_mj_per_nm3="dryer_heat.gas_mj_per_nm3",
        )
        inlet_c, outlet_c = numbers["design_inlet_c"], numbers["design_outlet_c"]
        record.source = float(self._first(unit.draws_from))
        record.destination = float(self._first(unit.delivers_to))
        record.channel = self.channel()
        self.channel()
        record.disc_wear_per_d = (
            numbers["granules.wear_share_per_d"] / self._laws.dryer.granules.wear_gain
        )
        record.pump_high_kg_per_h = numbers["water_kg_per_h"] * numbers["overload_share"]
        heat = self._laws.dryer.heat
        record.air_kg_per_h = drying.air_kg_per_h(
            numbers["water_kg_per_h"], inlet_c, outlet_c, numbers["feed_c"], heat
        )
        record.heating_k_per_s = (inlet_c - record.ambient_c) / (numbers["heat_up_h"] * 3600.0)
        record.bias_share = self.bias(unit, "meters.flow_bias_share")
        record.vapour_bias_share = 0.5 * self.bias(unit, "meters.loss_scatter_share")
        for field in ("inlet_temperature_c", "gas_c", "wall_c", "outlet_temperature_c"):
            setattr(record, field, record.ambient_c)
        record.outlet_setpoint_c = outlet_c

    def kiln(self, unit: Unit, record: Kiln, beside: Beside) -> None:
        """A kiln, its zones and its saggars."""
        numbers = self.numbers(unit)
        fill(
            record,
            Kiln,
            numbers,
            base_kw="drives_kw",
            supply_ppm="supply_oxygen_ppm",
            nitrogen_setpoint_nm3_per_h="nitrogen_nm3_per_h",
            exhaust_nm3_per_h="nitrogen_nm3_per_h",
            room_c="ambient_c",
            saggar_passes="saggar_age_passes",
            coating_ppm="coating_new_ppm",
        )
        zones = len(beside.zones)
        rows, saggars = len(beside.rows), numbers["saggars_per_row"]
        hours = numbers["residence_h"]
        record.source = float(self._first(unit.draws_from))
        record.destination = float(self._first(unit.delivers_to))
        record.channel = self.channel()
        record.speed_m_per_h = numbers["length_m"] / hours
        record.zone_m = numbers["length_m"] / zones
        record.dummy_j_per_k = saggars * numbers["saggar_kg"] * numbers["saggar_j_per_kg_k"]
        record.saggars_free = numbers["saggars_pool"] - rows * saggars
        record.nitrogen_share = record.exhaust_share = record.damper = record.running = 1.0
        record.pressure_pa = record.pressure_setpoint_pa
        load_t = rows / hours * saggars * numbers["bed.full_load_kg"] / 1000.0
        record.burn_nitrogen_nm3_per_t = record.nitrogen_nm3_per_h / load_t
        self._zones(numbers, beside)
        self._sections(numbers, record, beside, hours)

    def _zones(self, numbers: Coefficients, beside: Beside) -> None:
        """Heaters in the heated zones, jackets where the profile falls."""
        zones = len(beside.zones)
        profile = [_profile_c(numbers, zone) for zone in range(zones)]
        for zone in range(zones):
            if zone < numbers["zones_heated"]:
                beside.zones[zone, kiln_laws.HEATER_W] = 1000.0 * numbers["heater_kw"]
            if zone > 0 and profile[zone] < profile[zone - 1]:
                beside.zones[zone, kiln_laws.COOLER_W] = 1000.0 * numbers["cooler_kw"]

    def _sections(self, numbers: Coefficients, record: Kiln, beside: Beside, hours: float) -> None:
        """The sections of the atmosphere, at rest, and the zones in each."""
        count, begin = len(beside.zones), 0
        for section, name in enumerate(atmosphere.SECTIONS):
            end = round(numbers[f"{name}_last_zone"])
            here = beside.sections[section]
            here[atmosphere.NITROGEN_SHARE] = numbers[f"{name}_nitrogen_share"]
            here[atmosphere.LEAK_SHARE] = numbers[f"{name}_leak_share"]
            here[atmosphere.VOLUME_NM3] = numbers[f"{name}_volume_nm3"]
            here[atmosphere.END_M] = end * record.zone_m
            stay_h = hours * (end - begin) / count
            per_t = numbers[f"{name}_gas_nm3_per_t"]
            here[atmosphere.GAS_NM3_PER_KG_H] = per_t / 1000.0 / stay_h
            burning = [
                zone for zone in range(begin, end) if _profile_c(numbers, zone) >= numbers["char_c"]
            ]
            beside.zones[begin:end, kiln_laws.SECTION] = section
            share = numbers[f"{name}_burn_share"] * count / (max(1, len(burning)) * hours)
            beside.zones[burning, kiln_laws.BURN_PER_H] = share
            begin = end
        record.oxygen_ppm = atmosphere.flow_through(
            beside.sections,
            record.nitrogen_nm3_per_h,
            record.leak_nm3_per_h,
            record.supply_ppm,
            float("inf"),
        )

    def jet_mill(self, unit: Unit, record: JetMill, inside: str) -> None:
        """A jet mill."""
        numbers = self.numbers(unit)
        fill(
            record,
            JetMill,
            numbers,
            holdup_best_kg="holdup_kg",
            base_kw="idle_kw",
            nitrogen_nm3_per_t="make_up_nm3_per_t",
            wobble_share="d50_scatter_share",
            fine="fine_cut",
            bound_ppm="pickup.bound_ppm",
            wear_ppb="magnet.mill_wear_ppb",
        )
        record.holdup_kg = 0.0
        record.source = float(self._first(unit.draws_from))
        record.destination = float(self._first(unit.delivers_to))
        record.inside = float(self._floor.place(inside))
        record.channel = self.channel()
        self.channel()
        record.holdup_rate_kg_per_h = 1.1 * record.rate_kg_per_h
        record.holdup_high_kg = numbers["choke_share"] * record.holdup_best_kg
        record.holdup_restart_kg = numbers["restart_share"] * record.holdup_best_kg
        record.share = 1.0
        record.bias_share = self.bias(unit, "meters.flow_bias_share")

    def packer(self, unit: Unit, record: Packer) -> None:
        """A packer that fills a full bag in its time less the change-over."""
        numbers = self.numbers(unit)
        fill(record, Packer, numbers, drive_kw="power_kw")
        record.power_kw = 0.0
        record.source = float(self._first(unit.draws_from))
        filling_s = 60.0 * numbers["bag_min"] - numbers["change_over_s"]
        record.rate_kg_per_h = 3600.0 * numbers["full_bag_kg"] / filling_s
        record.bias_share = self.bias(unit, "meters.weight_bias_share")


def _profile_c(numbers: Coefficients, zone: int) -> float:
    """The set-point in °C that the plant file gives a zone (0..) of a kiln."""
    return numbers[f"zone_{zone + 1:02d}_c"]
