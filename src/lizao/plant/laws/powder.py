"""What the finished powder is like: compaction, surface, capacity, size distribution."""

import math
from typing import NamedTuple

from lizao.plant.compiled import compiled
from lizao.plant.laws.coefficients import Capacity, Compaction, Gradation, RateLaw, Surface


class Deciles(NamedTuple):
    """Particle sizes in µm below which 10, 50 and 90 % of the mass lie."""

    d10_um: float
    d50_um: float
    d90_um: float


@compiled
def bimodality(fines_share: float, gradation: Gradation) -> float:
    """Return the bimodality B (0-1) of a powder of the given mass share of fines (estimate)."""
    off = (fines_share - gradation.best_share) / gradation.width
    return math.exp(-off * off)


@compiled
def compaction_g_per_cm3(
    grain_nm: float,
    bimodal: float,
    carbon_percent: float,
    iron_per_phosphorus: float,
    second_c: float,
    c: Compaction,
) -> float:
    """Return compaction density in g/cm3; `second_c` is the second firing's soak in °C, 0 for none.

    Source: [HANS], [2S26].
    """
    phosphorus = c.phosphorus_gain * (c.iron_per_phosphorus - iron_per_phosphorus)
    density = c.base_g_per_cm3 + c.grain_gain * math.log(grain_nm / c.grain_nm)
    density += c.bimodality_gain * bimodal
    density += c.carbon_gain_per_percent * (carbon_percent - c.carbon_percent)
    density += min(c.phosphorus_limit, max(0.0, phosphorus))
    if second_c > 0.0:
        off = (second_c - c.second_c) / c.second_width_k
        density += c.second_gain * math.exp(-off * off)
    return density


@compiled
def packing_share(compaction: float, surface: Surface) -> float:
    """Return the volume share (1) packed at a compaction density in g/cm3 (definition)."""
    return compaction / surface.density_g_per_cm3


@compiled
def surface_m2_per_g(grain_nm: float, carbon_percent: float, surface: Surface) -> float:
    """Return the BET surface in m2/g of spheres of `grain_nm` plus their carbon (estimate)."""
    spheres = 6000.0 / (surface.density_g_per_cm3 * grain_nm)
    return spheres + surface.carbon_m2_per_g * carbon_percent / 100.0


@compiled
def low_rate_mah_per_g(
    carbon_percent: float,
    lithium_per_iron: float,
    iron_per_phosphorus: float,
    grain_nm: float,
    titanium_percent: float,
    phosphide_percent: float,
    c: Capacity,
) -> float:
    """Return the 0.1C capacity in mAh/g, Li/Fe as charged in mol/mol.

    Source: [C-AMSE] for carbon, the rest estimates.
    """
    capacity = c.base_mah_per_g
    capacity += c.carbon_per_percent * max(0.0, carbon_percent - c.carbon_percent)
    capacity += c.lithium_gain * abs(lithium_per_iron - c.lithium_per_iron)
    capacity += c.phosphorus_gain * abs(iron_per_phosphorus - c.iron_per_phosphorus)
    capacity += c.grain_per_nm * max(0.0, grain_nm - c.grain_nm)
    capacity += c.titanium_per_percent * titanium_percent
    return capacity + c.phosphide_per_percent * phosphide_percent


@compiled
def rate_share(rate_per_h: float, grain_nm: float, law: RateLaw) -> float:
    """Return the share (1) of low-rate capacity given at a C-rate in 1/h.

    Source: Tian et al. 2019, recalled; [2S26].
    """
    if rate_per_h <= 0.0:
        return 1.0
    size = grain_nm / law.grain_nm
    slowness = math.pow(rate_per_h * (law.base_h + law.grain_h * size * size), law.exponent)
    return 1.0 - slowness * (1.0 - math.exp(-1.0 / slowness))


@compiled
def below_share(size_um: float, median_um: float, spread: float) -> float:
    """Return the mass share (1) finer than `size_um` of a log-normal cut of deviation `spread`."""
    return 0.5 * math.erfc(math.log(median_um / size_um) / (math.log(spread) * math.sqrt(2.0)))


@compiled
def joined_um(share: float, fines: float, fine_um: float, coarse_um: float, spread: float) -> float:
    """Return the size in µm with `share` (1) of the mass below it in two joined log-normal cuts.

    Source: bisection.
    """
    low = min(fine_um, coarse_um) * 1.0e-2
    high = max(fine_um, coarse_um) * 1.0e2
    for _ in range(60):
        middle = math.sqrt(low * high)
        finer = fines * below_share(middle, fine_um, spread)
        finer += (1.0 - fines) * below_share(middle, coarse_um, spread)
        if finer < share:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


@compiled
def joined_deciles(fines: float, fine_um: float, coarse_um: float, spread: float) -> Deciles:
    """Return D10, D50, D90 in µm of a mass share (1) of fines joined with a coarse cut.

    Source: log-normal cuts.
    """
    return Deciles(
        joined_um(0.1, fines, fine_um, coarse_um, spread),
        joined_um(0.5, fines, fine_um, coarse_um, spread),
        joined_um(0.9, fines, fine_um, coarse_um, spread),
    )
