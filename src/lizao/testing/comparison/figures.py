"""The compared figures, each from the batches that a way of working made."""

import math
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean, stdev
from typing import Final

from lizao.model.comparison import ComparedFigure, Costs, Gauge
from lizao.testing.comparison.playing import Made

PERCENT: Final = 100.0

Seed = Sequence[Made]
"""The batches of one seed."""


def figure_of(
    figure: ComparedFigure, seeds: Sequence[Seed], promised_h: Sequence[float], costs: Costs
) -> float:
    """The value of a figure over the batches of some seeds; NaN where nothing was seen of it."""
    batches = [each for seed in seeds for each in seed]
    match figure.gauge:
        case Gauge.ON_TIME:
            return _on_time(seeds, promised_h)
        case Gauge.COST:
            return _per_tonne(batches, lambda made: _yuan(made, costs))
        case Gauge.PER_TONNE:
            return _per_tonne(batches, lambda made: float(getattr(made, figure.of)))
        case Gauge.RESULT | Gauge.SPREAD:
            found = [each.results[figure.of] for each in batches if figure.of in each.results]
            return _STATISTICS[figure.gauge](found)
        case Gauge.FIRST_PASS:
            return PERCENT * fmean(each.first_pass for each in batches)
        case Gauge.HOURS:
            return fmean(each.hours for each in batches)


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else math.nan


def _spread(values: Sequence[float]) -> float:
    return stdev(values) if len(values) > 1 else math.nan


_STATISTICS: Final[Mapping[Gauge, Callable[[Sequence[float]], float]]] = {
    Gauge.RESULT: _mean,
    Gauge.SPREAD: _spread,
}


def _on_time(seeds: Sequence[Seed], promised_h: Sequence[float]) -> float:
    kept = [
        made.done and made.hours <= promised
        for seed in seeds
        for made, promised in zip(seed, promised_h, strict=True)
    ]
    return PERCENT * fmean(kept)


def _per_tonne(batches: Sequence[Made], used: Callable[[Made], float]) -> float:
    tonnes = sum(each.tonnes for each in batches)
    return sum(map(used, batches)) / tonnes if tonnes > 0.0 else math.nan


def _yuan(made: Made, costs: Costs) -> float:
    """What a batch costs: materials, energy, the rest, and what it earns less if it is blocked."""
    materials = sum(kg * costs.material_per_kg[name] for name, kg in made.charged_kg.items())
    energy = costs.electricity_per_kwh * made.energy_kwh + costs.gas_per_nm3 * made.gas_nm3
    lost = 0.0 if made.first_pass else costs.blocked_per_t
    return materials + energy + (costs.other_per_t + lost) * made.tonnes
