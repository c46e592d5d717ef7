"""Saggar rows on their way through a kiln: bed, kinetics, grain, carbon and lithium."""

import math
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lizao.plant.compiled import compiled
from lizao.plant.laws import firing
from lizao.plant.laws.coefficients import Bed, Firing, Grain, Reaction

POSITION_M: Final = 0
POWDER_KG: Final = 1
"""Powder of the row in kg; zero marks an empty slot."""
TOP_C: Final = 2
CORE_C: Final = 3
DEHYDRATION_TOP: Final = 4
DEHYDRATION_CORE: Final = 5
FORMATION_TOP: Final = 6
FORMATION_CORE: Final = 7
GRAIN_TOP: Final = 8
"""Growth variable G^n of the top layer in nm^n."""
GRAIN_CORE: Final = 9
CARBON_PERCENT: Final = 10
BURNT_PERCENT: Final = 11
LITHIUM_LOST: Final = 12
HOT_H: Final = 13
OFFSET_K: Final = 14
"""How much warmer than its zone's thermocouple the saggars of the row stand, on the average."""
BED_PACE: Final = 15
"""How fast heat passes its bed against one filled as it should be: the depth squared, inverted."""
ROW_WIDTH: Final = 16
"""Columns the laws use; a kernel may keep more to the right."""

# Each cut-off skips an exponential whose effect at that temperature cannot be seen.
DEHYDRATION_FROM_C: Final = 40.0
"""[HE13] stage 1 turns less than 10 % per hour below this."""
FORMATION_FROM_C: Final = 250.0
"""[HE13] stage 2: below this θ < 0.003 per hour, α < 1e-10."""
GROWTH_FROM_C: Final = 450.0
"""Below this G^3 grows by less than 50 nm3/h, G by less than 0.003 nm/h."""
CHAR_FROM_C: Final = 200.0
"""Glucose has melted and chars from there on; what burns it is said for each zone."""
LOSS_FROM_C: Final = 550.0
"""Below this lithium is lost at less than 1 % of the rate at 750 °C."""
DONE: Final = 12.0
"""From θ = 12 on α = 1 - exp(-θ^n) is 1 to the last digit, n = 1.5 or 4."""


class Layers(NamedTuple):
    """Temperatures of the two layers of a bed in °C."""

    top_c: float
    core_c: float


@compiled
def surface_per_s(bed: Bed) -> float:
    """Return the exchange rate in 1/s of the outer layer with the zone (conduction).

    On a ramp the outer half of a half depth L lags by 5/24 L^2/α while the heat of both halves
    passes through it: 9.6 α/L^2 is exact there.
    """
    diffusivity = bed.conductivity_w_per_m_k / (bed.density_kg_per_m3 * bed.heat_j_per_kg_k)
    return 9.6 * diffusivity / (bed.half_depth_m * bed.half_depth_m)


@compiled
def inner_per_s(bed: Bed) -> float:
    """Return the exchange rate in 1/s between the layers, `4 α/L^2`: k over half of L.

    Source: conduction.
    """
    diffusivity = bed.conductivity_w_per_m_k / (bed.density_kg_per_m3 * bed.heat_j_per_kg_k)
    return 4.0 * diffusivity / (bed.half_depth_m * bed.half_depth_m)


@compiled
def bed_pace(fill_share: float) -> float:
    """Return the pace (1) of conduction in a bed filled to a share (1) of its depth: 1/L^2.

    Source: conduction; between a quarter of the depth and twice it.
    """
    held = min(2.0, max(0.25, fill_share))
    return 1.0 / (held * held)


@compiled
def conducted(
    top_c: float, core_c: float, zone_c: float, surface: float, inner: float, dt_s: float
) -> Layers:
    """Return both layers in °C after `dt_s`; stable while `dt (surface + 2 inner) < 1`.

    Source: heat conduction, explicit Euler.
    """
    passed = inner * (top_c - core_c)
    return Layers(top_c + dt_s * (surface * (zone_c - top_c) - passed), core_c + dt_s * passed)


@compiled
def centre_c(top_c: float, core_c: float) -> float:
    """Return the middle plane in °C from the layers' means: the parabola of a steady ramp.

    Source: heat conduction.
    """
    return core_c - (top_c - core_c) / 6.0


@compiled
def zone_weight(position_m: float, zone_length_m: float, zones: int) -> tuple[int, float]:
    """Return the zone before a position in m and the weight (1) of the next, between centres."""
    place = position_m / zone_length_m - 0.5
    if place <= 0.0:
        return 0, 0.0
    if place >= zones - 1.0:
        return zones - 2, 1.0
    first = int(place)
    return first, place - first


@compiled
def _reacted(
    theta: float, temperature_c: float, from_c: float, reaction: Reaction, dt_s: float
) -> float:
    """Return θ (1) of a reaction after `dt_s` at °C, unchanged when cold or done ([HE13])."""
    if temperature_c < from_c or theta >= DONE:
        return theta
    return theta + dt_s * firing.rate_per_s(temperature_c, reaction)


@compiled
def _grown(power: float, temperature_c: float, grain: Grain, drag: float) -> float:
    """Return G^n in nm^n of a layer at °C after a step; `drag` holds rate, drag and step."""
    if temperature_c < GROWTH_FROM_C:
        return power
    t_k = temperature_c + firing.KELVIN
    return power + drag * math.exp(-grain.activation_j_per_mol / (firing.GAS_J_PER_MOL_K * t_k))


@compiled
def _formed(before: float, after: float, order: float) -> float:
    """Return the share (1) formed while θ went from `before` to `after` ([HE13], Avrami)."""
    if after <= before:
        return 0.0
    return firing.converted(after, order) - firing.converted(before, order)


# A pass per subject over all rows, not a call per row: handing an array to a callee counts a
# reference each time, which costs as much as the physics.


@compiled
def _heat_rows(
    rows: npt.NDArray[np.float64],
    zone_c: npt.NDArray[np.float64],
    zone_heat_w: npt.NDArray[np.float64],
    zone_length_m: float,
    bed: Bed,
    dt_s: float,
) -> None:
    """Conduct heat from the zones into all rows and sum up what each zone gives in W."""
    zones = len(zone_c)
    surface = surface_per_s(bed)
    inner = inner_per_s(bed)
    w_per_kg_k = 0.5 * bed.heat_j_per_kg_k * bed.load_share * surface
    for row in range(len(rows)):
        powder_kg = rows[row, POWDER_KG]
        if powder_kg <= 0.0:
            continue
        zone, weight = zone_weight(rows[row, POSITION_M], zone_length_m, zones)
        around_c = zone_c[zone] + weight * (zone_c[zone + 1] - zone_c[zone])
        around_c += rows[row, OFFSET_K]
        top_c = rows[row, TOP_C]
        pace = rows[row, BED_PACE]
        layers = conducted(top_c, rows[row, CORE_C], around_c, pace * surface, pace * inner, dt_s)
        rows[row, TOP_C] = layers.top_c
        rows[row, CORE_C] = layers.core_c
        drawn_w = powder_kg * w_per_kg_k * pace * (around_c - top_c)
        zone_heat_w[zone] += (1.0 - weight) * drawn_w
        zone_heat_w[zone + 1] += weight * drawn_w


@compiled
def _react_rows(rows: npt.NDArray[np.float64], firing_: Firing, dt_s: float) -> None:
    """Step dehydration, formation with its heat, and grain of both layers of all rows."""
    dehydration = firing_.dehydration
    formation = firing_.formation
    grain = firing_.grain
    cooling_k = firing_.bed.reaction_j_per_kg / (
        firing_.bed.heat_j_per_kg_k * firing_.bed.load_share
    )
    scale = grain.rate_nm_per_h * dt_s / 3600.0
    for row in range(len(rows)):
        if rows[row, POWDER_KG] <= 0.0:
            continue
        drag = scale * firing.carbon_drag(rows[row, CARBON_PERCENT], grain)
        for layer in range(2):
            t_c = rows[row, TOP_C + layer]
            theta = rows[row, DEHYDRATION_TOP + layer]
            theta = _reacted(theta, t_c, DEHYDRATION_FROM_C, dehydration, dt_s)
            rows[row, DEHYDRATION_TOP + layer] = theta
            before = rows[row, FORMATION_TOP + layer]
            after = _reacted(before, t_c, FORMATION_FROM_C, formation, dt_s)
            rows[row, FORMATION_TOP + layer] = after
            if cooling_k != 0.0:
                rows[row, TOP_C + layer] = t_c - cooling_k * _formed(before, after, formation.order)
            rows[row, GRAIN_TOP + layer] = _grown(rows[row, GRAIN_TOP + layer], t_c, grain, drag)


@compiled
def _lose_rows(
    rows: npt.NDArray[np.float64],
    zone_burn_percent_per_h: npt.NDArray[np.float64],
    zone_length_m: float,
    firing_: Firing,
    dt_s: float,
) -> None:
    """Burn carbon, lose lithium and count hot hours of all rows, by their mean temperature."""
    zones = len(zone_burn_percent_per_h)
    hours = dt_s / 3600.0
    for row in range(len(rows)):
        mean_c = 0.5 * (rows[row, TOP_C] + rows[row, CORE_C])
        if rows[row, POWDER_KG] <= 0.0 or mean_c < CHAR_FROM_C:
            continue
        zone, weight = zone_weight(rows[row, POSITION_M], zone_length_m, zones)
        burn = zone_burn_percent_per_h[zone]
        burn += weight * (zone_burn_percent_per_h[zone + 1] - burn)
        burnt = min(burn * hours, rows[row, CARBON_PERCENT])
        rows[row, CARBON_PERCENT] -= burnt
        rows[row, BURNT_PERCENT] += burnt
        if mean_c >= LOSS_FROM_C:
            lost = rows[row, LITHIUM_LOST]
            rate = firing.lithium_loss_per_h(mean_c, firing_.lithium)
            rows[row, LITHIUM_LOST] = lost + (1.0 - lost) * rate * hours
        if mean_c >= firing_.hot_c:
            rows[row, HOT_H] += hours


@compiled
def advance_rows(
    rows: npt.NDArray[np.float64],
    zone_c: npt.NDArray[np.float64],
    zone_burn_percent_per_h: npt.NDArray[np.float64],
    zone_heat_w: npt.NDArray[np.float64],
    zone_length_m: float,
    speed_m_per_h: float,
    firing_: Firing,
    dt_s: float,
    stopped_m: float = 0.0,
) -> None:
    """Step every occupied row (row, ROW_WIDTH) of a kiln and fill `zone_heat_w` with its draw.

    Rows before `stopped_m` stand still; the others move. All then see the zones (°C) where they
    are, interpolated between centres.
    """
    for zone in range(len(zone_heat_w)):
        zone_heat_w[zone] = 0.0
    moved_m = speed_m_per_h * dt_s / 3600.0
    for row in range(len(rows)):
        if rows[row, POWDER_KG] > 0.0 and rows[row, POSITION_M] >= stopped_m:
            rows[row, POSITION_M] += moved_m
    _heat_rows(rows, zone_c, zone_heat_w, zone_length_m, firing_.bed, dt_s)
    _react_rows(rows, firing_, dt_s)
    _lose_rows(rows, zone_burn_percent_per_h, zone_length_m, firing_, dt_s)
