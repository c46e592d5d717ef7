"""What is told of lots and bags: what is there, where it came from, where it went."""

from typing import NotRequired

from typing_extensions import TypedDict

from lizao.app.answers.answer import Answer, Bilingual
from lizao.model.identifiers import BagId, BatchId, LotId, MaterialName, PlaceId, UnitId
from lizao.model.instants import Instant
from lizao.model.material import LotStatus
from lizao.model.quality import Disposition


class Lot(Answer):
    """One lot; what is made has a batch, a disposition once it is judged, and bags once packed."""

    lot: LotId
    material: MaterialName
    raw: bool
    mass_kg: float
    remaining_kg: float
    place: PlaceId
    status: LotStatus
    expires_at: Instant | None
    batch: BatchId | None
    disposition: Disposition | None
    bags: list[BagId]


class LotList(Answer):
    """Every lot, raw lots first; and what each material is called."""

    lots: list[Lot]
    materials: dict[MaterialName, Bilingual]


class Share(Answer):
    """A raw lot: its share of all lots of its material, and kg charged per kg packed."""

    lot: LotId
    share: float
    kg_per_kg: float


_Since = TypedDict("_Since", {"from": Instant})


class RowPass(_Since, Answer):
    """A kiln row that material lay in; ``to`` is None while it is inside."""

    kiln: UnitId
    row: int
    to: Instant | None


class Origins(Answer):
    """Where a bag or lot comes from; ``bags`` are those of a lot of product."""

    bag: str | None
    lot: str | None
    mass_kg: float
    materials: dict[MaterialName, list[Share]]
    rows: list[RowPass]
    bags: list[BagId]
    simulated: bool


class BagShare(Answer):
    """What of a lot is in a bag (kg as charged), as a share of all of its material there."""

    bag: BagId
    lot: LotId | None
    kg: float
    share: float


class PlaceShare(Answer):
    """What of a lot is in another place."""

    place: PlaceId
    kg: float
    share: float


class Uses(Answer):
    """Where a raw lot went, or which bags a lot of product became; only the former is charged."""

    lot: str
    material: MaterialName
    charged_kg: NotRequired[float]
    remaining_kg: NotRequired[float]
    bags: list[BagShare]
    places: list[PlaceShare]
