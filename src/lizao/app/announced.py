"""Which facts announce commands: those of control, and a lot that a person took in."""

from collections.abc import Iterable, Iterator
from typing import Final

from lizao.control import decide
from lizao.control.run import Run
from lizao.model.commands import AnyCommand, StockLot
from lizao.model.facts import Fact, LotReceived

ANNOUNCING: Final = (*decide.ANNOUNCING, LotReceived)
"""The kinds of fact that may announce commands."""


def commands_of(fact: Fact) -> Iterator[AnyCommand]:
    """The commands that a fact announces, after its commit."""
    yield from decide.commands_of(fact)
    yield from stocking((fact,))


def stocking(facts: Iterable[Fact]) -> Iterator[StockLot]:
    """What the equipment is told of the lots that people took in."""
    for fact in facts:
        if isinstance(fact, LotReceived) and fact.by:
            yield StockLot(fact.lot)


def restocking(run: Run) -> Iterator[StockLot]:
    """The same once more after a (re)start, as far as anything may be left of them."""
    for lot in run.lots.values():
        if lot.supplier_lot and run.charged_kg.get(lot.id, 0.0) < lot.mass_kg:
            yield StockLot(lot)
