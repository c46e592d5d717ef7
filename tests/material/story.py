"""A small plant and the facts of its day, for the stories of this folder."""

from collections.abc import Iterable
from copy import deepcopy

from lizao.material.book import Book
from lizao.material.stock import apply
from lizao.model.equipment import Place, PlaceKind, Plant, Unit, Use
from lizao.model.facts import (
    BagPacked,
    Fact,
    Flow,
    HomeMade,
    LotReceived,
    MaterialMoved,
)
from lizao.model.identifiers import (
    BagId,
    BatchId,
    LotId,
    MaterialName,
    PlaceId,
    UnitId,
    bag_place,
)
from lizao.model.instants import Instant
from lizao.model.material import Certificate, Lot, LotStatus

B1, B2 = BatchId("B1"), BatchId("B2")
IRON, IRON_2, LITHIUM, WATER = LotId("FP-1"), LotId("FP-2"), LotId("LI-1"), LotId("W-1")
MATERIALS = {IRON: "FePO4", IRON_2: "FePO4", LITHIUM: "Li2CO3", WATER: "water"}
PRODUCT_LOT = LotId("P-1")

KINDS = {
    "store": PlaceKind.STORE,
    "outside-store": PlaceKind.STORE,
    "tank": PlaceKind.WELL_MIXED,
    "blender": PlaceKind.WELL_MIXED,
    "silo": PlaceKind.LAYERED,
    "silo-2": PlaceKind.LAYERED,
    "conveyor": PlaceKind.PLUG_FLOW,
    "exhaust": PlaceKind.SINK,
    "dust": PlaceKind.SINK,
}


def place(name: str) -> Place:
    """One of the places of the small plant."""
    return Place(PlaceId(name), KINDS[name])


def plant() -> Plant:
    """The small plant: a tank that belongs to a unit, everything else to the plant."""
    unit = Unit(UnitId("tank"), "tank", Use.EXCLUSIVE, "wet", (), (place("tank"),))
    others = tuple(place(name) for name in KINDS if name != "tank")
    return Plant("small", "here", True, (unit,), (), others)


def received(lot: LotId, kg: float = 10_000.0, at: Instant = 0) -> LotReceived:
    """A raw lot arrives in the store."""
    material = MaterialName(MATERIALS[lot])
    certificate = Certificate(0.0)
    status = LotStatus.RELEASED
    return LotReceived(at, Lot(lot, material, kg, 500.0, certificate, status, PlaceId("store")))


def furnished(*facts: Fact) -> Book:
    """A plant with four raw lots, and then ``facts``."""
    home = HomeMade(0, "here", plant(), (), 1)
    return told(Book(), home, *(received(lot) for lot in MATERIALS), *facts)


def told(book: Book, *facts: Fact) -> Book:
    """The book after some facts."""
    return folded(book, facts)


def folded(book: Book, facts: Iterable[Fact]) -> Book:
    """Another book after many facts; ``book`` stays as it was."""
    after = deepcopy(book)
    for fact in facts:
        apply(after, fact)
    return after


def charge(
    lot: LotId, kg: float, to: str = "tank", at: Instant = 1, batch: BatchId = B1
) -> MaterialMoved:
    """A raw lot is charged."""
    return MaterialMoved(at, at, PlaceId("store"), PlaceId(to), kg, batch=batch, lot=lot)


def move(
    source: str,
    to: str,
    kg: float,
    at: Instant = 2,
    flow: Flow = Flow.PRODUCT,
    batch: BatchId | None = B1,
) -> MaterialMoved:
    """Material moves."""
    return MaterialMoved(at, at, PlaceId(source), PlaceId(to), kg, flow, batch)


def lose(source: str, kg: float, at: Instant = 2, to: str = "exhaust") -> MaterialMoved:
    """Vapour leaves."""
    return move(source, to, kg, at, Flow.LOSS)


def waste(source: str, kg: float, at: Instant = 2) -> MaterialMoved:
    """Dust leaves."""
    return move(source, "dust", kg, at, Flow.WASTE)


def packed(bag: str, source: str, kg: float, at: Instant = 9) -> tuple[MaterialMoved, BagPacked]:
    """A bag is filled and labelled."""
    name = BagId(bag)
    return (
        MaterialMoved(at, at, PlaceId(source), bag_place(name), kg, batch=B1),
        BagPacked(at, name, PRODUCT_LOT, B1, kg, True),
    )
