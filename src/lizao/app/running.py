"""A running home: the loop in real time, the requests of its door, the end that holds all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from lizao.app.alarms import alarms_told, figures_told
from lizao.app.answers.status import Link, Pace, Status
from lizao.app.channel import Asked, Channel
from lizao.app.clock import Clock
from lizao.app.desk import Desk, Received
from lizao.app.home import OPERATOR, Home
from lizao.app.live_frames import Telling, values_of
from lizao.app.loop import Loop
from lizao.app.pacing import Deadlines
from lizao.app.requests import (
    AddBatch,
    AskAlarmFigures,
    AskAlarms,
    AskStatus,
    CommandBatch,
    Request,
    Told,
    refusal,
)
from lizao.app.status import status
from lizao.control.run import BatchRun
from lizao.equipment.socket import SocketTransport
from lizao.model.errors import CommandRefusedError, LizaoError, SignInRefusedError
from lizao.model.facts import BatchCommanded, Fact, SignInRefused
from lizao.model.identifiers import BatchId
from lizao.model.instants import Instant
from lizao.model.states import FINAL, Command, State

SCAN_S: Final = 0.1
"""The loop goes around at least so often; whatever is reported or asked wakes it before."""
HOLD_WITHIN_S: Final = 60.0
"""On the wall; what is not held by then is left as it is, and told."""
ENDED: Final = "ended"
"""Why the end of a controller holds a batch; the next controller restarts it."""
OUR_REASONS: Final = frozenset({ENDED, "interrupted"})
SETTLED: Final = FINAL | {State.HELD, State.IDLE}


@dataclass(frozen=True, slots=True)
class Sight:
    """What whoever watches is shown at every turn."""

    home: Home
    loop: Loop
    connected: bool
    ending: bool


class Care(NamedTuple):
    """Who looks after what lives beside the loop.

    ``plant`` is called while the link is lost, ``snapshot`` every scan with the number of facts,
    ``tell`` every scan with what makes out how the home stands, for whoever listens. ``seal`` is
    called every scan with plant time, for the facts of what was sealed.
    """

    plant: Callable[[], None]
    snapshot: Callable[[int], None]
    tell: Callable[[Callable[[], Telling]], None]
    seal: Callable[[Instant], Sequence[Fact]]


@dataclass(slots=True)
class Running:
    """One controller at work for all batches of its home until it is interrupted.

    ``interrupted`` tells at every turn whether to hold everything and end.
    """

    home: Home
    loop: Loop
    transport: SocketTransport
    care: Care
    channel: Channel
    desk: Desk
    clock: Clock
    interrupted: Callable[[], bool]
    watch: Callable[[Sight], None]
    deadlines: Deadlines = field(init=False)
    turns: int = 0
    _connections: int = 0
    _connected: bool = True
    _lost_at: Instant | None = None
    _end_by_s: float | None = None

    def __post_init__(self) -> None:
        """The first deadline comes one scan from now."""
        self.deadlines = Deadlines(self.clock.elapsed_s, SCAN_S)
        self._connections = self.transport.connections

    def serve(self) -> tuple[BatchId, ...]:
        """Turn the loop until everything is held; the batches that could not be held in time."""
        while not self._is_over():
            self._scan()
            self.transport.advance(self.loop.due, self.deadlines.wait_s())
        self.loop.settle()
        return tuple(each.batch for each in self._unsettled())

    def _scan(self) -> None:
        """Once around, and an answer to everything that was asked."""
        if self.transport.connections != self._connections:
            self._connections = self.transport.connections
            self.loop.reconnect()
        self._turn()
        for asked in self.channel.waiting():
            self._answer(asked)
            self._turn()
        if self.deadlines.passed_s() is not None:
            self.loop.settle()
            self.loop.note(self.care.seal(self.loop.now))
            self.care.snapshot(self.home.ledger.last_number)
            self.care.tell(self._telling)
            if not self._connected:
                self.care.plant()

    def _turn(self) -> None:
        self.turns += 1
        connected = self.loop.turn(self._own_requests()).connected
        if connected is not self._connected:
            self._lost_at = None if connected else self.clock.wall_now()
        self._connected = connected
        self.watch(Sight(self.home, self.loop, self._connected, self._end_by_s is not None))

    def _own_requests(self) -> tuple[Fact, ...]:
        """Hold everything at the end; before it, restart what the end of a controller has held."""
        now = self.loop.now
        if self.interrupted():
            if self._end_by_s is None:
                self._end_by_s = self.clock.elapsed_s() + HOLD_WITHIN_S
            return self.desk.holds(ENDED, now)
        return tuple(
            BatchCommanded(now, each.batch, Command.RESTART, OPERATOR, "resume")
            for each in self.home.rooms.run.batches.values()
            if self._is_ours_to_restart(each)
        )

    def _is_ours_to_restart(self, batch: BatchRun) -> bool:
        """What a person or a fault has held, or what is held by an open question, waits."""
        if batch.state is not State.HELD or batch.reason not in OUR_REASONS:
            return False
        questions = self.home.rooms.run.questions.values()
        return batch.asked is None and all(
            each.batch != batch.batch or each.options for each in questions
        )

    def _answer(self, asked: Asked) -> None:
        """Fold and commit what was asked, then say so."""
        try:
            told = self._carried_out(asked)
        except LizaoError as error:
            told = refusal(error)
        asked.answered.set_result(told)

    def _carried_out(self, asked: Asked) -> Told:
        request, received = asked.request, asked.prepared
        assert isinstance(received, Received)
        self._refuse_at_the_end(asked)
        try:
            facts = self.desk.act(request, received, self.loop.now)
        except SignInRefusedError as error:
            self.loop.note((SignInRefused(self.loop.now, error.user),))
            raise
        self.loop.decide(facts)
        self.loop.commit()
        return self._told(request, received, facts)

    def _told(self, request: Request, received: Received, facts: tuple[Fact, ...]) -> Told:
        """The answer to a request that was carried out."""
        rooms, now = self.home.rooms, self.loop.now
        match request:
            case AskStatus():
                return self._status()
            case AskAlarms():
                return alarms_told(rooms.alarms, now)
            case AskAlarmFigures():
                return figures_told(rooms, request, now)
            case _:
                return self.desk.committed(request, received, facts)

    def _refuse_at_the_end(self, asked: Asked) -> None:
        request = asked.request
        if self._end_by_s is None:
            return
        if isinstance(request, AddBatch):
            raise CommandRefusedError(request.recipe, Command.START, State.HOLDING)
        if isinstance(request, CommandBatch) and request.command == Command.RESTART:
            raise CommandRefusedError(request.batch, Command.RESTART, State.HOLDING)

    def _status(self) -> Status:
        return status(self.home, self.loop.now, self._equipment(), self._pace())

    def _telling(self) -> Telling:
        """How the home stands beside its facts."""
        return Telling(
            self.loop.now,
            self.clock.wall_now(),
            self._connected,
            self._lost_at,
            self.home.ledger.last_number,
            self._equipment(),
            self._pace(),
            values_of(self.home.foundation.plant, self.loop.values),
        )

    def _equipment(self) -> Link:
        return {
            "connected": self._connected,
            "connections": self.transport.connections,
            "unconfirmed": self.transport.unconfirmed,
            "speed": self.transport.speed,
        }

    def _pace(self) -> Pace:
        return {
            "scan_s": SCAN_S,
            "turns": self.turns,
            "overruns": self.deadlines.overruns,
            "skipped": self.deadlines.skipped,
            "ending": self._end_by_s is not None,
        }

    def _unsettled(self) -> list[BatchRun]:
        batches = self.home.rooms.run.batches.values()
        return [each for each in batches if each.state not in SETTLED or each.asked is not None]

    def _is_over(self) -> bool:
        if self._end_by_s is None:
            return False
        return not self._unsettled() or self.clock.elapsed_s() >= self._end_by_s
