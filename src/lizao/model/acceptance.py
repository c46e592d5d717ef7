"""What a virtual plant must show to be believed: figures, each with its band."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lizao.model.alarms import Bilingual


class Measure(StrEnum):
    """Where a figure comes from."""

    RESULT = "result"
    """Results of the laboratory of one attribute."""
    SIGNAL = "signal"
    """A signal of every unit that has it, each minute."""
    PER_TONNE = "per_tonne"
    """What the whole plant used for a tonne packed."""
    IRON_YIELD = "iron_yield"
    """The share of the iron leaving the plant that leaves it in bags."""
    EFFECTIVENESS = "effectiveness"
    """Overall equipment effectiveness of the slowest class of kilns."""
    BALANCE = "balance"
    """The relative gap of one chemical element between what came in, left, and is there."""


class Statistic(StrEnum):
    """What is made of many values."""

    MEAN = "mean"
    SPREAD = "spread"
    """One standard deviation over the mean."""
    SHARE = "share"
    """The share that is not below a limit."""
    LOWEST = "lowest"
    """The mean of the unit whose mean is lowest."""
    HIGHEST = "highest"
    """The mean of the unit whose mean is highest."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in ``unit`` and the band in which it must lie, with the source of the band.

    ``of`` names the attribute, the signal, the utility or the element; ``at_least`` is the limit
    of a share.
    """

    name: str
    title: Bilingual
    measure: Measure
    of: str
    statistic: Statistic
    unit: str
    low: float | None
    high: float | None
    source: str
    at_least: float | None = None

    def holds(self, value: float) -> bool:
        """Whether ``value`` lies inside the band (limits included); NaN does not."""
        above = self.low is None or value >= self.low
        below = self.high is None or value <= self.high
        return above and below and value == value  # noqa: PLR0124 - false for NaN only


@dataclass(frozen=True, slots=True)
class Response:
    """What becomes of ``of`` when a plant or its recipe is changed, against what was published.

    Two plants of one seed make a batch, one with the numbers ``before``, one with those ``after``:
    parameters of the recipe by name, coefficients as ``class.coefficient``. The response is the
    difference for each ``driver`` (a parameter, or something else that was seen) times ``per``, or
    the relative difference in percent (of the driver too, if it says so). Without ``after`` it is
    the value itself, an anchor.
    """

    name: str
    title: Bilingual
    recipe: str
    of: str
    unit: str
    low: float
    high: float
    published: float
    source: str
    before: Mapping[str, float] = field(default_factory=dict)
    after: Mapping[str, float] | None = None
    driver: str = ""
    per: float = 1.0
    relative: bool = False
    relative_driver: bool = False

    def holds(self, value: float) -> bool:
        """Whether ``value`` is what was published, within its accuracy."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How a plant is tried that makes one recipe: batches, days, and the figures it must show.

    ``fill_h`` is how long the empty plant takes until it stands in its steady state. ``days`` is
    how long it is looked at then, by default and by plant. The mean of so many ``analyses`` stands
    for each result of the laboratory.
    """

    recipe: str
    batch_kg: float
    fill_h: float
    days: float
    figures: tuple[Figure, ...]
    analyses: int = 1
    days_of: Mapping[str, float] = field(default_factory=dict)
    responses: tuple[Response, ...] = ()

    def days_for(self, plant: str) -> float:
        """How many days a plant is looked at when nobody says otherwise."""
        return self.days_of.get(plant, self.days)
