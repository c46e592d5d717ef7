"""Facts about equipment: what was asked of it and what it reported."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lizao.model.commands import Value
from lizao.model.conditions import WatchedCondition
from lizao.model.equipment import LineState, UnitStatus
from lizao.model.identifiers import (
    BatchId,
    CampaignId,
    ConditionId,
    ServiceName,
    StepPath,
    UnitId,
)
from lizao.model.instants import Instant
from lizao.model.states import Command, State


@dataclass(frozen=True, slots=True)
class ServiceCommanded:
    """The intent: a command is about to be sent to the run ``ticket`` of a service.

    ``answer_by`` is when the service must have shown that it accepted it. ``member`` tells the runs
    of one phase apart (source, line, destination of a transfer; hook-up and charge of a charge).
    """

    at: Instant
    unit: UnitId
    service: ServiceName
    command: Command
    ticket: int
    answer_by: Instant
    batch: BatchId | None = None
    step: StepPath | None = None
    member: str = ""
    parameters: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ServiceStateChanged:
    """A service reported a state of its run ``ticket``, with its report values."""

    at: Instant
    unit: UnitId
    service: ServiceName
    state: State
    ticket: int
    reports: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ServiceRead:
    """What a service showed when a controller (re)connected."""

    at: Instant
    unit: UnitId
    service: ServiceName
    state: State
    ticket: int
    has_ticket: bool = True
    reports: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportsRead:
    """Every report up to number ``sequence`` is among the facts before this one."""

    at: Instant
    sequence: int


@dataclass(frozen=True, slots=True)
class CommandUnanswered:
    """A service did not answer a command in time."""

    at: Instant
    unit: UnitId
    service: ServiceName
    command: Command
    ticket: int


@dataclass(frozen=True, slots=True)
class DeadlinePassed:
    """A command has not led to its end in time; ``then`` is what its phase is told because of it.

    Without ``then`` the command is said again and a person is asked.
    """

    at: Instant
    unit: UnitId
    service: ServiceName
    command: Command
    ticket: int
    then: Command | None = None


@dataclass(frozen=True, slots=True)
class LineStateChanged:
    """A line service reported its thermal and product state."""

    at: Instant
    unit: UnitId
    state: LineState


@dataclass(frozen=True, slots=True)
class UnitStatusChanged:
    """A person or a rule took a unit out of use, or gave it back; ``until`` is what is expected.

    A batch that has the unit finishes what it does there; nobody else is given it.
    """

    at: Instant
    unit: UnitId
    status: UnitStatus
    by: str
    reason: str = ""
    until: Instant | None = None


@dataclass(frozen=True, slots=True)
class CampaignOpened:
    """A campaign owns the shared settings of a line service from now on."""

    at: Instant
    campaign: CampaignId
    unit: UnitId
    settings: Mapping[str, float]
    batch: BatchId


@dataclass(frozen=True, slots=True)
class CampaignJoined:
    """A batch runs in a campaign that is already open."""

    at: Instant
    campaign: CampaignId
    unit: UnitId
    batch: BatchId


@dataclass(frozen=True, slots=True)
class SaggarsRequested:
    """A step waits for saggars of a line's pool; the order of these facts is the queue."""

    at: Instant
    batch: BatchId
    step: StepPath
    unit: UnitId
    saggars: int


@dataclass(frozen=True, slots=True)
class SaggarsClaimed:
    """So many saggars of a line's pool are set aside for the rows that a step will fill."""

    at: Instant
    batch: BatchId
    step: StepPath
    unit: UnitId
    saggars: int


@dataclass(frozen=True, slots=True)
class SaggarsReleased:
    """A step that is over gave back what it had claimed and not filled, or left the queue."""

    at: Instant
    batch: BatchId
    step: StepPath
    unit: UnitId
    saggars: int


@dataclass(frozen=True, slots=True)
class SaggarsReturned:
    """A line reported that so many emptied saggars are back in its pool."""

    at: Instant
    unit: UnitId
    saggars: int


@dataclass(frozen=True, slots=True)
class ConditionArmed:
    """A condition is to be watched by the transport."""

    at: Instant
    condition: WatchedCondition
    batch: BatchId
    step: StepPath


@dataclass(frozen=True, slots=True)
class ConditionMet:
    """The transport saw a watched condition hold."""

    at: Instant
    condition: ConditionId
    value: float
    limit: float


@dataclass(frozen=True, slots=True)
class ConditionDisarmed:
    """A condition is no longer watched."""

    at: Instant
    condition: ConditionId


@dataclass(frozen=True, slots=True)
class UtilitiesMetered:
    """What a unit used since ``since``; without a batch it stood idle (dummy rows, standby)."""

    at: Instant
    since: Instant
    unit: UnitId
    batch: BatchId | None
    energy_kwh: float = 0.0
    nitrogen_nm3: float = 0.0
    water_kg: float = 0.0
    gas_nm3: float = 0.0


@dataclass(frozen=True, slots=True)
class UnitTaken:
    """An operator took a unit over: the program sends it nothing until it is given back."""

    at: Instant
    unit: UnitId
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class UnitGivenBack:
    """An operator gave a unit back to the program."""

    at: Instant
    unit: UnitId
    by: str
    reason: str = ""
