"""A kiln in miniature for the tests: rows pushed through the profile of the reference plant."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lizao.plant.laws import firing, kiln, rows
from lizao.plant.laws.coefficients import Firing
from tests.plant.laws.starter import BED, FIRING, GRAIN, KILN_M, PROFILE_C, ZONES

Array = npt.NDArray[np.float64]

THIN: Final = FIRING._replace(bed=BED._replace(half_depth_m=0.008))
"""A bed so thin that the powder follows the zones, as the published figures assume."""

STEP_S: Final = 10.0


class Baked(NamedTuple):
    """A row after the kiln, and its hottest core in °C."""

    row: Array
    hottest_core_c: float

    @property
    def grain_nm(self) -> float:
        """Mean primary size of both layers in nm."""
        top = firing.grain_nm(float(self.row[0, rows.GRAIN_TOP]), GRAIN)
        return 0.5 * (top + firing.grain_nm(float(self.row[0, rows.GRAIN_CORE]), GRAIN))


def profile_c(soak_c: float) -> Array:
    """Zone temperatures in °C of the reference profile at a soak temperature."""
    shift = soak_c - 760.0
    return np.array([kiln.profile_c(c, i + 1, shift, 12, 24) for i, c in enumerate(PROFILE_C)])


def charged_row(carbon_percent: float) -> Array:
    """One row of 12 saggars at the inlet with the given residual carbon in wt%."""
    row = np.zeros((1, rows.ROW_WIDTH))
    row[0, rows.POWDER_KG] = 66.0
    row[0, [rows.TOP_C, rows.CORE_C]] = 25.0
    row[0, [rows.GRAIN_TOP, rows.GRAIN_CORE]] = firing.grain_power(GRAIN.initial_nm, GRAIN)
    row[0, rows.CARBON_PERCENT] = carbon_percent
    row[0, rows.BED_PACE] = 1.0
    return row


def recoated_row(first: Array, carbon_percent: float) -> Array:
    """A row of the second firing: the powder of the first with its carbon made up."""
    row = charged_row(carbon_percent)
    kept = slice(rows.FORMATION_TOP, rows.CARBON_PERCENT)
    row[0, kept] = first[0, kept]
    return row


def bake(row: Array, soak_c: float, hours: float, laws: Firing = THIN) -> Baked:
    """Push a row through a kiln that holds the profile of `soak_c` in the given hours."""
    baked = row.copy()
    zone_c, burn, heat = profile_c(soak_c), np.zeros(ZONES), np.zeros(ZONES)
    hottest = 0.0
    for _ in range(round(hours * 3600.0 / STEP_S)):
        rows.advance_rows(baked, zone_c, burn, heat, KILN_M / ZONES, KILN_M / hours, laws, STEP_S)
        hottest = max(hottest, float(baked[0, rows.CORE_C]))
    return Baked(baked, hottest)
