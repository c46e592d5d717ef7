"""Facts about quality: results and judgements."""

from dataclasses import dataclass

from lizao.model.identifiers import LotId, SampleId
from lizao.model.instants import Instant
from lizao.model.quality import Disposition


@dataclass(frozen=True, slots=True)
class SampleResult:
    """The laboratory reported one attribute of a sample, in the attribute's unit."""

    at: Instant
    sample: SampleId
    attribute: str
    value: float


@dataclass(frozen=True, slots=True)
class AttributeJudged:
    """One attribute held against its limits (in ``unit``)."""

    attribute: str
    value: float
    unit: str
    low: float | None
    high: float | None
    passed: bool
    gating: bool


@dataclass(frozen=True, slots=True)
class LotJudged:
    """A lot was released or blocked on its gating results."""

    at: Instant
    lot: LotId
    disposition: Disposition
    attributes: tuple[AttributeJudged, ...]
    by: str


@dataclass(frozen=True, slots=True)
class LateResultJudged:
    """A result that came after the judgement; one that fails opens a recall."""

    at: Instant
    lot: LotId
    attribute: AttributeJudged


@dataclass(frozen=True, slots=True)
class RecallOpened:
    """A released lot failed a late result."""

    at: Instant
    lot: LotId
    attribute: str
    value: float
