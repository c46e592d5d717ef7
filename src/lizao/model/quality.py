"""What good means: product specifications."""

from dataclasses import dataclass
from enum import StrEnum

from lizao.model.identifiers import MaterialName


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
