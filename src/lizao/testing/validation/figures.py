"""The figures of a plant in its steady state, each from what was seen."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import fmean, pstdev
from typing import Final

from lizao.model.acceptance import Figure, Measure, Statistic
from lizao.model.facts import BagPacked, Flow, LotJudged, MaterialMoved, SampleResult
from lizao.model.facts import UtilitiesMetered as Metered
from lizao.model.identifiers import LotId, UnitId
from lizao.model.instants import Instant
from lizao.model.quality import Disposition
from lizao.testing.pace import row_every, row_kg
from lizao.testing.validation.observation import ROW, Observed
from lizao.testing.validation.trial import KG_PER_T

PERCENT: Final = 100.0
NITROGEN_ENERGY: Final = "utilities.nitrogen_kwh_per_nm3"
ROOM_ENERGY: Final = "utilities.hvac_kwh_per_t"
"""The coefficients of a plant that give the energy no unit meters."""


def value_of(figure: Figure, seen: Observed) -> float:
    """The value of a figure in its unit; NaN where nothing was seen of it."""
    return MEASURES[figure.measure](figure, seen)


def _result(figure: Figure, seen: Observed) -> float:
    found = [
        each.value
        for each in seen.facts
        if isinstance(each, SampleResult) and each.attribute == figure.of
    ]
    return _of_many(figure, found)


def _signal(figure: Figure, seen: Observed) -> float:
    units = [values for name, values in seen.signals.items() if name.partition(".")[2] == figure.of]
    if figure.statistic is Statistic.LOWEST:
        return min(map(fmean, units), default=math.nan)
    if figure.statistic is Statistic.HIGHEST:
        return max(map(fmean, units), default=math.nan)
    return _of_many(figure, [each for values in units for each in values])


def _of_many(figure: Figure, values: Sequence[float]) -> float:
    if not values:
        return math.nan
    if figure.statistic is Statistic.SPREAD:
        return PERCENT * pstdev(values) / fmean(values)
    if figure.statistic is Statistic.SHARE and figure.at_least is not None:
        return PERCENT * sum(each >= figure.at_least for each in values) / len(values)
    return fmean(values)


def _per_tonne(figure: Figure, seen: Observed) -> float:
    """What was used from the end of one lot to the end of another, for a tonne packed between."""
    bags = [each for each in seen.facts if isinstance(each, BagPacked)]
    ends = _ends(bags)
    if len(ends) < 2:  # noqa: PLR2004 - two ends bound a time
        return math.nan
    since, until = ends[0], ends[-1]
    tonnes = sum(each.mass_kg for each in bags if since < each.at <= until) / KG_PER_T
    metered = [
        each for each in seen.facts if isinstance(each, Metered) and since < each.at <= until
    ]
    used = sum(getattr(each, figure.of) for each in metered) / tonnes
    if figure.of != "energy_kwh":
        return float(used)
    nitrogen = sum(each.nitrogen_nm3 for each in metered) / tonnes
    numbers = seen.design.coefficients
    return float(used + numbers[NITROGEN_ENERGY] * nitrogen + numbers[ROOM_ENERGY])


def _ends(bags: Sequence[BagPacked]) -> list[Instant]:
    """When the last bag of each lot was packed, for the lots that were finished."""
    last: dict[LotId, Instant] = {}
    for each in bags:
        last[each.lot] = each.at
    return sorted(last.values())[:-1]


def _iron_yield(_: Figure, seen: Observed) -> float:
    packed = seen.packed_after_kg["Fe"] - seen.packed_before_kg["Fe"]
    left = seen.after.outward_kg["Fe"] - seen.before.outward_kg["Fe"]
    return PERCENT * packed / left if left > 0.0 else math.nan


def _effectiveness(_: Figure, seen: Observed) -> float:
    """The powder that went into the slowest kilns over what fits, times the share that was good."""
    judged = [each for each in seen.facts if isinstance(each, LotJudged)]
    if not judged:
        return math.nan
    good = sum(each.disposition is Disposition.RELEASED for each in judged) / len(judged)
    return PERCENT * good * max(_uses(seen), default=math.nan)


def _uses(seen: Observed) -> Iterator[float]:
    """How full each class of kilns ran (1)."""
    fed: dict[UnitId, float] = {}
    for each in seen.facts:
        if isinstance(each, MaterialMoved) and each.flow is Flow.PRODUCT and each.batch is not None:
            unit, _, row = each.destination.partition(ROW)
            if row:
                full = each.mass_kg / _row_kg(seen, UnitId(unit), each)
                fed[UnitId(unit)] = fed.get(UnitId(unit), 0.0) + full
    classes = {each.unit_class for each in seen.design.units if each.id in fed}
    for name in sorted(classes):
        kilns = seen.design.of_class(name)
        rows = sum((seen.until - seen.since) / row_every(each) for each in kilns)
        yield sum(fed.get(each.id, 0.0) for each in kilns) / rows


def _row_kg(seen: Observed, unit: UnitId, moved: MaterialMoved) -> float:
    kiln = seen.design.unit(unit)
    assert kiln is not None
    assert moved.batch is not None
    return row_kg(seen.run, kiln, moved.batch)


def _balance(figure: Figure, seen: Observed) -> float:
    return seen.after.gaps[figure.of]


MEASURES: Final[Mapping[Measure, Callable[[Figure, Observed], float]]] = {
    Measure.RESULT: _result,
    Measure.SIGNAL: _signal,
    Measure.PER_TONNE: _per_tonne,
    Measure.IRON_YIELD: _iron_yield,
    Measure.EFFECTIVENESS: _effectiveness,
    Measure.BALANCE: _balance,
}
