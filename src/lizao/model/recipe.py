"""Recipes after ISA-88: the master recipe (versioned) and the control recipe (one batch)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from lizao.model.conditions import Comparison
from lizao.model.equipment import Choice
from lizao.model.errors import MalformedElementError
from lizao.model.identifiers import MaterialName, Role, ServiceName, StepPath, UnitId
from lizao.model.instants import Instant
from lizao.model.quality import Specification


class Scaling(StrEnum):
    """How a formula value follows the size of the batch."""

    FIXED = "fixed"
    LINEAR = "linear"


@dataclass(frozen=True, slots=True)
class FormulaParameter:
    """A formula parameter, default and limits in ``unit`` for the reference size."""

    name: str
    unit: str
    default: float
    low: float
    high: float
    scaling: Scaling
    title_en: str
    title_zh: str


class ChargeRule(StrEnum):
    """How the amount of a raw material follows from the formula and the certificates."""

    DRY = "dry"
    """``formula`` is the dry mass in kg; the lot's water is added to it."""
    RATIO = "ratio"
    """``formula`` is the molar ratio ``numerator``/``denominator`` that ``supplies`` brings."""
    SOLIDS = "solids"
    """``formula`` is the mass fraction of dry solids; the material is the water."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One charge of a raw material and the rule of its amount (trimmed by the lots' certificates).

    Ratios and solids count over all charges into the same ``vessel``. ``share`` names a formula
    parameter in 0..1 that multiplies a DRY amount (``complement``: one minus it), so that one
    material may be charged at two places.
    """

    name: str
    material: MaterialName
    vessel: Role
    rule: ChargeRule
    formula: str
    share: str = ""
    complement: bool = False
    numerator: str = ""
    denominator: str = ""
    supplies: str = ""


class Source(StrEnum):
    """Where the value of a service parameter comes from."""

    VALUE = "value"
    FORMULA = "formula"
    LOT = "lot"
    """The identifier of the lot the batch makes."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Value of a service parameter in its unit: fixed, or (formula value + plus) x factor + offset.

    ``plus`` is in the unit of the formula parameter.
    """

    parameter: str
    source: Source
    value: float | str | None = None
    formula: str = ""
    factor: float = 1.0
    offset: float = 0.0
    plus: float = 0.0


class Subject(StrEnum):
    """What a condition of a recipe looks at."""

    SIGNAL = "signal"
    """Signal ``name`` of the unit bound to ``role``."""
    REPORT = "report"
    """Report value ``name`` of the completed phase ``step``."""
    FORMULA = "formula"
    """Formula parameter ``name``."""
    CLEARED = "cleared"
    """No row or interval of the batch is left in the line service bound to ``role``."""
    RESULT = "result"
    """Attribute ``name`` of the batch's newest sample, once the laboratory has reported it."""


@dataclass(frozen=True, slots=True)
class RecipeCondition:
    """A condition in a recipe; it counts only once every element of ``after`` is complete.

    ``equals`` stands instead of a limit where the report value is a text.
    """

    subject: Subject
    name: str = ""
    role: Role | None = None
    step: StepPath | None = None
    comparison: Comparison = Comparison.AT_LEAST
    limit: float = 0.0
    hold_s: float = 0.0
    after: tuple[StepPath, ...] = ()
    equals: str = ""


class Form(StrEnum):
    """What a recipe element is."""

    UNIT_PROCEDURE = "unit_procedure"
    OPERATION = "operation"
    SEQUENCE = "sequence"
    PARALLEL = "parallel"
    CHOICE = "choice"
    """Its children run if the condition holds when it is reached."""
    LOOP = "loop"
    """Its children run again until the condition holds, at most ``at_most`` times."""
    PHASE = "phase"
    EXCEPTION = "exception"
    """Its children, the branch, run when its condition is met while the element around it runs."""


class Meanwhile(StrEnum):
    """What the element around does while an exception of it is handled."""

    RUN = "run"
    HOLD = "hold"


class Then(StrEnum):
    """What the element around does once the branch of an exception is over."""

    CONTINUE = "continue"
    REPEAT = "repeat"
    STOP = "stop"
    HOLD = "hold"
    """It is held, and a person is asked."""


@dataclass(frozen=True, slots=True)
class Handling:
    """How an exception is handled; of two at once the severer, from 1 up, comes first."""

    severity: int = 1
    meanwhile: Meanwhile = Meanwhile.RUN
    then: Then = Then.CONTINUE


class HoldLevel(StrEnum):
    """How far up a failure of a service holds."""

    PHASE = "phase"
    OPERATION = "operation"
    UNIT_PROCEDURE = "unit_procedure"
    PROCEDURE = "procedure"
    """The whole batch."""


class Work(StrEnum):
    """What a phase does."""

    SERVICE = "service"
    CHARGE = "charge"
    TRANSFER = "transfer"
    CAMPAIGN = "campaign"
    WAIT = "wait"
    SAMPLE = "sample"
    LOT = "lot"
    ASK = "ask"
    QUARANTINE = "quarantine"
    """The lot of the batch is not released, whatever its results."""
    CONCESSION = "concession"
    """What the person decided who answered step ``asked``: the lot may be released after all."""


WITHOUT_A_UNIT: Final = frozenset({Work.WAIT, Work.ASK, Work.QUARANTINE, Work.CONCESSION})
"""Work that needs no unit."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What a phase asks a person, who answers with one of ``options``.

    After ``within_s`` (0: never) the default is taken by rule; without one the question is overdue.
    """

    text_en: str
    text_zh: str
    options: tuple[str, ...]
    default: str = ""
    within_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Action:
    """What one phase asks for; which fields matter follows from ``work``."""

    work: Work
    service: ServiceName = ServiceName("")
    settings: tuple[Setting, ...] = ()
    complete_when: RecipeCondition | None = None
    charge: str = ""
    source: Role | None = None
    destination: Role | None = None
    panel: tuple[str, ...] = ()
    inquiry: Inquiry | None = None
    reason: str = ""
    asked: StepPath | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a procedure.

    ``role`` is the unit its phases work on; a unit procedure with ``split`` above one runs on that
    many units of the class at once. ``after`` names unit procedures that must be complete first.
    ``claims`` names further roles a unit procedure needs: the vessels that its unit draws from and
    delivers to. ``exceptions`` are elements of the form EXCEPTION that are watched while a unit
    procedure or operation runs; each is handled ``at_most`` so many times.
    """

    path: StepPath
    form: Form
    children: tuple[StepPath, ...] = ()
    role: Role | None = None
    split: int = 1
    after: tuple[StepPath, ...] = ()
    claims: tuple[Role, ...] = ()
    condition: RecipeCondition | None = None
    at_most: int = 1
    action: Action | None = None
    exceptions: tuple[StepPath, ...] = ()
    handling: Handling | None = None

    def __post_init__(self) -> None:
        """Refuse an element that could never run."""
        if (self.action is not None) != (self.form is Form.PHASE):
            raise MalformedElementError(
                self.path, "action", "a phase, and only a phase, has an action"
            )
        if self.form is Form.CHOICE and self.condition is None:
            raise MalformedElementError(self.path, "condition", "a choice needs a condition")
        if self.form is Form.LOOP and (self.condition is None or self.at_most < 1):
            raise MalformedElementError(
                self.path, "at_most", "a loop needs a condition and a count"
            )
        self._check_exceptions()
        may_be_empty = self.form in {Form.PHASE, Form.EXCEPTION}
        if not may_be_empty and not self.children:
            raise MalformedElementError(self.path, "children", "nothing to do")

    def _check_exceptions(self) -> None:
        """An exception is watched for something, and by what can be watched from start to end."""
        if (self.handling is not None) != (self.form is Form.EXCEPTION):
            raise MalformedElementError(
                self.path, "handling", "an exception, and only an exception, is handled"
            )
        if self.handling is not None and self.handling.severity < 1:
            raise MalformedElementError(self.path, "severity", "1 and more")
        if self.form is Form.EXCEPTION and (self.condition is None or self.at_most < 1):
            raise MalformedElementError(
                self.path, "condition", "an exception needs a condition and a count"
            )
        if self.exceptions and self.form not in {Form.UNIT_PROCEDURE, Form.OPERATION}:
            raise MalformedElementError(
                self.path, "exceptions", "a unit procedure or an operation has exceptions"
            )


@dataclass(frozen=True, slots=True)
class Demand:
    """What a role asks of its unit besides the class: capabilities; and which one it had rather."""

    needs: tuple[str, ...] = ()
    prefer: UnitId | None = None
    choose: Choice | None = None


ANY_UNIT: Final = Demand()
"""Of a role for which every unit of its class will do."""


@dataclass(frozen=True, slots=True)
class MasterRecipe:
    """A master recipe: formula for ``reference_kg`` of packed product, roles, procedure.

    ``elements`` holds every element, parents before children; those without a parent are the unit
    procedures. ``roles`` binds each role to a unit class.
    """

    name: str
    version: str
    status: str
    product: MaterialName
    title_en: str
    title_zh: str
    reference_kg: float
    low_kg: float
    high_kg: float
    formula: tuple[FormulaParameter, ...]
    charges: tuple[Charge, ...]
    roles: Mapping[Role, str]
    elements: tuple[Element, ...]
    demands: Mapping[Role, Demand] = field(default_factory=dict)
    hold_level: HoldLevel = HoldLevel.PROCEDURE

    def parameter(self, name: str) -> FormulaParameter | None:
        """The formula parameter called ``name``, if the recipe has it."""
        return next((each for each in self.formula if each.name == name), None)


@dataclass(frozen=True, slots=True)
class ControlRecipe:
    """The recipe of one batch, scaled and split; formula values in the formula's units."""

    name: str
    version: str
    product: MaterialName
    mass_kg: float
    formula: Mapping[str, float]
    units_of_measure: Mapping[str, str]
    charges: tuple[Charge, ...]
    roles: Mapping[Role, str]
    elements: tuple[Element, ...]
    specification: Specification
    made_at: Instant = 0
    overridden: tuple[str, ...] = field(default=())
    demands: Mapping[Role, Demand] = field(default_factory=dict)

    def demand(self, role: Role) -> Demand:
        """What a role asks of its unit; the roles of a split unit procedure all ask the same."""
        return self.demands.get(Role(role.partition("#")[0]), ANY_UNIT)

    hold_level: HoldLevel = HoldLevel.PROCEDURE
