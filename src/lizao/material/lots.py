"""The list of lots: what arrived, what was made, what is left of it and where."""

from dataclasses import dataclass

from lizao.material.book import Book
from lizao.material.stock import mass_kg
from lizao.model.identifiers import LotId, MaterialName, PlaceId, bag_place
from lizao.model.instants import Instant
from lizao.model.material import LotStatus


@dataclass(frozen=True, slots=True)
class LotRow:
    """One lot; ``mass_kg`` came, was made or, once there are bags, is what they are labelled with.

    ``remaining_kg`` is not yet charged or shipped.
    """

    lot: LotId
    material: MaterialName
    raw: bool
    mass_kg: float
    remaining_kg: float
    place: PlaceId
    status: LotStatus
    expires_at: Instant | None = None
    supplier_lot: str = ""


def lots(book: Book) -> tuple[LotRow, ...]:
    """Every lot, raw lots first, each kind in the order it was booked."""
    rows = [
        LotRow(
            each.id, each.material, True, each.received_kg, each.remaining_kg, each.place,
            each.status, each.expires_at, each.supplier_lot,
        )
        for each in book.raw.values()
    ]  # fmt: skip
    for made in book.made.values():
        bags = book.bags_of.get(made.id)
        packed = left = made.mass_kg
        if bags:
            packed = sum(book.bags[bag].labelled_kg or 0.0 for bag in bags)
            left = sum(mass_kg(book, bag_place(bag)) for bag in bags)
        rows.append(LotRow(made.id, made.product, False, packed, left, made.place, made.status))
    return tuple(rows)
