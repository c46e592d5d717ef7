"""The spray dryer: lumped mass and heat balance, residual moisture, granule size."""

import math
from typing import NamedTuple

from lizao.plant.compiled import compiled
from lizao.plant.laws import humidity
from lizao.plant.laws.coefficients import DryerHeat, Granules, ResidualMoisture, Scorch


class Exhaust(NamedTuple):
    """Dry air through the dryer and the state in which it leaves."""

    air_kg_per_h: float
    humidity_kg_per_kg: float
    relative_percent: float
    dew_point_c: float
    heat_mj_per_kg_water: float


@compiled
def duty_kj_per_kg(outlet_c: float, feed_c: float, heat: DryerHeat) -> float:
    """Return the heat in kJ per kg of water to evaporate it from `feed_c` to vapour at `outlet_c`.

    Source: heat balance.
    """
    vapour = heat.latent_kj_per_kg + heat.vapour_kj_per_kg_k * outlet_c
    return vapour - heat.water_kj_per_kg_k * feed_c


@compiled
def air_kg_per_h(
    evaporated_kg_per_h: float, inlet_c: float, outlet_c: float, feed_c: float, heat: DryerHeat
) -> float:
    """Return the dry air in kg/h that evaporates water between inlet and outlet temperature in °C.

    Source: heat balance.
    """
    needed = evaporated_kg_per_h * duty_kj_per_kg(outlet_c, feed_c, heat) * (1.0 + heat.loss_share)
    return needed / (heat.air_kj_per_kg_k * (inlet_c - outlet_c))


@compiled
def settled_outlet_c(
    evaporated_kg_per_h: float, air: float, inlet_c: float, feed_c: float, heat: DryerHeat
) -> float:
    """Return the outlet in °C at which `air` in kg/h dries the feed, the balance solved for it.

    Source: heat balance.
    """
    water = evaporated_kg_per_h * (1.0 + heat.loss_share)
    at_zero = heat.latent_kj_per_kg - heat.water_kj_per_kg_k * feed_c
    gained = air * heat.air_kj_per_kg_k * inlet_c - water * at_zero
    return gained / (air * heat.air_kj_per_kg_k + water * heat.vapour_kj_per_kg_k)


@compiled
def exhaust(
    evaporated_kg_per_h: float,
    air: float,
    inlet_c: float,
    outlet_c: float,
    ambient_c: float,
    ambient: float,
    heat: DryerHeat,
) -> Exhaust:
    """Return what leaves a dryer fed `air` in kg/h of `ambient` kg/kg heated from `ambient_c`.

    Source: mass and heat balance.
    """
    if air <= 0.0:
        return Exhaust(0.0, ambient, 0.0, ambient_c, 0.0)
    out = ambient + evaporated_kg_per_h / air
    pressure = humidity.vapour_pa(out)
    heated = air * heat.air_kj_per_kg_k * (inlet_c - ambient_c)
    per_kg = heated / evaporated_kg_per_h * 1.0e-3 if evaporated_kg_per_h > 0.0 else 0.0
    relative = humidity.relative_percent(pressure, outlet_c)
    return Exhaust(air, out, relative, humidity.dew_point_c(pressure), per_kg)


@compiled
def moisture_percent(
    exhaust_percent: float, granule_um: float, coefficients: ResidualMoisture
) -> float:
    """Return powder moisture in wt% at an exhaust relative humidity in % and a granule size in µm.

    Source: estimate.
    """
    damp = math.pow(max(0.0, exhaust_percent) / 100.0, coefficients.humidity_exponent)
    size = granule_um / coefficients.size_um
    bound = coefficients.bound_percent + coefficients.size_gain_percent * size * size
    return bound + coefficients.humidity_gain_percent * damp


@compiled
def granule_um(
    disc_rpm: float, solids_share: float, wear_share: float, granules: Granules
) -> float:
    """Return granule D50 in µm at a disc speed in rpm, slurry solids (1) and disc wear (1).

    Source: estimate.
    """
    speed = math.pow(disc_rpm / granules.speed_rpm, granules.speed_exponent)
    solids = math.pow(solids_share / granules.solids_share, granules.solids_exponent)
    return granules.size_um * speed * solids * (1.0 + granules.wear_gain * wear_share)


@compiled
def gas_nm3(heat_mj: float, gas_mj_per_nm3: float) -> float:
    """Return natural gas in Nm3 for a heat in MJ at a heating value in MJ/Nm3 (definition)."""
    return heat_mj / gas_mj_per_nm3


@compiled
def monoxide_ppm(outlet_c: float, smoulder_ppm: float, scorch: Scorch) -> float:
    """Return carbon monoxide in ppm: burner, powder too hot at the outlet, what smoulders.

    Source: estimate.
    """
    return (
        scorch.burner_ppm
        + smoulder_ppm
        + scorch.ppm_per_kelvin * max(0.0, outlet_c - scorch.from_c)
    )


@compiled
def vibration_mm_per_s(
    smooth_mm_per_s: float, wear_share: float, wear_mm_per_s: float, imbalance_mm_per_s: float
) -> float:
    """Return the atomiser's vibration in mm/s: new, by wear (1), and out of balance (estimate)."""
    return smooth_mm_per_s + wear_share * wear_mm_per_s + imbalance_mm_per_s
