"""Coefficients from what was seen: damped least squares over any model, with intervals."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist
from typing import Final, TypeAlias

import numpy as np

from lizao.plant.records import Floats

CONFIDENCE: Final = 0.95
WIDEST: Final = math.log(1.5)
"""A number is not told from the data if its interval reaches over more than half of it."""
ALIKE: Final = 0.9
"""Coefficients correlated so closely move the same things."""
SEEN: Final = 0.02
"""By how much (its logarithm) a coefficient is changed to see what it moves."""
FARTHEST: Final = 0.5
"""The longest step of a coefficient (its logarithm)."""
SETTLED: Final = 0.01
"""No step is worth a run that would bring the sum of squares down by less."""
ROUNDS: Final = 12
DAMPING: Final = 1e-3
FASTER: Final = 10.0
GIVEN_UP: Final = 1e8
FLAT: Final = 1e-9
"""Directions that move so much less than the others move nothing."""

Model: TypeAlias = Callable[[Sequence[float]], Sequence[float] | None]
"""What would be seen with coefficients; None where nothing would be."""


class Told(StrEnum):
    """What the data say about a coefficient."""

    FITTED = "fitted"
    UNSEEN = "unseen"
    """Nothing that was seen depends enough on it."""
    TIED = "tied"
    """What depends on it depends on others alike: only they together are told."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One coefficient: its value and interval, and with which others it is tied (by number).

    Value and interval mean nothing unless it is FITTED.
    """

    told: Told
    value: float
    low: float
    high: float
    tied_to: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """The coefficients that fit best.

    ``misfit`` is the sum of squares for each degree of freedom: about 1 where the model tells all
    but chance, NaN where nothing is left to judge it by. ``modelled`` is what the model says with
    the coefficients. ``settled`` is False where the rounds ran out.
    """

    estimates: tuple[Estimate, ...]
    modelled: tuple[float, ...]
    misfit: float
    settled: bool


def fit(
    model: Model, start: Sequence[float], seen: Sequence[float], sigmas: Sequence[float]
) -> Solution | None:
    """The coefficients with which ``model`` comes closest to what was ``seen``, from ``start`` on.

    Levenberg and Marquardt over the logarithms, so no coefficient changes its sign; the intervals
    are those of the model made linear at the end, widened where it misses by more than ``sigmas``.
    None where the model shows nothing at the start, or nowhere around.
    """
    search = _Search(model, np.array(start), np.array(seen), np.array(sigmas))
    moved = np.zeros(len(start))
    missed = search.missed(moved)
    damping, settled = DAMPING, False
    slopes: Floats | None = None
    for _ in range(ROUNDS):
        if missed is None:
            return None
        slopes = search.slopes(moved, missed)
        if slopes is None:
            return None
        step = search.step(slopes, moved, missed, damping)
        if step is None:
            settled = True
            break
        moved, missed, damping = step
    else:
        assert missed is not None, "a step is only taken to where something is shown"
        slopes = search.slopes(moved, missed)
        if slopes is None:
            return None
    return _solution(search, moved, missed, slopes, settled=settled)


@dataclass(frozen=True, slots=True)
class _Search:
    """A model, where the search begins, and what it is held to."""

    model: Model
    start: Floats
    seen: Floats
    sigmas: Floats

    def values(self, moved: Floats) -> Floats:
        """The coefficients, ``moved`` from the start by so much in their logarithms."""
        return np.asarray(self.start * np.exp(moved))

    def missed(self, moved: Floats) -> Floats | None:
        """By how many sigmas the model misses."""
        shown = self.model(tuple(map(float, self.values(moved))))
        return None if shown is None else (np.array(shown) - self.seen) / self.sigmas

    def slopes(self, moved: Floats, missed: Floats) -> Floats | None:
        """How each coefficient moves what is missed; None where one can be moved neither way."""
        found = np.empty((len(missed), len(moved)))
        for number in range(len(moved)):
            for by in (SEEN, -SEEN):
                aside = np.array(moved)
                aside[number] += by
                there = self.missed(aside)
                if there is not None:
                    found[:, number] = (there - missed) / by
                    break
            else:
                return None
        return found

    def step(
        self, slopes: Floats, moved: Floats, missed: Floats, damping: float
    ) -> tuple[Floats, Floats, float] | None:
        """One step that brings the sum of squares down; None where no step is worth it."""
        curvature, downhill = slopes.T @ slopes, -slopes.T @ missed
        least = FLAT * max(float(np.max(np.diag(curvature))), FLAT)
        while damping < GIVEN_UP:
            damped = curvature + damping * np.diag(np.maximum(np.diag(curvature), least))
            by = np.clip(np.linalg.solve(damped, downhill), -FARTHEST, FARTHEST)
            if float(2.0 * downhill @ by - by @ curvature @ by) < SETTLED:
                return None
            there = self.missed(moved + by)
            if there is not None and there @ there < missed @ missed:
                return moved + by, there, damping / FASTER
            damping *= FASTER
        return None


def _solution(
    search: _Search, moved: Floats, missed: Floats, slopes: Floats, *, settled: bool
) -> Solution:
    freedom = len(missed) - len(moved)
    misfit = float(missed @ missed) / freedom if freedom > 0 else math.nan
    spread = _covariance(slopes) * max(1.0, misfit if freedom > 0 else 1.0)
    reach = _quantile(freedom) if misfit > 1.0 else _quantile(0)
    values = search.values(moved)
    return Solution(
        estimates=tuple(
            _estimate(number, float(value), spread, slopes, reach)
            for number, value in enumerate(values)
        ),
        modelled=tuple(map(float, missed * search.sigmas + search.seen)),
        misfit=misfit,
        settled=settled,
    )


def _covariance(slopes: Floats) -> Floats:
    """The covariance of the logarithms; what moves nothing has a very large one."""
    _, strengths, directions = np.linalg.svd(slopes, full_matrices=True)
    whole = np.zeros(len(directions))
    whole[: len(strengths)] = strengths
    floored = np.maximum(whole, FLAT * max(float(whole[0]), FLAT))
    return np.asarray((directions.T / floored**2) @ directions)


def _estimate(number: int, value: float, spread: Floats, slopes: Floats, reach: float) -> Estimate:
    half = reach * math.sqrt(float(spread[number, number]))
    strength = float(np.linalg.norm(slopes[:, number]))
    low, high = sorted((value * math.exp(-min(half, 1.0)), value * math.exp(min(half, 1.0))))
    if half <= WIDEST:
        return Estimate(Told.FITTED, value, low, high)
    if strength * WIDEST <= reach:
        return Estimate(Told.UNSEEN, value, low, high)
    sizes = np.sqrt(np.diag(spread))
    close = np.abs(spread[number]) / (sizes * sizes[number])
    others = (each for each in range(len(sizes)) if each != number and close[each] > ALIKE)
    return Estimate(Told.TIED, value, low, high, tuple(others))


def _quantile(freedom: int) -> float:
    """Student's quantile of the interval; that of the normal distribution for no ``freedom``.

    The series of Cornish and Fisher, right to 0.2 %, where there is no closed form (1 and 2).

    >>> [round(_quantile(each), 2) for each in (0, 1, 2, 5, 30)]
    [1.96, 12.71, 4.3, 2.57, 2.04]
    """
    upper = 0.5 * (1.0 + CONFIDENCE)
    z = NormalDist().inv_cdf(upper)
    if freedom == 0:
        return z
    if freedom == 1:
        return math.tan(math.pi * (upper - 0.5))
    if freedom == 2:  # noqa: PLR2004 - the other closed form
        return CONFIDENCE * math.sqrt(0.5 / (upper * (1.0 - upper)))
    terms = (
        (z**3 + z) / 4.0,
        (5.0 * z**5 + 16.0 * z**3 + 3.0 * z) / 96.0,
        (3.0 * z**7 + 19.0 * z**5 + 17.0 * z**3 - 15.0 * z) / 384.0,
    )
    return z + math.fsum(term / freedom**power for power, term in enumerate(terms, start=1))
