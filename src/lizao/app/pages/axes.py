"""Axes of a plot: nice ticks, and from values to places on the paper."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

NICE: Final = (1.0, 2.0, 5.0, 10.0)
MARGIN: Final = 0.06


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from ``low`` to ``high`` drawn from ``start`` to ``end`` on the paper."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Where a value lies."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def spanned(values: Sequence[float], margin: float = MARGIN) -> tuple[float, float]:
    """Low and high of the numbers among ``values``, with a margin; 0 to 1 where there are none.

    >>> spanned([1.0, float("nan"), 3.0], margin=0.5)
    (0.0, 4.0)
    """
    finite = [value for value in values if math.isfinite(value)]
    if not finite:
        return 0.0, 1.0
    low, high = min(finite), max(finite)
    spread = high - low
    if spread <= abs(high) * 1e-9:
        half = abs(high) * 0.1 or 1.0
        return low - half, high + half
    return low - margin * spread, high + margin * spread


def ticks(low: float, high: float, about: int) -> tuple[list[float], int]:
    """Round values between ``low`` and ``high`` in steps of 1, 2 or 5, and the decimals they need.

    >>> ticks(0.0, 10.0, 5)
    ([0.0, 2.0, 4.0, 6.0, 8.0, 10.0], 0)
    """
    rough = (high - low) / about
    power = math.floor(math.log10(rough))
    step = next(nice for nice in NICE if nice * 10.0**power >= rough * (1 - 1e-9)) * 10.0**power
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return [round(index * step, decimals) + 0.0 for index in range(first, last + 1)], decimals
