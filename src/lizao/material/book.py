"""The book of all material: places, lots and the graph of what came from what; built in place.

Every movement of product or waste makes one node of the graph. A node's edges say which fraction
of which older nodes went into it; a raw lot is a node of one kilogram. A well-mixed place is a
chain of nodes (the content before, the arrival), so the graph grows by a bounded number of edges
for each movement and has no cycle: an edge leads to an older node.
"""

from dataclasses import dataclass, field
from math import fsum, inf
from typing import Final

from lizao.material.entries import Bag, MadeLot, RawLot
from lizao.material.graph import Graph, Piece
from lizao.material.places import DUST_KG, Accounts, Content, Layer, Residue
from lizao.material.visits import Visits
from lizao.model.equipment import PlaceKind, Plant
from lizao.model.facts import BagPacked, Flow, LotMade, LotStatusChanged, MaterialMoved
from lizao.model.identifiers import BagId, BatchId, LotId, PlaceId, UnitId
from lizao.model.instants import Instant
from lizao.model.material import Lot

STIRRED: Final = 256
"""So many layers of a sink are made one."""


@dataclass(slots=True)
class Book:
    """Everything that the facts so far say about material.

    A tree: whatever is one thing is held once, and elsewhere named by its key, so that the book can
    be written down and read again. ``emptied`` names places, ``discharged`` kiln rows that are to
    be forgotten, ``bags_of`` bags.
    """

    kinds: dict[PlaceId, PlaceKind] = field(default_factory=dict)
    places: dict[PlaceId, Content] = field(default_factory=dict)
    raw: dict[LotId, RawLot] = field(default_factory=dict)
    made: dict[LotId, MadeLot] = field(default_factory=dict)
    bags: dict[BagId, Bag] = field(default_factory=dict)
    bags_of: dict[LotId, dict[BagId, None]] = field(default_factory=dict)
    graph: Graph = field(default_factory=Graph)
    lot_nodes: dict[int, LotId] = field(default_factory=dict)
    visits: Visits = field(default_factory=Visits)
    charged: dict[BatchId | None, dict[LotId, float]] = field(default_factory=dict)
    lost: Accounts = field(default_factory=dict)
    emptied: dict[PlaceId, None] = field(default_factory=dict)
    discharged: dict[PlaceId, None] = field(default_factory=dict)
    residues: dict[PlaceId, Residue] = field(default_factory=dict)
    unaccounted: Accounts = field(default_factory=dict)
    unaccounted_pieces: list[Piece] = field(default_factory=list)

    def furnish(self, plant: Plant) -> None:
        """Learn which kind each place of the plant is."""
        for place in (*plant.places, *(each for unit in plant.units for each in unit.places)):
            self.kinds[place.id] = place.kind

    def place(self, place: PlaceId) -> Content:
        """The content of a place; one that the plant does not name is well mixed."""
        content = self.places.get(place)
        if content is None:
            content = Content.of(place, self.kinds.get(place, PlaceKind.WELL_MIXED))
            self.places[place] = content
        return content

    def raw_lot(self, lot: LotId) -> RawLot:
        """The raw lot; one that was charged before it was received is opened here."""
        record = self.raw.get(lot)
        if record is None:
            record = self.raw[lot] = RawLot(lot, self.graph.append(()))
            self.lot_nodes[record.node] = lot
        return record

    def receive(self, lot: Lot) -> None:
        """Book a delivery; a second one of the same lot adds to it."""
        record = self.raw_lot(lot.id)
        record.material = lot.material
        record.received_kg += lot.mass_kg
        record.remaining_kg += lot.mass_kg
        record.place = lot.place
        record.status = lot.status
        record.expires_at = lot.expires_at
        record.supplier_lot = lot.supplier_lot

    def move(self, fact: MaterialMoved) -> None:
        """Book a movement; a meter that counted backwards moved the other way.

        A mass that is not a finite number moves nothing (the reconciliation shows the gap), and
        nor does a movement from a place to itself.
        """
        self._forget_rows(fact.at)
        source, destination = self.place(fact.source), self.place(fact.destination)
        kg = fact.mass_kg
        if -inf < kg < 0.0:
            kg, source, destination = -kg, destination, source
        if not 0.0 < kg < inf or source is destination:
            return
        if destination.id in self.emptied:
            self._set_aside(destination)
        if fact.lot is not None and source.store:
            self._issue(self.raw_lot(fact.lot), destination, fact, kg)
        else:
            self._transfer(source, destination, fact, kg)

    def empty(self, place: PlaceId) -> None:
        """The place was found empty: what the book still holds of it is to be posted."""
        content = self.places.get(place)
        if content is not None and (content.layers or abs(content.mass_kg()) > DUST_KG):
            self.emptied[place] = None

    def write_off(self, place: PlaceId, kg: float) -> None:
        """Post ``kg`` of a place as unaccounted, first of what it held when it was found empty."""
        if place in self.emptied:
            self._set_aside(self.places[place])
        residue = self.residues.pop(place, None) or Residue()
        rest = kg - residue.kg
        if rest:
            self._write_off_more(self.place(place), rest, residue)
        self._post(residue)

    def _write_off_more(self, content: Content, rest: float, residue: Residue) -> None:
        if rest > 0.0:
            content.settle_loss()
            residue.pieces += content.take(rest)
        else:
            content.put_nothing(-rest)
        content.post(content.batch, -rest)
        residue.accounts[content.batch] = residue.accounts.get(content.batch, 0.0) + rest

    def found_empty(self) -> dict[PlaceId, float]:
        """What is to be posted: the book mass of places found empty, in kg."""
        found = {place: residue.kg for place, residue in self.residues.items()}
        for place in self.emptied:
            found[place] = found.get(place, 0.0) + self.places[place].mass_kg()
        return {place: kg for place, kg in found.items() if abs(kg) > DUST_KG}

    def make(self, fact: LotMade) -> None:
        """Book a lot of product: the content of its place as it is now."""
        pieces = tuple(self.place(fact.place).pieces())
        self.made[fact.lot] = MadeLot(
            fact.lot, fact.product, fact.batch, fact.place, fact.mass_kg, pieces
        )

    def pack(self, fact: BagPacked) -> None:
        """Book the label of a bag."""
        bag = self.bag(fact.bag)
        bag.lot, bag.batch, bag.labelled_kg = fact.lot, fact.batch, fact.mass_kg
        self.bags_of.setdefault(fact.lot, {})[fact.bag] = None

    def change_status(self, fact: LotStatusChanged) -> None:
        """Book the status of a lot; one that nobody knows has none."""
        lot = self.made.get(fact.lot) or self.raw.get(fact.lot)
        if lot is not None:
            lot.status = fact.status

    def bag(self, bag: BagId) -> Bag:
        """The bag, opened where it is met first."""
        return self.bags.get(bag) or self.bags.setdefault(bag, Bag(bag))

    def bags_in(self, lot: LotId) -> list[Bag]:
        """The bags that a lot of product was packed into, in the order they were labelled."""
        return [self.bags[bag] for bag in self.bags_of.get(lot, ())]

    def _issue(self, lot: RawLot, destination: Content, fact: MaterialMoved, kg: float) -> None:
        """Charge a raw lot, or take it to another store."""
        if destination.store:
            lot.place = destination.id
            return
        batch = fact.batch or destination.batch
        lot.remaining_kg -= kg
        charged = self.charged.setdefault(batch, {})
        charged[lot.id] = charged.get(lot.id, 0.0) + kg
        destination.post(batch, kg)
        destination.batch = batch
        self._put(destination, fact.at, kg, [(lot.node, kg)])

    def _transfer(
        self, source: Content, destination: Content, fact: MaterialMoved, kg: float
    ) -> None:
        batch = fact.batch or source.batch or destination.batch
        source.post(batch, -kg)
        destination.post(batch, kg)
        source.batch = destination.batch = batch
        source.begin(fact.at)
        if fact.flow is Flow.LOSS:
            self._lose(source, destination, batch, kg)
        else:
            self._draw(source, destination, fact.at, kg)
        if source.visit is not None:
            self._leave(source, source.visit, fact)

    def _draw(self, source: Content, destination: Content, at: Instant, kg: float) -> None:
        if source.evaporated:
            evaporated, source.evaporated = source.evaporated, 0.0
            source.lost += source.take(evaporated)
        owed = max(source.overdrawn, 0.0)
        pieces = source.take(kg)
        if source.overdrawn - owed > DUST_KG:
            advance = self.graph.append(())
            source.advances.append((advance, source.overdrawn - owed, source.batch))
            pieces.append((advance, 1.0))
        node = self._put(destination, at, kg, pieces)
        source.receivers.append((node, self.graph[node], kg))
        if source.lost:
            self._share_loss(source)

    def _lose(
        self, source: Content, destination: Content, batch: BatchId | None, kg: float
    ) -> None:
        if source.receivers:
            source.lost += source.take(kg)
            self._share_loss(source)
        else:
            source.evaporated += kg
        destination.put_nothing(kg)
        if destination.sink:
            self.lost[batch] = self.lost.get(batch, 0.0) + kg

    def _share_loss(self, source: Content) -> None:
        """Give the origins of what was lost at this instant to what was drawn, by mass."""
        total = sum(kg for _, _, kg in source.receivers)
        for node, edges, kg in source.receivers:
            share = kg / total
            lost = tuple((parent, part * share) for parent, part in source.lost)
            self.graph[node] = edges + lost

    def _put(self, place: Content, at: Instant, kg: float, pieces: list[Piece]) -> int:
        place.forget_draw()
        if place.overdrawn:
            arrived, kg = kg, place.settle_overdraft(kg)
            if place.advances and pieces:
                pieces = self._repay(place, arrived, arrived - kg, pieces)
        if place.mixed and place.layers:
            layer = place.layers[0]
            if layer.part:
                pieces.append((layer.node, layer.part))
            node = layer.node = self.graph.append(tuple(pieces))
            layer.part = 1.0
            layer.kg += kg
        else:
            node = self._pile(place, kg, pieces)
        if place.row is not None:
            self._stay(place, place.row, node, at)
        elif place.bag is not None:
            bag = self.bag(place.bag)
            bag.node = node
            bag.moved_kg += kg
        return node

    def _repay(
        self, place: Content, arrived: float, paid: float, pieces: list[Piece]
    ) -> list[Piece]:
        """Give what was drawn in advance its part of an arrival, and return what is left of that.

        An arrival that is made of newer things stays whole, so that no edge leads to a newer node;
        so does one of another batch, which is no late report but another day.
        """
        newest = max(node for node, _ in pieces)
        unpaid: list[tuple[int, float, BatchId | None]] = []
        given = 0.0
        for node, kg, batch in place.advances:
            part = min(kg, paid)
            paid -= part
            if part > 0.0 and newest < node and batch == place.batch:
                share = part / arrived
                given += share
                self.graph[node] += tuple((parent, weight * share) for parent, weight in pieces)
            if kg > part:
                unpaid.append((node, kg - part, batch))
        place.advances = unpaid
        kept = 1.0 - given
        return [(node, weight * kept) for node, weight in pieces] if kept > 0.0 else []

    def _stay(self, place: Content, row: tuple[UnitId, int], node: int, at: Instant) -> None:
        """Note which stay in which kiln row a node belongs to."""
        if place.visit is None or self.visits.is_over(place.visit):
            place.visit = self.visits.begin(row, at)
        self.visits.at_node[node] = place.visit

    def _leave(self, place: Content, visit: int, fact: MaterialMoved) -> None:
        """A row discharges whole: what the book still holds of it then is to be posted."""
        if fact.flow is Flow.PRODUCT:
            self.visits.end(visit, fact.at)
        if self.visits.is_over(visit):
            self.emptied.pop(place.id, None)
            self.empty(place.id)
            self.discharged[place.id] = None

    def _forget_rows(self, now: Instant) -> None:
        """Strike off the rows that were discharged earlier and are still empty.

        A kiln numbers its rows on and on. What arithmetic has left in their accounts is posted.
        """
        for name in [*self.discharged]:
            row = self.places[name]
            if row.drawn_at == now:
                continue
            del self.discharged[name]
            if name in self.emptied:
                self._set_aside(row)
            if not row.layers and abs(row.mass_kg()) <= DUST_KG:
                self._post(Residue(accounts=row.accounts))
                del self.places[name]

    def _pile(self, place: Content, kg: float, pieces: list[Piece]) -> int:
        node = self.graph.append(tuple(pieces))
        place.layers.append(Layer(node, 1.0, kg))
        if place.sink and len(place.layers) >= 2 * STIRRED:
            self._stir(place)
        return node

    def _stir(self, sink: Content) -> None:
        """Make one layer of the oldest: what is waste lies in no order."""
        oldest = sink.layers[:STIRRED]
        pieces = tuple((each.node, each.part) for each in oldest if each.part)
        whole = Layer(self.graph.append(pieces), 1.0, fsum(each.kg for each in oldest))
        sink.layers[:STIRRED] = [whole]

    def _set_aside(self, place: Content) -> None:
        """Keep what an empty place held in the book apart from what arrives now."""
        del self.emptied[place.id]
        residue = self.residues.setdefault(place.id, Residue())
        residue.kg += place.mass_kg()
        residue.pieces += place.pieces()
        for batch, kg in place.accounts.items():
            residue.accounts[batch] = residue.accounts.get(batch, 0.0) + kg
        place.clear()
        if abs(residue.kg) <= DUST_KG:
            self._post(self.residues.pop(place.id))

    def _post(self, residue: Residue) -> None:
        self.unaccounted_pieces += residue.pieces
        for batch, kg in residue.accounts.items():
            self.unaccounted[batch] = self.unaccounted.get(batch, 0.0) + kg
