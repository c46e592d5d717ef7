"""A plant driven by hand: start services, wait for states and signals, keep every fact."""

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from lizao.model.commands import AnyCommand, CommandService, StartService, WatchCondition
from lizao.model.conditions import Comparison, WatchedCondition
from lizao.model.facts import ConditionMet, Fact, LotReceived, ServiceStateChanged
from lizao.model.identifiers import BatchId, ConditionId, ServiceName, SignalId, UnitId
from lizao.model.image import Image, Report, ServiceReading
from lizao.model.instants import HOUR, Instant, seconds
from lizao.model.states import Command, State
from lizao.plant.virtual import VirtualPlant

if TYPE_CHECKING:
    from lizao.model.material import Lot

F = TypeVar("F")
Ready: TypeAlias = Callable[[], bool]
Script: TypeAlias = Generator[Ready, None, None]
"""Work that waits: each value says when to go on."""


class Hand:
    """Somebody at the panel of a virtual plant."""

    def __init__(self, plant: VirtualPlant) -> None:
        """Take over ``plant`` and read what it reports."""
        self.plant = plant
        self.reports: list[Report] = []
        self.commands: list[tuple[int, Instant, AnyCommand]] = []
        self.states: dict[int, list[State]] = {}
        self.last_reports: dict[int, dict[str, float | str]] = {}
        self.lots: dict[str, list[Lot]] = {}
        self.image: Image = plant.read()
        self._met: set[ConditionId] = set()
        self._tickets = 0
        self._conditions = 0
        self._keep(self.image)

    def _keep(self, image: Image) -> None:
        self.image = image
        for report in image.reports:
            self.reports.append(report)
            match report.fact:
                case ServiceStateChanged() as changed:
                    self.states.setdefault(changed.ticket, []).append(changed.state)
                    self.last_reports[changed.ticket] = dict(changed.reports)
                case ConditionMet() as met:
                    self._met.add(met.condition)
                case LotReceived() as received:
                    self.lots.setdefault(received.lot.material, []).append(received.lot)
                case _:
                    pass

    def facts(self, kind: type[F]) -> list[F]:
        """Every fact of a kind so far."""
        return [each.fact for each in self.reports if isinstance(each.fact, kind)]

    def all_facts(self) -> list[Fact]:
        """Every fact so far."""
        return [each.fact for each in self.reports]

    def write(self, *commands: AnyCommand) -> None:
        """Send commands and read what they did at once."""
        for each in commands:
            self.commands.append((len(self.commands) + 1, self.plant.at, each))
        self.plant.write(commands)
        self._keep(self.plant.read())

    def value(self, signal: str) -> float:
        """What a signal showed at the last read."""
        return self.image.values[SignalId(signal)]

    def feed(self, unit: str) -> ServiceReading:
        """What the feed service of a line unit showed at the last read."""
        return self.image.services[UnitId(unit), ServiceName("feed")]

    def wait(self, duration_s: float) -> None:
        """Let plant time pass."""
        until = self.plant.at + seconds(duration_s)
        while self.plant.at < until:
            self.plant.advance(until)
            self._keep(self.plant.read())

    def state(self, ticket: int) -> State:
        """The last state of a run."""
        return self.states[ticket][-1]

    def start(self, unit: str, service: str, **parameters: float | str) -> int:
        """Start a service for batch B1; the ticket of its run."""
        self._tickets += 1
        self.write(
            StartService(
                UnitId(unit), ServiceName(service), self._tickets, BatchId("B1"), parameters
            )
        )
        return self._tickets

    def command(self, unit: str, service: str, ticket: int, command: Command) -> None:
        """Send a command to a run."""
        self.write(CommandService(UnitId(unit), ServiceName(service), ticket, command))

    def is_(self, ticket: int, state: State) -> Ready:
        """Ready when a run is in a state."""
        return lambda: self.state(ticket) is state

    def signal(self, name: str, comparison: str, limit: float) -> Ready:
        """Ready when the plant reports a watched condition."""
        self._conditions += 1
        condition = ConditionId(f"c{self._conditions}")
        watched = WatchedCondition(condition, SignalId(name), Comparison(comparison), limit)
        self.write(WatchCondition(watched))
        return lambda: condition in self._met

    def until(self, ready: Ready, limit_h: float = 20.0) -> None:
        """Let plant time pass until ``ready``; no story waits longer than ``limit_h``."""
        limit = self.plant.at + round(limit_h * HOUR)
        while not ready():
            assert self.plant.at < limit, f"still waiting at {self.plant.at / HOUR:.2f} h"
            self.plant.advance(limit)
            self._keep(self.plant.read())

    def complete(self, unit: str, service: str, **parameters: float | str) -> int:
        """Run a service that completes by itself, and reset it; its ticket."""
        ticket = self.start(unit, service, **parameters)
        self.until(self.is_(ticket, State.COMPLETE))
        self.command(unit, service, ticket, Command.RESET)
        return ticket

    def run(self, *scripts: Script, limit_h: float = 20.0) -> None:
        """Run scripts side by side until all are over."""
        live: list[tuple[Script, Ready]] = [(each, _now) for each in scripts]

        def moved() -> bool:
            for position, (script, ready) in enumerate(live):
                if ready():
                    following = next(script, None)
                    live[position : position + 1] = [(script, following)] if following else []
                    return True
            return False

        def ready() -> bool:
            return any(each() for _, each in live)

        while live:
            if not moved():
                self.until(ready, limit_h)


def _now() -> bool:
    return True
