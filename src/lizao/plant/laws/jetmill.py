"""The fluid-bed jet mill: product size, classifier cut, hold-up, drying."""

import math

from lizao.plant.compiled import compiled
from lizao.plant.laws.coefficients import Holdup, JetMill, Tail


@compiled
def median_um(energy_kwh_per_t: float, speed_share: float, mill: JetMill) -> float:
    """Return product D50 in µm at compression kWh/t and classifier speed over its reference.

    Source: estimate, [JET-S].
    """
    energy = math.pow(energy_kwh_per_t / mill.energy_kwh_per_t, mill.energy_exponent)
    return mill.size_um * energy * math.pow(speed_share, mill.speed_exponent)


@compiled
def cut_um(
    viscosity_pa_s: float,
    inward_m_per_s: float,
    wheel_m: float,
    density_kg_per_m3: float,
    rim_m_per_s: float,
) -> float:
    """Return the classifier's cut in µm where drag and centrifugal force meet (Stokes)."""
    force = density_kg_per_m3 * rim_m_per_s * rim_m_per_s
    return 1.0e6 * math.sqrt(18.0 * viscosity_pa_s * inward_m_per_s * wheel_m / force)


@compiled
def ground_kg_per_h(held_kg: float, wear_share: float, holdup: Holdup) -> float:
    """Return the grinding rate in kg/h, greatest at the best hold-up and falling when over-filled.

    Source: estimate.
    """
    fill = held_kg / holdup.best_kg
    return holdup.rate_kg_per_h * (1.0 - wear_share) * fill * math.exp(1.0 - fill)


@compiled
def held_kg(
    held: float, feed_kg_per_h: float, wear_share: float, holdup: Holdup, dt_s: float
) -> float:
    """Return the hold-up in kg after `dt_s` of feed in kg/h and grinding (mass balance)."""
    rate = feed_kg_per_h - ground_kg_per_h(held, wear_share, holdup)
    return max(0.0, held + rate * dt_s / 3600.0)


@compiled
def stripped_ppm(moisture_ppm: float, strip_share: float) -> float:
    """Return moisture in ppm after hot dry nitrogen took `strip_share` (1) of it ([LF])."""
    return moisture_ppm * (1.0 - strip_share)


@compiled
def gas_share(pressure_share: float) -> float:
    """Return the grinding energy over the usual (1) at a nozzle pressure over the usual (1).

    Mass flow and energy per kg of gas each go with pressure: -2 % of it leaves D50 3 % coarser.
    Source: estimate.
    """
    return pressure_share * pressure_share


@compiled
def top_um(median: float, past_share: float, tail: Tail) -> float:
    """Return D100 in µm of a product of a median size with a share (1) of feed that went past.

    Source: estimate; [LF] for below 10 µm without.
    """
    cut = tail.top_per_median * median
    seen = 1.0 - math.exp(-past_share / tail.seen_share)
    return cut + max(0.0, tail.feed_um - cut) * seen
