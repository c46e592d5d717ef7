"""The roller-hearth kiln: zones on two time scales and heater control."""

import math
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from lizao.plant.compiled import compiled
from lizao.plant.laws import dynamics
from lizao.plant.laws.coefficients import Controller, HeatLimits, ZoneHeat

FACE_C: Final = 0
LINING_C: Final = 1
SETPOINT_C: Final = 2
SENSOR_OFFSET_K: Final = 3
HEATER_W: Final = 4
"""Heating power at full output in W, smaller when an element has failed."""
COOLER_W: Final = 5
"""Cooling power at output -1 in W, zero in a zone without a jacket."""
INTEGRAL: Final = 6
OUTPUT: Final = 7
"""Controller output (1), from -1 full cooling to 1 full heating."""
POWER_W: Final = 8
"""Heat now given to the zone in W, after the dead time."""
ENERGY_KWH: Final = 9
"""Heating energy since the count was last set to zero."""
SEEN_C: Final = 10
"""What the zone's thermocouple says in °C: the controller and the screen know nothing else."""
HEATER_KW: Final = 11
"""Heating power now given in kW, zero while the jacket cools."""
SECTION: Final = 12
"""The section of the atmosphere that the zone lies in."""
BURN_PER_H: Final = 13
"""Share of the carbon that oxygen burns at most in a whole firing, per hour in the zone."""
CUT: Final = 14
"""Whether the zone's heaters are cut off by its own limits."""
ZONE_WIDTH: Final = 15
ZONE_NUMBERS: Final = MappingProxyType(
    {"sensor_offset_k": SENSOR_OFFSET_K, "heater_w": HEATER_W, "cooler_w": COOLER_W}
)
"""What may drift or fail in a zone, by name."""


UNLIMITED: Final = HeatLimits(math.inf, math.inf)


@compiled
def profile_c(base_c: float, zone: int, shift_k: float, first: int, last: int) -> float:
    """Return a zone's set-point in °C: zones `first` to `last` of 1.. shift with the soak."""
    return base_c + shift_k if first <= zone <= last else base_c


@compiled
def nitrogen_w_per_k(nitrogen_nm3_per_h: float) -> float:
    """Return the heat flow in W/K of nitrogen in Nm3/h, 1.25 kg/Nm3 and 1.04 kJ/(kg K).

    Source: NIST WebBook.
    """
    return nitrogen_nm3_per_h * 1.25 * 1040.0 / 3600.0


@compiled
def face_k_per_s(
    face_c: float,
    lining_c: float,
    before_c: float,
    after_c: float,
    net_w: float,
    gas_w_per_k: float,
    heat: ZoneHeat,
) -> float:
    """Return dT/dt in K/s of an inner face; the gas comes from the zone after.

    Source: heat balance, two-time-scale form an estimate.
    """
    exchange = heat.neighbour_w_per_k * (before_c - 2.0 * face_c + after_c)
    gas = gas_w_per_k * (after_c - face_c)
    lining = heat.face_to_lining_w_per_k * (face_c - lining_c)
    return (net_w + exchange + gas - lining) / heat.face_j_per_k


@compiled
def lining_k_per_s(face_c: float, lining_c: float, room_c: float, heat: ZoneHeat) -> float:
    """Return dT/dt in K/s of a lining between its inner face and the room (heat balance)."""
    gained = heat.face_to_lining_w_per_k * (face_c - lining_c)
    return (gained - heat.loss_w_per_k * (lining_c - room_c)) / heat.lining_j_per_k


@compiled
def zone_power_w(output: float, heater_w: float, cooler_w: float) -> float:
    """Return the heat in W of a controller output (1): a heater above zero, a jacket below.

    Source: definition.
    """
    return output * heater_w if output >= 0.0 else output * cooler_w


@compiled
def lining_rest_c(face_c: float, room_c: float, heat: ZoneHeat) -> float:
    """Return the lining in °C that stands still behind a steady face (heat balance)."""
    inward = heat.face_to_lining_w_per_k
    return (inward * face_c + heat.loss_w_per_k * room_c) / (inward + heat.loss_w_per_k)


@compiled
def _give(zones: npt.NDArray[np.float64], zone: int, output: float) -> None:
    """Give a zone the power of a controller output (1), and say how much of it heats."""
    power_w = zone_power_w(output, zones[zone, HEATER_W], zones[zone, COOLER_W])
    zones[zone, POWER_W] = power_w
    zones[zone, HEATER_KW] = max(0.0, power_w) / 1000.0


@compiled
def settle_zones(
    zones: npt.NDArray[np.float64],
    delay: npt.NDArray[np.float64],
    load_w: npt.NDArray[np.float64],
    room_c: float,
    gas_w_per_k: float,
    heat: ZoneHeat,
) -> None:
    """Put each zone at rest on its set-point under `load_w`: a kiln standing hot."""
    count = len(zones)
    for zone in range(count):
        zones[zone, FACE_C] = zones[zone, SETPOINT_C] - zones[zone, SENSOR_OFFSET_K]
        zones[zone, LINING_C] = lining_rest_c(zones[zone, FACE_C], room_c, heat)
    for zone in range(count):
        face_c = zones[zone, FACE_C]
        before_c = zones[zone - 1, FACE_C] if zone > 0 else face_c
        after_c = zones[zone + 1, FACE_C] if zone < count - 1 else face_c
        rate = face_k_per_s(
            face_c, zones[zone, LINING_C], before_c, after_c, -load_w[zone], gas_w_per_k, heat
        )
        wanted_w = -rate * heat.face_j_per_k
        limit_w = zones[zone, HEATER_W] if wanted_w >= 0.0 else zones[zone, COOLER_W]
        output = max(-1.0, min(1.0, wanted_w / limit_w)) if limit_w > 0.0 else 0.0
        zones[zone, OUTPUT] = output
        zones[zone, INTEGRAL] = output
        _give(zones, zone, output)
        zones[zone, SEEN_C] = zones[zone, SETPOINT_C]
        for slot in range(delay.shape[1]):
            delay[zone, slot] = output


@compiled
def _control_zones(
    zones: npt.NDArray[np.float64],
    delay: npt.NDArray[np.float64],
    cursor: int,
    pi: Controller,
    limits: HeatLimits,
    dt_s: float,
) -> None:
    """Step every zone's controller, its dead-time line (one row per zone) and its energy count.

    Source: textbook.
    """
    for zone in range(len(zones)):
        seen_c = zones[zone, FACE_C] + zones[zone, SENSOR_OFFSET_K]
        zones[zone, SEEN_C] = seen_c
        low = pi.low if zones[zone, COOLER_W] > 0.0 else max(0.0, pi.low)
        limited = Controller(pi.gain, pi.integral_s, low, pi.high)
        control = dynamics.controlled(
            zones[zone, SETPOINT_C] - seen_c, zones[zone, INTEGRAL], limited, dt_s
        )
        zones[zone, OUTPUT] = control.output
        zones[zone, INTEGRAL] = control.integral
        given = dynamics.delayed(delay[zone], cursor, control.output)
        over_k = seen_c - zones[zone, SETPOINT_C]
        hot = over_k > limits.over_k or zones[zone, FACE_C] >= limits.face_c
        zones[zone, CUT] = 1.0 if hot and given > 0.0 else 0.0
        given = min(given, 0.0) if hot else given
        _give(zones, zone, given)
        zones[zone, ENERGY_KWH] += zones[zone, HEATER_KW] * dt_s / 3600.0


@compiled
def advance_zones(
    zones: npt.NDArray[np.float64],
    delay: npt.NDArray[np.float64],
    cursor: int,
    load_w: npt.NDArray[np.float64],
    room_c: float,
    gas_w_per_k: float,
    heat: ZoneHeat,
    pi: Controller,
    dt_s: float,
    limits: HeatLimits = UNLIMITED,
) -> int:
    """Step control and heat of all zones (zone, ZONE_WIDTH); return the next delay cursor.

    `delay` (zone, steps) is each heater's dead time in steps of `dt_s`; `load_w` (zone,) is what
    the rows draw; the end zones exchange no heat with the vestibules. Heaters are cut off beyond
    `limits`.
    """
    _control_zones(zones, delay, cursor, pi, limits, dt_s)
    count = len(zones)
    before_c = zones[0, FACE_C]
    for zone in range(count):
        face_c = zones[zone, FACE_C]
        lining_c = zones[zone, LINING_C]
        after_c = zones[zone + 1, FACE_C] if zone < count - 1 else face_c
        net_w = zones[zone, POWER_W] - load_w[zone]
        rate = face_k_per_s(face_c, lining_c, before_c, after_c, net_w, gas_w_per_k, heat)
        zones[zone, FACE_C] = face_c + dt_s * rate
        zones[zone, LINING_C] = lining_c + dt_s * lining_k_per_s(face_c, lining_c, room_c, heat)
        before_c = face_c
    steps: int = delay.shape[1]
    return (cursor + 1) % steps
