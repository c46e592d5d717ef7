"""Faults of the plant and of people, drawn one after the other from one generator."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate
from random import Random
from types import MappingProxyType
from typing import Final

from lizao.app.rooms import Rooms
from lizao.control.run import Run
from lizao.control.scopes import accepts
from lizao.model.facts import BatchCommanded, Fact
from lizao.model.identifiers import BatchId, LotId, PlaceId, ServiceName, UnitId
from lizao.model.instants import HOUR, MINUTE, SECOND, Instant
from lizao.model.states import Command, State
from lizao.testing.storm.by_hand import OPERATOR, REASON
from lizao.testing.storm.figures import Fault
from lizao.testing.storm.link import Link
from lizao.testing.storm.people import People
from lizao.testing.storm.trouble import SIZE
from lizao.testing.storm.twin import Twin

MEAN_GAP_S: Final = 1800.0
"""Plant seconds between two faults, on average."""
_FALLS_OUT: Final = 0.3
_LATE: Final = 0.5
_FORGETS: Final = 0.2
_GIVES_UP: Final = 0.015
_WEIGHTS: Final[Mapping[Fault, float]] = MappingProxyType(
    {
        Fault.SERVICE_STUCK: 2,
        Fault.SERVICE_REFUSING: 2,
        Fault.SERVICE_FAILED: 3,
        Fault.UNIT_TRIPPED: 3,
        Fault.WRONG_BAG: 2,
        Fault.PLACE_FULL: 2,
        Fault.PLACE_EMPTY: 2,
        Fault.LINK_LOST: 2,
        Fault.CLOCK_STEP: 2,
        Fault.STALE_VALUES: 2,
        Fault.POWER_DIP: 2,
        Fault.OPERATOR_HOLD: 2,
        Fault.OPERATOR_RESTART: 2,
        Fault.OPERATOR_STOP: 1.2,
        Fault.OPERATOR_ABORT: 1.2,
        Fault.HOLD_ALL: 2,
        Fault.OPERATOR_PAUSE: 3,
        Fault.ELEMENT_COMMANDED: 5,
        Fault.HOLD_UNHEARD: 3,
        Fault.MODE_CHANGED: 3,
        Fault.STEP_SKIPPED: 3,
        Fault.STEP_REPEATED: 3,
        Fault.UNIT_TAKEN: 3,
        Fault.UNIT_OUT_OF_USE: 2,
        Fault.QUESTION_ANSWERED: 8,
        Fault.ALARM_HANDLED: 2,
        Fault.USER_CHANGED: 6,
        Fault.RECIPE_MOVED: 4,
        Fault.RESULT_LATE: 2,
        Fault.RESULT_FAILED: 4,
        Fault.VALUE_OUTSIDE: 6,
    }
)
"""How often each is drawn; what seldom finds anything to happen to is drawn oftener."""
_DRAWN: Final = tuple(_WEIGHTS)
_CUMULATED: Final = tuple(accumulate(_WEIGHTS.values()))
_GIVING_UP: Final = frozenset({Fault.OPERATOR_STOP, Fault.OPERATOR_ABORT})
_MILLING: Final = ServiceName("recirculate")
_Key = tuple[UnitId, ServiceName]


@dataclass(slots=True)
class Faults:
    """What goes wrong next, and what is put right again at which instant."""

    plant: Twin
    random: Random
    count: Callable[[Fault], bool]
    people: People
    without: frozenset[Fault] = frozenset()
    wall_offset: int = 0
    next_at: Instant = 0
    _repairs: list[tuple[Instant, Callable[[], None]]] = field(default_factory=list)

    def turn(self, rooms: Rooms, link: Link) -> tuple[Fact, ...]:
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
        (kind,) = self.random.choices(_DRAWN, cum_weights=_CUMULATED)
        return self._happen(kind, rooms, link)

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

    def _happen(self, kind: Fault, rooms: Rooms, link: Link) -> tuple[Fact, ...]:
        if kind in self.without or (kind in _GIVING_UP and not self.plant.can_give_up):
            return ()
        asked = self.people.asked(kind, rooms, self.plant.at)
        if kind is Fault.HOLD_UNHEARD:
            asked = self._hold_unheard(rooms.run)
        if asked or self._to_plant(kind, rooms.run) or self._to_link(kind, link):
            self.count(kind)
        return asked

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
        harm = self._harms.get(kind)
        return harm is not None and harm(run)

    @property
    def _harms(self) -> Mapping[Fault, Callable[[Run], bool]]:
        return {
            Fault.SERVICE_STUCK: partial(self._deaf, self.plant.stuck),
            Fault.SERVICE_REFUSING: partial(self._deaf, self.plant.refusing),
            Fault.SERVICE_FAILED: self._service_fails,
            Fault.UNIT_TRIPPED: self._unit_trips,
            Fault.POWER_DIP: self._power_dips,
            Fault.WRONG_BAG: self._wrong_bag,
            Fault.PLACE_FULL: partial(self._blocked, self.plant.full),
            Fault.PLACE_EMPTY: partial(self._blocked, self.plant.bridged),
            Fault.RESULT_LATE: self._result_late,
            Fault.RESULT_FAILED: self._result_fails,
            Fault.VALUE_OUTSIDE: self._value_outside,
        }

    def _deaf(self, which: set[_Key], run: Run) -> bool:
        key = self.random.choice(_busy(run) or list(self.plant.services))
        which.add(key)
        self._later(2 * HOUR, lambda: which.discard(key))
        return True

    def _hold_unheard(self, run: Run) -> tuple[Fact, ...]:
        """An element is held whose service hears nothing."""
        heard = [
            each
            for each in run.runs.values()
            if accepts(run.batches[each.batch], each.step, Command.HOLD)
        ]
        if not heard:
            return ()
        each = self.random.choice(heard)
        key = (each.unit, each.service)
        self.plant.stuck.add(key)
        self._later(2 * HOUR, lambda: self.plant.stuck.discard(key))
        return (
            BatchCommanded(self.plant.at, each.batch, Command.HOLD, OPERATOR, REASON, each.step),
        )

    def _value_outside(self, _run: Run) -> bool:
        """The next milling finds particles of another size than they should have."""
        mills = [key for key in self.plant.services if key[1] == _MILLING]
        found = {SIZE: self.random.uniform(0.3, 1.0)}
        return bool(mills) and self.plant.report_next(self.random.choice(mills), found)

    def _service_fails(self, run: Run) -> bool:
        busy = _busy(run)
        if busy:
            self.plant.fail(*self.random.choice(busy))
        return bool(busy)

    def _unit_trips(self, run: Run) -> bool:
        busy = _busy(run)
        if busy:
            self.plant.trip(self.random.choice(busy)[0])
        return bool(busy)

    def _power_dips(self, run: Run) -> bool:
        """Some drives fall out, some controllers of units forget; the link goes down with them."""
        for unit, service in _busy(run):
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
        self.plant.present(unit, self.random.choices(lots, k=self.random.randint(1, 4)))
        return True

    def _blocked(self, which: set[PlaceId], _run: Run) -> bool:
        places = self.plant.holding_places
        if not places:
            return False
        place = self.random.choice(places)
        which.add(place)
        self._later(3 * HOUR, lambda: which.discard(place))
        return True

    def _result_late(self, _run: Run) -> bool:
        return self.plant.late_results(self._within(48 * 3600.0))

    def _result_fails(self, _run: Run) -> bool:
        return self.plant.fail_result(late=self.random.random() < _LATE)


def _busy(run: Run) -> list[_Key]:
    return [(each.unit, each.service) for each in run.runs.values()]


@dataclass(slots=True)
class Operator:
    """A person who sees to every held batch, sooner or later."""

    random: Random
    gives_up: bool = True
    _plans: dict[BatchId, Instant] = field(default_factory=dict)

    def turn(self, run: Run, now: Instant, longest_s: float) -> tuple[Fact, ...]:
        """What the person asks now; nobody waits longer than ``longest_s``."""
        asked: list[Fact] = []
        held = {each.batch for each in run.batches.values() if each.state is State.HELD}
        self._plans = {batch: at for batch, at in self._plans.items() if batch in held}
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
        drawn = self.random.random() if self.gives_up else 1.0
        command = Command.RESTART if drawn >= _GIVES_UP else Command.STOP
        if drawn < _GIVES_UP / 2:
            command = Command.ABORT
        return BatchCommanded(now, batch, command, OPERATOR)
