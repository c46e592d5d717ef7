"""What people do at a running plant besides seeing to held batches: at any moment, to anything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from types import MappingProxyType
from typing import Final

from lizao.alarms.actions import changed
from lizao.app.rooms import Rooms
from lizao.control.run import BatchRun, Run
from lizao.control.scopes import ENDED, TOP, accepts, standing
from lizao.model.alarms import AlarmEvent
from lizao.model.equipment import UnitStatus
from lizao.model.facts import (
    BatchCommanded,
    Fact,
    PasswordChanged,
    QuestionAnswered,
    ShiftNoted,
    Signed,
    SignedIn,
    SignedOut,
    SignInRefused,
    StandstillExplained,
    UnitStatusChanged,
    UserAdded,
    UserChanged,
    UserDeactivated,
)
from lizao.model.identifiers import BatchId, StepPath, UnitId
from lizao.model.instants import HOUR, MINUTE, Instant, in_seconds
from lizao.model.people import Meaning, UserName, UserRole
from lizao.model.states import FINAL, Command, State
from lizao.testing.storm.by_hand import OPERATOR, REASON, ByHand
from lizao.testing.storm.figures import Fault
from lizao.testing.storm.office import Office
from lizao.testing.storm.returning import returned

_LONGEST_OUT: Final = 8 * HOUR
_ONE_BATCH: Final[Mapping[Fault, Command]] = MappingProxyType(
    {
        Fault.OPERATOR_HOLD: Command.HOLD,
        Fault.OPERATOR_RESTART: Command.RESTART,
        Fault.OPERATOR_STOP: Command.STOP,
        Fault.OPERATOR_ABORT: Command.ABORT,
    }
)
_OUT: Final = tuple(each for each in UnitStatus if each is not UnitStatus.AVAILABLE)
_BY_HAND: Final = (
    AlarmEvent.ACKNOWLEDGE,
    AlarmEvent.RESET,
    AlarmEvent.SHELVE,
    AlarmEvent.UNSHELVE,
    AlarmEvent.REMOVE,
    AlarmEvent.RESTORE,
)
_TO_ELEMENTS: Final = (Command.HOLD, Command.HOLD, Command.PAUSE, Command.STOP, Command.ABORT)
_ROLES: Final = (UserRole.OPERATOR,)


@dataclass(slots=True)
class People:
    """They ask what a door lets them ask; ``_out`` are units that come back into use."""

    random: Random
    by_hand: ByHand
    office: Office
    _out: dict[UnitId, Instant] = field(default_factory=dict)
    _standing: dict[tuple[BatchId, StepPath], Instant] = field(default_factory=dict)
    _users: int = 0

    def asked(self, kind: Fault, rooms: Rooms, now: Instant) -> tuple[Fact, ...]:
        """What somebody asks of this kind; nothing where there is nothing to ask."""
        command = _ONE_BATCH.get(kind)
        if command is not None:
            return self._one_batch(command, rooms.run, now)
        ask = self._asks.get(kind)
        return self.by_hand.asked(kind, rooms.run, now) if ask is None else ask(rooms, now)

    @property
    def _asks(self) -> Mapping[Fault, Callable[[Rooms, Instant], tuple[Fact, ...]]]:
        return {
            Fault.HOLD_ALL: self._hold_all,
            Fault.OPERATOR_PAUSE: self._pause,
            Fault.ELEMENT_COMMANDED: self._element,
            Fault.UNIT_OUT_OF_USE: self._unit,
            Fault.QUESTION_ANSWERED: self._answer,
            Fault.ALARM_HANDLED: self._alarm,
            Fault.USER_CHANGED: self._user,
            Fault.RECIPE_MOVED: self._recipe,
        }

    def give_back(self, run: Run, now: Instant, *, at_once: bool) -> tuple[Fact, ...]:
        """Units that come back into use now, whoever took them out, a person or a rule."""
        out = [unit for unit, standing in run.standings.items() if not standing.available]
        for unit in out:
            if unit not in self._out:
                self._out[unit] = self._later(now)
        due = [unit for unit in out if at_once or self._out[unit] <= now]
        self._out = {unit: at for unit, at in self._out.items() if at > now and unit not in due}
        return returned(run, due, OPERATOR, REASON, now)

    def go_on(self, run: Run, now: Instant, *, at_once: bool) -> tuple[Fact, ...]:
        """What was paused, and the elements that were held, go on sooner or later."""
        stands = {
            (batch.batch, path): command
            for batch in run.batches.values()
            if batch.state not in FINAL
            for path in (TOP, *batch.scopes)
            if (command := _goes_on_by(batch, path)) is not None
        }
        self._standing = {key: self._standing.get(key) or self._later(now) for key in stands}
        due = [key for key, at in self._standing.items() if at_once or at <= now]
        for key in due:
            self._standing[key] = self._later(now)
        return tuple(
            BatchCommanded(now, batch, stands[batch, path], OPERATOR, REASON, path or None)
            for batch, path in due
        )

    def due(self) -> Instant | None:
        """When the next unit comes back, or something by hand is put right."""
        by_hand = self.by_hand.due()
        more = () if by_hand is None else (by_hand,)
        return min((*self._out.values(), *self._standing.values(), *more), default=None)

    def _later(self, now: Instant) -> Instant:
        return now + max(MINUTE, round(self.random.random() ** 2 * _LONGEST_OUT))

    def _one_batch(self, command: Command, run: Run, now: Instant) -> tuple[Fact, ...]:
        batches = [each.batch for each in run.batches.values() if each.state not in FINAL]
        if not batches:
            return ()
        return (BatchCommanded(now, self.random.choice(batches), command, OPERATOR),)

    def _hold_all(self, rooms: Rooms, now: Instant) -> tuple[Fact, ...]:
        return tuple(
            BatchCommanded(now, each.batch, Command.HOLD, OPERATOR, REASON)
            for each in rooms.run.batches.values()
            if each.asked is None and each.accepts(Command.HOLD)
        )

    def _pause(self, rooms: Rooms, now: Instant) -> tuple[Fact, ...]:
        return self._ask_step(rooms.run, TOP, (Command.PAUSE,), now)

    def _element(self, rooms: Rooms, now: Instant) -> tuple[Fact, ...]:
        open_ = [each for each in rooms.run.batches.values() if each.state not in FINAL]
        steps = [path for each in open_ for path in each.steps if not each.done(path)]
        if not steps:
            return ()
        step = self.random.choice(steps)
        return self._ask_step(rooms.run, step, _TO_ELEMENTS, now)

    def _ask_step(
        self, run: Run, step: StepPath, commands: tuple[Command, ...], now: Instant
    ) -> tuple[Fact, ...]:
        command = self.random.choice(commands)
        open_ = [
            each.batch
            for each in run.batches.values()
            if each.state not in FINAL
            and (step == TOP or step in each.steps)
            and accepts(each, step, command)
        ]
        if not open_:
            return ()
        batch = self.random.choice(open_)
        return (BatchCommanded(now, batch, command, OPERATOR, REASON, step or None),)

    def _recipe(self, rooms: Rooms, now: Instant) -> tuple[Fact, ...]:
        return self.office.asked(rooms.run, rooms.recipes, now)

    def _unit(self, rooms: Rooms, now: Instant) -> tuple[Fact, ...]:
        plant = rooms.run.plant
        if plant is None:
            return ()
        unit = self.random.choice(plant.units).id
        self._out[unit] = self._later(now)
        status = self.random.choice(_OUT)
        return (UnitStatusChanged(now, unit, status, OPERATOR, REASON, self._out[unit]),)

    def _answer(self, rooms: Rooms, now: Instant) -> tuple[Fact, ...]:
        """Somebody answers in the middle of the trouble that was asked about."""
        questions = list(rooms.run.questions.items())
        if not questions:
            return ()
        key, question = self.random.choice(questions)
        answer = self.random.choice(question.options or ("seen",))
        return (QuestionAnswered(now, key, answer, OPERATOR),)

    def _alarm(self, rooms: Rooms, now: Instant) -> tuple[Fact, ...]:
        """Acknowledged, shelved, taken out or given back, as the state of an alarm lets it."""
        alarms = rooms.alarms
        open_ = [
            (each.id, event)
            for each in alarms.alarms.values()
            for event in _BY_HAND
            if each.after(event) is not None
        ]
        if not open_:
            return ()
        alarm, event = self.random.choice(open_)
        shelf_s = self.random.uniform(1.0, in_seconds(HOUR))
        return (changed(alarms, alarm, event, OPERATOR, REASON, shelf_s, now),)

    def _user(self, rooms: Rooms, now: Instant) -> tuple[Fact, ...]:
        """The door keeps what it did to users in the same ledger."""
        self._users += 1
        user = UserName(f"user{self._users % 3}")
        if user not in rooms.people.users:
            return (UserAdded(now, user, REASON, _ROLES, OPERATOR),)
        kinds: tuple[Fact, ...] = (
            UserChanged(now, user, REASON, _ROLES, OPERATOR),
            UserDeactivated(now, user, OPERATOR),
            PasswordChanged(now, user, OPERATOR, one_time=True),
            SignInRefused(now, user),
            SignedIn(now, user),
            SignedOut(now, user),
            ShiftNoted(now, REASON, user),
            StandstillExplained(now, UnitId(REASON), now, REASON, user),
            Signed(now, REASON, Meaning.RESPONSIBLE, REASON, user),
        )
        return (self.random.choice(kinds),)


def _goes_on_by(batch: BatchRun, path: StepPath) -> Command | None:
    """By which command something that a person made stand goes on; held batches have their own."""
    state = standing(batch, path)
    if state is State.PAUSED and accepts(batch, path, Command.RESUME):
        return Command.RESUME
    if state in ENDED and path != TOP and accepts(batch, path, Command.RESET):
        return Command.RESET
    if state is State.HELD and path != TOP and accepts(batch, path, Command.RESTART):
        return Command.RESTART
    return None
