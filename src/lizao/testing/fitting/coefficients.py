"""Coefficients of a plant by the names its file gives them, and the plant with other ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lizao.documents.quantities import unit_of_name
from lizao.model.equipment import Plant, Unit
from lizao.model.errors import NotNowError, UnknownNameError
from lizao.model.identifiers import UnitId

KIND: Final = "coefficient"
FIT: Final = "fit"
"""What is wished, in the words of an error."""
DELIVERED: Final = "lot."
"""How numbers begin that stand in the files of the materials, not in that of the plant."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A number of a plant file: ``group.number``, ``class.number`` or ``unit.number``."""

    owner: str
    number: str
    value: float

    @property
    def name(self) -> str:
        """Its whole name."""
        return f"{self.owner}.{self.number}"

    @property
    def unit(self) -> str:
        """The unit that its name says."""
        return unit_of_name(self.number)


def named(plant: Plant, names: Sequence[str]) -> tuple[Coefficient, ...]:
    """The coefficients of these names, each once.

    UnknownNameError for a name that the plant file does not know, NotNowError for one
    that is zero (a factor does not change it) or in which the units of a class differ.
    """
    return tuple(_named(plant, name) for name in dict.fromkeys(names))


def _named(plant: Plant, name: str) -> Coefficient:
    owner, _, number = name.partition(".")
    values = dict.fromkeys(_values(plant, owner, number))
    if not values:
        raise UnknownNameError(KIND, name, ", ".join(_known(plant, owner)))
    if len(values) > 1:
        raise NotNowError(name, FIT, "units_differ")
    (value,) = values
    if value == 0.0:
        raise NotNowError(name, FIT, "is_zero")
    return Coefficient(owner, number, value)


def _values(plant: Plant, owner: str, number: str) -> Iterator[float]:
    whole = f"{owner}.{number}"
    if whole in plant.coefficients and not whole.startswith(DELIVERED):
        yield plant.coefficients[whole]
        return
    yield from (
        each.coefficients[number] for each in _units(plant, owner) if number in each.coefficients
    )


def _units(plant: Plant, owner: str) -> tuple[Unit, ...]:
    unit = plant.unit(UnitId(owner))
    return plant.of_class(owner) if unit is None else (unit,)


def _known(plant: Plant, owner: str) -> list[str]:
    """The numbers of a group, class or unit; the groups and classes where there is none such."""
    start = f"{owner}."
    numbers = [each for each in plant.coefficients if each.startswith(start)]
    numbers += [f"{start}{each}" for unit in _units(plant, owner)[:1] for each in unit.coefficients]
    if numbers and start != DELIVERED:
        return numbers
    groups = (each.partition(".")[0] for each in plant.coefficients)
    own = (each for each in groups if f"{each}." != DELIVERED)
    return list(dict.fromkeys((*own, *(each.unit_class for each in plant.units))))


def is_shared(plant: Plant, coefficient: Coefficient) -> bool:
    """Whether it is of a group of the plant, and neither of a class nor of a unit."""
    return coefficient.name in plant.coefficients


def with_values(plant: Plant, values: Mapping[Coefficient, float]) -> Plant:
    """The plant with other values of coefficients."""
    shared: dict[str, float] = {}
    own: dict[str, dict[str, float]] = {}
    for each, value in values.items():
        if is_shared(plant, each):
            shared[each.name] = value
            continue
        for unit in _units(plant, each.owner):
            own.setdefault(unit.id, {})[each.number] = value
    units = tuple(
        replace(each, coefficients={**each.coefficients, **own[each.id]})
        if each.id in own
        else each
        for each in plant.units
    )
    return replace(plant, coefficients={**plant.coefficients, **shared}, units=units)
