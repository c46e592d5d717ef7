"""What is told of a home at one instant: its batches, its units, what waits for a person."""

from collections.abc import Mapping

from typing_extensions import TypedDict

from lizao.app.answers.alarms import AlarmCounts
from lizao.app.answers.answer import Answer
from lizao.control.waits import Cause
from lizao.model.equipment import UnitStatus
from lizao.model.errors import Detail
from lizao.model.identifiers import (
    BatchId,
    LotId,
    MaterialName,
    QuestionId,
    Role,
    ServiceName,
    StepPath,
    UnitId,
)
from lizao.model.instants import Instant
from lizao.model.recipe import Form
from lizao.model.states import Mode, State


class StepStanding(Answer):
    """Where a step stands, and why."""

    state: State
    reason: str


class Wait(Answer):
    """What a batch, or one of its steps, waits for; ``behind`` are the batches before it."""

    cause: Cause
    step: StepPath | None
    behind: list[BatchId]
    details: Mapping[str, Detail]


class Batch(Answer):
    """One batch: what it is, how far it is, what it has and what it waits for."""

    batch: BatchId
    recipe: str
    product: MaterialName
    mass_kg: float
    packed_kg: float
    state: State
    reason: str
    failure_index: int
    mode: Mode
    steps: dict[StepPath, StepStanding]
    stages: dict[StepPath, State]
    started: Instant | None
    ended: Instant | None
    phases: list[StepPath]
    units: dict[Role, UnitId]
    lots: dict[LotId, str | None]
    waits_for: list[Wait]


class WholeBatch(Batch):
    """One batch, with the state of every step that was begun."""

    all_steps: dict[StepPath, State]


class BatchList(Answer):
    """Batches, the oldest first."""

    batches: list[Batch]


class StepRow(Answer):
    """A step of a batch; ``may`` are the wishes and commands that it takes now."""

    step: StepPath
    form: Form
    state: State
    skipped: bool
    may: list[str]


class StepList(Answer):
    """The steps of a batch in the order of the recipe."""

    steps: list[StepRow]


class Question(Answer):
    """What a person was asked and has not answered; ``text`` is a text key or a sentence."""

    question: QuestionId
    batch: BatchId
    step: StepPath
    text: str
    details: Mapping[str, Detail]
    options: list[str]
    default: str
    answer_by: Instant | None
    overdue: bool


_OfClass = TypedDict("_OfClass", {"class": str})


class Queued(_OfClass, Answer):
    """A batch that waits for a unit of a class."""

    batch: BatchId
    role: Role


class ServiceStanding(Answer):
    """What a service last reported, and for which step of which batch it works."""

    state: State
    batch: BatchId | None
    step: StepPath | None


class UnitStanding(_OfClass, Answer):
    """A unit with its status, who has it, what it does; the rows inside by batch."""

    unit: UnitId
    status: UnitStatus
    since: Instant | None
    until: Instant | None
    by: str
    reason: str
    owner: BatchId | None
    taken_by: str | None
    rows: dict[BatchId, int]
    services: dict[ServiceName, ServiceStanding]


class Link(Answer):
    """How the controller and the equipment hear each other; ``speed`` 1: as the wall's clock."""

    connected: bool
    connections: int
    unconfirmed: int
    speed: float | None


class Pace(Answer):
    """How the control loop keeps its time."""

    scan_s: float
    turns: int
    overruns: int
    skipped: int
    ending: bool


class Status(Answer):
    """Everything at one instant; ``revision`` is the number of the last fact."""

    revision: int
    at: Instant
    done: bool
    will_stay_done: bool
    simulated: bool
    batches: list[Batch]
    questions: list[Question]
    queue: list[Queued]
    units: list[UnitStanding]
    alarms: AlarmCounts
    equipment: Link
    loop: Pace
