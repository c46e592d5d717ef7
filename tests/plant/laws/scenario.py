"""A fixed walk through the laws whose every number is written down to the last bit."""

import random
import sys
from collections.abc import Callable, Iterable
from typing import Final

import numpy as np

from lizao.plant.laws import (
    atmosphere,
    blending,
    composition,
    conveying,
    dryer,
    dynamics,
    firing,
    humidity,
    jetmill,
    kiln,
    magnet,
    milling,
    packing,
    powder,
    rows,
    slurry,
)
from tests.plant.laws import starter
from tests.plant.laws.kilns import bake, charged_row

Number = float | int
Law = Callable[[random.Random], Number | Iterable[Number]]


def _fired(draw: random.Random) -> Iterable[Number]:
    solids = composition.iron_phosphate(draw.uniform(900, 1000), draw.uniform(0.95, 1.0), 0.003)
    for material in (
        composition.lithium_carbonate(draw.uniform(230, 250), 0.001),
        composition.glucose(draw.uniform(50, 120), 0.098),
        composition.polyethylene_glycol(20.0, 0.006),
        composition.titanium_dioxide(4.0, 0.006),
        composition.phosphoric_acid(draw.uniform(0, 20), 0.85),
    ):
        solids = composition.added(solids, material)
    progress = firing.Progress(*(draw.uniform(0, 1) for _ in range(4)))
    after = firing.fired(composition.scaled(solids, 0.3), 0.0, progress, starter.CARBON)
    return (*after.product, *after.gas, *after[2:], composition.titanium_percent(after.product))


def _dried(draw: random.Random) -> Iterable[Number]:
    inlet_c, outlet_c, heat = draw.uniform(200, 290), draw.uniform(80, 120), starter.DRYER_HEAT
    air = dryer.air_kg_per_h(3000.0, inlet_c, outlet_c, 25.0, heat)
    leaving = dryer.exhaust(3000.0, air, inlet_c, outlet_c, 20.0, 0.01, heat)
    settled_c = dryer.settled_outlet_c(2900.0, air, inlet_c, 25.0, heat)
    wet = dryer.moisture_percent(leaving.relative_percent, 14.0, starter.RESIDUAL_MOISTURE)
    size = dryer.granule_um(draw.uniform(10e3, 16e3), 0.41, 0.1, starter.GRANULES)
    return (*leaving, settled_c, wet, size)


LAWS: Final[tuple[Law, ...]] = (
    _fired,
    _dried,
    lambda d: dynamics.lagged(d.random(), d.random(), 80.0, d.uniform(0, 100)),
    lambda d: dynamics.controlled(d.uniform(-50, 50), d.random(), starter.ZONE_CONTROL, 10.0),
    lambda d: slurry.viscosity_mpa_s(d.random(), 0.4, d.uniform(10, 45), starter.RHEOLOGY),
    lambda d: slurry.tank_c(20.0, d.uniform(0, 400), 5.0, 12.0, 16e3, 2.87, 10.0),
    lambda d: slurry.slurry_kg_per_m3(d.random(), 2484.0, 1000.0),
    lambda d: milling.median_um(d.uniform(0, 400), starter.SIZE_LAW, d.random(), d.random()),
    lambda d: milling.power_kw(d.uniform(0, 13), d.random(), starter.MILL_DRIVE),
    lambda d: milling.exponent_share(d.uniform(1e-6, 1e-3), starter.COARSE_STRESS),
    lambda d: milling.milled_kwh_per_t(d.uniform(0, 300), 350.0, 8e3, d.uniform(0, 9), 0.0, 1.0),
    lambda d: humidity.saturation_pa(d.uniform(-60, 150)),
    lambda d: humidity.dew_point_c(d.uniform(0, 3000)),
    lambda d: firing.rate_per_s(d.uniform(20, 800), starter.FORMATION),
    lambda d: firing.converted(d.uniform(0, 3), 1.5),
    lambda d: firing.growth_per_h(d.uniform(400, 800), d.uniform(0, 2), starter.GRAIN),
    lambda d: firing.grain_nm(d.uniform(5e5, 4e7), starter.GRAIN),
    lambda d: atmosphere.settled_ppm(d.uniform(0, 300), d.uniform(0, 2e3), 75.0, 10.0, 0.05, 5.0),
    lambda d: atmosphere.followed(d.uniform(0, 2e3), 10.0, d.uniform(0, 300), 25.0, 2.0),
    lambda d: atmosphere.pressure_pa(30.0, d.uniform(0.5, 2), d.uniform(0.1, 4)),
    lambda d: powder.compaction_g_per_cm3(
        d.uniform(80, 400), d.random(), d.uniform(0.8, 1.8), 0.961, 715.0, starter.COMPACTION
    ),
    lambda d: powder.low_rate_mah_per_g(
        d.uniform(0.8, 1.8), 1.03, 0.961, d.uniform(80, 400), 0.8, 0.1, starter.CAPACITY
    ),
    lambda d: powder.rate_share(d.uniform(0, 10), d.uniform(80, 400), starter.RATE_LAW),
    lambda d: powder.joined_deciles(d.random(), 0.5, d.uniform(1.0, 2.0), 1.7),
    lambda d: powder.bimodality(d.random(), starter.GRADATION),
    lambda d: jetmill.median_um(d.uniform(50, 500), d.uniform(0.5, 2), starter.JET_MILL),
    lambda d: jetmill.held_kg(d.uniform(0, 150), 1300.0, 0.05, starter.HOLDUP, 1.0),
    lambda d: jetmill.cut_um(1.8e-5, 4.0, 0.2, 3560.0, d.uniform(30, 80)),
    lambda d: conveying.conveyed_kg_per_h(d.uniform(5, 70), starter.LINE),
    lambda d: packing.settled_ppm(d.uniform(-60, 10), 25.0, starter.PICKUP),
    lambda d: packing.sorbed_ppm(d.uniform(0, 100), 24.0, 40.0, d.uniform(0, 1e4)),
    lambda d: blending.lacey(d.uniform(0, 60), 7.0),
    lambda d: blending.blended(np.array([d.random(), 1.0]), np.array([d.random(), 2.0])),
    lambda d: magnet.demagnetised_ppb(d.uniform(0, 500), d.random(), d.uniform(0, 3), 1.0),
)


def kiln_walk() -> Iterable[Number]:
    """Zones and rows of a kiln after two hours from a disturbed start."""
    zones = np.zeros((starter.ZONES, kiln.ZONE_WIDTH))
    zones[:, kiln.SETPOINT_C] = starter.PROFILE_C
    zones[:, [kiln.HEATER_W, kiln.COOLER_W]] = 30e3
    delay, load_w, cursor = np.zeros((starter.ZONES, 9)), np.zeros(starter.ZONES), 0
    kiln.settle_zones(zones, delay, load_w, 25.0, 90.0, starter.ZONE_HEAT)
    zones[:, kiln.SETPOINT_C] += 10.0
    moving = np.vstack([charged_row(1.2) for _ in range(6)])
    moving[:, rows.POSITION_M] = np.linspace(0.0, starter.KILN_M, 6)
    laws = starter.FIRING._replace(bed=starter.BED._replace(reaction_j_per_kg=5e4))
    for _ in range(720):
        face_c, burn = zones[:, kiln.FACE_C].copy(), np.full(starter.ZONES, 0.001)
        length_m = starter.KILN_M / starter.ZONES
        rows.advance_rows(moving, face_c, burn, load_w, length_m, 3.25, laws, 10.0)
        cursor = kiln.advance_zones(
            *(zones, delay, cursor, load_w, 25.0, 90.0),
            *(starter.ZONE_HEAT, starter.ZONE_CONTROL, 10.0),
        )
    return (*moving.ravel(), *zones.ravel(), cursor)


def lines(draws: int) -> list[str]:
    """Every law's result at `draws` seeded inputs, then the kiln's, as hexadecimal floats."""
    written = []
    for number, law in enumerate(LAWS):
        draw = random.Random(number)
        written += [_hexadecimal(law(draw)) for _ in range(draws)]
    return [*written, _hexadecimal(kiln_walk()), _hexadecimal(bake_walk())]


def _hexadecimal(found: Number | Iterable[Number]) -> str:
    values = found if isinstance(found, Iterable) else (found,)
    return " ".join(float(value).hex() for value in values)


def bake_walk() -> Iterable[Number]:
    """A row after the whole profile."""
    baked: Iterable[Number] = bake(charged_row(1.3), 760.0, 20.0).row.ravel()
    return baked


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines(int(sys.argv[1]))))
