"""What is told of trials: what was asked, how far it is, what came of it."""

from collections.abc import Mapping
from enum import StrEnum

from typing_extensions import TypedDict

from lizao.app.answers.answer import Answer, Refusal
from lizao.app.answers.wall import PerTonne
from lizao.model.errors import Detail
from lizao.model.identifiers import BagId, BatchId, LotId, MaterialName, StepPath
from lizao.model.instants import Instant
from lizao.model.quality import Disposition
from lizao.model.states import State


class Outcome(StrEnum):
    """How a trial stands."""

    RUNNING = "running"
    FINISHED = "finished"
    """The batch came to its end and was judged."""
    HELD = "held"
    """The batch waits for an answer that nobody can give."""
    REFUSED = "refused"
    """It could not be begun."""
    CANCELLED = "cancelled"
    LOST = "lost"
    """Its process ended without a word."""


class StageOfTrial(Answer):
    """A unit procedure: its state, and the share of it that is done (0..1)."""

    step: StepPath
    state: State
    done: float


class TrialProgress(Answer):
    """How far the batch of a trial is: shares from 0 to 1, times in plant hours."""

    batch: BatchId
    state: State
    mass_kg: float
    packed_kg: float
    done: float
    plant_hours: float
    hours_left: float | None
    stages: list[StageOfTrial]


_Passed = TypedDict("_Passed", {"pass": bool | None})


class Predicted(_Passed, Answer):
    """A quality of the product against its limits, in ``unit``."""

    value: float | None
    unit: str
    low: float | None
    high: float | None
    gating: bool


class Unanswered(Answer):
    """A question that nobody answered."""

    text: str
    details: Mapping[str, Detail]


class TrialBalances(Answer):
    """How far what went in and what came out differ, relative: the plant's and the book's."""

    plant: float
    genealogy: float
    measured: float


class TrialResult(PerTonne, Answer):
    """What came of the batch of a trial; the same as ``lizao make --json`` prints."""

    batch: BatchId
    product: MaterialName
    recipe: str
    recipe_version: str
    state: State
    tonnes_packed: float
    bags: list[BagId]
    lots: list[LotId]
    disposition: Disposition | None
    reasons: list[str]
    questions: list[Unanswered]
    quality: dict[str, Predicted]
    automation_rate: float | None
    balances: TrialBalances
    consumption_kg: dict[MaterialName, float]
    energy_idle_kwh: float
    plant_hours: float
    plant_hours_to_last_result: float
    wall_seconds: float
    wall_seconds_to_judgement: float | None
    facts: int
    seed: int
    simulated: bool


class TrialHead(Answer):
    """A trial; ``at`` is wall time, ``tonnes`` and ``overrides`` are as they were written."""

    trial: str
    recipe: str
    version: str
    tonnes: str
    overrides: dict[str, str]
    by: str
    at: Instant
    state: Outcome
    simulated: bool
    progress: TrialProgress | None
    refusal: Refusal | None


class WholeTrial(TrialHead):
    """A trial, with its result once it is over."""

    result: TrialResult | None


class TrialList(Answer):
    """Every trial that is kept, the latest first."""

    trials: list[TrialHead]
