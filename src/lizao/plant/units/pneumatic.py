"""Pneumatic lines: the gas speed decides how much powder goes."""

from lizao.plant.compiled import compiled
from lizao.plant.content import Store, put
from lizao.plant.laws import conveying, dynamics
from lizao.plant.laws.coefficients import Line as LineLaw
from lizao.plant.noise import normal
from lizao.plant.records import OFF, Floats
from lizao.plant.units.lines import Line, conveyed_kg


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
    energy_kwh_per_t: float
    make_up_nm3_per_t: float


@compiled
def step_pneumatic(line: Pneumatic, store: Store, table: Floats, step: int) -> None:
    """Blow powder for one second; outside the window between plug and blow-out nothing moves."""
    wanted = line.velocity_setpoint_m_per_s if line.open != OFF else 0.0
    line.velocity_m_per_s = dynamics.lagged(line.velocity_m_per_s, wanted, line.lag_s, 1.0)
    line.power_kw = 0.0
    line.pressure_mpa = 0.0
    if line.open == OFF:
        return
    gas = line.velocity_m_per_s + 0.2 * normal(table, int(line.channel), step)
    law = LineLaw(
        line.rate_kg_per_h,
        line.best_m_per_s,
        line.width_m_per_s,
        line.plug_m_per_s,
        line.blowout_m_per_s,
    )
    rate = conveying.conveyed_kg_per_h(gas, law)
    line.pressure_mpa = line.pressure_full_mpa * rate / line.rate_kg_per_h
    moved_kg = conveyed_kg(line, store, rate / 3600.0)
    if moved_kg > 0.0:
        put(store, int(line.destination))
        line.power_kw = moved_kg * 3.6 * line.energy_kwh_per_t
        line.energy_kwh += moved_kg / 1000.0 * line.energy_kwh_per_t
        line.nitrogen_nm3 += moved_kg / 1000.0 * line.make_up_nm3_per_t
