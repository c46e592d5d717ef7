"""How facts about material fold into the run: lots, charges, rows inside lines, samples."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from lizao.control.changed import replace
from lizao.control.entries import put, without
from lizao.control.fold_saggars import row_filled
from lizao.control.run import Run
from lizao.model.facts import (
    BagAccepted,
    BagRefused,
    BagScanned,
    Flow,
    LotMade,
    LotReceived,
    LotStatusChanged,
    MaterialMoved,
    PlaceEmptied,
    PortionCharged,
    SampleResult,
    SampleTaken,
)
from lizao.model.identifiers import BatchId, PlaceId, UnitId


def _lot_received(run: Run, fact: LotReceived) -> Run:
    return replace(run, lots=put(run.lots, {fact.lot.id: fact.lot}))


def _lot_status_changed(run: Run, fact: LotStatusChanged) -> Run:
    lot = run.lots.get(fact.lot)
    if lot is None:
        return run
    return replace(run, lots=put(run.lots, {fact.lot: replace(lot, status=fact.status)}))


def _bag_scanned(run: Run, fact: BagScanned) -> Run:
    reader = run.runs.get(fact.ticket)
    if reader is None:
        return run
    step = run.batches[reader.batch].step(reader.step)
    return run.with_step(
        reader.batch, reader.step, replace(step, scanned=(fact.lot, fact.bag), accepted=False)
    )


def _bag_accepted(run: Run, fact: BagAccepted) -> Run:
    step = run.batches[fact.batch].step(fact.step)
    return run.with_step(fact.batch, fact.step, replace(step, accepted=True, refused=0))


def _bag_refused(run: Run, fact: BagRefused) -> Run:
    step = run.batches[fact.batch].step(fact.step)
    refused = replace(step, scanned=None, refused=step.refused + 1)
    return run.with_step(fact.batch, fact.step, refused)


def _portion_charged(run: Run, fact: PortionCharged) -> Run:
    step = run.batches[fact.batch].step(fact.step)
    step = replace(step, load=step.load + 1, scanned=None, accepted=False, tickets={})
    charged = run.charged_kg.get(fact.lot, 0.0) + fact.mass_kg
    run = replace(run, charged_kg=put(run.charged_kg, {fact.lot: charged}))
    run = run.with_step(fact.batch, fact.step, step).with_booked(fact.batch, fact.step)
    batch = run.batches[fact.batch]
    action = batch.procedure.elements[fact.step].action
    key = (action.charge if action else "", fact.lot)
    so_far = {**batch.charged_kg, key: batch.charged_kg.get(key, 0.0) + fact.mass_kg}
    return run.with_batch(replace(batch, charged_kg=so_far))


def _material_moved(run: Run, fact: MaterialMoved) -> Run:
    run = _filled(run, fact)
    contents_kg: dict[PlaceId, float] = {}
    rows = run.rows
    for place, sign in ((fact.source, -1), (fact.destination, 1)):
        unit, _, row = place.partition("/row/")
        if "/" not in place:
            there_kg = contents_kg.get(place, run.contents_kg.get(place, 0.0))
            contents_kg[place] = there_kg + sign * fact.mass_kg
        elif row and fact.batch is not None and fact.flow is Flow.PRODUCT:
            rows = _counted(rows, (UnitId(unit), fact.batch), sign)
    return replace(run, contents_kg=put(run.contents_kg, contents_kg), rows=rows)


def _counted(
    rows: Mapping[tuple[UnitId, BatchId], int], key: tuple[UnitId, BatchId], more: int
) -> Mapping[tuple[UnitId, BatchId], int]:
    """The rows inside, by line and batch, with so many more; those of whom none is left are out."""
    count = rows.get(key, 0) + more
    return put(rows, {key: count}) if count else without(rows, (key,))


def _filled(run: Run, fact: MaterialMoved) -> Run:
    """A row that was filled has taken its saggars out of the pool."""
    unit, _, row = fact.destination.partition("/row/")
    fills = row and fact.flow is Flow.PRODUCT
    return row_filled(run, UnitId(unit), fact.batch) if fills else run


def _place_emptied(run: Run, fact: PlaceEmptied) -> Run:
    return replace(run, contents_kg=put(run.contents_kg, {fact.place: 0.0}))


def _lot_made(run: Run, fact: LotMade) -> Run:
    return run.with_batch(replace(run.batches[fact.batch], lot=fact.lot))


def _sample_taken(run: Run, fact: SampleTaken) -> Run:
    batch = run.batches[fact.batch]
    awaited = dict.fromkeys(fact.panel, (fact.sample, None))
    run = replace(run, samples=put(run.samples, {fact.sample: fact}))
    return run.with_batch(replace(batch, results={**batch.results, **awaited}))


def _sample_result(run: Run, fact: SampleResult) -> Run:
    taken = run.samples.get(fact.sample)
    if taken is None:
        return run
    batch = run.batches[taken.batch]
    if batch.results.get(fact.attribute, (None, None))[0] == fact.sample:
        found = {fact.attribute: (fact.sample, fact.value)}
        run = run.with_batch(replace(batch, results={**batch.results, **found}))
    missing = tuple(each for each in taken.panel if each != fact.attribute)
    others = {key: each for key, each in run.samples.items() if key != fact.sample}
    if missing:
        others[fact.sample] = replace(taken, panel=missing)
    return replace(run, samples=others)


FOLDS: Final[Mapping[type, Callable[[Run, Any], Run]]] = MappingProxyType(
    {
        LotReceived: _lot_received,
        LotStatusChanged: _lot_status_changed,
        BagScanned: _bag_scanned,
        BagAccepted: _bag_accepted,
        BagRefused: _bag_refused,
        PortionCharged: _portion_charged,
        MaterialMoved: _material_moved,
        PlaceEmptied: _place_emptied,
        LotMade: _lot_made,
        SampleTaken: _sample_taken,
        SampleResult: _sample_result,
    }
)
