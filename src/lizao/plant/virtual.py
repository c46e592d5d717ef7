"""The virtual plant: met through a transport, deterministic by seed, rebuilt from its commands."""

import copy
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from lizao.model.commands import (
    AnalyseSample,
    AnyCommand,
    CommandService,
    ForgetCondition,
    StartService,
    StockLot,
    WatchCondition,
)
from lizao.model.equipment import Plant
from lizao.model.facts import ConditionMet, ServiceStateChanged
from lizao.model.identifiers import LotId, ServiceName, UnitId
from lizao.model.image import Image, Report, ServiceReading
from lizao.model.instants import SECOND, Duration, Instant
from lizao.model.material import Material
from lizao.plant import snapshot
from lizao.plant.assembly import Assembly
from lizao.plant.balance import Balance, balance_of
from lizao.plant.breakdowns import FaultCured, FaultKey, FaultStruck
from lizao.plant.content import BAGS
from lizao.plant.grid import run
from lizao.plant.journal import Journal, Start
from lizao.plant.laws.composition import ELEMENTS
from lizao.plant.outage import PowerLost, hold_by_power
from lizao.plant.plc.firing import KilnUnit
from lizao.plant.recorder import Recorder
from lizao.plant.shown import Values
from lizao.plant.units.vessels import Tank
from lizao.plant.watching import Watching

SETTLE_S = 300
"""Flows are booked every five minutes."""
DISTURBANCE = "disturbance"
"""The report value ``interlock`` of a run that a test held."""
_PULSE = "five-minutes"

ServiceKey = tuple[UnitId, ServiceName]
Happened = AnyCommand | PowerLost | FaultStruck | FaultCured
Committed = tuple[int, Instant, Happened]
"""A committed command (or a power failure, a fault, a cure): number of its fact, time, command."""


class VirtualPlant:
    """One home's plant; commands take effect at the present second of its grid."""

    def __init__(
        self,
        plant: Plant,
        materials: Sequence[Material],
        seed: int,
        settings: Mapping[str, float],
        at: Instant,
        folder: Path | None,
    ) -> None:
        """Stand up at ``at``: hot kilns full of dummies, a stocked store, all else idle."""
        self._folder = folder
        self._made = (plant, materials, seed, settings, at)
        self._seal = snapshot.seal_of(seed)
        self._assembly = Assembly(plant, seed, at)
        self._parts = self._assembly.parts
        self._floor = self._parts.floor
        self._journal = Journal(folder)
        self._watching = Watching(self._assembly.arrays.watches, self._parts.signals.places)
        self._recorder = Recorder(
            self._assembly.arrays.trend, self._parts.signals.places, self._floor.instant
        )
        self._at = at
        self._shown: dict[ServiceKey, ServiceReading] = {}
        self._floor.own(_PULSE, self)
        self._assembly.supply.open(materials)
        for kiln in self._parts.kilns:
            key = f"{kiln.unit}.soak_temperature_c"
            default = kiln.default_soak_c()
            kiln.stand(settings.get(key, default))
        self._floor.wake(_PULSE, SETTLE_S, "settle")
        self._assembly.arrays.sensors.filtered[:] = self._assembly.arrays.flat[
            self._assembly.arrays.sensors.source
        ]
        self._assembly.arrays.sensors.shown[:] = self._assembly.arrays.sensors.filtered

    @classmethod
    def make(
        cls,
        plant: Plant,
        materials: Sequence[Material],
        seed: int,
        settings: Mapping[str, float],
        at: Instant,
        folder: Path | None = None,
    ) -> "VirtualPlant":
        """A new plant; its raw lots are reported at ``at``."""
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        return cls(plant, materials, seed, settings, at, folder)

    @classmethod
    def reopen(
        cls,
        plant: Plant,
        materials: Sequence[Material],
        seed: int,
        settings: Mapping[str, float],
        at: Instant,
        folder: Path,
        committed: Sequence[Committed],
        until: Instant,
        last: int | None = None,
    ) -> "VirtualPlant":
        """The plant made at ``at`` as it is at ``until``: a snapshot, then committed commands.

        ``last`` is the number of the last committed fact (by default of the last command): a
        snapshot of later facts is not used. Reports that were made again are handed out again,
        under their old sequence numbers.
        """
        self = cls.make(plant, materials, seed, settings, at, folder)
        most = max((number for number, _, _ in committed), default=0) if last is None else last
        found = snapshot.load(folder, self._seal, most)
        after = -1
        if found is not None:
            after = found.number
            self.restore(found.state)
        for number, when, command in committed:
            if number > after:
                self._catch_up(when)
                self.repeat(command)
        self._catch_up(until)
        return self

    def twin(self) -> "VirtualPlant":
        """Another plant in the same state, kept nowhere; from here on each lives its own life."""
        other = VirtualPlant(*self._made, folder=None)
        other.restore(copy.deepcopy(self.state()))
        return other

    def repeat(self, happened: Happened) -> None:
        """Let what was kept happen at the present second."""
        match happened:
            case PowerLost():
                self.lose_power(happened.duration)
            case FaultStruck():
                self.strike(happened.unit, happened.code)
            case FaultCured():
                self.cure(happened.unit, happened.code)
            case _:
                self.write((happened,))

    @property
    def at(self) -> Instant:
        """The present plant time."""
        return self._at

    def _catch_up(self, to: Instant) -> None:
        """Simulate up to ``to``, whatever is reported on the way."""
        self._go(self._step_of(to), stop=False)
        self._at = max(self._at, to)

    def _step_of(self, instant: Instant) -> int:
        return (instant - self._floor.origin) // SECOND

    # the transport's side

    def read(self) -> Image:
        """Everything reported since the last read, and what the equipment shows now."""
        reports = tuple(self._floor.state.reports)
        self._floor.state.reports.clear()
        services = self._readings(reports)
        values = Values(self._parts.signals.places, np.array(self._assembly.arrays.sensors.shown))
        return Image(self._at, reports, services, values, self._recorder.samples())

    def _readings(self, reports: Sequence[Report]) -> dict[ServiceKey, ServiceReading]:
        """What every service shows: as before, but for those that reported another state."""
        known = self._parts.services
        if self._shown:
            changed = (each.fact for each in reports if isinstance(each.fact, ServiceStateChanged))
            services = [known[f"{each.unit}/{each.service}"] for each in changed]
        else:
            services = list(known.values())
        self._shown |= {(each.unit, each.name): each.reading() for each in services}
        return self._shown.copy()

    def write(self, commands: Sequence[AnyCommand]) -> None:
        """Take commands at the present second; what the state table forbids is ignored."""
        for each in commands:
            self._take(each)
            self._parts.drains.sweep()

    def _take(self, command: AnyCommand) -> None:
        match command:
            case StartService():
                self._start(command)
            case CommandService():
                self._command(command)
            case WatchCondition():
                self._watching.watch(command.condition)
            case ForgetCondition():
                self._watching.forget(command.condition)
            case AnalyseSample():
                self._assembly.laboratory.analyse(command)
            case StockLot():
                self._assembly.supply.take_in(command.lot)

    def _start(self, asked: StartService) -> None:
        service = self._parts.services.get(f"{asked.unit}/{asked.service}")
        at = self._floor.now
        if service is not None and service.start(asked):
            self._journal.enter(Start(asked.ticket, asked.unit, asked.service, at))

    def _command(self, asked: CommandService) -> None:
        service = self._parts.services.get(f"{asked.unit}/{asked.service}")
        if service is not None:
            service.command(asked.ticket, asked.command)

    def advance(self, to: Instant) -> Instant:
        """Let plant time go on to ``to``, or until something is reported; return the instant."""
        self._go(self._step_of(to), stop=True)
        if self._floor.state.reports:
            self._at = max(self._at, self._floor.now)
        else:
            self._at = max(self._at, to)
        return self._at

    def _go(self, target: int, *, stop: bool) -> None:
        """Run the grid to step ``target``; with ``stop`` only until something is reported."""
        floor = self._floor.state
        while floor.step < target and not (stop and floor.reports):
            due = self._floor.next_step()
            until = target if due is None else min(target, due)
            if until > floor.step:
                floor.step = run(self._assembly.arrays, self._parts.laws, floor.step, until)
            self._happened()

    def _happened(self) -> None:
        """See to everything that happened in the last step."""
        self._parts.flags.act()
        self._parts.drains.sweep()
        for condition, value in self._watching.met(self._assembly.arrays.sensors.shown):
            self._floor.post(ConditionMet(self._floor.now, condition.id, value, condition.limit))
        self._floor.ring()
        self._parts.drains.sweep()
        self._recorder.take()

    def woken(self, _what: str, _argument: int) -> None:
        """Five minutes are over: book every flow, and order what falls short."""
        self._parts.settle()
        self._assembly.supply.look()
        self._floor.wake(_PULSE, SETTLE_S, "settle")

    def lose_power(self, duration: Duration) -> None:
        """The power fails now and comes back after ``duration``: what ran is held."""
        hold_by_power(self._assembly.parts.plant, self._parts.services.values(), duration)
        self._parts.drains.sweep()
        self._power_tanks(0.0)
        self._catch_up(self._at + duration)
        self._power_tanks(1.0)

    def _power_tanks(self, powered: float) -> None:
        """Agitators stand still while the power is away: what they kept up settles."""
        for tank in self._parts.memory.each(Tank):
            tank.powered = powered

    # what tests and the home ask of the plant itself

    def present_bag(self, unit: UnitId, lot: LotId) -> None:
        """The next hook-up at ``unit`` scans a bag of ``lot``, whatever was asked for."""
        self._parts.stations[unit].present(lot)

    def trip(self, unit: UnitId, service: ServiceName) -> None:
        """An interlock holds what a service does now."""
        self._parts.services[f"{unit}/{service}"].trip(DISTURBANCE)
        self._parts.drains.sweep()

    def strike(self, unit: UnitId, code: str) -> None:
        """Let a fault strike a unit; UnknownNameError if the unit knows none of that code.

        Any unit knows ``F12-SIGNAL``: that sensor freezes.
        """
        if self._assembly.frozen.knows(unit, code):
            self._assembly.frozen.freeze(unit, code)
        else:
            self._assembly.breakdowns.strike(unit, code)

    def cure(self, unit: UnitId, code: str) -> None:
        """Put a fault of a unit right; UnknownNameError if the unit knows none of that code."""
        if self._assembly.frozen.knows(unit, code):
            self._assembly.frozen.thaw(unit, code)
        else:
            self._assembly.breakdowns.cure(unit, code)

    def refuse_unknown(self, unit: UnitId, code: str) -> None:
        """UnknownNameError if the unit knows no fault of that code."""
        self._assembly.breakdowns.refuse_unknown(unit, code)

    @property
    def faults(self) -> Sequence[FaultKey]:
        """What is broken now: unit and code."""
        return self._assembly.breakdowns.faults()

    @property
    def strikes(self) -> int:
        """How many faults have struck by themselves."""
        return self._assembly.breakdowns.strikes

    @property
    def kilns(self) -> Sequence[KilnUnit]:
        """The kilns, for disturbances."""
        return self._parts.kilns

    def journal(self) -> Sequence[Start]:
        """Every accepted start, each once."""
        return tuple(self._journal.starts)

    def truth(self) -> Balance:
        """The plant's own element balance by its boundary meters."""
        return balance_of(self._assembly.arrays.store, self._assembly.arrays.machines.row_content)

    def packed_kg(self) -> Mapping[str, float]:
        """The true element masses in kg that left in bags, by element."""
        return dict(zip(ELEMENTS, self._assembly.arrays.store.meters[BAGS].tolist(), strict=True))

    def contents_kg(self) -> dict[str, float]:
        """The true mass in kg of every place."""
        held = self._assembly.arrays.store.held_kg.tolist()
        return dict(zip(self._floor.places, held, strict=True))

    # snapshots

    def save_snapshot(self, number: int) -> None:
        """Keep the state after the commands of every fact up to ``number``."""
        if self._folder is not None:
            snapshot.save(self._folder, number, self.state(), self._seal)

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """Every array that changes with plant time, by name."""
        arrays = self._assembly.arrays
        moved = arrays.movements
        groups = (
            arrays.store,
            arrays.sensors,
            arrays.watches,
            arrays.trend,
            moved.tracks,
            moved.numbers,
        )
        return {"flat": arrays.flat} | {
            f"{type(group).__name__}.{name}": getattr(group, name)
            for group in groups
            for name in group._fields
            if name != "held_kg"
        }

    def state(self) -> dict[str, Any]:
        """All that must be kept: the plant's own, to be copied or written down at once."""
        return {
            "at": self._at,
            "arrays": {name: np.array(each) for name, each in self.arrays().items()},
            "keepers": {name: each.state for name, each in self._keepers()},
            "watching": self._watching.state,
            "recorder": self._recorder.state,
            "stock": dict(self._parts.stock),
        }

    def _keepers(self) -> list[tuple[str, Any]]:
        return list(self._parts.keepers.items())

    def restore(self, state: dict[str, Any]) -> None:
        """Take the kept state of a plant that was made alike."""
        for name, each in self.arrays().items():
            each[...] = state["arrays"][name]
        for name, each in self._keepers():
            each.state = state["keepers"][name]
        self._watching.state = state["watching"]
        self._recorder.state = state["recorder"]
        self._parts.stock.clear()
        self._parts.stock.update(state["stock"])
        self._at = state["at"]
        self._shown.clear()
