"""What one place holds: layers of material, oldest first, and how they are drawn."""

from dataclasses import dataclass, field
from typing import Final, TypeAlias

from lizao.material.graph import Piece, Pieces
from lizao.model.equipment import PlaceKind
from lizao.model.identifiers import BagId, BatchId, PlaceId, UnitId
from lizao.model.instants import Instant

Accounts: TypeAlias = dict[BatchId | None, float]
"""Kilograms by the batch that brought them (negative: the batch took more than it brought)."""

NOTHING: Final = 0
"""The node of mass without origins: vapour, off-gas, mass that a meter alone has seen."""
LONGEST_NUMBER: Final = 18
"""Digits of the number of a row that can be kept; what has more is no row."""
DUST_KG: Final = 1e-9
"""Less than this is the rounding of the arithmetic, not material."""


@dataclass(slots=True)
class Layer:
    """``kg`` of material, made of the fraction ``part`` of the origins of ``node``."""

    node: int
    part: float
    kg: float


@dataclass(slots=True)
class Residue:
    """What a place still held in the book when it was found empty, until it is posted."""

    kg: float = 0.0
    pieces: list[Piece] = field(default_factory=list)
    accounts: Accounts = field(default_factory=dict)


def row_of(place: PlaceId) -> tuple[UnitId, int] | None:
    """The kiln and the number of the row that a place is, if it is one.

    >>> row_of(PlaceId("kiln-1/row/17"))
    ('kiln-1', 17)
    """
    unit, mark, number = place.partition("/row/")
    is_number = number.isdecimal() and len(number) <= LONGEST_NUMBER
    return (UnitId(unit), int(number)) if mark and is_number else None


def bag_of(place: PlaceId) -> BagId | None:
    """The bag that a place is, if it is one."""
    return BagId(place[4:]) if place.startswith("bag/") else None


@dataclass(slots=True)
class Content:
    """The content of one place; mutable, and met only inside the book.

    A well-mixed place, a kiln row and a bag have at most one layer; layered and plug-flow places
    and sinks give up their oldest layer first; of a sink the oldest are stirred into one now and
    then. The book mass is the layers less ``evaporated`` less ``overdrawn``.

    What leaves at one instant is one draw: mass lost at that instant (vapour, off-gas) came out of
    what was drawn, so it carries its origins over to ``receivers``, whichever was reported first.
    ``evaporated`` is a loss for which no receiver is known yet; if none comes, it was lost by what
    stays. ``overdrawn`` is what the meters drew beyond the book (negative: rounding); the nodes in
    ``advances`` stand for it, and the next arrival, reported late, gives them their origins.
    ``visit`` is the number, in the book, of the present or last stay in a kiln row.
    """

    id: PlaceId
    row: tuple[UnitId, int] | None
    bag: BagId | None
    store: bool
    sink: bool
    mixed: bool
    layers: list[Layer] = field(default_factory=list)
    evaporated: float = 0.0
    overdrawn: float = 0.0
    advances: list[tuple[int, float, BatchId | None]] = field(default_factory=list)
    drawn_at: Instant | None = None
    receivers: list[tuple[int, Pieces, float]] = field(default_factory=list)
    lost: list[Piece] = field(default_factory=list)
    accounts: Accounts = field(default_factory=dict)
    batch: BatchId | None = None
    visit: int | None = None

    @classmethod
    def of(cls, place: PlaceId, kind: PlaceKind) -> "Content":
        """The content of a place of some kind, before anything enters it."""
        row, bag = row_of(place), bag_of(place)
        mixed = kind is PlaceKind.WELL_MIXED or bool(row or bag)
        return cls(place, row, bag, kind is PlaceKind.STORE, kind is PlaceKind.SINK, mixed)

    def mass_kg(self) -> float:
        """The book mass; negative where the meters drew more than the book held."""
        return sum(layer.kg for layer in self.layers) - self.evaporated - self.overdrawn

    def pieces(self) -> list[Piece]:
        """What the content is made of."""
        return [(layer.node, layer.part) for layer in self.layers if layer.part]

    def post(self, batch: BatchId | None, kg: float) -> None:
        """Book ``kg`` to the account of a batch."""
        accounts = self.accounts
        accounts[batch] = accounts.get(batch, 0.0) + kg

    def begin(self, at: Instant) -> None:
        """Begin the draw of an instant; an earlier loss that no draw followed is settled."""
        if self.drawn_at == at:
            return
        self.drawn_at = at
        self.forget_draw()
        if self.evaporated:
            self.settle_loss()

    def settle_loss(self) -> None:
        """A loss that no draw followed was lost by what stays, oldest layer first."""
        lost, self.evaporated = self.evaporated, 0.0
        for layer in self.layers:
            part = min(lost, layer.kg)
            layer.kg -= part
            lost -= part
        self.overdrawn += lost

    def forget_draw(self) -> None:
        """From now on a loss no longer belongs to what was drawn before."""
        if self.receivers:
            self.receivers = []
            self.lost = []

    def take(self, kg: float) -> list[Piece]:
        """Draw ``kg``; beyond the book, all that is there."""
        pieces: list[Piece] = []
        layers = self.layers
        while kg > 0.0 and layers:
            layer = layers[0]
            held, part = layer.kg, layer.part
            if held - kg <= DUST_KG:
                layers.pop(0)
                kg -= held
            else:
                part *= kg / held
                layer.part -= part
                layer.kg = held - kg
                kg = 0.0
            if part:
                pieces.append((layer.node, part))
        self.overdrawn += kg
        return pieces

    def settle_overdraft(self, kg: float) -> float:
        """What is left of ``kg`` that arrived, once what was drawn too much is made good."""
        paid = min(self.overdrawn, kg)
        self.overdrawn -= paid
        return kg - paid

    def put_nothing(self, kg: float) -> None:
        """Add mass without origins."""
        kg = self.settle_overdraft(kg)
        if self.layers and (self.mixed or self.layers[-1].node == NOTHING):
            self.layers[-1].kg += kg
        else:
            self.layers.append(Layer(NOTHING, 0.0, kg))

    def clear(self) -> None:
        """Leave nothing behind."""
        self.layers.clear()
        self.accounts = {}
        self.evaporated = self.overdrawn = 0.0
        self.advances = []
        self.forget_draw()
