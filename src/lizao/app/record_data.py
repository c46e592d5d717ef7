"""What a batch record and a certificate say, as plain rows; the pages put it into words and tables.

Titles, sentences and the words of people (``text``, ``what``, ``why``) come in the language of the
page; everything else (states, units, attributes, numbers, times) is put into words by the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from lizao.app.answers.answer import Gapped
from lizao.model.alarms import AlarmPriority
from lizao.model.commands import Value
from lizao.model.equipment import Actor
from lizao.model.facts import Flow
from lizao.model.instants import Instant
from lizao.model.people import Meaning
from lizao.model.quality import Disposition
from lizao.model.states import State


class LineStyle(StrEnum):
    """How a line is drawn, so that it can be told apart without colour."""

    MEASURED = "measured"
    """Solid, from point to point."""
    SETPOINT = "setpoint"
    """Dashed, in steps: a value holds until the next."""
    RECIPE = "recipe"
    """Dotted, from point to point."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a plot; a value that is not a number breaks it."""

    name: str
    xs: Sequence[float]
    ys: Sequence[Gapped]
    style: LineStyle = LineStyle.MEASURED


@dataclass(frozen=True, slots=True)
class Band:
    """Limits of a plot's values; measured values outside ``binding`` ones are drawn as abnormal."""

    name: str
    low: float
    high: float
    binding: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """Lines over one axis; ``unit`` is of the values, ``x_title`` says what the axis counts."""

    title: str
    unit: str
    x_title: str
    series: tuple[Series, ...]
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True)
class FormulaRow:
    """One formula value with its limits, and whether it was set for this batch."""

    name: str
    title: str
    value: float
    unit: str
    low: float | None
    high: float | None
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """One phase on one unit with its parameters and report values."""

    path: str
    unit: str
    started: Instant
    ended: Instant | None
    state: State
    actor: Actor
    parameters: Mapping[str, Value] = field(default_factory=dict)
    reports: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """One bag at a charging station; ``refused`` is the reason's key, empty where accepted."""

    material: str
    lot: str
    bag: str
    planned_kg: float | None
    charged_kg: float | None
    scanned_at: Instant | None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class MovementRow:
    """Material on its way from one place to another."""

    at: Instant
    source: str
    destination: str
    mass_kg: float
    flow: Flow


@dataclass(frozen=True, slots=True)
class DeviationRow:
    """Something that did not go as the recipe says."""

    at: Instant
    text: str


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """An alarm that was raised on what a batch worked with; ``signal`` is empty where it has none.

    ``returned_at`` and ``acknowledged_at`` are the first of their kind after that raise.
    """

    at: Instant
    alarm: str
    priority: AlarmPriority
    signal: str = ""
    value: float | None = None
    limit: float | None = None
    returned_at: Instant | None = None
    acknowledged_at: Instant | None = None
    acknowledged_by: str = ""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One attribute of one sample as the laboratory reported it."""

    at: Instant
    sample: str
    place: str
    attribute: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """One attribute held against its limits; without a value it is still in the laboratory."""

    attribute: str
    value: float | None
    unit: str
    low: float | None
    high: float | None
    passed: bool | None
    gating: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judgement over a lot."""

    lot: str
    disposition: Disposition
    at: Instant
    by: str
    attributes: tuple[JudgedRow, ...]


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """The gap of ``plant``, ``genealogy`` or ``measured``, and the largest allowed (fractions)."""

    name: str
    gap: float
    allowed: float


@dataclass(frozen=True, slots=True)
class UtilityRow:
    """The use of ``energy``, ``energy_idle``, ``nitrogen``, ``water`` or ``gas``, in ``unit``."""

    name: str
    amount: float
    unit: str
    per_tonne: float | None = None


@dataclass(frozen=True, slots=True)
class BagRow:
    """One packed bag."""

    bag: str
    lot: str
    mass_kg: float
    at: Instant


@dataclass(frozen=True, slots=True)
class ActionRow:
    """What a person or a rule did."""

    at: Instant
    by: str
    what: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """Who signed what; ``signer`` is the user with what she is called."""

    at: Instant
    signer: str
    what: str
    meaning: Meaning
    reason: str


@dataclass(frozen=True, slots=True)
class RawLotRow:
    """A raw-material lot in a product lot: its share of its material, kg charged per kg packed."""

    material: str
    lot: str
    share: float
    kg_per_kg: float


@dataclass(frozen=True, slots=True)
class RecallRow:
    """A late result that failed after the lot was released."""

    at: Instant
    attribute: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Record:
    """A batch record: the ledger of one batch, read out."""

    batch: str
    product: str
    recipe: str
    version: str
    state: State
    simulated: bool
    head: str
    started: Instant
    ended: Instant | None = None
    mass_kg: float | None = None
    formula: tuple[FormulaRow, ...] = ()
    phases: tuple[PhaseRow, ...] = ()
    charges: tuple[ChargeRow, ...] = ()
    movements: tuple[MovementRow, ...] = ()
    deviations: tuple[DeviationRow, ...] = ()
    alarms: tuple[AlarmRow, ...] = ()
    results: tuple[ResultRow, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    balances: tuple[BalanceRow, ...] = ()
    utilities: tuple[UtilityRow, ...] = ()
    bags: tuple[BagRow, ...] = ()
    actions: tuple[ActionRow, ...] = ()
    signatures: tuple[SignatureRow, ...] = ()
    plots: tuple[Plot, ...] = ()


@dataclass(frozen=True, slots=True)
class LotCertificate:
    """A certificate of analysis of one lot of the product."""

    lot: str
    product: str
    batch: str
    mass_kg: float
    specification: str
    simulated: bool
    head: str
    packed_at: Instant | None
    judgement: Judgement | None
    bags: tuple[BagRow, ...] = ()
    raw_lots: tuple[RawLotRow, ...] = ()
    recalls: tuple[RecallRow, ...] = ()
