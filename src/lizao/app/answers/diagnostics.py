"""What the controller knows of one unit, for who looks after it."""

from collections.abc import Mapping
from typing import Literal

from lizao.app.answers.answer import Answer
from lizao.control.waits import Cause
from lizao.model.conditions import Comparison
from lizao.model.equipment import LineState, UnitStatus
from lizao.model.errors import Detail
from lizao.model.identifiers import (
    BatchId,
    CampaignId,
    ConditionId,
    PlaceId,
    PoolId,
    Role,
    ServiceName,
    SignalId,
    StepPath,
    UnitId,
)
from lizao.model.instants import Instant
from lizao.model.states import Command, State


class ServiceMoment(Answer):
    """A state that a service showed, or a command that it was given, for one run."""

    at: Instant
    ticket: int
    state: State | None
    command: Command | None


class ServiceAtWork(Answer):
    """For whom a service works, what it was asked and has not answered, what holds it."""

    batch: BatchId | None
    step: StepPath | None
    ticket: int | None
    asked: Command | None
    interlock: str | None


class ServiceKnown(ServiceAtWork):
    """A service: its state, the commands that it takes in it, and how it came there."""

    service: ServiceName
    state: State
    accepts: list[Command]
    history: list[ServiceMoment]


class GivenIf(Answer):
    """What must hold before a batch is given the unit; instants where it is about time."""

    condition: Literal["available", "untaken", "unowned", "empty", "clean", "calibrated"]
    holds: bool
    value: float | str | None
    limit: float | None


class WatchedFor(Answer):
    """What a recipe watches on a signal of the unit."""

    condition: ConditionId
    batch: BatchId
    step: StepPath
    signal: SignalId
    comparison: Comparison
    limit: float
    hold_s: float
    met: bool


class Holder(Answer):
    """Who has the unit, in which roles, since when as far as it is at hand; rows by batch."""

    owner: BatchId | None
    roles: list[Role]
    since: Instant | None
    taken_by: str | None
    rows: dict[BatchId, int]


class WaitingFor(Answer):
    """A batch that waits for the unit; without a step it stands in the queue."""

    batch: BatchId
    step: StepPath | None
    cause: Cause | Literal["queue"]
    details: Mapping[str, Detail]


class Upkeep(Answer):
    """How the unit stands with those who look after it."""

    status: UnitStatus
    since: Instant | None
    until: Instant | None
    by: str
    reason: str
    used_until: Instant | None
    product: str | None
    calibrated_at: Instant | None
    calibration_due: Instant | None
    contents_kg: dict[PlaceId, float]


class SaggarPool(Answer):
    """The saggars of a line."""

    pool: PoolId
    count: int
    free: int


class LineKnown(Answer):
    """How a line stands: its state, its campaign with its settings, its saggars."""

    state: LineState | None
    campaign: CampaignId | None
    settings: dict[str, float]
    saggars: SaggarPool | None


class MeterReadings(Answer):
    """What the unit used since it was first metered."""

    since: Instant | None
    until: Instant | None
    energy_kwh: float
    nitrogen_nm3: float
    water_kg: float
    gas_nm3: float
    idle_kwh: float


class FactTold(Answer):
    """A fact as one sentence; ``kind`` is its name."""

    number: int
    at: Instant
    kind: str
    text: str


class Diagnostics(Answer):
    """All that is known of a unit beside its signals, as of the latest fact."""

    unit: UnitId
    at: Instant
    revision: int
    services: list[ServiceKnown]
    given: list[GivenIf]
    conditions: list[WatchedFor]
    holder: Holder
    waiting: list[WaitingFor]
    upkeep: Upkeep
    line: LineKnown | None
    meters: MeterReadings
    facts: list[FactTold]
