"""The fault table: what every fault of a plant should show, what it showed, whether it went."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lizao.model.disturbances import Fault, Sign
from lizao.model.equipment import Unit
from lizao.model.errors import UnknownNameError
from lizao.model.identifiers import UnitId

GONE_SHARE: Final = 0.25
"""A sign is gone when less than this share of it is left."""
AT: Final = "@"
"""Stands between the code of a fault and the unit that it strikes."""


def distance(sign: Sign, difference: float) -> float:
    """How far a difference lies from what is expected."""
    below = 0.0 if sign.low is None else max(0.0, sign.low - difference)
    above = 0.0 if sign.high is None else max(0.0, difference - sign.high)
    return below + above


@dataclass(frozen=True, slots=True)
class Seen:
    """One sign: the difference nearest to what was expected, and whether it went with the cure."""

    sign: Sign
    difference: float | None
    left: float | None

    @property
    def shown(self) -> bool:
        """Whether the difference is the sign."""
        return self.difference is not None and distance(self.sign, self.difference) == 0.0

    @property
    def gone(self) -> bool:
        """Whether little of it was left after the cure."""
        if self.difference is None or self.left is None:
            return False
        return abs(self.left) <= GONE_SHARE * abs(self.difference)


@dataclass(frozen=True, slots=True)
class Tried:
    """A fault that was tried on a unit."""

    unit: UnitId
    unit_class: str
    fault: Fault
    signs: tuple[Seen, ...]

    @property
    def holds(self) -> bool:
        """Whether every sign was shown, and gone after the cure."""
        return bool(self.signs) and all(each.shown and each.gone for each in self.signs)

    @property
    def values(self) -> dict[str, Any]:
        """One object for programs."""
        return {
            "code": self.fault.code,
            "unit": self.unit,
            "class": self.unit_class,
            "signs": [
                {
                    ("attribute" if each.sign.result else "signal"): each.sign.signal,
                    "low": each.sign.low,
                    "high": each.sign.high,
                    "seen": each.difference,
                    "after_cure": each.left,
                    "verdict": "pass" if each.shown and each.gone else "fail",
                }
                for each in self.signs
            ],
            "verdict": "pass" if self.holds else "fail",
        }


Struck = tuple[Unit, Fault]


def faults_of(units: Sequence[Unit]) -> Iterator[Struck]:
    """Every fault of every class, with the first unit of the class."""
    met: set[str] = set()
    for unit in units:
        if unit.unit_class not in met:
            met.add(unit.unit_class)
            yield from ((unit, each) for each in unit.faults)


def chosen_of(units: Sequence[Unit], names: Sequence[str]) -> tuple[Struck, ...]:
    """The faults of these names, or all of them: ``F3`` of every class, ``F3@kiln-1`` of one unit.

    UnknownNameError for a name that is of no fault.
    """
    every = tuple(faults_of(units))
    if not names:
        return every
    found: dict[tuple[UnitId, str], Struck] = {}
    for name in names:
        code, _, at = name.partition(AT)
        among = [(unit, each) for unit in units if unit.id == at for each in unit.faults]
        named = [each for each in (among if at else every) if each[1].code == code]
        if not named:
            kind = "fault"
            known = sorted({f"{each.code}{AT}{unit.id}" for unit, each in every})
            raise UnknownNameError(kind, name, ", ".join(known))
        found |= {(unit.id, each.code): (unit, each) for unit, each in named}
    return tuple(found.values())
