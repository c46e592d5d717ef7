"""Facts about material: lots, charging, movements, bags."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lizao.model.identifiers import (
    BagId,
    BatchId,
    LotId,
    MaterialName,
    PlaceId,
    StepPath,
    UnitId,
)
from lizao.model.instants import Instant
from lizao.model.material import Lot, LotStatus


@dataclass(frozen=True, slots=True)
class LotReceived:
    """A raw-material lot arrived with its certificate; ``by`` is who took it in, if a person."""

    at: Instant
    lot: Lot
    by: str = ""


@dataclass(frozen=True, slots=True)
class LotStatusChanged:
    """A lot was released, blocked or put in quarantine."""

    at: Instant
    lot: LotId
    status: LotStatus
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Portion:
    """So much of one lot for one charge of the recipe."""

    charge: str
    material: MaterialName
    lot: LotId
    mass_kg: float


@dataclass(frozen=True, slots=True)
class ChargesPlanned:
    """Which lots a batch will charge and how much of each, trimmed by their certificates.

    ``trims`` names what the certificates changed, e.g. ``Fe/P`` before the trim.
    """

    at: Instant
    batch: BatchId
    portions: tuple[Portion, ...]
    trims: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BagScanned:
    """The scanner of a charging station read a bag."""

    at: Instant
    unit: UnitId
    ticket: int
    lot: LotId
    bag: str


@dataclass(frozen=True, slots=True)
class BagAccepted:
    """The scanned bag is the right one."""

    at: Instant
    batch: BatchId
    step: StepPath
    lot: LotId
    bag: str


@dataclass(frozen=True, slots=True)
class BagRefused:
    """The scanned bag must not be charged; ``reason`` is a text key."""

    at: Instant
    batch: BatchId
    step: StepPath
    lot: LotId
    bag: str
    reason: str
    expected: str


@dataclass(frozen=True, slots=True)
class PortionCharged:
    """One bag, drum or piped amount was charged: ``mass_kg`` measured against ``planned_kg``."""

    at: Instant
    batch: BatchId
    step: StepPath
    lot: LotId
    planned_kg: float
    mass_kg: float


class Flow(StrEnum):
    """What a movement means for the book."""

    PRODUCT = "product"
    """Material goes on; its origin goes with it."""
    LOSS = "loss"
    """Vapour, off-gas: mass leaves, the origins of what stays do not change."""
    WASTE = "waste"
    """Dust, samples, spill: material leaves with its share of the origins."""


@dataclass(frozen=True, slots=True)
class MaterialMoved:
    """Material went from place to place between ``since`` and ``at``, as it was measured.

    ``lot`` is set where a raw lot is charged; ``ticket`` is the service run that moved it.
    """

    at: Instant
    since: Instant
    source: PlaceId
    destination: PlaceId
    mass_kg: float
    flow: Flow = Flow.PRODUCT
    batch: BatchId | None = None
    lot: LotId | None = None
    ticket: int = 0


@dataclass(frozen=True, slots=True)
class PlaceEmptied:
    """The equipment, or a person, found a place empty."""

    at: Instant
    place: PlaceId


@dataclass(frozen=True, slots=True)
class MaterialUnaccounted:
    """What the book still held of an empty place (negative: more came out than the book held)."""

    at: Instant
    place: PlaceId
    mass_kg: float


@dataclass(frozen=True, slots=True)
class LotMade:
    """The content of a place became a lot of the product."""

    at: Instant
    lot: LotId
    product: MaterialName
    batch: BatchId
    place: PlaceId
    mass_kg: float


@dataclass(frozen=True, slots=True)
class BagPacked:
    """A bag was filled and labelled from a lot."""

    at: Instant
    bag: BagId
    lot: LotId
    batch: BatchId
    mass_kg: float
    simulated: bool
