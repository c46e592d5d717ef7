"""The full scatter of raw lots: what a supplier delivers over the seasons, by the plant file."""

import math
from typing import Final

from lizao.model.identifiers import MaterialName
from lizao.model.instants import DAY, Instant
from lizao.plant.floor import Coefficients
from lizao.plant.noise import Chance

WETTEST: Final = 205 * DAY
"""The end of July, in the first year of the calendar."""
YEAR: Final = 365 * DAY


class LotScatter:
    """Numbers ``lots.<material>_<attribute>_<what>`` of a plant, scaled by ``lots.scatter``."""

    def __init__(self, numbers: Coefficients, chance: Chance, at: Instant) -> None:
        """Lots that arrive at ``at``."""
        self._numbers = numbers
        self._chance = chance
        self._scale = numbers.get("lots.scatter", 0.0)
        self._summer = 0.5 * (1.0 + math.cos(2.0 * math.pi * (at - WETTEST) / YEAR))

    def drawn(self, material: MaterialName, lot: str, attribute: str, plain: float) -> float:
        """An attribute of a lot whose plain value is given, within the limits of the plant file."""
        if self._scale <= 0.0:
            return plain
        key = f"lots.{material.replace('-', '_')}_{attribute}"
        sigma = self._scale * self._numbers.get(f"{key}_sigma", 0.0)
        value = self._numbers.get(f"{key}_mean", plain)
        value += self._chance.normal(f"lot/{lot}/{attribute}/full", sigma)
        value += self._scale * self._summer * self._numbers.get(f"{key}_season", 0.0)
        low = self._numbers.get(f"{key}_low", 0.0)
        return min(max(value, low), self._numbers.get(f"{key}_high", math.inf))
