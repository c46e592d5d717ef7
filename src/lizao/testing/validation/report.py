"""The report of a validation: each figure with its band and verdict, and one verdict over all."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lizao.model.acceptance import Figure
from lizao.testing.validation.faults import Tried
from lizao.testing.validation.responses import Answered


class Verdict(StrEnum):
    """Whether a figure, or the whole plant, is as it must be."""

    PASS = "pass"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Judged:
    """A figure, what it came to, and the verdict."""

    figure: Figure
    value: float

    @property
    def verdict(self) -> Verdict:
        """Whether the value lies inside the band."""
        return Verdict.PASS if self.figure.holds(self.value) else Verdict.FAIL

    @property
    def values(self) -> dict[str, Any]:
        """One object for programs."""
        figure = self.figure
        return {
            "name": figure.name,
            "value": self.value,
            "unit": figure.unit,
            "low": figure.low,
            "high": figure.high,
            "verdict": self.verdict,
            "source": figure.source,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What a plant showed in so many days."""

    plant: str
    recipe: str
    seed: int
    days: float
    figures: tuple[Judged, ...]
    faults: tuple[Tried, ...] = ()
    """Those that were tried; none unless asked for."""
    responses: tuple[Answered, ...] = ()
    """What was answered; nothing unless asked for."""
    strikes: int = 0
    """How many faults struck by themselves meanwhile."""

    @property
    def verdict(self) -> Verdict:
        """Pass if everything passed."""
        return Verdict.FAIL if self.failed else Verdict.PASS

    @property
    def count(self) -> int:
        """How many figures and faults there are."""
        return len(tuple(self._verdicts()))

    @property
    def failed(self) -> int:
        """How many of them failed."""
        return sum(each is Verdict.FAIL for each in self._verdicts())

    def _verdicts(self) -> Iterator[Verdict]:
        yield from (each.verdict for each in self.figures)
        yield from (Verdict.PASS if each.holds else Verdict.FAIL for each in self.faults)
        yield from (Verdict.PASS if each.holds else Verdict.FAIL for each in self.responses)

    @property
    def values(self) -> dict[str, Any]:
        """One object for programs."""
        return {
            "plant": self.plant,
            "recipe": self.recipe,
            "seed": self.seed,
            "days": self.days,
            "faults_struck": self.strikes,
            "figures": [each.values for each in self.figures],
            "responses": [each.values for each in self.responses],
            "faults": [each.values for each in self.faults],
            "verdict": self.verdict,
        }
