"""Electromagnetic removal of magnetic matter from slurry and powder."""

import math

from lizao.plant.compiled import compiled


@compiled
def demagnetised_ppb(feed_ppb: float, caught_share: float, passes: float, wear_ppb: float) -> float:
    """Return magnetic matter in ppb after passes that each catch `caught_share` (1), plus wear.

    Source: estimate, [JET-Q].
    """
    return feed_ppb * math.pow(1.0 - caught_share, passes) + wear_ppb


@compiled
def caught_ppb(feed_ppb: float, caught_share: float, passes: float) -> float:
    """Return the magnetic matter in ppb that the magnet holds after its passes (mass balance)."""
    return feed_ppb - demagnetised_ppb(feed_ppb, caught_share, passes, 0.0)


@compiled
def caught_share(rated_share: float, coil_a: float, rated_a: float) -> float:
    """Return the share (1) that a magnet catches at a coil current in A, none without one.

    Source: estimate, linear below the rated current.
    """
    return rated_share * min(1.0, max(0.0, coil_a / rated_a))
