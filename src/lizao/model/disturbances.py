"""What disturbs a virtual plant: numbers of a unit that move by themselves, and faults."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lizao.model.alarms import Bilingual
from lizao.model.identifiers import UnitId

SCALE: Final = "disturbances.scale"
FAULT_RATE: Final = "disturbances.fault_rate"
FOUND_AFTER: Final = "disturbances.found_after_h"
"""The plant's numbers for what moves, what breaks, and when it is found by those who mend it."""


def scheduled(unit: UnitId, code: str) -> str:
    """The number of a plant that says after how many seconds a fault strikes a unit once."""
    return f"schedule.{unit}.{code}"


class Course(StrEnum):
    """How a movement goes on from its beginning."""

    STEP = "step"
    """At once, and so it stays."""
    RAMP = "ramp"
    """Evenly, until it is whole after its time."""
    DRIFT = "drift"
    """Evenly without end: the whole amount in each of its times."""
    SWING = "swing"
    """A sine of its time as the period, by the calendar of the plant."""
    SCATTER = "scatter"
    """A new normal draw after each of its times (one sigma: the amount), evenly from one to the
    next."""
    WALK = "walk"
    """A random walk whose sigma is the amount after its time, and grows with the root of time."""


@dataclass(frozen=True, slots=True)
class Movement:
    """How one number of a unit departs from what it would be.

    ``added`` is in the unit of the number; ``share`` is relative to it. ``over_s`` is the time that
    the course asks for, ``peak_s`` when in its period a swing stands highest. ``number`` is a
    coefficient of the virtual unit, ``zone_NN.…`` one of a kiln's zone.
    """

    number: str
    course: Course = Course.STEP
    added: float = 0.0
    share: float = 0.0
    over_s: float = 0.0
    peak_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Disturbance:
    """Movements that are there all the time, as in any real plant."""

    name: str
    title: Bilingual
    movements: tuple[Movement, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """What a fault does to a signal against the same plant without it, within a time.

    ``low`` and ``high`` bound the difference in the signal's unit; an open one is None. With
    ``spread`` they bound the difference of the standard deviations over that time. With ``result``
    it is the laboratory that tells, and ``signal`` is the attribute of a product, in its unit.
    """

    signal: str
    low: float | None
    high: float | None
    within_s: float
    spread: bool = False
    result: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that breaks, how it shows, and what heals it.

    ``per_year``: how often it strikes one unit by itself. ``lasts_s``: it passes by itself;
    None: it stays until its cure, which takes ``cure_s`` of work on the unit.
    """

    code: str
    title: Bilingual
    movements: tuple[Movement, ...]
    cure: Bilingual
    cure_s: float = 0.0
    per_year: float = 0.0
    lasts_s: float | None = None
    signs: tuple[Sign, ...] = ()
