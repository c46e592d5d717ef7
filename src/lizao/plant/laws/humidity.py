"""Water vapour in air and nitrogen: saturation, dew point, relative humidity."""

import math
from typing import Final

from lizao.plant.compiled import compiled

ATMOSPHERE_PA: Final = 101_325.0
WATER_PER_AIR: Final = 0.622
FREEZING_PA: Final = 611.21
"""Vapour pressure over ice at 0 °C."""


@compiled
def ice_pa(temperature_c: float) -> float:
    """Return vapour pressure in Pa over ice, below 0 °C.

    Source: Alduchov & Eskridge, J. Appl. Meteorol. 35 (1996) 601.
    """
    return FREEZING_PA * math.exp(22.587 * temperature_c / (temperature_c + 273.86))


@compiled
def saturation_pa(temperature_c: float) -> float:
    """Return saturated vapour pressure in Pa, over ice below 0 °C, to 350 °C.

    Source: IAPWS-IF97 region 4.
    """
    if temperature_c < 0.0:
        return ice_pa(temperature_c)
    t_k = temperature_c + 273.15
    v = t_k - 0.23855557567849 / (t_k - 650.17534844798)
    a = (v + 1167.0521452767) * v - 724213.16703206
    b = (-17.073846940092 * v + 12020.82470247) * v - 3232555.0322333
    c = (14.91510861353 * v - 4823.2657361591) * v + 405113.40542057
    root = 2.0 * c / (-b + math.sqrt(b * b - 4.0 * a * c))
    square = root * root
    return 1.0e6 * square * square


@compiled
def dew_point_c(vapour_pa: float) -> float:
    """Return the dew (or frost) point in °C of a vapour pressure in Pa.

    Source: IAPWS-IF97 region 4, ice as above.
    """
    if vapour_pa < FREEZING_PA:
        ratio = math.log(max(vapour_pa, 1.0e-3) / FREEZING_PA)
        return 273.86 * ratio / (22.587 - ratio)
    beta = math.sqrt(math.sqrt(vapour_pa * 1.0e-6))
    e = (beta - 17.073846940092) * beta + 14.91510861353
    f = (1167.0521452767 * beta + 12020.82470247) * beta - 4823.2657361591
    g = (-724213.16703206 * beta - 3232555.0322333) * beta + 405113.40542057
    d = 2.0 * g / (-f - math.sqrt(f * f - 4.0 * e * g))
    s = 650.17534844798 + d
    root = math.sqrt(s * s - 4.0 * (-0.23855557567849 + 650.17534844798 * d))
    return (s - root) / 2.0 - 273.15


@compiled
def vapour_pa(humidity_kg_per_kg: float) -> float:
    """Return vapour pressure in Pa of air holding kg water per kg dry air at one atmosphere.

    Source: ideal gas.
    """
    return ATMOSPHERE_PA * humidity_kg_per_kg / (WATER_PER_AIR + humidity_kg_per_kg)


@compiled
def relative_percent(pressure_pa: float, temperature_c: float) -> float:
    """Return relative humidity in % of a vapour pressure in Pa at a gas temperature in °C.

    Source: definition.
    """
    return min(100.0, 100.0 * pressure_pa / saturation_pa(temperature_c))


@compiled
def room_percent(dew_c: float, temperature_c: float) -> float:
    """Return relative humidity in % of a gas of the given dew point and temperature in °C.

    Source: definition.
    """
    return relative_percent(saturation_pa(dew_c), temperature_c)
