"""What good means: product specifications."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lizao.model.identifiers import MaterialName

ATTRIBUTE_UNITS: Final[Mapping[str, str]] = {
    "compaction_density": "g/cm3", "carbon": "%", "d10": "um", "d50": "um", "d90": "um",
    "moisture": "ppm", "magnetic": "ppb", "bet": "m2/g", "li_fe": "", "fe_p": "",
    "capacity_01c": "mAh/g", "capacity_1c": "mAh/g", "solids": "%", "slurry_d50": "um",
    "powder_moisture": "%", "ceramic": "ppm",
}  # fmt: skip
"""The unit in which the laboratory reports each attribute."""


class Disposition(StrEnum):
    """The judgement over a lot."""

    RELEASED = "released"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class AttributeLimits:
    """Limits of one attribute in ``unit``; gating ones decide the release, others come later."""

    attribute: str
    unit: str
    low: float | None
    high: float | None
    gating: bool

    def holds(self, value: float) -> bool:
        """Whether ``value`` lies inside the limits (limits included)."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class Specification:
    """The release specification of a product."""

    product: MaterialName
    version: str
    attributes: tuple[AttributeLimits, ...]

    def limits(self, attribute: str) -> AttributeLimits | None:
        """The limits of ``attribute``, if the product has any."""
        return next((each for each in self.attributes if each.attribute == attribute), None)
