"""The schema of a plant file."""

from typing import Annotated, Literal

from pydantic import Field

from lizao.documents.alarm_schema import ControlAlarmFile, SignalAlarmFile
from lizao.documents.disturbance_schema import Disturbances, Faults
from lizao.documents.schema_base import Closed, Name, Number, Quantity, Title

UnitName = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*(?:-NN)?$")]
"""The name of a unit; one that ends in NN stands for as many units as its count says."""
Names = Annotated[UnitName | list[UnitName], Field(union_mode="left_to_right")]
"""One name, or a list of them; NN at the end stands for every unit counted so."""


class ParameterFile(Closed):
    """One parameter of a service: its unit ("text" for a text), limits and default."""

    unit: str
    low: Quantity | None = None
    high: Quantity | None = None
    default: Quantity | None = None


class ServiceFile(Closed):
    """One service: how it ends, who does it, and its parameters."""

    finish: Literal["self", "on_command"]
    by: Literal["automatic", "manual"] = "automatic"
    response: Quantity = Field(default="30 s", description="how long it may take to answer")
    pause: bool = Field(default=False, description="whether it can pause and go on")
    parameters: dict[Name, ParameterFile] = Field(default={})


class PlaceFile(Closed):
    """How material behaves in a place and how much of it fits."""

    kind: Literal["store", "well_mixed", "plug_flow", "layered", "sink"]
    capacity: Quantity | None = None


class SignalFile(Closed):
    """One signal of a class of units: its unit, deadband of recording, normal band and count."""

    unit: str
    deadband: Quantity = 0.0
    low: Quantity | None = None
    high: Quantity | None = None
    count: int = Field(default=0, ge=0, le=99, description="01..count replaces NN in the name")


ChoiceName = Literal["first_available", "longest_idle", "least_changeover"]
"""Which of several units that would do is given to a batch."""


class CleaningFile(Closed):
    """When a unit has to be cleaned, or emptied, before it is given away."""

    after_product_change: bool = False
    heel: Quantity = Field(default="1 kg", description="what may stay in it for the next batch")


class CalibrationFile(Closed):
    """When a unit has to be calibrated before it is given away."""

    every: Quantity


class EscalationFile(Closed):
    """Within how long a command must lead to its end, and what the phase is told if it does not."""

    within: Quantity = "30 min"
    then: Literal["ask", "hold", "stop", "abort"] = "ask"


class SaggarsFile(Closed):
    """The saggars of each line of a class: its pool, a row, and what lies in the line anyway."""

    pool: Number
    per_row: Number
    standing: Number = Number(value=0, source="none")
    load: Quantity = Field(description="how much a saggar takes where a recipe does not say")


class ClassFile(Closed):
    """One class of units: what all its units have in common."""

    title: Title
    use: Literal["exclusive", "line"]
    model: Name = Field(description="the kind of virtual unit")
    services: dict[Name, ServiceFile] = Field(default={})
    place: PlaceFile | None = None
    campaign_parameters: list[Name] = Field(default=[])
    signals: dict[Annotated[str, Field(pattern=r"^[a-z0-9_]+(?:NN[a-z0-9_]*)?$")], SignalFile] = (
        Field(default={})
    )
    alarms: dict[Name, SignalAlarmFile] = Field(default={})
    coefficients: dict[Name, Number] = Field(default={})
    escalation: dict[Literal["pause", "hold", "stop", "abort"], EscalationFile] = Field(
        default={}, description="what follows when a command to a service does not come to its end"
    )
    choose: ChoiceName = "first_available"
    capabilities: list[Name] = Field(default=[], description="what each of its units can do")
    cleaning: CleaningFile = CleaningFile()
    calibration: CalibrationFile | None = None
    failure_severity: int = Field(default=1, ge=1, le=1000, description="failure index of a batch")
    disturbances: Disturbances = Field(default={}, description="of the virtual units, always there")
    faults: Faults = Field(default={}, description="what breaks in the virtual units")
    saggars: SaggarsFile | None = None


class UnitFile(Closed):
    """One unit: its class, where it stands, and the coefficients in which it differs."""

    unit_class: Name = Field(alias="class")
    area: Name
    count: int = Field(default=0, ge=0, le=99, description="01..count replaces NN in the name")
    capacity: Quantity | None = None
    draws_from: Names | None = Field(default=None, description="the places its piping can empty")
    delivers_to: Names | None = Field(default=None, description="the places its piping can fill")
    coefficients: dict[Name, Number] = Field(default={})
    capabilities: list[Name] = Field(default=[], description="what it can do besides its class")


class TransferFile(Closed):
    """Paths for material: any source sends, any line conveys, any destination receives."""

    source: Names
    line: Names
    destination: Names


class PlantFile(Closed):
    """A plant file: one process cell, its units, the paths between them, and its virtual twin."""

    plant: Name
    like: Name | None = Field(
        default=None,
        description="a plant file beside this one, whose classes, places, alarms, manual tasks and "
        "coefficients hold here too where this one says nothing else",
    )
    title: Title
    simulated: bool
    restart: Literal["automatic_if_clear", "ask"] = "ask"
    manual_tasks: list[Name] = Field(default=[])
    classes: dict[Name, ClassFile] = Field(default={})
    units: dict[UnitName, UnitFile] = Field(
        default={},
        description="needed, unless it is like another, whose units and transfers it has then",
    )
    transfers: list[TransferFile] = Field(default=[])
    places: dict[Name, PlaceFile] = Field(default={})
    alarms: dict[Name, ControlAlarmFile] = Field(default={}, description="of the controller")
    longest_shelf: Quantity = Field(default="8 h", description="how long an alarm may be shelved")
    coefficients: dict[Name, dict[Name, Number]] = Field(default={})
    differs: dict[Name, dict[Name, Number]] = Field(
        default={},
        description="coefficients in which classes, or single units, differ from what is said of "
        "them, here or in the plant file it is like",
    )
