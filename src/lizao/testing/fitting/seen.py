"""What was seen of batches: results of the laboratory, and signals of units at work for them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import fmean, median
from typing import TypeAlias

from lizao.model.equipment import Plant, Unit
from lizao.model.facts import (
    Fact,
    SampleResult,
    SampleTaken,
    ServiceCommanded,
    ServiceStateChanged,
)
from lizao.model.identifiers import BatchId, SampleId, ServiceName, SignalId, UnitId, signal_id
from lizao.model.instants import Instant
from lizao.model.plant_data import Observation
from lizao.model.states import State
from lizao.testing.validation.series import FEED

Past: TypeAlias = Callable[[SignalId, Instant, Instant], Sequence[float]]
"""What a signal was, each minute or so, after one instant up to another."""
Run: TypeAlias = tuple[UnitId, ServiceName, int]
Span: TypeAlias = tuple[Instant, Instant]


def results(facts: Sequence[Fact]) -> Iterator[Observation]:
    """The mean of the results of each attribute of each batch."""
    batches: dict[SampleId, BatchId] = {}
    values: dict[tuple[str, str], list[float]] = defaultdict(list)
    for each in facts:
        if isinstance(each, SampleTaken):
            batches[each.sample] = each.batch
        elif isinstance(each, SampleResult) and each.sample in batches:
            values[batches[each.sample], each.attribute].append(each.value)
    for (batch, attribute), found in values.items():
        yield Observation(batch, attribute, fmean(found), len(found))


def signals(
    facts: Sequence[Fact], plant: Plant, names: Sequence[str], past: Past
) -> Iterator[Observation]:
    """The median of each signal of these names while a unit worked for a batch."""
    if not names:
        return
    spans = _longest(facts, plant)
    for name in names:
        values: dict[BatchId, list[float]] = defaultdict(list)
        owners = {each.id for each in units_of(plant, name)}
        for (unit, batch), span in spans.items():
            if unit in owners:
                values[batch] += past(signal_id(unit, name.partition(".")[2]), *span)
        for batch, found in values.items():
            if found:
                yield Observation(batch, name, median(found))


def units_of(plant: Plant, name: str) -> tuple[Unit, ...]:
    """The units that a signal is of: one, or all of a class."""
    owner = name.partition(".")[0]
    unit = plant.unit(UnitId(owner))
    return plant.of_class(owner) if unit is None else (unit,)


def _longest(facts: Sequence[Fact], plant: Plant) -> Mapping[tuple[UnitId, BatchId], Span]:
    """The longest time in which each unit worked for each batch."""
    batches = _runs(facts, plant)
    began: dict[Run, Instant] = {}
    found: dict[tuple[UnitId, BatchId], Span] = {}
    for each in facts:
        if not isinstance(each, ServiceStateChanged):
            continue
        run: Run = (each.unit, each.service, each.ticket)
        if run in batches and each.state is State.RUNNING:
            began.setdefault(run, each.at)
        elif run in began:
            key, span = (each.unit, batches[run]), (began.pop(run), each.at)
            found[key] = max(span, found.get(key, (0, 0)), key=lambda one: one[1] - one[0])
    return found


def _runs(facts: Sequence[Fact], plant: Plant) -> Mapping[Run, BatchId]:
    """The runs of services by which units work for batches; a line works while it is fed."""
    fed = {unit.id for unit in plant.units if any(each.name == FEED for each in unit.services)}
    return {
        (each.unit, each.service, each.ticket): each.batch
        for each in facts
        if isinstance(each, ServiceCommanded)
        and each.batch is not None
        and (each.unit not in fed or each.service == FEED)
    }
