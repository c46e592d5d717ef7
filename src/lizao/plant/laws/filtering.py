"""Bag filters: their resistance, the cake on them, and what a tear lets through."""

from lizao.plant.compiled import compiled
from lizao.plant.laws.coefficients import Bags

NORMAL_KG_PER_M3 = 1.293
"""Air at 0 °C and one atmosphere."""


@compiled
def pressure_kpa(
    cake_share: float, blinded_share: float, torn_share: float, flow_share: float, bags: Bags
) -> float:
    """Return the pressure over bags in kPa: clean, with their cake, and less where they are torn.

    Cake and blinding (1) add to the clean resistance, a tear (1) is a way around it; laminar.
    Source: Darcy, numbers an estimate.
    """
    whole = 1.0 - torn_share
    return bags.clean_kpa * (1.0 + cake_share + blinded_share) * flow_share * whole * whole


@compiled
def caked(cake_share: float, powder_kg: float, bags: Bags) -> float:
    """Return the cake (1) after more powder in kg; a pulse leaves a part of it (estimate)."""
    grown = cake_share + bags.cake_per_t * powder_kg * 1.0e-3
    return grown * bags.left_share if grown >= bags.pulse_share else grown


@compiled
def flow_share(cake_share: float, loss_share: float, bags: Bags) -> float:
    """Return the fan's flow over its mean (1); a full cake costs `loss_share` (1) of it (estimate).

    The mean lies between the cake after a pulse and the cake before it.
    """
    middle = 0.5 * (1.0 + bags.left_share) * bags.pulse_share
    return 1.0 - loss_share * (cake_share - middle) / bags.pulse_share


@compiled
def dust_mg_per_nm3(dust_kg_per_h: float, air_kg_per_h: float) -> float:
    """Return the dust in mg/Nm3 of dry air in kg/h that carries `dust_kg_per_h` (definition)."""
    if air_kg_per_h <= 0.0:
        return 0.0
    return 1.0e6 * dust_kg_per_h * NORMAL_KG_PER_M3 / air_kg_per_h
