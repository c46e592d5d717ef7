"""The schema of a comparison file."""

from typing import Literal

from pydantic import Field

from lizao.documents.schema_base import Closed, Name, Number, Quantity, Title

GAUGES = Literal["first_pass", "on_time", "hours", "result", "spread", "per_tonne", "cost"]
CHOICES = Literal["first_available", "longest_idle", "least_changeover"]


class MarginFile(Closed):
    """What is added to the time of the calm plant before it is promised."""

    margin: Quantity
    source: str


class TrimFile(Closed):
    """How far operators turn the set-points of a recipe."""

    sigma: Quantity = Field(description="over the width between the limits of the recipe")
    setpoints: list[Name] = Field(min_length=1, description="parameters of the recipe")
    source: str


class SamplingFile(Closed):
    """How late samples are taken."""

    least: Quantity
    most: Quantity
    source: str


class PracticeFile(Closed):
    """How a plant is run by hand; charges follow nominal values, not the certificates of lots."""

    title: Title
    trims: TrimFile
    sampling: SamplingFile
    choose: CHOICES = Field(description="which of several free units a batch is given")


class PriceFile(Closed):
    """A price and its source."""

    price: Quantity
    source: str


class CostsFile(Closed):
    """What things cost."""

    materials: dict[Name, PriceFile] = Field(min_length=1, description="per t as delivered")
    electricity: PriceFile
    gas: PriceFile
    other: PriceFile = Field(description="per tonne packed, in whichever way it is made")
    blocked: PriceFile = Field(description="lost per tonne not released at its first judgement")


class ComparedFigureFile(Closed):
    """A figure in which the two ways are compared."""

    title: Title
    gauge: GAUGES
    of: str = Field(default="", description="the attribute or the utility")
    unit: str


class ComparisonFile(Closed):
    """A comparison file: the same orders by Lizao and by old practice."""

    comparison: Name = Field(description="the recipe that is made")
    batch: Quantity = Field(description="mass of one batch")
    batches: int = Field(ge=1, description="so many of one seed")
    seeds: int = Field(ge=2)
    promise: MarginFile
    conditions: dict[Name, dict[Name, Number]] = Field(
        default={}, description="coefficients of the plant, by group, that hold for both"
    )
    practice: PracticeFile
    costs: CostsFile
    figures: dict[Name, ComparedFigureFile] = Field(min_length=1)
