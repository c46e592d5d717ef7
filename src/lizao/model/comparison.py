"""Two ways of working held against each other: what is made, how, and what is compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lizao.model.alarms import Bilingual
from lizao.model.equipment import Choice
from lizao.model.identifiers import MaterialName


class Gauge(StrEnum):
    """Where a compared figure comes from."""

    FIRST_PASS = "first_pass"
    """The share of batches that were released at their first judgement."""
    ON_TIME = "on_time"
    """The share of batches that were done within their promise."""
    HOURS = "hours"
    """From the order until a batch is packed and judged."""
    RESULT = "result"
    """Results of the laboratory of one attribute of the product."""
    SPREAD = "spread"
    """One standard deviation of such results over all batches of all seeds."""
    PER_TONNE = "per_tonne"
    """What the batches used for a tonne packed."""
    COST = "cost"
    """What a tonne packed costs."""


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """One figure in ``unit``; ``of`` names the attribute or the utility."""

    name: str
    title: Bilingual
    gauge: Gauge
    of: str
    unit: str


@dataclass(frozen=True, slots=True)
class OldPractice:
    """How a plant is run by hand: no trim by certificates, and people who turn knobs.

    ``trim_share`` is one sigma of an operator's trim over the width between the limits of the
    recipe, for each of the ``setpoints``. Samples are taken ``late_least_min`` to
    ``late_most_min`` after they are due. ``choose`` is the rule by which units are given out.
    """

    title: Bilingual
    trim_share: float
    setpoints: tuple[str, ...]
    late_least_min: float
    late_most_min: float
    choose: Choice


@dataclass(frozen=True, slots=True)
class Costs:
    """Prices in yuan: of raw materials per kg as delivered, of energy, of everything else.

    ``blocked_per_t`` is what a tonne earns less that is not released at its first judgement.
    """

    material_per_kg: Mapping[MaterialName, float]
    electricity_per_kwh: float
    gas_per_nm3: float
    other_per_t: float
    blocked_per_t: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two ways of working are compared on plants that make one recipe.

    ``conditions`` are numbers of the plant that hold for both. A promise is the time that the
    calm plant takes, and ``margin`` of it more.
    """

    recipe: str
    batch_kg: float
    batches: int
    seeds: int
    margin: float
    conditions: Mapping[str, float]
    old: OldPractice
    costs: Costs
    figures: tuple[ComparedFigure, ...]
