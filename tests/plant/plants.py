"""Two plants for the tests: the reference line, and the same line shrunk and hurried."""

import functools
from dataclasses import replace
from typing import Final

from lizao.documents.site import Site, load_site
from lizao.model.equipment import Plant, Unit
from lizao.plant.virtual import VirtualPlant

SETTINGS: Final = {
    "kiln-1.soak_temperature_c": 770.0,
    "kiln-2.soak_temperature_c": 770.0,
    "kiln-3.soak_temperature_c": 720.0,
}

QUICK: Final[dict[str, dict[str, float]]] = {
    "premix": {
        "solids_rate_kg_per_h": 200_000.0,
        "liquid_rate_kg_per_h": 600_000.0,
        "hook_up_min": 0.1,
        "agitator_from_kg": 100.0,
    },
    "mixer": {"solids_rate_kg_per_h": 30_000.0, "hook_up_min": 0.1},
    "pass-mill": {"rated_kw": 20_000.0, "rate_kg_per_h": 400_000.0, "cooling_kw_per_k": 1_000.0},
    "mill-tank": {"agitator_from_kg": 20.0},
    "circuit-mill": {
        "lag_s": 2.0,
        "cooling_kw_per_k": 60.0,
        "controller_gain_per_k": 0.2,
        "controller_integral_s": 20.0,
    },
    "slurry-line": {"rate_kg_per_h": 400_000.0},
    "dryer": {
        "heat_up_h": 0.02,
        "gas_tau_s": 10.0,
        "wall_share": 0.0,
        "water_kg_per_h": 9_000.0,
        "feed_gain_kg_per_h_per_k": 40.0,
        "feed_integral_s": 30.0,
    },
    "pneumatic-line": {"rate_kg_per_h": 40_000.0, "lag_s": 1.0},
    "kiln": {
        "rows": 6.0,
        "residence_h": 0.05,
        "saggars_per_row": 2.0,
        "saggars_pool": 40.0,
        "saggar_line_min": 0.5,
        "campaign_gap_rows": 3.0,
    },
    "jet-mill": {"rate_kg_per_h": 15_000.0, "holdup_kg": 2.0},
    "sieve": {"rate_kg_per_h": 30_000.0},
    "packer": {"bag_min": 0.5, "change_over_s": 5.0, "full_bag_kg": 40.0},
}
"""Numbers by model in which the quick line differs: the same units, minutes instead of days."""


@functools.cache
def site() -> Site:
    """The reference site."""
    return load_site()


@functools.cache
def line() -> Plant:
    """The reference line."""
    return site().plant()


@functools.cache
def quick_line(**changes: float) -> Plant:
    """The quick line; ``changes`` are plant coefficients, dots written as two underscores."""
    plant = line()
    minutes = {
        name: 1.0
        for name in plant.coefficients
        if name.startswith("lab.") and name.endswith("_min")
    }
    more = {name.replace("__", "."): value for name, value in changes.items()}
    return replace(
        plant,
        units=tuple(_hurried(unit) for unit in plant.units),
        coefficients={**plant.coefficients, **minutes, **more},
    )


def _hurried(unit: Unit) -> Unit:
    saggars = unit.saggars
    if saggars is not None:
        saggars = replace(saggars, count=40, per_row=2, standing=12)
    numbers = {**unit.coefficients, **QUICK.get(unit.model, {})}
    return replace(unit, coefficients=numbers, saggars=saggars)


def changed(plant: Plant, unit: str, **numbers: float) -> Plant:
    """The plant with other numbers in one unit."""
    units = tuple(
        replace(each, coefficients={**each.coefficients, **numbers}) if each.id == unit else each
        for each in plant.units
    )
    return replace(plant, units=units)


def stand(plant: Plant | None = None, seed: int = 1) -> VirtualPlant:
    """A virtual plant standing hot at time zero, by default the quick line."""
    return VirtualPlant.make(plant or quick_line(), site().materials, seed, SETTINGS, 0)
