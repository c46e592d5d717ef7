"""Pneumatic lines: the gas speed decides how much powder goes; deposits plug them."""

from lizao.plant.compiled import compiled
from lizao.plant.content import AIR, WATER, Store, dry, mass_kg, put
from lizao.plant.laws import conveying, dynamics, packing
from lizao.plant.laws.coefficients import Line as LineLaw
from lizao.plant.laws.coefficients import Pickup
from lizao.plant.noise import normal
from lizao.plant.records import OFF, Floats
from lizao.plant.units.lines import Line, conveyed_kg

PLUGGED = 1


class Pneumatic(Line):
    """A closed nitrogen line for powder."""

    channel: float
    velocity_setpoint_m_per_s: float
    velocity_m_per_s: float
    pressure_mpa: float
    pressure_full_mpa: float
    best_m_per_s: float
    width_m_per_s: float
    plug_m_per_s: float
    blowout_m_per_s: float
    lag_s: float
    deposit_share: float
    """How much of the bore powder has taken."""
    stall_mpa: float
    pressure_lag_s: float
    pressure_trip_mpa: float
    dew_c: float
    room_c: float
    pickup_share: float
    """How near the powder comes on the way to rest with its gas."""
    flow_kg_per_h: float
    energy_kwh_per_t: float
    make_up_nm3_per_t: float


@compiled
def _moisten(line: Pneumatic, store: Store, pickup: Pickup) -> None:
    """Let dry powder take up water of a gas that is not."""
    mass = mass_kg(store.hand)
    rest_ppm = packing.settled_ppm(line.dew_c, line.room_c, pickup)
    lacking = packing.moisture_ppm(rest_ppm, pickup) - 1.0e6 * store.hand[WATER] / mass
    if lacking > 0.0:
        dry(store, -1.0e-6 * line.pickup_share * lacking * mass, AIR)


@compiled
def _carry(line: Pneumatic, store: Store, rate: float, pickup: Pickup) -> None:
    """Carry powder for one second at a rate in kg/h."""
    moved_kg = conveyed_kg(line, store, rate / 3600.0)
    if moved_kg > 0.0:
        _moisten(line, store, pickup)
        put(store, int(line.destination))
        line.flow_kg_per_h = 3600.0 * moved_kg
        line.power_kw = moved_kg * 3.6 * line.energy_kwh_per_t
        line.energy_kwh += moved_kg / 1000.0 * line.energy_kwh_per_t
        line.nitrogen_nm3 += moved_kg / 1000.0 * line.make_up_nm3_per_t


@compiled
def step_pneumatic(line: Pneumatic, store: Store, pickup: Pickup, table: Floats, step: int) -> int:
    """Blow powder for one second; outside the window between plug and blow-out nothing moves.

    Flag the pressure of a line that is plugged.
    """
    wanted = line.velocity_setpoint_m_per_s * (1.0 - line.deposit_share)
    wanted = wanted if line.open != OFF else 0.0
    line.velocity_m_per_s = dynamics.lagged(line.velocity_m_per_s, wanted, line.lag_s, 1.0)
    line.power_kw = 0.0
    line.flow_kg_per_h = 0.0
    if line.open == OFF:
        line.pressure_mpa = 0.0
        return 0
    gas = line.velocity_m_per_s + 0.2 * normal(table, int(line.channel), step)
    law = LineLaw(
        line.rate_kg_per_h,
        line.best_m_per_s,
        line.width_m_per_s,
        line.plug_m_per_s,
        line.blowout_m_per_s,
    )
    rate = conveying.conveyed_kg_per_h(gas, law)
    plugged = conveying.line_state(gas, law) == conveying.PLUGGED
    rest = conveying.pressure_mpa(
        rate / line.rate_kg_per_h,
        line.deposit_share,
        line.pressure_full_mpa,
        line.stall_mpa,
        plugged,
    )
    line.pressure_mpa = dynamics.lagged(line.pressure_mpa, rest, line.pressure_lag_s, 1.0)
    _carry(line, store, rate, pickup)
    if line.pressure_mpa > line.pressure_trip_mpa:
        line.flag = PLUGGED
    return 1 if line.flag > 0.0 else 0
