"""Bead mills: the coarse mill grinds on the way, the fine mills recirculate a tank."""

from lizao.plant.compiled import compiled
from lizao.plant.content import (
    FE,
    HEAT,
    MILLING,
    WEAR,
    Store,
    mass_kg,
    put,
    solids_kg,
    youngest,
)
from lizao.plant.laws import dynamics, milling, slurry
from lizao.plant.laws.coefficients import Controller, MillDrive
from lizao.plant.laws.coefficients import Wear as WearLaw
from lizao.plant.records import OFF
from lizao.plant.units.lines import Line, conveyed_kg
from lizao.plant.units.vessels import Slurry

REACHED = 1
NO_FLOW = 2
TOO_HOT = 4


class CoarseMill(Line):
    """A bead mill in a line: its power sets how fast slurry passes."""

    rated_kw: float
    idle_share: float
    specific_energy_kwh_per_t: float
    heat_share: float
    cooling_kw_per_k: float
    cooling_c: float
    outlet_temperature_c: float


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
    specific_energy_kwh_per_t: float
    temperature_limit_c: float
    setpoint_c: float
    flow_kg_per_h: float
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
    power_kw: float
    energy_kwh: float


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
def step_coarse_mill(line: CoarseMill, store: Store, numbers: Slurry) -> None:
    """Pass slurry for one second at the specific energy asked for."""
    line.power_kw = 0.0
    source = int(line.source)
    if line.open == OFF:
        return
    line.power_kw = line.rated_kw * line.idle_share
    if store.parcel_count[source] == 0:
        conveyed_kg(line, store, 0.0)
        return
    parcel = store.parcels[source, store.head[source]]
    solids_share = solids_kg(parcel) / mass_kg(parcel)
    net_kw = line.rated_kw * (1.0 - line.idle_share)
    rate = line.rate_kg_per_h
    if line.specific_energy_kwh_per_t * solids_share > 0.0:
        rate = min(rate, 1000.0 * net_kw / (line.specific_energy_kwh_per_t * solids_share))
    line.power_kw += rate * solids_share / 1000.0 * line.specific_energy_kwh_per_t
    if conveyed_kg(line, store, rate / 3600.0) > 0.0:
        dry_t = solids_kg(store.hand) / 1000.0
        store.hand[MILLING] += line.specific_energy_kwh_per_t * dry_t
        _warm(line, store, rate, solids_share, numbers)
        put(store, int(line.destination))


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
def step_fine_mill(mill: FineMill, store: Store, wear: WearLaw, numbers: Slurry) -> int:
    """Grind the tank for one second; raise a flag at the end-point, without flow, or too hot."""
    mill.power_kw = 0.0
    if mill.on == OFF:
        return 0
    place = int(mill.place)
    if store.held_kg[place] < 1.0:
        mill.flag = NO_FLOW
        return 1
    tank = store.parcels[place, youngest(store, place)]
    temperature_c = tank[HEAT] / store.held_kg[place]
    drive = MillDrive(
        mill.rated_kw,
        mill.idle_share,
        mill.reference_tip_m_per_s,
        mill.reference_fill_share,
        mill.fill_exponent,
    )
    mill.power_kw = milling.power_kw(mill.tip_m_per_s, mill.fill_share, drive)
    mill.energy_kwh += mill.power_kw / 3600.0
    net_kwh = (mill.power_kw - milling.idle_kw(drive)) / 3600.0
    tank[MILLING] += net_kwh
    heat_kw = mill.power_kw * mill.heat_share - _cool(mill, mill.outlet_temperature_c)
    heat = slurry.slurry_kj_per_kg_k(
        solids_kg(tank) / store.held_kg[place],
        numbers.solids_kj_per_kg_k,
        numbers.liquid_kj_per_kg_k,
    )
    tank[HEAT] += heat_kw / heat
    rest_c = temperature_c + heat_kw * 3600.0 / (mill.flow_kg_per_h * heat)
    mill.outlet_temperature_c = dynamics.lagged(mill.outlet_temperature_c, rest_c, mill.lag_s, 1.0)
    mill.fill_share -= mill.fill_loss_share_per_d / 86_400.0
    iron_kg = milling.worn_kg(net_kwh, wear) * wear.iron_share
    tank[FE] += iron_kg
    store.held_kg[place] += iron_kg
    store.meters[WEAR, FE] += iron_kg
    if tank[MILLING] >= mill.specific_energy_kwh_per_t * solids_kg(tank) / 1000.0:
        mill.flag = REACHED
    elif mill.outlet_temperature_c > mill.trip_c:
        mill.flag = TOO_HOT
    return 1 if mill.flag > 0.0 else 0
