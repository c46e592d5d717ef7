"""Lot blending: mean, spread and mixing."""

import math

import numpy as np
import numpy.typing as npt

from lizao.plant.compiled import compiled


@compiled
def blended(mass_kg: npt.NDArray[np.float64], value: npt.NDArray[np.float64]) -> float:
    """Return the mass-weighted mean of a quality (any unit) over sub-lots in kg, arrays (part,).

    Nothing blended has quality 0. Source: definition.
    """
    total = 0.0
    weighted = 0.0
    for part in range(len(mass_kg)):
        total += mass_kg[part]
        weighted += mass_kg[part] * value[part]
    if total <= 0.0:
        return 0.0
    return weighted / total


@compiled
def lacey(mixing_min: float, tau_min: float) -> float:
    """Return Lacey's degree of mixing (0-1) after `mixing_min`.

    Source: Lacey 1954; tau 6-8 min an estimate.
    """
    return 1.0 - math.exp(-mixing_min / tau_min)


@compiled
def blend_variance(part_variance: float, parts: float, surplus_share: float) -> float:
    """Return the variance (unit squared) of a blend of n sub-lots, more when mixed poorly.

    Source: estimate.
    """
    return part_variance / parts * (1.0 + surplus_share)


@compiled
def unmixed_sigma(sigma: float, excess_share: float, mixing_min: float, tau_min: float) -> float:
    """Return the spread (any unit) of a blend that was mixed for `mixing_min`.

    What is not mixed adds `excess_share` (1) of the spread of a mixed one. Source: estimate.
    """
    return sigma * (1.0 + excess_share * (1.0 - lacey(mixing_min, tau_min)))
