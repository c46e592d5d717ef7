"""Questions that stories put to a ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from lizao.model.facts import (
    ControllerStarted,
    Fact,
    MaterialMoved,
    ServiceCommanded,
    StepStarted,
)
from lizao.model.identifiers import BatchId
from lizao.model.states import Command

Kind = TypeVar("Kind")


def of(facts: Iterable[Fact], kind: type[Kind]) -> list[Kind]:
    """The facts of one kind, in order."""
    return [each for each in facts if isinstance(each, kind)]


def units_of(facts: Iterable[Fact], batch: str) -> set[str]:
    """Every unit that a batch started a service on."""
    return {
        each.unit
        for each in of(facts, ServiceCommanded)
        if each.batch == BatchId(batch) and each.command is Command.START
    }


def unit_procedures_of(facts: Iterable[Fact], batch: str) -> set[str]:
    """The top steps that a batch began; of a split one the name without its number."""
    return {
        each.step.split("/")[0].split("#")[0]
        for each in of(facts, StepStarted)
        if each.batch == BatchId(batch)
    }


def rows_loaded(facts: Iterable[Fact], kiln: str) -> list[MaterialMoved]:
    """The rows of product that went into a kiln."""
    return [each for each in of(facts, MaterialMoved) if each.destination.startswith(f"{kiln}/row")]


def rows_discharged(facts: Iterable[Fact], kiln: str) -> list[MaterialMoved]:
    """The rows of product that came out of a kiln, their off-gas left out."""
    return [
        each
        for each in of(facts, MaterialMoved)
        if each.source.startswith(f"{kiln}/row") and each.destination.endswith("silo-1")
    ]


def tickets_started(facts: Iterable[Fact]) -> list[int]:
    """The run number of every start that a ledger announces."""
    return [each.ticket for each in of(facts, ServiceCommanded) if each.command is Command.START]


def without_run(facts: Sequence[Fact]) -> list[Fact]:
    """The facts, with the name of the controller's run left out, which no two runs share."""
    return [
        replace(each, run="") if isinstance(each, ControllerStarted) else each for each in facts
    ]


__all__ = [
    "of",
    "rows_discharged",
    "rows_loaded",
    "tickets_started",
    "unit_procedures_of",
    "units_of",
    "without_run",
]
