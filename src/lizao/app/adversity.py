"""How hard a new virtual plant has it: disturbances, faults at random, faults by schedule."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lizao.documents.quantities import parse_quantity
from lizao.model.disturbances import FAULT_RATE, SCALE, scheduled
from lizao.model.equipment import Plant
from lizao.model.errors import HomeMismatchError, UnknownNameError

DISTURBANCES: Final = "disturbances"
RATE: Final = "fault_rate"
SCHEDULE: Final = "fault_schedule"
_SCHEDULED: Final = re.compile(r"(?P<code>[^@=]+)@(?P<unit>[^@=]+)=(?P<after>[^@=]+)")


@dataclass(frozen=True, slots=True)
class Adversity:
    """What a person sets; None: as the plant file says. ``faults`` as they were written."""

    scale: float | None = None
    fault_rate: float | None = None
    faults: Sequence[str] = ()


CALM: Final = Adversity()
"""Everything as the plant file says."""


def troubled(plant: Plant, adversity: Adversity) -> Plant:
    """A plant as hard as a person wants it; UnknownNameError for a fault that it does not know."""
    numbers = dict(plant.coefficients)
    if adversity.scale is not None:
        numbers[SCALE] = adversity.scale
    if adversity.fault_rate is not None:
        numbers[FAULT_RATE] = adversity.fault_rate
    numbers |= dict(_schedule(plant, adversity.faults))
    return replace(plant, coefficients=numbers)


def check_troubled(made: Plant, adversity: Adversity) -> None:
    """HomeMismatchError where a home that was made before has it otherwise."""
    wanted = troubled(made, adversity).coefficients
    names: Mapping[str, str] = {SCALE: DISTURBANCES, FAULT_RATE: RATE}
    for name, value in wanted.items():
        if made.coefficients.get(name) != value:
            fixed = made.coefficients.get(name)
            raise HomeMismatchError(
                names.get(name, SCHEDULE), f"{value:g}", "–" if fixed is None else f"{fixed:g}"
            )


def _schedule(plant: Plant, faults: Sequence[str]) -> Iterator[tuple[str, float]]:
    """The coefficients that let faults strike after a time."""
    known = {(unit.id, each.code): unit for unit in plant.units for each in unit.faults}
    for written in faults:
        found = _SCHEDULED.fullmatch(written)
        parts = found.groupdict() if found else {"unit": written, "code": "", "after": ""}
        key = next((each for each in known if each == (parts["unit"], parts["code"])), None)
        if key is None:
            kind = "disturbance"
            names = ", ".join(f"{code}@{unit}=12h" for unit, code in known)
            raise UnknownNameError(kind, written, names)
        yield scheduled(*key), parse_quantity(parts["after"], "s", written)
