"""What a comparison came to: each figure of both ways, and the difference, with intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from lizao.model.comparison import ComparedFigure, Comparison, Gauge
from lizao.testing.comparison.figures import Seed, figure_of
from lizao.testing.comparison.intervals import Interval, interval, left_out

NOT_MODELLED: Final = ("idle", "lots", "people", "rework", "faults", "market")
"""What no figure tells, by the key of its sentence."""
SHARES: Final = frozenset({Gauge.FIRST_PASS, Gauge.ON_TIME})
WHOLE: Final = 100.0


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure: the way of Lizao, old practice, and the first less the second, seed by seed."""

    figure: ComparedFigure
    lizao: Interval
    old: Interval
    difference: Interval
    by_seed: tuple[tuple[float, float], ...]

    @property
    def values(self) -> dict[str, Any]:
        """One object for programs."""
        return {
            "name": self.figure.name,
            "unit": self.figure.unit,
            "lizao": self.lizao.values,
            "old": self.old.values,
            "difference": {**self.difference.values, "clear": self.difference.clear},
            "seeds": [
                {"lizao": ours, "old": theirs, "difference": ours - theirs}
                for ours, theirs in self.by_seed
            ],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What both ways made of the same orders on the same seeds, from ``seed`` on."""

    plant: str
    comparison: Comparison
    batches: int
    seed: int
    promised_h: tuple[float, ...]
    figures: tuple[Compared, ...]

    @property
    def seeds(self) -> int:
        """How many seeds there were."""
        return len(self.figures[0].by_seed)

    @property
    def values(self) -> dict[str, Any]:
        """One object for programs."""
        return {
            "plant": self.plant,
            "recipe": self.comparison.recipe,
            "tonnes": self.comparison.batch_kg / 1000.0,
            "batches": self.batches,
            "seeds": [*range(self.seed, self.seed + self.seeds)],
            "promised_h": list(self.promised_h),
            "conditions": dict(self.comparison.conditions),
            "confidence": 0.95,
            "figures": [each.values for each in self.figures],
            "not_modelled": list(NOT_MODELLED),
        }


def compared(
    comparison: Comparison,
    lizao: Sequence[Seed],
    old: Sequence[Seed],
    promised_h: Sequence[float],
) -> tuple[Compared, ...]:
    """Every figure; the seeds of both ways stand in the same order."""
    return tuple(_compared(each, comparison, lizao, old, promised_h) for each in comparison.figures)


def _compared(
    figure: ComparedFigure,
    comparison: Comparison,
    lizao: Sequence[Seed],
    old: Sequence[Seed],
    promised_h: Sequence[float],
) -> Compared:
    def told(seeds: Sequence[Seed]) -> float:
        return figure_of(figure, seeds, promised_h, comparison.costs)

    def by_seed(seeds: Sequence[Seed]) -> list[float]:
        return [told([each]) for each in seeds]

    def independent(seeds: Sequence[Seed]) -> list[float]:
        return left_out(told, seeds) if figure.gauge is Gauge.SPREAD else by_seed(seeds)

    ours, theirs = independent(lizao), independent(old)
    apart = [one - other for one, other in zip(ours, theirs, strict=True)]
    seen = zip(by_seed(lizao), by_seed(old), strict=True)
    is_share = figure.gauge in SHARES
    around = (
        bounded(interval(ours), 0.0) if is_share else interval(ours),
        bounded(interval(theirs), 0.0) if is_share else interval(theirs),
        bounded(interval(apart), -WHOLE) if is_share else interval(apart),
    )
    return Compared(figure, *around, tuple(seen))


def bounded(found: Interval, least: float) -> Interval:
    """The interval of a share in percent, or of a difference of shares, within what there can be.

    Where all seeds say the same they are too few to tell how far it may be off: without bounds.
    """
    if not found.low < found.high:
        return Interval(found.mean)
    return Interval(found.mean, max(least, found.low), min(WHOLE, found.high))
