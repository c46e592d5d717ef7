"""Means with their intervals at 95 %, from few seeds."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Final, TypeVar

T = TypeVar("T")

# Student's t at 97.5 % for 1, 2, ... degrees of freedom; then for those at least so many.
_FEW: Final = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
_MANY: Final = ((120, 1.980), (60, 2.000), (40, 2.021), (31, 2.042))
LEAST_FOR_SPREAD: Final = 3
"""A spread that is told with one seed left out needs two others."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the bounds in which it lies at 95 %; without bounds where nothing tells them."""

    mean: float
    low: float = math.nan
    high: float = math.nan

    @property
    def values(self) -> dict[str, float]:
        """One object for programs."""
        return {"mean": self.mean, "low": self.low, "high": self.high}

    @property
    def clear(self) -> bool:
        """Whether zero lies outside."""
        return self.low > 0.0 or self.high < 0.0


def student(freedom: int) -> float:
    """Student's t at 97.5 %, never too small.

    >>> student(1), student(30), student(70), student(1000)
    (12.706, 2.042, 2.0, 1.98)
    """
    if freedom <= len(_FEW):
        return _FEW[freedom - 1]
    return next(value for least, value in _MANY if freedom >= least)


def interval(values: Sequence[float]) -> Interval:
    """The mean of values that do not depend on each other, by Student's t."""
    if not values:
        return Interval(math.nan)
    mean = fmean(values)
    if len(values) == 1 or not math.isfinite(mean):
        return Interval(mean)
    half = student(len(values) - 1) * stdev(values) / math.sqrt(len(values))
    return Interval(mean, mean - half, mean + half)


def left_out(told: Callable[[Sequence[T]], float], seeds: Sequence[T]) -> list[float]:
    """Values whose mean is what all seeds tell together, one for each seed (the jackknife).

    So what only many seeds tell, as a spread does, gets an interval too.
    """
    if len(seeds) < LEAST_FOR_SPREAD:
        return [told(seeds)]
    whole, count = told(seeds), len(seeds)
    return [
        count * whole - (count - 1) * told([*seeds[:each], *seeds[each + 1 :]])
        for each in range(count)
    ]
