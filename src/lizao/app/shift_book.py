"""The shift's book, folded from facts: notes, and when lines stood still, for which reason."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from lizao.model.equipment import Plant, Use
from lizao.model.facts import (
    Fact,
    HomeMade,
    ServiceRead,
    ServiceStateChanged,
    ShiftNoted,
    StandstillExplained,
)
from lizao.model.identifiers import ServiceName, UnitId
from lizao.model.instants import Instant
from lizao.model.states import State

FEED: Final = ServiceName("feed")
"""The service by which a line works; its others only make it ready."""
KEPT: Final = 1_000
"""Standstills that are kept at hand; the ledger keeps all."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A time in which a line was not fed; ``until`` is None while it lasts."""

    unit: UnitId
    since: Instant
    until: Instant | None = None
    explained: StandstillExplained | None = None


@dataclass(slots=True)
class ShiftBook:
    """Notes in their order; standstills by unit and beginning. A line that never ran stands not."""

    notes: list[ShiftNoted] = field(default_factory=list)
    stops: dict[tuple[UnitId, Instant], Stop] = field(default_factory=dict)
    lines: frozenset[UnitId] = frozenset()
    running: frozenset[UnitId] = frozenset()
    standing: dict[UnitId, Instant] = field(default_factory=dict)
    """Since when a line that ran is not fed."""

    def apply(self, fact: Fact) -> None:
        """Fold one fact."""
        fold = _FOLDS.get(type(fact))
        if fold is not None:
            fold(self, fact)

    def stop(self, unit: UnitId, since: Instant) -> Stop | None:
        """The standstill of a unit that began at an instant."""
        return self.stops.get((unit, since))

    def latest(self, longer_than: int, now: Instant) -> Iterator[Stop]:
        """The standstills that lasted, or last, longer than so much (µs), the newest first."""
        for each in reversed(self.stops.values()):
            if (each.until or now) - each.since >= longer_than:
                yield each


def lines_of(plant: Plant) -> frozenset[UnitId]:
    """The units that work by being fed."""
    return frozenset(
        each.id
        for each in plant.units
        if each.use is Use.LINE and any(service.name == FEED for service in each.services)
    )


def _made(book: ShiftBook, fact: HomeMade) -> None:
    book.lines = lines_of(fact.plant)


def _noted(book: ShiftBook, fact: ShiftNoted) -> None:
    book.notes.append(fact)


def _explained(book: ShiftBook, fact: StandstillExplained) -> None:
    key = (fact.unit, fact.since)
    if key in book.stops:
        book.stops[key] = replace(book.stops[key], explained=fact)


def _shown(book: ShiftBook, fact: ServiceStateChanged | ServiceRead) -> None:
    unit = fact.unit
    if fact.service != FEED or unit not in book.lines:
        return
    if fact.state is State.RUNNING:
        _goes_on(book, unit, fact.at)
    elif unit in book.running:
        _stands(book, unit, fact.at)


def _goes_on(book: ShiftBook, unit: UnitId, at: Instant) -> None:
    book.running |= {unit}
    since = book.standing.pop(unit, None)
    if since is not None and (unit, since) in book.stops:
        book.stops[unit, since] = replace(book.stops[unit, since], until=at)


def _stands(book: ShiftBook, unit: UnitId, at: Instant) -> None:
    book.running -= {unit}
    book.standing[unit] = at
    book.stops[unit, at] = Stop(unit, at)
    while len(book.stops) > KEPT:
        del book.stops[next(iter(book.stops))]


_FOLDS: Final[Mapping[type, Callable[[ShiftBook, Any], None]]] = {
    HomeMade: _made,
    ShiftNoted: _noted,
    StandstillExplained: _explained,
    ServiceStateChanged: _shown,
    ServiceRead: _shown,
}
