"""The schema of disturbances and faults in a plant file."""

from typing import Annotated, Literal

from pydantic import Field

from lizao.documents.schema_base import Closed, Name, Number, Quantity, Title

FaultCode = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
"""The code of a fault, such as F3."""


class MovementFile(Closed):
    """How one number of a unit departs from what it would be."""

    number: Annotated[str, Field(pattern=r"^[a-z0-9_]+(?:NN)?(?:\.[a-z0-9_]+)*$")] = Field(
        description="a number of the unit; zone_18.… one of a zone, signals.… one of a sensor"
    )
    first: int = Field(default=1, ge=1, le=99, description="where count begins")
    count: int = Field(
        default=0, ge=0, le=99, description="so many numbers from first on replace NN"
    )
    course: Literal["step", "ramp", "drift", "swing", "scatter", "walk"] = "step"
    added: Quantity | None = Field(default=None, description="in the unit of the number")
    share: float | None = Field(default=None, description="of what the number would be")
    over: Quantity | None = Field(default=None, description="the time that the course asks for")
    peak: Quantity = Field(default="0 s", description="when in its period a swing is highest")
    source: str


class DisturbanceFile(Closed):
    """What is there all the time."""

    title: Title
    movements: list[MovementFile] = Field(min_length=1)


class SignFile(Closed):
    """By how much a signal differs from that of the same plant without the fault."""

    signal: str
    low: Quantity | None = None
    high: Quantity | None = None
    within: Quantity
    spread: bool = Field(default=False, description="compare standard deviations over that time")


class ResultFile(Closed):
    """By how much what the laboratory finds differs for the same sample without the fault."""

    attribute: str
    low: float | None = Field(default=None, description="in the unit of the attribute")
    high: float | None = None
    within: Quantity = Field(description="until the laboratory has told of what was struck")


class CureFile(Closed):
    """What heals a fault, and how long the work takes."""

    title: Title
    takes: Quantity


class FaultFile(Closed):
    """Something that breaks, how it shows, and what heals it."""

    title: Title
    movements: list[MovementFile] = Field(min_length=1)
    per_year: Number = Field(description="how often it strikes one unit")
    lasts: Quantity | None = Field(default=None, description="when it passes by itself")
    cure: CureFile
    signs: list[SignFile] = Field(min_length=1)
    results: list[ResultFile] = Field(default=[], description="what the laboratory finds of it")


Disturbances = dict[Name, DisturbanceFile]
Faults = dict[FaultCode, FaultFile]
