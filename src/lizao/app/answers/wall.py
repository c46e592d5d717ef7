"""What the wall shows that is no signal: figures of periods, and what is under way."""

from typing_extensions import TypedDict

from lizao.app.answers.alarms import AlarmCounts
from lizao.app.answers.answer import Answer, Bilingual
from lizao.model.equipment import LineState
from lizao.model.identifiers import (
    BatchId,
    CampaignId,
    MaterialName,
    StepPath,
    UnitId,
)
from lizao.model.instants import Instant
from lizao.model.states import State


class PerTonne(Answer):
    """Utilities per tonne packed; None where nothing was."""

    energy_kwh_per_t: float | None
    nitrogen_nm3_per_t: float | None
    gas_nm3_per_t: float | None
    water_kg_per_t: float | None


class PeriodFigures(PerTonne):
    """What a period came to; a rate is None where there is nothing that it could be a share of."""

    packed_kg: float
    lots: int
    first_pass_rate: float | None
    final_rate: float | None
    automation_rate: float | None
    batches_ended: int
    ended_kg: float


class Periods(Answer):
    """Today, this month, this year, the last thirty days, and all days of plant time (UTC)."""

    today: PeriodFigures
    month: PeriodFigures
    year: PeriodFigures
    recent: PeriodFigures
    all: PeriodFigures


class Day(Answer):
    """What was packed and judged on one day."""

    at: Instant
    packed_kg: float
    lots: int
    first_pass: int
    released: int


class BatchUnderWay(Answer):
    """A batch with the stages that it is in; ``done`` is the share of them that is over."""

    batch: BatchId
    product: MaterialName
    mass_kg: float
    packed_kg: float
    state: State
    started: Instant
    stages: list[StepPath]
    done: float


_OfClass = TypedDict("_OfClass", {"class": str})


class UnitClass(_OfClass, Answer):
    """How many units of a class there are, work, are interrupted, and are out of use."""

    units: int
    at_work: int
    interrupted: int
    out_of_use: int


class TransferUnderWay(Answer):
    """A transfer whose source sends, or has sent and the way is not empty yet."""

    batch: BatchId
    step: StepPath
    state: State
    source: UnitId
    line: UnitId
    destination: UnitId


class CampaignLine(_OfClass, Answer):
    """A line that runs by campaign, with its state and what the campaign's recipe sets."""

    unit: UnitId
    state: LineState | None
    campaign: CampaignId | None
    settings: dict[str, float]


class RawStock(Answer):
    """What is left of a raw material in lots that may be used."""

    material: MaterialName
    title: Bilingual
    usable_kg: float
    lots: int


class Wall(Answer):
    """Everything as of the latest fact; ``since`` is when the home was made."""

    at: Instant
    revision: int
    since: Instant
    simulated: bool
    periods: Periods
    days: list[Day]
    alarms: AlarmCounts
    batches: list[BatchUnderWay]
    units: list[UnitClass]
    transfers: list[TransferUnderWay]
    lines: list[CampaignLine]
    stock: list[RawStock]
