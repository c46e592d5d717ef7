"""The state of all material: facts fold into it, and every view reads it."""

from collections.abc import Callable

from lizao.material.book import Book
from lizao.model.facts import (
    BagPacked,
    Fact,
    HomeMade,
    LotMade,
    LotReceived,
    LotStatusChanged,
    MaterialMoved,
    MaterialUnaccounted,
    PlaceEmptied,
)
from lizao.model.identifiers import LotId, PlaceId
from lizao.model.instants import Instant

_BOOKED = frozenset(
    {
        BagPacked,
        HomeMade,
        LotMade,
        LotReceived,
        LotStatusChanged,
        MaterialMoved,
        MaterialUnaccounted,
        PlaceEmptied,
    }
)


class Stock:
    """What a sequence of facts says about material; a value that never changes.

    It stands on a book that is built in place, shared by all stocks of one history, and on the list
    of the facts in it since it began. The newest stock finds the book as it should be, so folding
    on costs one step. An older one, used again, makes its own book from the one that ``begin``
    gives and its own facts: right, but as slow as folding them all. For one thread at a time.
    """

    __slots__ = ("_begin", "_book", "_count", "_facts")

    def __init__(self, begin: Callable[[], Book], book: Book, facts: list[Fact]) -> None:
        self._begin = begin
        self._book = book
        self._facts = facts
        self._count = len(facts)

    @property
    def book(self) -> Book:
        """The book as of this stock; for reading only."""
        if self._count != len(self._facts):
            self._facts = self._facts[: self._count]
            self._book = self._begin()
            for fact in self._facts:
                _enter(self._book, fact)
        return self._book

    def after(self, fact: Fact) -> "Stock":
        """This stock and one fact more."""
        book = self.book
        _enter(book, fact)
        self._facts.append(fact)
        return Stock(self._begin, book, self._facts)


def empty_stock() -> Stock:
    """The stock before the first fact."""
    return stock_of(Book)


def stock_of(begin: Callable[[], Book]) -> Stock:
    """The stock of a book that was written down; ``begin`` reads it, anew each time."""
    return Stock(begin, begin(), [])


def apply(stock: Stock, fact: Fact) -> Stock:
    """The stock after ``fact``; a fact that says nothing about material leaves it as it is."""
    return stock.after(fact) if type(fact) in _BOOKED else stock


def decide(stock: Stock, now: Instant) -> tuple[MaterialUnaccounted, ...]:
    """Post what the book still holds of the places that were found empty, in kg, as of ``now``."""
    found = stock.book.found_empty()
    return tuple(MaterialUnaccounted(now, place, kg) for place, kg in found.items())


def mass_kg(stock: Stock, place: PlaceId) -> float:
    """The book mass of a place; 0 for one that nothing ever entered."""
    content = stock.book.places.get(place)
    return content.mass_kg() if content else 0.0


def remaining_kg(stock: Stock, lot: LotId) -> float:
    """How much of a raw lot has not been charged; 0 for one that never arrived."""
    record = stock.book.raw.get(lot)
    return record.remaining_kg if record else 0.0


def _enter(book: Book, fact: Fact) -> None:
    match fact:
        case MaterialMoved():
            book.move(fact)
        case PlaceEmptied():
            book.empty(fact.place)
        case MaterialUnaccounted():
            book.write_off(fact.place, fact.mass_kg)
        case HomeMade():
            book.furnish(fact.plant)
        case _:
            _enter_lot(book, fact)


def _enter_lot(book: Book, fact: Fact) -> None:
    match fact:
        case BagPacked():
            book.pack(fact)
        case LotMade():
            book.make(fact)
        case LotReceived():
            book.receive(fact.lot)
        case LotStatusChanged():
            book.change_status(fact)
        case _:  # pragma: no cover - _BOOKED lets no other fact in
            pass
