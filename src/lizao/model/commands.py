"""Commands: what is asked of the world. Every one is safe to say twice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, get_args

from lizao.model.conditions import WatchedCondition
from lizao.model.identifiers import BatchId, ConditionId, PlaceId, SampleId, ServiceName, UnitId
from lizao.model.material import Lot
from lizao.model.states import Command

Value: TypeAlias = float | str
"""A parameter or report value of a service: a number in its unit, or a text."""


@dataclass(frozen=True, slots=True)
class StartService:
    """Parameterise a service and start it; ``ticket`` is the run number it reports back."""

    unit: UnitId
    service: ServiceName
    ticket: int
    batch: BatchId | None
    parameters: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CommandService:
    """Any other command to the run ``ticket`` of a service."""

    unit: UnitId
    service: ServiceName
    ticket: int
    command: Command


@dataclass(frozen=True, slots=True)
class WatchCondition:
    """Evaluate a condition at the transport and report once when it is met."""

    condition: WatchedCondition


@dataclass(frozen=True, slots=True)
class ForgetCondition:
    """Stop watching."""

    condition: ConditionId


@dataclass(frozen=True, slots=True)
class AnalyseSample:
    """Draw a sample of ``place`` now and have the laboratory report each attribute of ``panel``."""

    sample: SampleId
    place: PlaceId
    batch: BatchId
    panel: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StockLot:
    """Let the equipment know a lot that a person took in; one that it knows stays as it is."""

    lot: Lot


AnyCommand: TypeAlias = (
    StartService | CommandService | WatchCondition | ForgetCondition | AnalyseSample | StockLot
)
COMMAND_TYPES: tuple[type, ...] = get_args(AnyCommand)
