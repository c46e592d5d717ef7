"""The plant floor between the compiled steps: plant time, timers, reports, biased meters."""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from lizao.model.errors import UnknownNameError
from lizao.model.facts import Fact, Flow, MaterialMoved, UtilitiesMetered
from lizao.model.identifiers import BatchId, LotId, PlaceId, UnitId
from lizao.model.image import Report
from lizao.model.instants import SECOND, Instant
from lizao.plant.content import Store
from lizao.plant.noise import Chance

LEAST_KG = 1.0e-6
"""Movements smaller than this are not reported."""


class Timer(NamedTuple):
    """Something due at a step of the grid; equal steps keep their order."""

    step: int
    order: int
    owner: str
    what: str
    argument: int


class Woken(Protocol):
    """Whoever set a timer."""

    def woken(self, what: str, argument: int) -> None:
        """Do what was due."""


@dataclass
class FloorState:
    """What the floor remembers."""

    step: int = 0
    order: int = 0
    sequence: int = 0
    timers: list[Timer] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)


class Floor:
    """Plant time in whole seconds since ``origin``, timers in order, reports in order."""

    def __init__(self, origin: Instant, chance: Chance, store: Store, places: list[str]) -> None:
        """An empty floor at ``origin``; ``places`` names the rows of ``store``."""
        self.origin = origin
        self.chance = chance
        self.store = store
        self.places = places
        self._rows = {name: row for row, name in enumerate(places)}
        self.state = FloorState()
        self._owners: dict[str, Woken] = {}

    @property
    def now(self) -> Instant:
        """The present instant of the grid."""
        return self.instant(self.state.step)

    def instant(self, step: int) -> Instant:
        """The instant of a step of the grid."""
        return self.origin + step * SECOND

    def place(self, name: str) -> int:
        """The row of a place in the store."""
        return self._rows[name]

    def post(self, fact: Fact) -> None:
        """Report a fact."""
        self.state.sequence += 1
        self.state.reports.append(Report(self.state.sequence, fact))

    def own(self, name: str, owner: Woken) -> None:
        """Let ``owner`` be woken under ``name``."""
        self._owners[name] = owner

    def wake(self, owner: str, after_s: float, what: str, argument: int = 0) -> None:
        """Wake ``owner`` in ``after_s`` seconds (at least one)."""
        self.wake_at(owner, self.state.step + max(1, round(after_s)), what, argument)

    def wake_at(self, owner: str, step: int, what: str, argument: int = 0) -> None:
        """Wake ``owner`` at a step of the grid."""
        self.state.order += 1
        heapq.heappush(self.state.timers, Timer(step, self.state.order, owner, what, argument))

    def next_step(self) -> int | None:
        """The step of the next timer."""
        return self.state.timers[0].step if self.state.timers else None

    def ring(self) -> None:
        """Wake everyone who is due at the present step."""
        timers = self.state.timers
        while timers and timers[0].step <= self.state.step:
            due = heapq.heappop(timers)
            self._owners[due.owner].woken(due.what, due.argument)

    def moved(
        self,
        since: int,
        source: str,
        destination: str,
        mass_kg: float,
        flow: Flow,
        batch: BatchId | None,
        ticket: int,
        lot: LotId | None = None,
    ) -> None:
        """Report a movement since a step, as measured (kg)."""
        if mass_kg > LEAST_KG:
            self.post(
                MaterialMoved(
                    self.now,
                    self.instant(since),
                    PlaceId(source),
                    PlaceId(destination),
                    float(mass_kg),
                    flow,
                    batch,
                    lot,
                    ticket,
                )
            )

    def metered(
        self,
        since: int,
        unit: UnitId,
        batch: BatchId | None,
        energy_kwh: float,
        nitrogen_nm3: float = 0.0,
        water_kg: float = 0.0,
        gas_nm3: float = 0.0,
    ) -> None:
        """Report what a unit used since a step (kWh, Nm3, kg)."""
        if max(energy_kwh, nitrogen_nm3, water_kg, gas_nm3) > 0.0:
            self.post(
                UtilitiesMetered(
                    self.now,
                    self.instant(since),
                    unit,
                    batch,
                    float(energy_kwh),
                    float(nitrogen_nm3),
                    float(water_kg),
                    float(gas_nm3),
                )
            )


class Coefficients:
    """The numbers of one unit or of the plant; a missing one is named."""

    def __init__(self, owner: str, values: Mapping[str, float]) -> None:
        """The ``values`` of ``owner``."""
        self._owner = owner
        self._values = values

    def __getitem__(self, name: str) -> float:
        """The number called ``name``; raises UnknownNameError when the plant file lacks it."""
        value = self._values.get(name)
        if value is None:
            known = ", ".join(sorted(self._values))
            kind = "coefficient"
            raise UnknownNameError(kind, f"{self._owner}.{name}", known)
        return value

    @property
    def all(self) -> Mapping[str, float]:
        """Every number."""
        return self._values

    def find(self, name: str) -> float | None:
        """The number called ``name``, if there is one."""
        return self._values.get(name)

    def get(self, name: str, default: float) -> float:
        """The number called ``name``, or the default."""
        return self._values.get(name, default)
