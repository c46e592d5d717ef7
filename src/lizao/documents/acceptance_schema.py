"""The schema of an acceptance file."""

from typing import Literal

from pydantic import Field

from lizao.documents.schema_base import Closed, Name, Quantity, Title

MEASURES = Literal["result", "signal", "per_tonne", "iron_yield", "effectiveness", "balance"]
STATISTICS = Literal["mean", "spread", "share", "lowest", "highest"]


class FigureFile(Closed):
    """A figure of a virtual plant and the band in which it must lie."""

    title: Title
    measure: MEASURES
    of: str = Field(default="", description="the attribute, signal, utility or element")
    statistic: STATISTICS = "mean"
    at_least: float | None = Field(default=None, description="the limit of a share")
    unit: str
    low: Quantity | None = None
    high: Quantity | None = None
    source: str


class ResponseFile(Closed):
    """What becomes of something when a plant or its recipe is changed."""

    title: Title
    recipe: Name | None = Field(default=None, description="by default that of the file")
    of: str = Field(description="an attribute, grain_nm, or CLASS.SIGNAL while it works")
    unit: str
    published: float
    low: float
    high: float
    source: str
    before: dict[str, float] = Field(default={}, description="recipe parameters, CLASS.COEFFICIENT")
    after: dict[str, float] | None = Field(default=None, description="none: an anchor")
    driver: str = Field(default="", description="a parameter, or what can stand under `of`")
    per: float = Field(default=1.0, description="the change of the driver that is meant")
    relative: bool = Field(default=False, description="in percent of the value before")
    relative_driver: bool = Field(default=False, description="the driver in percent too")


class StayFile(Closed):
    """How long one plant is looked at."""

    days: float = Field(gt=0)


class AcceptanceFile(Closed):
    """An acceptance file: how a plant that makes a recipe is tried, and what it must show."""

    acceptance: Name = Field(description="the recipe that the plant makes meanwhile")
    batch: Quantity = Field(description="mass of one batch")
    fill: Quantity = Field(description="until the empty plant stands in its steady state")
    days: float = Field(gt=0, description="how long it is looked at then")
    analyses: int = Field(default=1, ge=1, description="analyses whose mean is one result")
    plants: dict[Name, StayFile] = Field(default={}, description="plants that differ")
    figures: dict[Name, FigureFile] = Field(min_length=1)
    responses: dict[Name, ResponseFile] = Field(default={})
