"""Faults of the plant and of people, drawn one after the other from one generator."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Final

from lizao.control.run import Run
from lizao.model.equipment import PlaceKind, Plant
from lizao.model.facts import BatchCommanded, Fact
from lizao.model.identifiers import BatchId, LotId, PlaceId, ServiceName, UnitId
from lizao.model.instants import HOUR, MINUTE, SECOND, Instant
from lizao.model.states import FINAL, Command, State
from lizao.testing.paper import PaperPlant
from lizao.testing.storm.figures import Fault
from lizao.testing.storm.link import Link

MEAN_GAP_S: Final = 5400.0
"""Plant seconds between two faults, on average."""
_FALLS_OUT: Final = 0.3
_FORGETS: Final = 0.2
_GIVES_UP: Final = 0.015
_ASKED: Final = {
    Fault.OPERATOR_HOLD: Command.HOLD,
    Fault.OPERATOR_RESTART: Command.RESTART,
    Fault.OPERATOR_STOP: Command.STOP,
    Fault.OPERATOR_ABORT: Command.ABORT,
}
_KINDS: Final = (
    *((Fault.SERVICE_STUCK, Fault.SERVICE_REFUSING, Fault.SERVICE_FAILED) * 3),
    *((Fault.UNIT_TRIPPED, Fault.WRONG_BAG, Fault.PLACE_FULL, Fault.PLACE_EMPTY) * 3),
    *((Fault.OPERATOR_HOLD, Fault.OPERATOR_RESTART, Fault.LINK_LOST, Fault.CLOCK_STEP) * 3),
    *((Fault.STALE_VALUES, Fault.POWER_DIP) * 3),
    Fault.OPERATOR_STOP,
    Fault.OPERATOR_ABORT,
)
_Key = tuple[UnitId, ServiceName]


@dataclass(slots=True)
class Faults:
    """What goes wrong next, and what is put right again at which instant."""

    plant: PaperPlant
    random: Random
    count: Callable[[Fault], None]
    wall_offset: int = 0
    next_at: Instant = 0
    excused: set[_Key] = field(default_factory=set)
    _repairs: list[tuple[Instant, Callable[[], None]]] = field(default_factory=list)

    def turn(self, run: Run, link: Link) -> tuple[Fact, ...]:
        """Put right what is due, and let the next fault happen; what a person asked."""
        now = self.plant.at
        due = [repair for at, repair in self._repairs if at <= now]
        if due:
            self._repairs = [each for each in self._repairs if each[0] > now]
            for repair in due:
                repair()
        if now < self.next_at:
            return ()
        self.next_at = now + self._within(MEAN_GAP_S * 2)
        return self._happen(self.random.choice(_KINDS), run, link)

    def calm(self) -> None:
        """Put everything right at once."""
        for _, repair in self._repairs:
            repair()
        self._repairs.clear()

    def due(self) -> Instant:
        """When something happens next."""
        return min([self.next_at, *(at for at, _ in self._repairs)])

    def _within(self, longest_s: float) -> int:
        return max(MINUTE, round(self.random.random() * longest_s) * SECOND)

    def _later(self, longest: int, repair: Callable[[], None]) -> None:
        self._repairs.append((self.plant.at + self._within(longest / SECOND), repair))

    def _happen(self, kind: Fault, run: Run, link: Link) -> tuple[Fact, ...]:
        command = _ASKED.get(kind)
        if command is not None:
            return self._operator(kind, command, run)
        if self._to_plant(kind, run) or self._to_link(kind, link):
            self.count(kind)
        return ()

    def _operator(self, kind: Fault, command: Command, run: Run) -> tuple[Fact, ...]:
        batches = [each.batch for each in run.batches.values() if each.state not in FINAL]
        if not batches:
            return ()
        self.count(kind)
        batch = self.random.choice(batches)
        return (BatchCommanded(self.plant.at, batch, command, "operator"),)

    def _to_link(self, kind: Fault, link: Link) -> bool:
        if kind is Fault.CLOCK_STEP:
            self.wall_offset += self.random.choice((-1, 1)) * self._within(48 * 3600.0)
            return True
        if kind not in {Fault.LINK_LOST, Fault.STALE_VALUES, Fault.POWER_DIP}:
            return False
        longest_s = 7200.0 if kind is Fault.STALE_VALUES else 600.0
        link.lose(self.plant.at + self._within(longest_s))
        return True

    def _to_plant(self, kind: Fault, run: Run) -> bool:
        busy = [(each.unit, each.service) for each in run.runs.values()]
        match kind:
            case Fault.SERVICE_STUCK | Fault.SERVICE_REFUSING:
                return self._deaf(kind, self.random.choice(busy or list(self.plant.services)))
            case Fault.SERVICE_FAILED | Fault.UNIT_TRIPPED if busy:
                unit, service = self.random.choice(busy)
                if kind is Fault.SERVICE_FAILED:
                    self.plant.fail(unit, service)
                else:
                    self.plant.trip(unit)
                return True
            case Fault.POWER_DIP:
                return self._dip(busy)
            case Fault.WRONG_BAG:
                return self._wrong_bag(run)
            case Fault.PLACE_FULL | Fault.PLACE_EMPTY:
                return self._blocked(kind)
            case _:
                return False

    def _deaf(self, kind: Fault, key: _Key) -> bool:
        which = self.plant.stuck if kind is Fault.SERVICE_STUCK else self.plant.refusing
        which.add(key)
        self.excused.add(key)
        self._later(2 * HOUR, lambda: which.discard(key))
        return True

    def _dip(self, busy: list[_Key]) -> bool:
        """Some drives fall out, some controllers of units forget what they did."""
        for unit, service in busy:
            drawn = self.random.random()
            if drawn < _FALLS_OUT:
                self.plant.fail(unit, service)
            elif drawn < _FALLS_OUT + _FORGETS:
                self.plant.forget(unit, service)
        return False

    def _wrong_bag(self, run: Run) -> bool:
        stations = [unit for unit, service in self.plant.services if service == "hook-up"]
        lots = [*run.lots, LotId("nobody-knows")]
        if not stations:
            return False
        unit = self.random.choice(stations)
        count = self.random.randint(1, 4)
        self.plant.presented.setdefault(unit, []).extend(self.random.choices(lots, k=count))
        return True

    def _blocked(self, kind: Fault) -> bool:
        places = holding_places(self.plant.plant)
        place = self.random.choice(places)
        which = self.plant.full if kind is Fault.PLACE_FULL else self.plant.bridged
        which.add(place)
        self._later(3 * HOUR, lambda: which.discard(place))
        return True


def holding_places(plant: Plant) -> list[PlaceId]:
    """The places of units in which material lies."""
    kinds = {PlaceKind.WELL_MIXED, PlaceKind.LAYERED}
    return [place.id for unit in plant.units for place in unit.places if place.kind in kinds]


@dataclass(slots=True)
class Operator:
    """A person who sees to every held batch, sooner or later."""

    random: Random
    _plans: dict[BatchId, Instant] = field(default_factory=dict)

    def turn(self, run: Run, now: Instant, longest_s: float) -> tuple[Fact, ...]:
        """What the person asks now; nobody waits longer than ``longest_s``."""
        asked: list[Fact] = []
        for batch in run.batches.values():
            if batch.state is not State.HELD or batch.asked is not None:
                continue
            at = self._plans.get(batch.batch)
            if at is None:
                delay = round(self.random.random() ** 3 * longest_s) * SECOND
                self._plans[batch.batch] = now + max(MINUTE, delay)
            elif now >= at:
                del self._plans[batch.batch]
                asked.append(self._command(batch.batch, now))
        return tuple(asked)

    def due(self) -> Instant | None:
        """When the person acts next."""
        return min(self._plans.values(), default=None)

    def _command(self, batch: BatchId, now: Instant) -> Fact:
        drawn = self.random.random()
        command = Command.RESTART if drawn >= _GIVES_UP else Command.STOP
        if drawn < _GIVES_UP / 2:
            command = Command.ABORT
        return BatchCommanded(now, batch, command, "operator")
