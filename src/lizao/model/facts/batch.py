"""Facts about batches, their elements and the people and rules that command them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lizao.model.commands import Value
from lizao.model.equipment import Plant
from lizao.model.identifiers import BatchId, QuestionId, Role, SampleId, StepPath, UnitId
from lizao.model.instants import Instant
from lizao.model.material import Material
from lizao.model.recipe import ControlRecipe
from lizao.model.states import Command, Mode, State


@dataclass(frozen=True, slots=True)
class HomeMade:
    """A home was made: its site, plant and seed are fixed from now on."""

    at: Instant
    site: str
    plant: Plant
    materials: tuple[Material, ...]
    seed: int
    settings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ControllerStarted:
    """A controller took over; ``version`` is the program that writes from here on."""

    at: Instant
    version: str
    run: str


@dataclass(frozen=True, slots=True)
class BatchCreated:
    """A batch with its control recipe; the recipe is frozen from now on."""

    at: Instant
    batch: BatchId
    recipe: ControlRecipe
    by: str


@dataclass(frozen=True, slots=True)
class BatchCommanded:
    """A person or a rule asked something of a batch, or of one element of it, ``step``."""

    at: Instant
    batch: BatchId
    command: Command
    by: str
    reason: str = ""
    step: StepPath | None = None


@dataclass(frozen=True, slots=True)
class BatchStateChanged:
    """A batch reached a state; ``reason`` is a text key where a rule moved it."""

    at: Instant
    batch: BatchId
    state: State
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StepStateChanged:
    """A commanded element reached a state; RUNNING and COMPLETE: it is back on its way.

    IDLE after a reset: it, and all below it, runs anew. ``reason`` is a text key where a rule
    moved it.
    """

    at: Instant
    batch: BatchId
    step: StepPath
    state: State
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StepStarted:
    """A recipe element began; for a phase with the unit it works on."""

    at: Instant
    batch: BatchId
    step: StepPath
    unit: UnitId | None = None


@dataclass(frozen=True, slots=True)
class StepCompleted:
    """A recipe element is complete; ``manual`` counts the steps in it that a person did."""

    at: Instant
    batch: BatchId
    step: StepPath
    reports: Mapping[str, Value] = field(default_factory=dict)
    automatic: int = 0
    manual: int = 0


@dataclass(frozen=True, slots=True)
class StepSkipped:
    """An element that does not run, or not to its end, nor do its children; why, a text key.

    Without a reason it is a choice whose condition did not hold; ``by`` is a person who wanted it.
    """

    at: Instant
    batch: BatchId
    step: StepPath
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class ModeChanged:
    """A batch goes on in another mode."""

    at: Instant
    batch: BatchId
    mode: Mode
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StepReleased:
    """A person let a step start that waited for it, and with it all that it lies in."""

    at: Instant
    batch: BatchId
    step: StepPath
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StepRepeated:
    """A person lets a step that is complete, and all below it, run once more."""

    at: Instant
    batch: BatchId
    step: StepPath
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LoopRepeated:
    """A loop begins its round number ``round``."""

    at: Instant
    batch: BatchId
    step: StepPath
    round: int


@dataclass(frozen=True, slots=True)
class UnitRequested:
    """A batch waits for a unit of a class; the order of these facts is the queue."""

    at: Instant
    batch: BatchId
    role: Role
    unit_class: str


@dataclass(frozen=True, slots=True)
class UnitAllocated:
    """A unit belongs to a batch (exclusive), or its feed slot does (line)."""

    at: Instant
    batch: BatchId
    role: Role
    unit: UnitId


@dataclass(frozen=True, slots=True)
class UnitReleased:
    """A batch gave a unit or a feed slot back."""

    at: Instant
    batch: BatchId
    role: Role
    unit: UnitId


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """A person is asked: what no rule covers, which holds, or what a phase asks.

    ``text`` is a text key, ``details`` its values. A phase offers ``options``; unless one is taken
    by ``answer_by``, the ``default`` is, or the question is overdue.
    """

    at: Instant
    question: QuestionId
    batch: BatchId
    step: StepPath
    text: str
    details: Mapping[str, Value] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    default: str = ""
    answer_by: Instant | None = None


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """A person answered, or a rule did."""

    at: Instant
    question: QuestionId
    answer: str
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SampleTaken:
    """A sample of the place of ``unit`` was ordered, to be analysed for ``panel``."""

    at: Instant
    sample: SampleId
    batch: BatchId
    step: StepPath
    unit: UnitId
    panel: tuple[str, ...]
    lot: str = ""
