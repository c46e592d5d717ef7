"""What quality knows: samples, what the laboratory said of them, and the lots it judges."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite

from lizao.model.facts import (
    AttributeJudged,
    BagPacked,
    BatchCreated,
    Fact,
    LateResultJudged,
    LotJudged,
    LotMade,
    LotStatusChanged,
    RecallOpened,
    SampleResult,
    SampleTaken,
)
from lizao.model.identifiers import BagId, BatchId, LotId, MaterialName, PlaceId, SampleId, UnitId
from lizao.model.instants import Instant
from lizao.model.material import LotStatus
from lizao.model.quality import AttributeLimits, Disposition, Specification


@dataclass(frozen=True, slots=True)
class Result:
    """One value the laboratory reported, in the attribute's unit."""

    attribute: str
    value: float


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A sample and its results; ``lot`` is None until it is known which lot the sample is of."""

    sample: SampleId
    batch: BatchId = BatchId("")
    unit: UnitId = UnitId("")
    lot: LotId | None = None
    results: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class LotFile:
    """A lot of product before the rule.

    ``unjudged`` are results, held against their limits, that no judgement has used yet;
    ``attributes`` the newest judgement of each attribute; ``announced`` says that the lot's status
    followed the judgement.
    """

    lot: LotId
    product: MaterialName
    batch: BatchId
    place: PlaceId
    made_at: Instant
    mass_kg: float
    samples: tuple[SampleId, ...] = ()
    unjudged: tuple[AttributeJudged, ...] = ()
    disposition: Disposition | None = None
    judged_at: Instant | None = None
    judged_by: str = ""
    announced: bool = False
    attributes: Mapping[str, AttributeJudged] = field(default_factory=dict)
    recalls: tuple[RecallOpened, ...] = ()
    bags: Mapping[BagId, float] = field(default_factory=dict)
    simulated: bool = False

    def to_do(self) -> bool:
        """Whether the rule may have something to say."""
        return bool(self.unjudged) or (self.disposition is not None and not self.announced)


@dataclass(frozen=True, slots=True)
class Register:
    """Everything the facts so far say about quality; a value that never changes.

    ``loose`` samples belong to no lot yet, ``awaited`` names the attributes that the laboratory
    still owes, ``open`` the lots of which the rule may have something to say. ``quarantined`` lots,
    made or not, are not judged; ``conceded`` says who has let which of them go, and why.
    """

    specifications: Mapping[BatchId, Specification] = field(default_factory=dict)
    samples: Mapping[SampleId, SampleFile] = field(default_factory=dict)
    awaited: Mapping[SampleId, tuple[str, ...]] = field(default_factory=dict)
    loose: tuple[SampleId, ...] = ()
    lots: Mapping[LotId, LotFile] = field(default_factory=dict)
    open: frozenset[LotId] = frozenset()
    quarantined: frozenset[LotId] = frozenset()
    conceded: Mapping[LotId, LotStatusChanged] = field(default_factory=dict)

    def settled(self, batch: BatchId) -> bool:
        """Whether every lot of a batch is judged, or in quarantine until a person acts."""
        lots = (each for each in self.lots.values() if each.batch == batch)
        return all(each.disposition or each.lot in self.quarantined for each in lots)


def judge(limits: AttributeLimits, value: float) -> AttributeJudged:
    """Hold a value against its limits; what is not a finite number fails."""
    return AttributeJudged(
        attribute=limits.attribute,
        value=value,
        unit=limits.unit,
        low=limits.low,
        high=limits.high,
        passed=isfinite(value) and limits.holds(value),
        gating=limits.gating,
    )


def apply(register: Register, fact: Fact) -> Register:
    """The register after ``fact``; a fact that says nothing about quality leaves it as it is."""
    match fact:
        case BatchCreated():
            specification = fact.recipe.specification
            return replace(
                register,
                specifications={**register.specifications, fact.batch: specification},
            )
        case SampleTaken():
            return _sample_taken(register, fact)
        case SampleResult():
            return _result(register, fact)
        case LotMade():
            return _lot_made(register, fact)
        case LotStatusChanged():
            return _status_changed(register, fact)
        case BagPacked() | LotJudged() | LateResultJudged() | RecallOpened():
            lot = register.lots.get(fact.lot)
            return register if lot is None else _with_lot(register, _lot_after(lot, fact))
        case _:
            return register


def _status_changed(register: Register, fact: LotStatusChanged) -> Register:
    """A lot that is let out of quarantine is judged anew, with what was known already."""
    lot = register.lots.get(fact.lot)
    after = _with_status(register, fact)
    if lot is None:
        return after
    is_out = after.quarantined != register.quarantined and fact.lot not in after.quarantined
    return _with_lot(after, _reopened(lot) if is_out else _lot_after(lot, fact))


def _reopened(lot: LotFile) -> LotFile:
    known = (*lot.attributes.values(), *lot.unjudged)
    return replace(lot, disposition=None, announced=False, unjudged=known)


def _with_status(register: Register, fact: LotStatusChanged) -> Register:
    """A lot in quarantine stays there until somebody lets it go."""
    if fact.status is LotStatus.QUARANTINE:
        return replace(register, quarantined=register.quarantined | {fact.lot})
    if fact.lot not in register.quarantined:
        return register
    quarantined = register.quarantined - {fact.lot}
    if fact.status is not LotStatus.RELEASED:
        return replace(register, quarantined=quarantined)
    conceded = {**register.conceded, fact.lot: fact}
    return replace(register, quarantined=quarantined, conceded=conceded)


def _sample_taken(register: Register, fact: SampleTaken) -> Register:
    """Open a sample; one without a lot is of the lot last made there, if that has none yet."""
    lot = LotId(fact.lot) if fact.lot else _lot_without_sample(register, fact)
    early = register.samples.get(fact.sample)
    results = early.results if early else ()
    known = {result.attribute for result in results}
    owed = tuple(each for each in fact.panel if each not in known)
    register = replace(
        register,
        samples={
            **register.samples,
            fact.sample: SampleFile(fact.sample, fact.batch, fact.unit, lot, results),
        },
        awaited={**register.awaited, fact.sample: owed} if owed else register.awaited,
    )
    if lot is None or lot not in register.lots:
        return replace(register, loose=(*register.loose, fact.sample))
    return _with_samples(register, register.lots[lot], (fact.sample,))


def _lot_without_sample(register: Register, fact: SampleTaken) -> LotId | None:
    for lot in reversed(tuple(register.lots.values())):
        if lot.batch == fact.batch and lot.place == PlaceId(fact.unit):
            return None if lot.samples else lot.lot
    return None


def _result(register: Register, fact: SampleResult) -> Register:
    """Book a result once, for its sample and, where that is known, for its lot."""
    sample = register.samples.get(fact.sample) or SampleFile(fact.sample)
    result = Result(fact.attribute, fact.value)
    if result in sample.results:
        return register
    sample = replace(sample, results=(*sample.results, result))
    awaited = dict(register.awaited)
    owed = tuple(each for each in awaited.pop(fact.sample, ()) if each != fact.attribute)
    if owed:
        awaited[fact.sample] = owed
    register = replace(register, samples={**register.samples, fact.sample: sample}, awaited=awaited)
    lot = None if sample.lot is None else register.lots.get(sample.lot)
    return register if lot is None else _with_lot(register, _with_results(register, lot, (result,)))


def _lot_made(register: Register, fact: LotMade) -> Register:
    """Open a lot; it takes the samples that waited for it."""
    lot = LotFile(fact.lot, fact.product, fact.batch, fact.place, fact.at, fact.mass_kg)
    ours = tuple(each for each in register.loose if _is_of(register.samples[each], lot))
    samples = {each: replace(register.samples[each], lot=lot.lot) for each in ours}
    loose = tuple(each for each in register.loose if each not in samples)
    register = replace(register, samples={**register.samples, **samples}, loose=loose)
    return _with_samples(register, lot, ours)


def _is_of(sample: SampleFile, lot: LotFile) -> bool:
    if sample.lot is not None:
        return sample.lot == lot.lot
    return sample.batch == lot.batch and PlaceId(sample.unit) == lot.place


def _with_samples(register: Register, lot: LotFile, samples: tuple[SampleId, ...]) -> Register:
    lot = replace(lot, samples=(*lot.samples, *samples))
    for sample in samples:
        lot = _with_results(register, lot, register.samples[sample].results)
    return _with_lot(register, lot)


def _with_results(register: Register, lot: LotFile, results: tuple[Result, ...]) -> LotFile:
    """The lot with the results that its specification asks for, held against its limits."""
    specification = register.specifications.get(lot.batch)
    if specification is None:
        return lot
    judged = (
        judge(limits, each.value)
        for each in results
        if (limits := specification.limits(each.attribute)) is not None
    )
    return replace(lot, unjudged=(*lot.unjudged, *judged))


def _with_lot(register: Register, lot: LotFile) -> Register:
    open_lots = register.open | {lot.lot} if lot.to_do() else register.open - {lot.lot}
    return replace(register, lots={**register.lots, lot.lot: lot}, open=open_lots)


def _lot_after(
    lot: LotFile,
    fact: BagPacked | LotStatusChanged | LotJudged | LateResultJudged | RecallOpened,
) -> LotFile:
    match fact:
        case BagPacked():
            bags = {**lot.bags, fact.bag: fact.mass_kg}
            return replace(lot, bags=bags, simulated=lot.simulated or fact.simulated)
        case LotStatusChanged():
            return replace(lot, announced=lot.disposition is not None)
        case LotJudged():
            return _judged(lot, fact)
        case LateResultJudged():
            judged = fact.attribute
            first = next((e for e in lot.unjudged if e.attribute == judged.attribute), None)
            left = tuple(each for each in lot.unjudged if each is not first)
            attributes = {**lot.attributes, judged.attribute: judged}
            return replace(lot, unjudged=left, attributes=attributes)
        case RecallOpened():
            return replace(lot, recalls=(*lot.recalls, fact))


def _judged(lot: LotFile, fact: LotJudged) -> LotFile:
    """The lot after a judgement, which has used the results of the attributes it names."""
    judged = {each.attribute: each for each in fact.attributes}
    return replace(
        lot,
        unjudged=tuple(each for each in lot.unjudged if each.attribute not in judged),
        disposition=fact.disposition,
        judged_at=fact.at,
        judged_by=fact.by,
        announced=False,
        attributes={**lot.attributes, **judged},
    )
