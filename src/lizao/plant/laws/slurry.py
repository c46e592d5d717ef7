"""Dosing, the slurry tank and its rheology."""

import math

from lizao.plant.compiled import compiled
from lizao.plant.laws.coefficients import Acidity, Rheology, Upset


@compiled
def fed_kg_per_h(command_kg_per_h: float, bias_share: float, noise_kg_per_h: float) -> float:
    """Return the true feed in kg/h of a feeder with a calibration bias (1) and noise in kg/h.

    Source: estimate.
    """
    return max(0.0, command_kg_per_h * (1.0 + bias_share) + noise_kg_per_h)


@compiled
def dry_kg(mass_kg: float, water_share: float) -> float:
    """Return the dry kg in a raw material of the given water share (1).

    Source: definition, shares from [EIA-HN].
    """
    return mass_kg * (1.0 - water_share)


@compiled
def solids_share(dry_mass_kg: float, water_kg: float) -> float:
    """Return the dry mass share (1) of a slurry; an empty tank holds none (definition)."""
    total = dry_mass_kg + water_kg
    if total <= 0.0:
        return 0.0
    return dry_mass_kg / total


@compiled
def slurry_kg_per_m3(solids: float, solids_kg_per_m3: float, liquid_kg_per_m3: float) -> float:
    """Return slurry density in kg/m3 from the solids mass share (1), volumes adding up.

    Source: ideal mixing.
    """
    return 1.0 / (solids / solids_kg_per_m3 + (1.0 - solids) / liquid_kg_per_m3)


@compiled
def volume_share(solids: float, solids_kg_per_m3: float, liquid_kg_per_m3: float) -> float:
    """Return the solids volume share (1) from the solids mass share (1) (definition)."""
    return solids * slurry_kg_per_m3(solids, solids_kg_per_m3, liquid_kg_per_m3) / solids_kg_per_m3


@compiled
def slurry_kj_per_kg_k(
    solids: float, solids_kj_per_kg_k: float, liquid_kj_per_kg_k: float
) -> float:
    """Return the heat capacity of slurry in kJ/(kg K) from the solids mass share (1).

    Source: ideal mixing.
    """
    return solids * solids_kj_per_kg_k + (1.0 - solids) * liquid_kj_per_kg_k


@compiled
def mixing_min(
    volume_m3: float, pumping_number: float, speed_per_s: float, impeller_m: float
) -> float:
    """Return the mixing time constant in min, four turnovers of `V / (Nq n D^3)` (estimate)."""
    pumped_m3_per_s = pumping_number * speed_per_s * impeller_m * impeller_m * impeller_m
    return 4.0 * volume_m3 / pumped_m3_per_s / 60.0


@compiled
def mixed_share(share: float, feed_share: float, feed_kg: float, held_kg: float) -> float:
    """Return a component's mass share (1) in a stirred tank of `held_kg` after `feed_kg` more.

    Source: mass balance.
    """
    total = held_kg + feed_kg
    if total <= 0.0:
        return share
    return (share * held_kg + feed_share * feed_kg) / total


@compiled
def tank_c(
    temperature_c: float,
    heat_kw: float,
    cooling_kw_per_k: float,
    cooling_c: float,
    mass_kg: float,
    heat_kj_per_kg_k: float,
    dt_s: float,
) -> float:
    """Return tank temperature in °C after `dt_s` of stirring heat in kW and a jacket in kW/K.

    Source: heat balance, exact for steady heat.
    """
    if mass_kg <= 0.0:
        return temperature_c
    capacity = mass_kg * heat_kj_per_kg_k
    if cooling_kw_per_k <= 0.0:
        return temperature_c + heat_kw * dt_s / capacity
    rest_c = cooling_c + heat_kw / cooling_kw_per_k
    return rest_c + (temperature_c - rest_c) * math.exp(-cooling_kw_per_k * dt_s / capacity)


@compiled
def viscosity_mpa_s(
    solids_volume_share: float, median_um: float, temperature_c: float, rheology: Rheology
) -> float:
    """Return slurry viscosity in mPa s by Krieger-Dougherty with a surcharge for fine particles.

    Source: estimate.
    """
    limit = rheology.packing_limit
    # At the packing limit slurry stops flowing; just below it the formula stays finite.
    crowding = min(solids_volume_share / limit, 0.99)
    warmer_k = temperature_c - rheology.reference_c
    warmth = math.pow(1.0 - rheology.thinning_share_per_k, warmer_k)
    fineness = rheology.fineness_um / median_um
    crowded = math.pow(1.0 - crowding, -2.5 * limit)
    return (
        rheology.liquid_mpa_s
        * warmth
        * crowded
        * (1.0 + rheology.fineness_gain * fineness * fineness)
    )


@compiled
def upset_share(salt_us_per_cm: float, age_h: float, upset: Upset) -> float:
    """Return by what factor (1) salt of the water in µS/cm and age in h thicken a slurry.

    Source: estimate, +20 % at 15 µS/cm; sugar begins to ferment after a day.
    """
    salt = upset.salt_gain * max(0.0, salt_us_per_cm - upset.pure_us_per_cm)
    old = upset.age_gain_per_h * max(0.0, age_h - upset.fresh_h)
    return 1.0 + salt + old


@compiled
def settled_percent(
    now_percent: float, stirred_share: float, percent_per_h: float, mixing_min: float, dt_s: float
) -> float:
    """Return the solids at the bottom less those at the top in % after `dt_s`.

    Solids sink at `percent_per_h` as the agitator stands still, and are mixed up as it turns.
    Source: estimate.
    """
    sunk = now_percent + (1.0 - stirred_share) * percent_per_h * dt_s / 3600.0
    return sunk * math.exp(-stirred_share * dt_s / (60.0 * mixing_min))


@compiled
def acidity_ph(lithium_per_iron: float, iron_per_phosphorus: float, acidity: Acidity) -> float:
    """Return the pH of a slurry from its Li/Fe and Fe/P (mol/mol).

    Phosphorus beyond iron is acid of three protons. Source: estimate.
    """
    base = lithium_per_iron - 3.0 * (1.0 / iron_per_phosphorus - 1.0)
    return acidity.ph + acidity.ph_per_base * (base - acidity.base_per_iron)
