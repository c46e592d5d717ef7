"""Water in the powder while it is loose or in a bag."""

import math

from lizao.plant.compiled import compiled
from lizao.plant.laws import humidity
from lizao.plant.laws.coefficients import Pickup


@compiled
def settled_ppm(dew_c: float, temperature_c: float, pickup: Pickup) -> float:
    """Return the sorbed water in ppm at rest in gas of a dew point and temperature in °C.

    Source: estimate.
    """
    return pickup.ppm_per_percent * humidity.room_percent(dew_c, temperature_c)


@compiled
def sorbed_ppm(now_ppm: float, settled: float, tau_min: float, dt_s: float) -> float:
    """Return the sorbed water in ppm after `dt_s` towards `settled` ppm, exact.

    Source: estimate 40 min loose, 10 d bagged.
    """
    return settled + (now_ppm - settled) * math.exp(-dt_s / (60.0 * tau_min))


@compiled
def moisture_ppm(sorbed: float, pickup: Pickup) -> float:
    """Return the product's water in ppm: the bound part and what is sorbed (estimate)."""
    return pickup.bound_ppm + sorbed
