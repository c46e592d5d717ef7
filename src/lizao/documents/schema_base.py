"""What the schemas of all papers share: closed models, names, titles, quantities, numbers."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

NAME_PATTERN = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$"

Name = Annotated[str, Field(pattern=NAME_PATTERN)]
"""A name: small letters, digits, hyphens or underscores."""

Quantity = Annotated[float | str, Field(examples=["775 °C", 400])]
"""A number in the unit of the thing, or a number with its unit."""


class Closed(BaseModel):
    """A mapping that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Title(Closed):
    """What people read, in both languages."""

    en: str
    zh: str


class Number(Closed):
    """A number of the virtual plant, its unit and its source ("EE": engineering estimate)."""

    value: float
    unit: str = "1"
    source: str
