"""Pneumatic conveying of powder in closed nitrogen lines."""

import math
from typing import Final

from lizao.plant.compiled import compiled
from lizao.plant.laws.coefficients import Line

FLOWING: Final = 0
PLUGGED: Final = 1
BLOWN_OUT: Final = 2


@compiled
def conveyed_kg_per_h(gas_m_per_s: float, line: Line) -> float:
    """Return the powder in kg/h that gas of `gas_m_per_s` carries, none when plugged or blown out.

    Source: [PNEU].
    """
    if line_state(gas_m_per_s, line) != FLOWING:
        return 0.0
    off = (gas_m_per_s - line.best_m_per_s) / line.width_m_per_s
    return line.rate_kg_per_h * math.exp(-off * off)


@compiled
def line_state(gas_m_per_s: float, line: Line) -> int:
    """Return FLOWING, PLUGGED below the plug speed or BLOWN_OUT of the rotary feeder ([PNEU])."""
    if gas_m_per_s < line.plug_m_per_s:
        return PLUGGED
    return BLOWN_OUT if gas_m_per_s >= line.blowout_m_per_s else FLOWING


@compiled
def gas_m_per_s(flow_m3_per_min: float, bore_m: float) -> float:
    """Return the gas speed in m/s of a flow in m3/min through a pipe bore in m (continuity)."""
    return flow_m3_per_min / 60.0 / (math.pi * 0.25 * bore_m * bore_m)


@compiled
def conveying_kwh(mass_kg: float, distance_m: float, kwh_per_t_100_m: float) -> float:
    """Return the kWh of a dense-phase transfer (estimate 3-6 kWh per t and 100 m)."""
    return mass_kg * 1.0e-3 * distance_m * 1.0e-2 * kwh_per_t_100_m


@compiled
def pressure_mpa(
    carried_share: float, deposit_share: float, full_mpa: float, stall_mpa: float, plugged: bool
) -> float:
    """Return the pressure over a line in MPa that carries a share (1) of what it can.

    A deposit (1) narrows the bore: the loss goes with the inverse square of what is left; plugged,
    the blower stalls. Source: estimate.
    """
    if plugged:
        return stall_mpa
    left = max(1.0 - deposit_share, 0.1)
    return min(stall_mpa, full_mpa * carried_share / (left * left))
