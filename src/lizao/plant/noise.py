"""Chance: every draw is a pure function of the seed and of what it is for."""

import hashlib
from typing import Final

import numpy as np

from lizao.plant.compiled import compiled
from lizao.plant.records import Floats

TABLE: Final = 65_536
"""Length of the table of normals, a power of two."""
_CHANNEL_STRIDE: Final = 7_919
_STEP_STRIDE: Final = 40_503


def normals(seed: int) -> Floats:
    """The table of standard normals that all continuous noise of a plant is read from."""
    return np.random.Generator(np.random.PCG64(seed)).standard_normal(TABLE)


@compiled
def normal(table: Floats, channel: int, step: int) -> float:
    """Return the standard normal of a noise channel at a step of the grid (table look-up)."""
    value: float = table[(channel * _CHANNEL_STRIDE + step * _STEP_STRIDE) & (TABLE - 1)]
    return value


class Chance:
    """Rare draws by name: lots, biases, blends, laboratory."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def generator(self, name: str) -> np.random.Generator:
        """The generator that belongs to one name, always the same."""
        digest = hashlib.sha256(f"{self.seed}/{name}".encode()).digest()
        return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))

    def normal(self, name: str, sigma: float, limit: float = 3.0) -> float:
        """A normal draw of mean zero, held within ``limit`` standard deviations."""
        drawn = float(self.generator(name).standard_normal())
        return sigma * max(-limit, min(limit, drawn))
