"""The schema of a recipe file: the recipe language."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from lizao.documents.plant_schema import ChoiceName
from lizao.documents.schema_base import Closed, Name, Quantity, Title

StepName = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
Reference = Annotated[str, Field(pattern=r"^[a-z0-9-]+(?:/[a-z0-9-]+)*$")]
"""A unit procedure, or a step by its path: ``dose/charging/disperse``."""


class SizeFile(Closed):
    """Packed product for which the formula is written, and the smallest and largest batch."""

    reference: Quantity
    low: Quantity
    high: Quantity


class FormulaFile(Closed):
    """One formula parameter for the reference size and how it follows the size of the batch."""

    unit: str
    default: Quantity
    low: Quantity
    high: Quantity
    scaling: Literal["fixed", "linear"]
    title: Title
    source: str = ""


class ChargeFile(Closed):
    """One charge of a raw material into a vessel and the rule of its amount."""

    material: Name
    into: Name
    rule: Literal["dry", "ratio", "solids"]
    formula: Name
    share: Name | None = None
    complement: bool = False
    numerator: str = ""
    denominator: str = ""
    supplies: str = ""


class ConditionFile(Closed):
    """A condition on one subject: a place, signal, report, result, formula value or line."""

    empty: Name | None = None
    heel: Quantity = Field(default="20 kg", description="what may stay in an empty place")
    role: Name | None = None
    signal: Name | None = None
    step: Reference | None = None
    report: Name | None = None
    result: Name | None = Field(default=None, description="an attribute of the newest sample")
    formula: Name | None = None
    cleared: Name | None = None
    at_least: Quantity | None = None
    at_most: Quantity | None = None
    equals: str | None = Field(default=None, description="a text: what a person answered")
    hold: Quantity | None = None
    after: list[Reference] = Field(default=[])


class LotSetting(Closed):
    """The identifier of the lot that the batch makes."""

    lot: Literal["product"]


class TextSetting(Closed):
    """A text, as it is."""

    text: str


class RaisedSetting(Closed):
    """A formula parameter and something more; beyond the parameter's limit it is refused."""

    formula: Name
    plus: Quantity


class ComplementSetting(Closed):
    """One minus a formula parameter."""

    complement: Name


SettingFile = float | str | LotSetting | TextSetting | ComplementSetting | RaisedSetting
"""A number, a formula parameter, one minus it, it and more, the lot of the product, or a text."""
Settings = dict[Name, SettingFile]


class Phase(Closed):
    """What all phases have: a name within their operation."""

    phase: StepName


class ServicePhase(Phase):
    """Run a service of the unit; ``until`` ends one that runs until it is told."""

    service: Name
    unit: Name | None = Field(default=None, description="a role other than the unit procedure's")
    settings: Settings = Field(default={}, alias="set")
    until: ConditionFile | None = None


class ChargePhase(Phase):
    """Charge a raw material into its vessel."""

    charge: Name


class Path(Closed):
    """From where to where, and the settings of the line between."""

    source: Name = Field(alias="from")
    destination: Name = Field(alias="to")
    settings: Settings = Field(default={}, alias="set")


class TransferPhase(Phase):
    """Move material: source, line and destination together, until the condition is met."""

    transfer: Path
    until: ConditionFile


class CampaignPhase(Phase):
    """Have a line service stand on the settings that its batches share."""

    campaign: Settings
    unit: Name | None = None


class WaitPhase(Phase):
    """Wait for a condition."""

    wait: ConditionFile


class SamplePhase(Phase):
    """Have the laboratory analyse a sample."""

    sample: list[Name] = Field(min_length=1)
    source: Name = Field(alias="from")


class LotPhase(Phase):
    """Make the content of a unit a lot of the product."""

    lot: Literal["product"]
    unit: Name | None = None


class AskFile(Closed):
    """A question to a person, the answers it offers, and what is taken if none comes in time."""

    text: Title
    options: list[StepName] = Field(min_length=1)
    default: StepName | None = None
    within: Quantity | None = None


class AskPhase(Phase):
    """Ask a person; the answer is the report value ``answer``."""

    ask: AskFile


class QuarantinePhase(Phase):
    """Put the lot of the batch in quarantine, for a reason."""

    quarantine: str = Field(min_length=1)


class ConcessionPhase(Phase):
    """Lift the quarantine in the name of the person who answered a phase that asks."""

    concession: Reference


class ParallelFile(Closed):
    """Steps at the same time."""

    parallel: "list[StepFile]" = Field(min_length=1)
    name: StepName | None = None


class SequenceFile(Closed):
    """Steps one after the other (inside ``parallel``)."""

    sequence: "list[StepFile]" = Field(min_length=1)
    name: StepName | None = None


class ChoiceFile(Closed):
    """Steps that run if a condition holds when they are reached."""

    choice: ConditionFile = Field(alias="if")
    steps: "list[StepFile]" = Field(min_length=1)
    name: StepName | None = None


class Repetition(Closed):
    """How often at most, and the condition that ends it sooner."""

    at_most: int = Field(ge=1, le=1000)
    until: ConditionFile


class LoopFile(Closed):
    """Steps that run again until a condition holds, at most so many times."""

    repeat: Repetition
    steps: "list[StepFile]" = Field(min_length=1)
    name: StepName | None = None


STEP_KINDS = (
    "service", "charge", "transfer", "campaign", "wait", "sample", "lot", "ask",
    "quarantine", "concession", "parallel", "sequence", "if", "repeat",
)  # fmt: skip


def _kind(step: object) -> str | None:
    """The key that says what a step is; none where the step says nothing known."""
    if isinstance(step, dict):
        return next((f"<{kind}>" for kind in STEP_KINDS if kind in step), None)
    return None


# A tag in angle brackets cannot be mistaken for a key when an error is traced to its line.
StepFile = Annotated[
    Annotated[ServicePhase, Tag("<service>")]
    | Annotated[ChargePhase, Tag("<charge>")]
    | Annotated[TransferPhase, Tag("<transfer>")]
    | Annotated[CampaignPhase, Tag("<campaign>")]
    | Annotated[WaitPhase, Tag("<wait>")]
    | Annotated[SamplePhase, Tag("<sample>")]
    | Annotated[LotPhase, Tag("<lot>")]
    | Annotated[AskPhase, Tag("<ask>")]
    | Annotated[QuarantinePhase, Tag("<quarantine>")]
    | Annotated[ConcessionPhase, Tag("<concession>")]
    | Annotated[ParallelFile, Tag("<parallel>")]
    | Annotated[SequenceFile, Tag("<sequence>")]
    | Annotated[ChoiceFile, Tag("<if>")]
    | Annotated[LoopFile, Tag("<repeat>")],
    Discriminator(_kind),
]


class ExceptionFile(Closed):
    """What is watched while an element runs, the branch that handles it, and what follows."""

    exception: StepName
    when: ConditionFile
    severity: int = Field(default=1, ge=1, le=1000, description="a severer one comes first")
    meanwhile: Literal["run", "hold"] = "run"
    steps: list[StepFile] = Field(default=[])
    then: Literal["continue", "repeat", "stop", "hold"] = "continue"
    at_most: int | None = Field(default=None, ge=1, le=1000)


class OperationFile(Closed):
    """An operation: its steps one after the other."""

    operation: StepName
    steps: list[StepFile] = Field(min_length=1)
    exceptions: list[ExceptionFile] = Field(default=[])


class UnitProcedureFile(Closed):
    """A unit procedure on the unit of a role, or on ``split`` units of its class at once."""

    unit_procedure: StepName
    unit: Name
    uses: list[Name] = Field(default=[], description="roles it needs besides its unit")
    split: int = Field(default=1, ge=1, le=100)
    after: list[StepName] = Field(default=[])
    start_when: ConditionFile | None = None
    operations: list[OperationFile] = Field(min_length=1)
    exceptions: list[ExceptionFile] = Field(default=[])


class RoleFile(Closed):
    """A role with what it asks of its unit besides the class."""

    unit_class: Name = Field(alias="class")
    needs: list[Name] = Field(default=[], description="capabilities its unit must have")
    prefer: Name | None = Field(default=None, description="the unit it is given if that is free")
    choose: ChoiceName | None = Field(default=None, description="instead of the rule of the class")


def _role_kind(role: object) -> str:
    return "<role>" if isinstance(role, dict) else "<class>"


RoleOrClass = Annotated[
    Annotated[Name, Tag("<class>")] | Annotated[RoleFile, Tag("<role>")],
    Discriminator(_role_kind),
]


class RecipeFile(Closed):
    """A master recipe: product, size, formula, charges, roles and procedure."""

    recipe: Name
    version: str
    status: Literal["draft", "approved", "obsolete"]
    product: Name
    title: Title
    size: SizeFile
    units: dict[Name, RoleOrClass] = Field(min_length=1, description="role: class of units")
    hold_level: Literal["phase", "operation", "unit_procedure", "procedure"] = Field(
        default="procedure", description="how far up a failure of a service holds"
    )
    formula: dict[Name, FormulaFile]
    charges: dict[StepName, ChargeFile] = Field(default={})
    procedure: list[UnitProcedureFile] = Field(min_length=1)
