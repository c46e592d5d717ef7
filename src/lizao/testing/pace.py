"""How fast a line may be at best, by its plant file, and how fast it was, by its facts.

The slowest class of kilns sets the pace. It takes one row every ``residence / rows``; a row holds
``saggars_per_row`` saggars of the recipe's load; a change of profile costs ``campaign_gap_rows``.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from lizao.control.run import Run
from lizao.model.equipment import Plant, Unit
from lizao.model.facts import CampaignOpened, Fact, Flow, MaterialMoved
from lizao.model.identifiers import BatchId, UnitId
from lizao.model.instants import Instant, in_hours, seconds

LOAD: Final = "load"
"""The formula parameter that says how many kilograms a saggar takes."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The time from the first row in to the last row in of a class of kilns, in hours.

    ``bound_h`` is the least that the same powder can take; ``changes`` counts profile changes.
    """

    unit_class: str
    bound_h: float
    measured_h: float
    changes: int

    @property
    def ratio(self) -> float:
        """How much longer it took than at best (1)."""
        return self.measured_h / self.bound_h


def bottleneck(run: Run, facts: Sequence[Fact]) -> Pace:
    """The class of kilns that allowed the least."""
    return max(paces(run, facts), key=lambda each: each.bound_h)


def paces(run: Run, facts: Sequence[Fact]) -> Iterator[Pace]:
    """Bound and pace of every class of kilns that was fed, in the order of the plant file."""
    assert run.plant is not None, "a home has a plant"
    fed = _fed(facts)
    for unit_class in dict.fromkeys(unit.unit_class for unit in run.plant.units):
        kilns = [each for each in run.plant.of_class(unit_class) if each.id in fed]
        if kilns:
            yield _pace(run, run.plant, kilns, fed, facts)


@dataclass(slots=True)
class _Fed:
    """What went into one kiln: kilograms by batch, the first row and the last."""

    first: Instant
    last: Instant
    kg: dict[BatchId, float] = field(default_factory=lambda: defaultdict(float))


def _fed(facts: Sequence[Fact]) -> dict[UnitId, _Fed]:
    fed: dict[UnitId, _Fed] = {}
    for each in facts:
        if not isinstance(each, MaterialMoved) or each.flow is not Flow.PRODUCT:
            continue
        unit, _, row = each.destination.partition("/row/")
        if row and each.batch is not None:
            kiln = fed.setdefault(UnitId(unit), _Fed(each.at, each.at))
            kiln.last = each.at
            kiln.kg[each.batch] += each.mass_kg
    return fed


def _pace(
    run: Run, plant: Plant, kilns: Sequence[Unit], fed: Mapping[UnitId, _Fed], facts: Sequence[Fact]
) -> Pace:
    unit = kilns[0]
    units = len(plant.of_class(unit.unit_class))
    kg: dict[BatchId, float] = defaultdict(float)
    for each in kilns:
        for batch, fed_kg in fed[each.id].kg.items():
            kg[batch] += fed_kg
    rows = sum(fed_kg / row_kg(run, unit, batch) for batch, fed_kg in kg.items()) / units
    first = min(fed[each.id].first for each in kilns)
    last = max(fed[each.id].last for each in kilns)
    opened = (each for each in facts if isinstance(each, CampaignOpened) and each.unit == unit.id)
    changes = sum(first < each.at < last for each in opened)
    gap = changes * unit.coefficients["campaign_gap_rows"]
    every = row_every(unit)
    return Pace(
        unit.unit_class,
        in_hours(round((rows + gap) * every)),
        in_hours(last - first + every),
        changes,
    )


def row_every(kiln: Unit) -> Instant:
    """Every so often a row goes in (µs)."""
    return seconds(kiln.coefficients["residence_h"] * 3600.0 / kiln.coefficients["rows"])


def row_kg(run: Run, kiln: Unit, batch: BatchId) -> float:
    """What a full row holds by the load of a batch's recipe (kg)."""
    return kiln.coefficients["saggars_per_row"] * run.batches[batch].recipe.formula[LOAD]
