"""Chemistry and growth of a powder in the kiln: kinetics, grain, carbon, lithium, elements."""

import math
from typing import Final, NamedTuple

from lizao.model.elements import (
    C_G_PER_MOL,
    FE_G_PER_MOL,
    LI_G_PER_MOL,
    O_G_PER_MOL,
    P_G_PER_MOL,
    TI_G_PER_MOL,
)
from lizao.plant.compiled import compiled
from lizao.plant.laws.coefficients import CarbonUse, Grain, LithiumLoss, Reaction
from lizao.plant.laws.composition import Elements, total_kg

GAS_J_PER_MOL_K: Final = 8.314462618
"""Molar gas constant (CODATA 2018)."""

KELVIN: Final = 273.15


class Progress(NamedTuple):
    """How far a firing has come, in shares (1) and in kg of carbon burnt."""

    dehydration: float
    formation: float
    burnt_carbon_kg: float
    lithium_lost: float


class Fired(NamedTuple):
    """A powder after the kiln, what it gave off and the oxygen it took from the gas, in kg."""

    product: Elements
    gas: Elements
    oxygen_taken_kg: float
    ferrous_share: float
    carbon_percent: float


@compiled
def rate_per_s(temperature_c: float, reaction: Reaction) -> float:
    """Return dθ/dt in 1/s at a powder temperature in °C ([HE13])."""
    t_k = temperature_c + KELVIN
    return math.exp(reaction.ln_a_per_s - reaction.activation_j_per_mol / (GAS_J_PER_MOL_K * t_k))


@compiled
def converted(theta: float, order: float) -> float:
    """Return the converted share (1), `1 - exp(-θ^n)` ([HE13], Avrami)."""
    if theta <= 0.0:
        return 0.0
    return 1.0 - math.exp(-(math.pow(theta, order)))


@compiled
def carbon_drag(carbon_percent: float, grain: Grain) -> float:
    """Return the factor (1) by which wt% carbon slows grain growth, one at the fitted carbon.

    Source: estimate.
    """
    ratio = carbon_percent / grain.drag_percent
    return grain.drag_norm / (1.0 + ratio * ratio)


@compiled
def growth_per_h(temperature_c: float, carbon_percent: float, grain: Grain) -> float:
    """Return dG^n/dt in nm^n/h at °C and wt% carbon.

    Source: estimate fitted to 150 nm at 700 °C, 250 nm at 760 °C.
    """
    t_k = temperature_c + KELVIN
    arrhenius = math.exp(-grain.activation_j_per_mol / (GAS_J_PER_MOL_K * t_k))
    return grain.rate_nm_per_h * arrhenius * carbon_drag(carbon_percent, grain)


@compiled
def grain_power(size_nm: float, grain: Grain) -> float:
    """Return the growth variable G^n in nm^n of a primary size in nm (definition)."""
    return math.pow(size_nm, grain.order)


@compiled
def grain_nm(power: float, grain: Grain) -> float:
    """Return the primary size in nm of the growth variable in nm^n (definition)."""
    return math.pow(power, 1.0 / grain.order)


@compiled
def lithium_loss_per_h(temperature_c: float, loss: LithiumLoss) -> float:
    """Return the share (1) of lithium lost per hour at °C, growing with temperature (estimate)."""
    return loss.share_per_h * math.exp((temperature_c - loss.reference_c) / loss.width_k)


@compiled
def charged_carbon_kg_per_t(
    glucose_kg_per_t: float, peg_kg_per_t: float, glucose_share: float, peg_share: float
) -> float:
    """Return carbon in kg/t brought by dry glucose and PEG of the given carbon shares (1).

    Source: definition.
    """
    return glucose_share * glucose_kg_per_t + peg_share * peg_kg_per_t


@compiled
def residual_percent(
    charged_kg_per_t: float, reduction_kg_per_t: float, burnt_percent: float
) -> float:
    """Return residual carbon in wt% from kg/t charged until now, kg/t that reduced, wt% burnt.

    Source: carbon balance on the equations of [EIA-SQ].
    """
    return max(0.0, (charged_kg_per_t - reduction_kg_per_t) / 10.0 - burnt_percent)


@compiled
def burnt_percent(oxygen_ppm: float, nitrogen_nm3_per_t: float, carbon: CarbonUse) -> float:
    """Return the wt% carbon burnt at most by oxygen in ppm of the kiln's nitrogen in Nm3/t.

    Source: first principles.
    """
    nitrogen = nitrogen_nm3_per_t / carbon.burn_nitrogen_nm3_per_t
    return carbon.burn_percent_per_100_ppm * oxygen_ppm / 100.0 * nitrogen


@compiled
def _oxide_kmol(e: Elements, ferrous_share: float) -> float:
    """Return the kmol of oxygen that balances the charges of Fe(II, III), P(V), Li(I) and Ti(IV).

    Source: valence.
    """
    iron = e.fe_kg / FE_G_PER_MOL
    charges = iron * (3.0 - ferrous_share) + 5.0 * e.p_kg / P_G_PER_MOL
    return (charges + e.li_kg / LI_G_PER_MOL + 4.0 * e.ti_kg / TI_G_PER_MOL) / 2.0


@compiled
def carbonate_kmol(e: Elements, converted_before: float) -> float:
    """Return the kmol of carbonate left with the lithium, all of it in an unfired charge.

    Source: formula Li2CO3.
    """
    return e.li_kg / LI_G_PER_MOL / 2.0 * (1.0 - converted_before)


@compiled
def fired(
    solids: Elements, converted_before: float, progress: Progress, carbon: CarbonUse
) -> Fired:
    """Return the product of solids in kg by `2 FePO4 + Li2CO3 + C -> 2 LiFePO4 + CO2 + CO`.

    `converted_before` (1) is what earlier firings converted: 0 for dried slurry, 1 for re-coated
    powder. Lithium and phosphorus in excess stay as oxides; hydrogen and the oxygen of water and
    organics leave with dehydration; carbon burns to CO with oxygen of the gas. Source: [EIA-SQ].
    """
    before = min(1.0, converted_before)
    after = max(before, min(1.0, progress.formation))
    carbonate_before = min(carbonate_kmol(solids, before), solids.c_kg / C_G_PER_MOL)
    carbonate = min(carbonate_kmol(solids, after), carbonate_before)
    free = solids.c_kg / C_G_PER_MOL - carbonate_before
    iron = solids.fe_kg / FE_G_PER_MOL
    wanted = carbon.mol_per_mol_iron * carbon.solid_share * iron * (after - before)
    used = min(wanted, free)
    ferrous = before + (after - before) * (used / wanted if wanted > 0.0 else 1.0)
    burnt = min(progress.burnt_carbon_kg / C_G_PER_MOL, free - used)
    left = free - used - burnt

    lost = min(1.0, progress.lithium_lost)
    salts_before = _oxide_kmol(solids, before) + 2.0 * carbonate_before
    organic = max(0.0, solids.o_kg / O_G_PER_MOL - salts_before)
    wet = 1.0 - min(1.0, progress.dehydration)
    lithium = solids.li_kg * (1.0 - lost)
    kept = Elements(solids.fe_kg, solids.p_kg, lithium, 0.0, 0.0, 0.0, solids.ti_kg)
    oxygen = _oxide_kmol(kept, ferrous) + 2.0 * carbonate + wet * organic
    product = Elements(
        solids.fe_kg,
        solids.p_kg,
        lithium,
        (carbonate + left) * C_G_PER_MOL,
        solids.h_kg * wet,
        oxygen * O_G_PER_MOL,
        solids.ti_kg,
    )
    taken = burnt * carbon.oxygen_per_burnt_carbon * O_G_PER_MOL
    return Fired(
        product, _given_off(solids, product, taken), taken, ferrous, _percent(left, product)
    )


@compiled
def _given_off(solids: Elements, product: Elements, oxygen_taken_kg: float) -> Elements:
    """Return the off-gas in kg: what went in and did not stay (mass balance)."""
    return Elements(
        solids.fe_kg - product.fe_kg,
        solids.p_kg - product.p_kg,
        solids.li_kg - product.li_kg,
        solids.c_kg - product.c_kg,
        solids.h_kg - product.h_kg,
        solids.o_kg + oxygen_taken_kg - product.o_kg,
        solids.ti_kg - product.ti_kg,
    )


@compiled
def _percent(carbon_kmol: float, product: Elements) -> float:
    """Return kmol of free carbon as wt% of a product, zero of nothing (definition)."""
    mass = total_kg(product)
    if mass <= 0.0:
        return 0.0
    return 100.0 * carbon_kmol * C_G_PER_MOL / mass
