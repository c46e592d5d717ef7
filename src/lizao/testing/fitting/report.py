"""The report of a fit: each coefficient with its interval, or why there is none."""

from dataclasses import dataclass
from typing import Any

from lizao.model.plant_data import Observation
from lizao.plant.fitting import Told
from lizao.testing.fitting.coefficients import Coefficient


@dataclass(frozen=True, slots=True)
class Fitted:
    """A coefficient and what the data say about it; numbers only where they say any."""

    coefficient: Coefficient
    told: Told
    value: float | None = None
    low: float | None = None
    high: float | None = None
    tied_to: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """One object for programs."""
        return {
            "name": self.coefficient.name,
            "unit": self.coefficient.unit,
            "plant_file": self.coefficient.value,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "verdict": self.told,
            "tied_to": list(self.tied_to),
        }


@dataclass(frozen=True, slots=True)
class Compared:
    """What was seen, one sigma of it, and what the fitted plant shows."""

    seen: Observation
    sigma: float
    shown: float

    @property
    def off(self) -> float:
        """How many sigmas lie between."""
        return (self.shown - self.seen.value) / self.sigma

    @property
    def values(self) -> dict[str, Any]:
        """One object for programs; ``off`` counts sigmas."""
        return {
            "batch": self.seen.batch,
            "name": self.seen.name,
            "seen": self.seen.value,
            "sigma": self.sigma,
            "shown": self.shown,
            "off": self.off,
        }


@dataclass(frozen=True, slots=True)
class FitReport:
    """What a fit came to, and how many virtual plants it took.

    ``misfit`` is about 1 where the plant with these coefficients tells all but chance; None where
    there are no more values than coefficients.
    """

    plant: str
    coefficients: tuple[Fitted, ...]
    compared: tuple[Compared, ...]
    misfit: float | None
    settled: bool
    plants: int

    @property
    def whole(self) -> bool:
        """Whether every coefficient was told and the search came to its end."""
        return self.settled and all(each.told is Told.FITTED for each in self.coefficients)

    @property
    def worst(self) -> str:
        """Of which value the plant misses most."""
        found = max(self.compared, key=lambda each: abs(each.off))
        return f"{found.seen.batch} {found.seen.name}"

    @property
    def values(self) -> dict[str, Any]:
        """One object for programs."""
        return {
            "plant": self.plant,
            "coefficients": [each.values for each in self.coefficients],
            "observations": [each.values for each in self.compared],
            "misfit": self.misfit,
            "settled": self.settled,
            "plants": self.plants,
        }
