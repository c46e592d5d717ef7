"""What the ledger of a home holds of its batches, as data to fit a virtual plant to."""

from collections.abc import Sequence
from typing import Final

from lizao.ledger.store import Ledger
from lizao.model.equipment import Plant
from lizao.model.errors import NothingToDoError, UnknownNameError
from lizao.model.facts import (
    BatchCreated,
    BatchStateChanged,
    Fact,
    HomeMade,
    SampleResult,
    SampleTaken,
    ServiceCommanded,
    ServiceStateChanged,
)
from lizao.model.identifiers import BatchId, SignalId
from lizao.model.instants import MINUTE, Instant, in_hours
from lizao.model.plant_data import Order, PlantData
from lizao.model.states import State
from lizao.testing.fitting.seen import results, signals, units_of

KINDS: Final = (
    HomeMade,
    BatchCreated,
    BatchStateChanged,
    SampleTaken,
    SampleResult,
    ServiceCommanded,
    ServiceStateChanged,
)
SIGNAL: Final = "signal"
FINISHED: Final = "finished_batch"
DISTURBED: Final = frozenset({State.HELD, State.PAUSED})


def data_of_home(ledger: Ledger, home: str, names: Sequence[str] = ()) -> PlantData:
    """The finished batches of a home that were never held, their results, and these signals.

    UnknownNameError for a signal that its plant does not have, NothingToDoError without a batch.
    """
    facts = [fact for _, fact in ledger.facts(kinds=KINDS)]
    plant = next(each.plant for each in facts if isinstance(each, HomeMade))
    for name in names:
        _check(plant, name)
    orders = tuple(_orders(facts))
    known = {each.batch for each in orders}

    def past(signal: SignalId, since: Instant, until: Instant) -> Sequence[float]:
        return _each_minute(ledger.history(signal, since, until), since, until)

    found = (*results(facts), *signals(facts, plant, names, past))
    seen = tuple(each for each in found if each.batch in known)
    if not seen:
        raise NothingToDoError(FINISHED, home)
    return PlantData(orders, seen)


def _check(plant: Plant, name: str) -> None:
    units = units_of(plant, name)
    signal = name.partition(".")[2]
    if not units:
        known = dict.fromkeys(each.unit_class for each in plant.units)
        raise UnknownNameError(SIGNAL, name, ", ".join(known))
    start = f"{units[0].id}."
    if f"{start}{signal}" not in plant.signals:
        known_names = (each.removeprefix(start) for each in plant.signals if each.startswith(start))
        raise UnknownNameError(SIGNAL, name, ", ".join(known_names))


def _orders(facts: Sequence[Fact]) -> list[Order]:
    """The batches that came to their end without being held, in the order they were created."""
    finished: set[BatchId] = set()
    disturbed: set[BatchId] = set()
    for each in facts:
        if isinstance(each, BatchStateChanged):
            if each.state is State.COMPLETE:
                finished.add(each.batch)
            if each.state in DISTURBED:
                disturbed.add(each.batch)
    whole = finished - disturbed
    made = [each for each in facts if isinstance(each, BatchCreated) and each.batch in whole]
    return [
        Order(
            each.batch,
            each.recipe.name,
            each.recipe.mass_kg,
            {name: each.recipe.formula[name] for name in each.recipe.overridden},
            in_hours(each.at - made[0].at),
        )
        for each in made
    ]


def _each_minute(
    points: Sequence[tuple[Instant, float]], since: Instant, until: Instant
) -> list[float]:
    """A signal that was recorded when it changed: what it was at every minute."""
    values: list[float] = []
    index = -1
    for at in range(since + MINUTE, until + 1, MINUTE):
        while index + 1 < len(points) and points[index + 1][0] <= at:
            index += 1
        if index >= 0:
            values.append(points[index][1])
    return values
