"""Saggar rows on their way through a kiln: bed, kinetics, grain, carbon and lithium."""

import math
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lizao.plant.compiled import compiled
from lizao.plant.laws import firing
from lizao.plant.laws.coefficients import Bed, Firing, Reaction

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
ROW_WIDTH: Final = 14
"""Columns the laws use; a kernel may keep more to the right."""

# Each cut-off skips an exponential whose effect at that temperature cannot be seen.
DEHYDRATION_FROM_C: Final = 40.0
"""[HE13] stage 1 turns less than 10 % per hour below this."""
FORMATION_FROM_C: Final = 250.0
"""[HE13] stage 2: below this θ < 0.003 per hour, α < 1e-10."""
GROWTH_FROM_C: Final = 450.0
"""Below this G^3 grows by less than 50 nm3/h, G by less than 0.003 nm/h."""
BURN_FROM_C: Final = 400.0
"""Carbon is char only after pyrolysis ([EIA-SQ])."""
LOSS_FROM_C: Final = 550.0
"""Below this lithium is lost at less than 1 % of the rate at 750 °C."""
DONE: Final = 7.0
"""From θ = 7 on α = 1 - exp(-θ^n) is 1 to 8 digits (n = 1.5) or more (n = 4)."""


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
def _layer(
    rows: npt.NDArray[np.float64], row: int, core: int, firing_: Firing, drag: float, dt_s: float
) -> float:
    """Step reactions and grain of one layer (0 top, 1 core); return its share (1) newly formed."""
    t_c = rows[row, TOP_C + core]
    wet = DEHYDRATION_TOP + core
    theta = rows[row, wet]
    rows[row, wet] = _reacted(theta, t_c, DEHYDRATION_FROM_C, firing_.dehydration, dt_s)
    formed = 0.0
    theta = rows[row, FORMATION_TOP + core]
    moved = _reacted(theta, t_c, FORMATION_FROM_C, firing_.formation, dt_s)
    if moved > theta:
        rows[row, FORMATION_TOP + core] = moved
        if firing_.bed.reaction_j_per_kg != 0.0:
            order = firing_.formation.order
            formed = firing.converted(moved, order) - firing.converted(theta, order)
    if t_c >= GROWTH_FROM_C:
        grain = firing_.grain
        t_k = t_c + firing.KELVIN
        growth = math.exp(-grain.activation_j_per_mol / (firing.GAS_J_PER_MOL_K * t_k))
        rows[row, GRAIN_TOP + core] += growth * drag
    return formed


@compiled
def _row_losses(
    rows: npt.NDArray[np.float64], row: int, burn: float, firing_: Firing, dt_s: float
) -> None:
    """Step carbon burnt at `burn` wt%/h, lithium lost and hours above the hot limit of one row."""
    hours = dt_s / 3600.0
    mean_c = 0.5 * (rows[row, TOP_C] + rows[row, CORE_C])
    if mean_c >= BURN_FROM_C:
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
) -> None:
    """Step every occupied row (row, ROW_WIDTH) of a kiln and fill `zone_heat_w` with its draw.

    Rows move first, then see the zones (°C) at their new place, interpolated between centres.
    """
    zones = len(zone_c)
    surface = surface_per_s(firing_.bed)
    inner = inner_per_s(firing_.bed)
    heat = firing_.bed.heat_j_per_kg_k * firing_.bed.load_share
    cooling = firing_.bed.reaction_j_per_kg / heat
    drag_scale = firing_.grain.rate_nm_per_h * dt_s / 3600.0
    for zone in range(zones):
        zone_heat_w[zone] = 0.0
    for row in range(len(rows)):
        if rows[row, POWDER_KG] <= 0.0:
            continue
        rows[row, POSITION_M] += speed_m_per_h * dt_s / 3600.0
        zone, weight = zone_weight(rows[row, POSITION_M], zone_length_m, zones)
        around_c = zone_c[zone] + weight * (zone_c[zone + 1] - zone_c[zone])
        top_c = rows[row, TOP_C]
        layers = conducted(top_c, rows[row, CORE_C], around_c, surface, inner, dt_s)
        drag = drag_scale * firing.carbon_drag(rows[row, CARBON_PERCENT], firing_.grain)
        rows[row, TOP_C] = layers.top_c
        rows[row, CORE_C] = layers.core_c
        rows[row, TOP_C] -= cooling * _layer(rows, row, 0, firing_, drag, dt_s)
        rows[row, CORE_C] -= cooling * _layer(rows, row, 1, firing_, drag, dt_s)
        burn = zone_burn_percent_per_h[zone]
        burn += weight * (zone_burn_percent_per_h[zone + 1] - burn)
        _row_losses(rows, row, burn, firing_, dt_s)
        drawn_w = 0.5 * rows[row, POWDER_KG] * heat * surface * (around_c - top_c)
        zone_heat_w[zone] += (1.0 - weight) * drawn_w
        zone_heat_w[zone + 1] += weight * drawn_w
