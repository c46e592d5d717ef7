"""The state of all material: facts fold into the book in place, and every view reads it."""

from typing import TYPE_CHECKING, Any, Final

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

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def apply(book: Book, fact: Fact) -> None:
    """Enter ``fact``; one that says nothing about material leaves the book as it is."""
    enter = _ENTRIES.get(type(fact))
    if enter is not None:
        enter(book, fact)


def decide(book: Book, now: Instant) -> tuple[MaterialUnaccounted, ...]:
    """Post what the book still holds of the places that were found empty, in kg, as of ``now``."""
    found = book.found_empty()
    return tuple(MaterialUnaccounted(now, place, kg) for place, kg in found.items())


def mass_kg(book: Book, place: PlaceId) -> float:
    """The book mass of a place; 0 for one that nothing ever entered."""
    content = book.places.get(place)
    return content.mass_kg() if content else 0.0


def remaining_kg(book: Book, lot: LotId) -> float:
    """How much of a raw lot has not been charged; 0 for one that never arrived."""
    record = book.raw.get(lot)
    return record.remaining_kg if record else 0.0


def _written_off(book: Book, fact: MaterialUnaccounted) -> None:
    book.write_off(fact.place, fact.mass_kg)


def _found_empty(book: Book, fact: PlaceEmptied) -> None:
    book.empty(fact.place)


def _furnished(book: Book, fact: HomeMade) -> None:
    book.furnish(fact.plant)


def _received(book: Book, fact: LotReceived) -> None:
    book.receive(fact.lot)


_ENTRIES: "Final[Mapping[type, Callable[[Book, Any], None]]]" = {
    MaterialMoved: Book.move,
    PlaceEmptied: _found_empty,
    MaterialUnaccounted: _written_off,
    HomeMade: _furnished,
    BagPacked: Book.pack,
    LotMade: Book.make,
    LotReceived: _received,
    LotStatusChanged: Book.change_status,
}
