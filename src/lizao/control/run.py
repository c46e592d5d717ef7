"""The state that facts fold into: everything a decision may look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final

from lizao.control.changed import replace
from lizao.control.entries import Grouped, put, without
from lizao.control.procedure import Procedure
from lizao.control.standings import UNUSED, Standing
from lizao.model.commands import Value
from lizao.model.conditions import WatchedCondition
from lizao.model.equipment import LineState, Plant
from lizao.model.facts import Portion, SampleTaken
from lizao.model.identifiers import (
    BatchId,
    CampaignId,
    ConditionId,
    LotId,
    MaterialName,
    PlaceId,
    PoolId,
    QuestionId,
    Role,
    SampleId,
    ServiceName,
    StepPath,
    UnitId,
)
from lizao.model.instants import Instant
from lizao.model.material import Lot, Material
from lizao.model.recipe import ControlRecipe
from lizao.model.states import ALLOWED, FINAL, Command, Mode, State

BATCH_COMMANDS = (
    Command.START,
    Command.RESET,
    Command.RESUME,
    Command.RESTART,
    Command.PAUSE,
    Command.HOLD,
    Command.STOP,
    Command.ABORT,
)
"""What may be asked of a batch or an element; of two asked at once the later one here counts."""


@dataclass(frozen=True, slots=True)
class ServiceView:
    """What a service last reported that is not idle: its state and the run it belongs to.

    ``again_at``: when it is spoken to again though no run of it is open; 0 where it was not told.
    """

    state: State
    ticket: int
    again_at: Instant = 0


@dataclass(frozen=True)
class ServiceRun:
    """One run of a service that a phase asked for; ``asked`` is the command not yet answered.

    ``overdue``: the answer did not come in time. ``finished``: COMPLETE was seen.
    ``booked``: its result is in the ledger, so it may be reset. ``restarted``: told to
    restart since its batch was told so.
    """

    ticket: int
    unit: UnitId
    service: ServiceName
    batch: BatchId
    step: StepPath
    member: str
    state: State = State.IDLE
    reports: Mapping[str, Value] = field(default_factory=dict)
    asked: Command | None = None
    answer_by: Instant = 0
    parameters: Mapping[str, Value] = field(default_factory=dict)
    overdue: bool = False
    finished: bool = False
    booked: bool = False
    restarted: bool = False
    told: Command | None = None
    """Which of hold, pause, stop and abort it was told last."""
    reach_by: Instant = 0
    """When that must have led to its end."""
    late: bool = False
    """Whether it was said that it did not."""

    @property
    def lost(self) -> bool:
        """Whether the service shows no trace of this run any more, though it was not finished."""
        return self.state is State.IDLE and self.asked is None and not self.finished

    def accepts(self, command: Command) -> bool:
        """Whether ``command`` may be sent now: the table allows it, and nothing awaits an answer.

        Another command may follow one that was not answered in time.
        """
        free = self.asked is None or (self.overdue and self.asked is not command)
        return free and self.state is not State.IDLE and command in ALLOWED[self.state]


@dataclass(frozen=True)
class StepRun:
    """One recipe element of a batch.

    ``round`` counts the rounds of a loop, ``visit`` how often an element inside loops was reached.
    ``tickets`` are the open or finished service runs by member. A charge keeps ``load`` (the bags
    done), the bag ``scanned`` by run ``scan_ticket`` and whether it was ``accepted``, and how many
    were ``refused`` in a row. ``answer`` is what a phase that asks was told,
    ``answered_by`` by whom and ``answer_reason`` why. ``overtaken``: a severer
    exception was raised while this one was handled.
    """

    state: State = State.IDLE
    unit: UnitId | None = None
    round: int = 1
    visit: int = 1
    skipped: bool = False
    reports: Mapping[str, Value] = field(default_factory=dict)
    tickets: Mapping[str, int] = field(default_factory=dict)
    load: int = 0
    scanned: tuple[LotId, str] | None = None
    accepted: bool = False
    refused: int = 0
    answer: str = ""
    answered_by: str = ""
    answer_reason: str = ""
    overtaken: bool = False
    automatic: int = 0
    manual: int = 0
    released: bool = False
    """Whether a person let it start."""


IDLE_STEP = StepRun()
_IDLE = State.IDLE


@dataclass(frozen=True)
class ConditionRun:
    """A condition that is watched, and whether it was met."""

    condition: WatchedCondition
    batch: BatchId
    step: StepPath
    met: bool = False


@dataclass(frozen=True, slots=True)
class Campaign:
    """The settings that all batches on a line service share at present."""

    id: CampaignId
    settings: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class UnitRequest:
    """A place in the queue for a unit.

    ``overtaken``: how often a unit that would have done was given to a later one.
    """

    batch: BatchId
    role: Role
    unit_class: str
    overtaken: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """What a step asks of the pool of a line, or has been given and not filled yet.

    ``overtaken``: how often saggars of the pool were given to a later one.
    """

    batch: BatchId
    step: StepPath
    unit: UnitId
    saggars: int
    overtaken: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """What a person was asked and has not answered; one that a phase asks has ``options``."""

    batch: BatchId
    step: StepPath
    text: str
    details: Mapping[str, Value]
    options: tuple[str, ...] = ()
    default: str = ""
    answer_by: Instant | None = None

    def is_overdue(self, now: Instant) -> bool:
        """Whether the time for an answer is over."""
        return self.answer_by is not None and now >= self.answer_by


@dataclass(frozen=True)
class Scope:
    """What a command reaches: a batch (``step`` is empty) or a commanded element of it."""

    step: StepPath
    state: State
    asked: Command | None = None
    reason: str = ""


@dataclass(frozen=True)
class BatchRun:
    """One batch: its frozen recipe, the state of each element and the units it owns."""

    batch: BatchId
    recipe: ControlRecipe
    procedure: Procedure
    state: State = State.IDLE
    reason: str = ""
    steps: Mapping[StepPath, StepRun] = field(default_factory=dict)
    units: Mapping[Role, UnitId] = field(default_factory=dict)
    released: frozenset[Role] = frozenset()
    portions: tuple[Portion, ...] = ()
    dry_kg: float = 0.0
    """What is planned to be charged, without its water: no more ever comes to a kiln."""
    charged_kg: Mapping[tuple[str, LotId], float] = field(default_factory=dict)
    """What of a charge's lot was charged, by charge and lot."""
    lot: LotId | None = None
    results: Mapping[str, tuple[SampleId, float | None]] = field(default_factory=dict)
    """The newest sample of each attribute, and what the laboratory found, if it has said so."""
    asked: Command | None = None
    scopes: Mapping[StepPath, Scope] = field(default_factory=dict)
    """The elements that were commanded and are not back on their way."""
    mode: Mode = Mode.AUTOMATIC
    tickets: tuple[int, ...] = ()
    """The service runs that are open, in the order of their start."""
    ahead: tuple[StepPath, ...] = ()
    """The unit procedures that run, and those that wait for no other one any more."""
    number: int = 0
    """How many batches were created before it."""

    def __post_init__(self) -> None:
        """See which unit procedures are first."""
        if not self.ahead:
            object.__setattr__(self, "ahead", self.first_tops())

    def with_steps(self, steps: Mapping[StepPath, StepRun], changed: StepPath) -> "BatchRun":
        """The batch with other ``steps``, of which ``changed`` may be in another state."""
        batch = replace(self, steps=steps)
        if changed not in self.procedure.awaited:
            return batch
        return replace(batch, ahead=batch.first_tops())

    def first_tops(self) -> tuple[StepPath, ...]:
        """The unit procedures under way, and those that may be next."""
        before = self.procedure.before
        return tuple(
            top
            for top in self.procedure.tops
            if not self.done(top) and (self.begun(top) or all(map(self.done, before[top])))
        )

    def step(self, path: StepPath) -> StepRun:
        """The run of one element (idle where nothing happened yet)."""
        return self.steps.get(path, IDLE_STEP)

    def done(self, path: StepPath) -> bool:
        """Whether an element is complete or was skipped."""
        return self.step(path).state is State.COMPLETE

    def begun(self, path: StepPath) -> bool:
        """Whether an element is under way, or was; one that was reset is not."""
        return self.steps.get(path, IDLE_STEP).state is not _IDLE

    def accepts(self, command: Command) -> bool:
        """Whether ``command`` may be given to the batch now."""
        return (
            command in BATCH_COMMANDS and self.state not in FINAL and command in ALLOWED[self.state]
        )

    @property
    def lot_to_make(self) -> LotId:
        """The identifier of the lot this batch makes."""
        return LotId(f"{self.batch}-L1")


@dataclass(frozen=True)
class Run:
    """The process cell as control knows it. Every field is derived from facts."""

    plant: Plant | None = None
    materials: Mapping[MaterialName, Material] = field(default_factory=dict)
    batches: Mapping[BatchId, BatchRun] = field(default_factory=dict)
    services: Mapping[tuple[UnitId, ServiceName], ServiceView] = field(default_factory=dict)
    """The services that are not idle."""
    shown: Mapping[tuple[UnitId, ServiceName], int] = field(default_factory=dict)
    """The run number that each service showed last."""
    runs: Mapping[int, ServiceRun] = field(default_factory=dict)
    last_ticket: int = 0
    foreign: frozenset[int] = frozenset()
    """Run numbers that services show and this ledger never gave: they were given after it ended."""
    reports_read: int = 0
    owners: Mapping[UnitId, BatchId] = field(default_factory=dict)
    queue: tuple[UnitRequest, ...] = ()
    standings: Mapping[UnitId, Standing] = field(default_factory=dict)
    taken: Mapping[UnitId, str] = field(default_factory=dict)
    """The units that an operator has taken over, and who."""
    lines: Mapping[UnitId, LineState] = field(default_factory=dict)
    campaigns: Mapping[UnitId, Campaign] = field(default_factory=dict)
    campaigns_opened: int = 0
    rows: Mapping[tuple[UnitId, BatchId], int] = field(default_factory=dict)
    saggar_queue: tuple[Claim, ...] = ()
    saggar_claims: Mapping[tuple[BatchId, StepPath], Claim] = field(default_factory=dict)
    saggars_out: Mapping[PoolId, int] = field(default_factory=dict)
    """The saggars of each pool that are in rows, or on their way back."""
    lots: Mapping[LotId, Lot] = field(default_factory=dict)
    charged_kg: Mapping[LotId, float] = field(default_factory=dict)
    """What was charged of each lot so far, by any batch."""
    contents_kg: Mapping[PlaceId, float] = field(default_factory=dict)
    conditions: Mapping[ConditionId, ConditionRun] = field(default_factory=dict)
    samples: Mapping[SampleId, SampleTaken] = field(default_factory=dict)
    """Samples of which a result is still to come; ``panel`` holds what is missing."""
    questions: Mapping[QuestionId, Question] = field(default_factory=dict)
    questions_asked: int = 0

    @property
    def next_ticket(self) -> int:
        """A run number that no service has seen."""
        return max((self.last_ticket, *self.foreign)) + 1

    def with_batch(self, batch: BatchRun) -> "Run":
        """The run with one batch replaced."""
        return replace(self, batches=put(self.batches, {batch.batch: batch}))

    def with_step(self, batch: BatchId, path: StepPath, step: StepRun) -> "Run":
        """The run with one element of one batch replaced."""
        old = self.batches[batch]
        return self.with_batch(old.with_steps({**old.steps, path: step}, path))

    def standing(self, unit: UnitId) -> Standing:
        """The status and the last use of a unit."""
        return self.standings.get(unit, UNUSED)

    def is_free(self, unit: UnitId) -> bool:
        """Whether a unit may be given away: nobody has it, and it is available."""
        had = unit in self.owners or unit in self.taken
        return not had and self.standing(unit).available

    def runs_of(self, batch: BatchId) -> tuple[ServiceRun, ...]:
        """The open service runs of a batch."""
        return tuple(self.runs[ticket] for ticket in self.batches[batch].tickets)

    def without_runs(self, batch: BatchId, closed: frozenset[int]) -> "Run":
        """The run with some service runs of a batch closed."""
        old = self.batches[batch]
        runs = without(self.runs, closed)
        open_ = tuple(ticket for ticket in old.tickets if ticket not in closed)
        return replace(self, runs=runs).with_batch(replace(old, tickets=open_))

    def with_booked(self, batch: BatchId, path: StepPath) -> "Run":
        """The run once the results of a step's finished service runs are in the ledger."""
        booked = {
            each.ticket: replace(each, booked=True)
            for each in self.runs_of(batch)
            if each.step == path and each.finished
        }
        return replace(self, runs=put(self.runs, booked)) if booked else self

    def conditions_of(self, batch: BatchId) -> Mapping[ConditionId, ConditionRun]:
        """What is watched for a batch, or was met."""
        return _CONDITIONS.of(self.conditions).get(batch, {})

    def run_of(self, step: StepRun, member: str) -> ServiceRun | None:
        """The open service run of a phase under ``member``."""
        return self.runs.get(step.tickets.get(member, 0))


_CONDITIONS: Final[Grouped[BatchId, ConditionId, ConditionRun]] = Grouped(attrgetter("batch"))
EMPTY_RUN = Run()
