"""Where a bag comes from and where a raw lot went."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import fsum
from typing import Final

from lizao.material.book import Book
from lizao.material.entries import Bag
from lizao.material.graph import Piece
from lizao.material.visits import RowPass
from lizao.model.errors import UnknownNameError
from lizao.model.identifiers import BagId, LotId, MaterialName, PlaceId

UNACCOUNTED: Final = PlaceId("unaccounted")
"""Where the forward trace finds what was posted as unaccounted."""


@dataclass(frozen=True, slots=True)
class LotShare:
    """One raw lot in a product.

    ``share`` is its part of all lots of the same material; ``kg_per_kg`` the kilograms charged of
    it for one kilogram of product.
    """

    lot: LotId
    share: float
    kg_per_kg: float


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a bag or lot of ``mass_kg`` comes from; ``bags`` are those of a lot of product."""

    id: str
    mass_kg: float
    materials: Mapping[MaterialName, tuple[LotShare, ...]]
    rows: tuple[RowPass, ...]
    bags: tuple[BagId, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A raw lot found somewhere: ``kg`` as charged, ``share`` of all lots of the material there."""

    place: PlaceId
    bag: BagId | None
    product_lot: LotId | None
    kg: float
    share: float


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the charged part of a raw lot went: bags first, then places, each with its part."""

    lot: LotId
    material: MaterialName
    charged_kg: float
    remaining_kg: float
    bags: tuple[Found, ...]
    places: tuple[Found, ...]


def trace_back(book: Book, thing: BagId | LotId) -> Trace:
    """Where a bag, a lot of product or a raw lot comes from.

    Shares of the lots of one material sum to 1; rows come in the order they were loaded. Raises
    UnknownNameError where nothing carries that name.
    """
    bag = book.bags.get(BagId(thing))
    if bag is not None:
        trace = _trace(book, thing, _mass_kg(bag), [(bag.node, 1.0)])
        return _of_one_powder(book, trace, bag.lot) if bag.lot in book.made else trace
    made = book.made.get(LotId(thing))
    if made is not None:
        bags = book.bags_in(made.id)
        pieces = made.pieces or [(each.node, 1.0) for each in bags]
        return _trace(book, thing, made.mass_kg, pieces, tuple(each.id for each in bags))
    raw = book.raw.get(LotId(thing))
    if raw is not None:
        return Trace(thing, raw.received_kg, {raw.material: (LotShare(raw.id, 1.0, 1.0),)}, ())
    raise UnknownNameError(kind="lot", value=thing, known=", ".join((*book.made, *book.raw)))


def trace_forward(book: Book, lot: LotId) -> Whereabouts:
    """Where the charged part of a raw lot is now; what is found sums to what was charged.

    Raises UnknownNameError where no raw lot carries that name.
    """
    raw = book.raw.get(lot)
    if raw is None:
        raise UnknownNameError(kind="raw_lot", value=lot, known=", ".join(book.raw))
    material = [each.node for each in book.raw.values() if each.material == raw.material]
    ours, all_lots = _forward(book, [raw.node]), _forward(book, material)
    bags: list[Found] = []
    places: list[Found] = []
    for place, bag, pieces in _holders(book):
        kg = sum(ours.get(node, 0.0) * part for node, part in pieces)
        if kg > 0.0:
            total = sum(all_lots[node] * part for node, part in pieces if node in all_lots)
            if bag is None:
                places.append(Found(place, None, None, kg, kg / total))
            else:
                bags.append(Found(place, bag.id, bag.lot, kg, kg / total))
    charged = sum(lots.get(lot, 0.0) for lots in book.charged.values())
    return Whereabouts(lot, raw.material, charged, raw.remaining_kg, tuple(bags), tuple(places))


def origins(book: Book, pieces: Iterable[Piece]) -> tuple[dict[LotId, float], list[int]]:
    """The kilograms charged of each raw lot in some pieces, and the nodes that they came by.

    Weights are summed over the nodes from the newest to the oldest, each node once.
    """
    graph = book.graph
    weights: dict[int, float] = {}
    for node, part in pieces:
        weights[node] = weights.get(node, 0.0) + part
    queue = list(weights)
    reached = set(queue)
    while queue:
        for parent, _ in graph[queue.pop()]:
            if parent not in reached:
                reached.add(parent)
                queue.append(parent)
    order = sorted(reached, reverse=True)
    for node in order:
        weight = weights[node]
        for parent, part in graph[node]:
            weights[parent] = weights.get(parent, 0.0) + weight * part
    lots = book.lot_nodes
    return {lots[node]: weights[node] for node in order if node in lots and weights[node]}, order


def holdings(book: Book) -> Iterable[Piece]:
    """Everything that holds material now: places, bags, sinks and what was posted."""
    for _, _, pieces in _holders(book):
        yield from pieces


def _holders(book: Book) -> Iterable[tuple[PlaceId, Bag | None, list[Piece]]]:
    for place, content in book.places.items():
        bag = None if content.bag is None else book.bag(content.bag)
        yield place, bag, content.pieces()
    for place, residue in book.residues.items():
        yield place, None, residue.pieces
    yield UNACCOUNTED, None, book.unaccounted_pieces


def _trace(
    book: Book, name: str, kg: float, pieces: Iterable[Piece], bags: tuple[BagId, ...] = ()
) -> Trace:
    lots, nodes = origins(book, pieces)
    by_material: dict[MaterialName, list[tuple[LotId, float]]] = {}
    for lot, charged_kg in sorted(lots.items()):
        by_material.setdefault(book.raw[lot].material, []).append((lot, charged_kg))
    materials = {}
    for material, parts in sorted(by_material.items()):
        total = fsum(charged_kg for _, charged_kg in parts)
        materials[material] = tuple(
            LotShare(lot, charged_kg / total, charged_kg / kg if kg else 0.0)
            for lot, charged_kg in parts
        )
    rows = book.visits.of_nodes(nodes)
    rows.sort(key=lambda each: (each.since, each.kiln, each.row))
    return Trace(name, kg, materials, tuple(rows), bags)


def _of_one_powder(book: Book, trace: Trace, lot: LotId) -> Trace:
    """The trace of a bag, its kilograms per kilogram taken from all bags of its lot.

    They are one powder; the gap between scales and book would else fall on the bag packed last.
    """
    bags = book.bags_in(lot)
    kg = fsum(_mass_kg(each) for each in bags)
    whole = _trace(book, lot, kg, [(each.node, 1.0) for each in bags])
    materials = {}
    for material, lots in trace.materials.items():
        per_kg = fsum(each.kg_per_kg for each in whole.materials[material])
        materials[material] = tuple(replace(each, kg_per_kg=per_kg * each.share) for each in lots)
    return replace(trace, materials=materials)


def _mass_kg(bag: Bag) -> float:
    return bag.moved_kg if bag.labelled_kg is None else bag.labelled_kg


def _forward(book: Book, sources: list[int]) -> dict[int, float]:
    """The kilograms of the lots with these nodes in every node that holds some."""
    held = dict.fromkeys(sources, 1.0)
    for node, pieces in book.graph.since(min(sources) + 1):
        kg = 0.0
        for parent, part in pieces:
            if parent in held:
                kg += held[parent] * part
        if kg:
            held[node] = kg
    return held
