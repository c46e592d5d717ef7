"""Bead mills: the coarse mill grinds on the way, the fine mills recirculate a tank."""

from typing import Final

from lizao.plant.compiled import compiled
from lizao.plant.content import (
    FE,
    GROUND,
    HARDNESS,
    HEAT,
    MEDIAN,
    MILLING,
    VISCOSITY,
    WEAR,
    ZIRCONIUM,
    Store,
    mass_kg,
    put,
    settle,
    solids_kg,
    youngest,
)
from lizao.plant.laws import dynamics, milling, slurry
from lizao.plant.laws.coefficients import Controller, MillDrive, Screen, SizeLaw
from lizao.plant.laws.coefficients import Wear as WearLaw
from lizao.plant.records import OFF, Floats
from lizao.plant.units.lines import Line, conveyed_kg
from lizao.plant.units.vessels import Slurry

REACHED = 1
NO_FLOW = 2
TOO_HOT = 4
PRESSURE = 8
SEAL = 16


class CoarseMill(Line):
    """A bead mill in a line: its power sets how fast slurry passes."""

    rated_kw: float
    idle_share: float
    tip_m_per_s: float
    reference_tip_m_per_s: float
    fill_share: float
    reference_fill_share: float
    fill_exponent: float
    worn_share: float
    fill_loss_share_per_d: float
    specific_energy_kwh_per_t: float
    heat_share: float
    cooling_kw_per_k: float
    cooling_c: float
    heat_mj_per_k: float
    """Of the mill and the slurry in it."""
    outlet_temperature_c: float
    trip_c: float
    plugged_share: float
    pump_share: float
    screen_clean_mpa: float
    screen_slurry_mpa_s: float
    pump_stall_mpa: float
    slow_mpa: float
    pressure_trip_mpa: float
    seal_mpa: float
    seal_least_mpa: float
    inlet_pressure_mpa: float
    seal_margin_mpa: float
    flow_kg_per_h: float
    running_h: float


class FineMill:
    """A bead mill that recirculates the tank at ``place``."""

    place: float
    on: float
    flag: float
    rated_kw: float
    idle_share: float
    tip_m_per_s: float
    reference_tip_m_per_s: float
    fill_share: float
    reference_fill_share: float
    fill_exponent: float
    worn_share: float
    """Beads lost since the last top-up, over the whole."""
    specific_energy_kwh_per_t: float
    temperature_limit_c: float
    setpoint_c: float
    pump_kg_per_h: float
    fill_loss_share_per_d: float
    lag_s: float
    outlet_temperature_c: float
    trip_c: float
    cooling_kw_per_k: float
    cooling_c: float
    heat_share: float
    valve_gain: float
    valve_integral_s: float
    valve_integral: float
    valve: float
    cooling_valve_percent: float
    plugged_share: float
    """By how much the separator resists more than a clean one."""
    pump_share: float
    screen_clean_mpa: float
    screen_slurry_mpa_s: float
    pump_stall_mpa: float
    slow_mpa: float
    """From here on the mill is slowed, to its least speed where it trips."""
    pressure_trip_mpa: float
    seal_mpa: float
    seal_least_mpa: float
    inlet_pressure_mpa: float
    seal_margin_mpa: float
    flow_kg_per_h: float
    d50_um: float
    running_h: float
    power_kw: float
    energy_kwh: float


SLOWED: Final = 0.3
"""How much slower a mill turns where its pressure would trip (estimate)."""
LEAST_FLOW: Final = 0.1
"""Below this part of the pump's flow there is none."""


@compiled
def _warm(
    line: CoarseMill, store: Store, rate_kg_per_h: float, solids_share: float, numbers: Slurry
) -> None:
    """Warm the hand by the mill's heat less its jacket's (steady heat balance of the outlet)."""
    mass = mass_kg(store.hand)
    heat = slurry.slurry_kj_per_kg_k(
        solids_share, numbers.solids_kj_per_kg_k, numbers.liquid_kj_per_kg_k
    )
    flow_kw_per_k = rate_kg_per_h / 3600.0 * heat
    inlet_c = store.hand[HEAT] / mass
    gained = flow_kw_per_k * inlet_c + line.power_kw * line.heat_share
    gained += line.cooling_kw_per_k * line.cooling_c
    line.outlet_temperature_c = gained / (flow_kw_per_k + line.cooling_kw_per_k)
    store.hand[HEAT] = line.outlet_temperature_c * mass


@compiled
def _stand(line: CoarseMill) -> None:
    """Cool a mill that stands by its jacket for one second."""
    line.power_kw = 0.0
    line.flow_kg_per_h = 0.0
    line.inlet_pressure_mpa = 0.0
    line.seal_margin_mpa = line.seal_mpa
    if line.cooling_kw_per_k > 0.0:
        line.outlet_temperature_c = dynamics.lagged(
            line.outlet_temperature_c,
            line.cooling_c,
            1000.0 * line.heat_mj_per_k / line.cooling_kw_per_k,
            1.0,
        )


@compiled
def _drive(mill: CoarseMill | FineMill) -> MillDrive:
    """Return the drive of a mill at its reference."""
    return MillDrive(
        mill.rated_kw,
        mill.idle_share,
        mill.reference_tip_m_per_s,
        mill.reference_fill_share,
        mill.fill_exponent,
    )


@compiled
def _screen(mill: CoarseMill | FineMill) -> Screen:
    """Return the separator of a mill and the pump before it."""
    return Screen(mill.screen_clean_mpa, mill.screen_slurry_mpa_s, mill.pump_stall_mpa)


@compiled
def _filled(mill: CoarseMill | FineMill) -> float:
    """Return the bead fill (1) that is left."""
    return float(mill.fill_share * (1.0 - mill.worn_share))


@compiled
def _tip(mill: CoarseMill | FineMill) -> float:
    """Return the tip speed in m/s: the mill's controller slows it as the pressure rises."""
    room = mill.pressure_trip_mpa - mill.slow_mpa
    over = min(1.0, max(0.0, mill.inlet_pressure_mpa - mill.slow_mpa) / room)
    return float(mill.tip_m_per_s * (1.0 - SLOWED * over))


@compiled
def _ground_kwh(
    mill: CoarseMill | FineMill, vector: Floats, net_kwh: float, size: SizeLaw
) -> float:
    """Return how much of net kWh grinds a powder of its hardness with the beads that are there."""
    missing = max(0.0, 1.0 - _filled(mill) / mill.reference_fill_share)
    hardness = vector[HARDNESS] / solids_kg(vector) if vector[HARDNESS] > 0.0 else 1.0
    return net_kwh * milling.grinding_share(missing, size) / hardness


@compiled
def _press(mill: CoarseMill | FineMill, resistance: float, flow_share: float) -> int:
    """Read pressures at a flow over the full one; return the interlock that they raise, or 0."""
    mill.inlet_pressure_mpa = milling.inlet_mpa(resistance, flow_share, _screen(mill))
    mill.seal_margin_mpa = mill.seal_mpa - mill.inlet_pressure_mpa
    mill.running_h += 1.0 / 3600.0
    mill.worn_share += mill.fill_loss_share_per_d / 86_400.0
    if mill.inlet_pressure_mpa > mill.pressure_trip_mpa:
        return PRESSURE
    if mill.seal_margin_mpa < mill.seal_least_mpa:
        return SEAL
    return TOO_HOT if mill.outlet_temperature_c > mill.trip_c else 0


@compiled
def _wear(vector: Floats, net_kwh: float, store: Store, wear: WearLaw) -> float:
    """Let net kWh wear beads off into a content vector; return the iron in kg."""
    worn_kg = milling.worn_kg(net_kwh, wear)
    iron_kg = worn_kg * wear.iron_share
    vector[ZIRCONIUM] += worn_kg * wear.zirconium_share
    vector[FE] += iron_kg
    store.meters[WEAR, FE] += iron_kg
    return iron_kg


@compiled
def _passing(line: CoarseMill, store: Store, solids_share: float) -> float:
    """Return the slurry in kg/h that pump and power let through, and read the drive."""
    place = int(line.source)
    drive = _drive(line)
    idle_kw = milling.idle_kw(drive)
    net_kw = milling.power_kw(_tip(line), _filled(line), drive) - idle_kw
    resistance = milling.resistance_mpa(
        store.slurry[place, VISCOSITY], line.plugged_share, _screen(line)
    )
    rate = line.rate_kg_per_h * line.pump_share * milling.pumped_share(resistance, _screen(line))
    if line.specific_energy_kwh_per_t * solids_share > 0.0:
        rate = min(rate, 1000.0 * net_kw / (line.specific_energy_kwh_per_t * solids_share))
    line.power_kw += rate * solids_share / 1000.0 * line.specific_energy_kwh_per_t
    line.flow_kg_per_h = rate
    line.flag = _press(line, resistance, rate / line.rate_kg_per_h)
    if line.pump_share < LEAST_FLOW:
        line.flag = NO_FLOW
    return float(rate)


@compiled
def step_coarse_mill(
    line: CoarseMill, store: Store, size: SizeLaw, wear: WearLaw, numbers: Slurry
) -> int:
    """Pass slurry for one second at the specific energy asked for; flag what trips it."""
    source = int(line.source)
    if line.open == OFF:
        _stand(line)
        return 0
    line.flow_kg_per_h = 0.0
    line.inlet_pressure_mpa = 0.0
    line.seal_margin_mpa = line.seal_mpa
    line.power_kw = line.rated_kw * line.idle_share
    if store.parcel_count[source] == 0:
        conveyed_kg(line, store, 0.0)
        return 0
    parcel = store.parcels[source, store.head[source]]
    solids_share = solids_kg(parcel) / mass_kg(parcel)
    rate = _passing(line, store, solids_share)
    if conveyed_kg(line, store, rate / 3600.0) > 0.0:
        settle(store, source)
        net_kwh = line.specific_energy_kwh_per_t * solids_kg(store.hand) / 1000.0
        store.hand[MILLING] += net_kwh
        store.hand[GROUND] += _ground_kwh(line, store.hand, net_kwh, size)
        _warm(line, store, rate, solids_share, numbers)
        _wear(store.hand, net_kwh, store, wear)
        put(store, int(line.destination))
    return 1 if line.flag > 0.0 else 0


@compiled
def _cool(mill: FineMill, temperature_c: float) -> float:
    """Return the cooling in kW of the mill's valve under its controller."""
    pi = Controller(mill.valve_gain, mill.valve_integral_s, 0.0, 1.0)
    wanted_c = min(mill.setpoint_c, mill.temperature_limit_c)
    control = dynamics.controlled(temperature_c - wanted_c, mill.valve_integral, pi, 1.0)
    mill.valve = control.output
    mill.cooling_valve_percent = 100.0 * control.output
    mill.valve_integral = control.integral
    return max(0.0, mill.valve * mill.cooling_kw_per_k * (temperature_c - mill.cooling_c))


@compiled
def _grind(mill: FineMill, tank: Floats, store: Store, size: SizeLaw, wear: WearLaw) -> None:
    """Put one second of grinding into the tank."""
    drive = _drive(mill)
    tip = _tip(mill)
    mill.power_kw = milling.power_kw(tip, _filled(mill), drive)
    mill.energy_kwh += mill.power_kw / 3600.0
    speed = tip / mill.reference_tip_m_per_s
    net_kwh = (mill.power_kw - milling.idle_kw(drive) * speed * speed * speed) / 3600.0
    tank[MILLING] += net_kwh
    tank[GROUND] += _ground_kwh(mill, tank, net_kwh, size)
    store.held_kg[int(mill.place)] += _wear(tank, net_kwh, store, wear)


@compiled
def _recirculate(mill: FineMill, tank: Floats, held: float, numbers: Slurry) -> None:
    """Heat the slurry that passes, and cool it."""
    heat_kw = mill.power_kw * mill.heat_share - _cool(mill, mill.outlet_temperature_c)
    heat = slurry.slurry_kj_per_kg_k(
        solids_kg(tank) / held, numbers.solids_kj_per_kg_k, numbers.liquid_kj_per_kg_k
    )
    rest_c = tank[HEAT] / held + heat_kw * 3600.0 / (mill.flow_kg_per_h * heat)
    tank[HEAT] += heat_kw / heat
    mill.outlet_temperature_c = dynamics.lagged(mill.outlet_temperature_c, rest_c, mill.lag_s, 1.0)


@compiled
def step_fine_mill(
    mill: FineMill, store: Store, size: SizeLaw, wear: WearLaw, numbers: Slurry
) -> int:
    """Grind the tank for one second; raise a flag at the end-point or for an interlock."""
    mill.power_kw = 0.0
    mill.flow_kg_per_h = 0.0
    place = int(mill.place)
    if mill.on == OFF:
        mill.inlet_pressure_mpa = 0.0
        mill.seal_margin_mpa = mill.seal_mpa
        return 0
    screen = _screen(mill)
    resistance = milling.resistance_mpa(store.slurry[place, VISCOSITY], mill.plugged_share, screen)
    flow_share = mill.pump_share * milling.pumped_share(resistance, screen)
    if store.held_kg[place] < 1.0 or flow_share < LEAST_FLOW:
        mill.flag = NO_FLOW
        return 1
    tank = store.parcels[place, youngest(store, place)]
    mill.flow_kg_per_h = mill.pump_kg_per_h * flow_share
    mill.d50_um = store.slurry[place, MEDIAN]
    _grind(mill, tank, store, size, wear)
    _recirculate(mill, tank, store.held_kg[place], numbers)
    mill.flag = _press(mill, resistance, flow_share)
    if tank[MILLING] >= mill.specific_energy_kwh_per_t * solids_kg(tank) / 1000.0:
        mill.flag = REACHED
    return 1 if mill.flag > 0.0 else 0
