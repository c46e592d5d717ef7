"""What is kept at hand of each unit: the numbers of its latest facts, and what it used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, get_args

from lizao.model.facts import (
    AlarmChanged,
    AlarmRaised,
    Fact,
    HomeMade,
    SaggarsReturned,
    UtilitiesMetered,
)
from lizao.model.identifiers import UnitId
from lizao.model.instants import Instant

KEPT: Final = 100
"""Facts of a unit that are found at once; the ledger keeps all."""


@dataclass(slots=True)
class Meters:
    """What a unit used in all, as it was metered from ``since`` to ``until``."""

    since: Instant | None = None
    until: Instant | None = None
    energy_kwh: float = 0.0
    nitrogen_nm3: float = 0.0
    water_kg: float = 0.0
    gas_nm3: float = 0.0
    idle_kwh: float = 0.0
    """Energy that no batch used."""

    def add(self, used: UtilitiesMetered) -> None:
        """What was used since the last time."""
        self.since = used.since if self.since is None else self.since
        self.until = used.at
        self.energy_kwh += used.energy_kwh
        self.nitrogen_nm3 += used.nitrogen_nm3
        self.water_kg += used.water_kg
        self.gas_nm3 += used.gas_nm3
        if used.batch is None:
            self.idle_kwh += used.energy_kwh


@dataclass(slots=True)
class UnitBook:
    """For each unit of the plant the numbers of its latest facts, in order, and its meters."""

    recent: dict[UnitId, list[int]] = field(default_factory=dict)
    meters: dict[UnitId, Meters] = field(default_factory=dict)

    def apply(self, number: int, fact: Fact) -> None:
        """Fold the fact of a number."""
        subject = _SUBJECTS.get(type(fact))
        if subject is not None:
            self._note(subject(fact), number)
        elif isinstance(fact, UtilitiesMetered):
            self.meters.setdefault(fact.unit, Meters()).add(fact)
        elif isinstance(fact, HomeMade):
            self.recent = {each.id: [] for each in fact.plant.units}

    def _note(self, unit: UnitId, number: int) -> None:
        """Keep a number; it is trimmed only now and then."""
        numbers = self.recent.get(unit)
        if numbers is None:
            return
        numbers.append(number)
        if len(numbers) > 2 * KEPT:
            del numbers[:-KEPT]


def _unit(fact: Any) -> UnitId:  # noqa: ANN401 - whichever fact has one
    unit: UnitId = fact.unit
    return unit


def _alarmed(fact: AlarmRaised | AlarmChanged) -> UnitId:
    """An alarm is called after its subject; of a batch it is no unit's."""
    return UnitId(fact.alarm.rpartition(".")[0])


COUNTED: Final = frozenset({UtilitiesMetered, SaggarsReturned})
"""What comes so often that it would hide the rest."""
_SUBJECTS: Final[Mapping[type, Callable[[Any], UnitId]]] = {
    **{
        kind: _unit
        for kind in get_args(Fact)
        if kind not in COUNTED and "unit" in {each.name for each in fields(kind)}
    },
    AlarmRaised: _alarmed,
    AlarmChanged: _alarmed,
}
"""Of which unit a fact tells, by its kind."""
