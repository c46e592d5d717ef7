"""What the book keeps of each raw lot, each lot of product and each bag."""

from dataclasses import dataclass

from lizao.material.graph import Piece
from lizao.model.identifiers import BagId, BatchId, LotId, MaterialName, PlaceId
from lizao.model.instants import Instant
from lizao.model.material import LotStatus


@dataclass(slots=True)
class RawLot:
    """A raw lot: what arrived, what is left, and its node of one kilogram.

    ``supplier_lot`` is the supplier's own number of it, where a person took it in.
    """

    id: LotId
    node: int
    material: MaterialName = MaterialName("")
    received_kg: float = 0.0
    remaining_kg: float = 0.0
    place: PlaceId = PlaceId("")
    status: LotStatus = LotStatus.QUARANTINE
    expires_at: Instant | None = None
    supplier_lot: str = ""


@dataclass(slots=True)
class MadeLot:
    """A lot of product and what it was made of."""

    id: LotId
    product: MaterialName
    batch: BatchId
    place: PlaceId
    mass_kg: float
    pieces: tuple[Piece, ...]
    status: LotStatus = LotStatus.QUARANTINE


@dataclass(slots=True)
class Bag:
    """A bag: the newest node of its content, what was moved into it, what its label says."""

    id: BagId
    node: int = 0
    moved_kg: float = 0.0
    lot: LotId | None = None
    batch: BatchId | None = None
    labelled_kg: float | None = None
