"""The plant as a process of its own: paced by the clock, met by one controller over a socket."""

import hmac
import selectors
import socket
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Final, NamedTuple, Protocol

import lizao.equipment.frames as wire
from lizao.app.clock import Clock
from lizao.app.pacing import Leash, Pace
from lizao.app.plant_log import LogEntry, Mark, PlantLog
from lizao.app.plant_session import Session
from lizao.equipment.address import Door
from lizao.equipment.memory import Equipment
from lizao.model.errors import UnknownNameError
from lizao.model.identifiers import UnitId
from lizao.model.image import Image, Report
from lizao.model.instants import MINUTE, Duration, Instant
from lizao.plant.breakdowns import FaultCured, FaultKey, FaultStruck

BEAT_S: Final = 1.0
"""So often the controller hears of the plant, even if nothing is new."""
PATIENCE_S: Final = 5.0
"""A connection that has not said hello by then is closed."""
LONGEST_STEP: Final[Duration] = 10 * MINUTE
"""Plant time between two looks at the sockets, when the pace is high."""
SNAPSHOT_EVERY: Final[Duration] = 10 * MINUTE
SNAPSHOT_PAUSE_S: Final = 2.0
"""At a high pace snapshots follow the wall."""
_STOP: Final = b"!"
_WAKE: Final = b"."
_RINGS: Final = 64
_READ_AND_WRITE: Final = selectors.EVENT_READ | selectors.EVENT_WRITE
MOST_SAMPLES: Final = 100_000
"""Numbers in one update, but for a single chunk; the next follows when this one is on its way."""
KEPT_CHUNKS: Final = 600
"""Samples that no controller has committed; older ones are let go (signals are not facts)."""


class ServedPlant(Equipment, Protocol):
    """What a server needs of the plant behind it."""

    @property
    def at(self) -> Instant:
        """The present plant time."""

    def save_snapshot(self, number: int) -> None:
        """Keep the state after every command up to ``number``."""

    @property
    def faults(self) -> Sequence[FaultKey]:
        """What is broken now."""

    def refuse_unknown(self, unit: UnitId, code: str) -> None:
        """UnknownNameError if the unit knows no such fault."""

    def strike(self, unit: UnitId, code: str) -> None:
        """Let a fault strike."""

    def cure(self, unit: UnitId, code: str) -> None:
        """Put a fault right."""


class Kept(NamedTuple):
    """A plant's log, and the mark that holds once the reports of its plant are read."""

    log: PlantLog
    mark: Mark


class PlantServer:
    """Lets plant time go on, takes commands, keeps reports until a controller has committed them.

    One thread does everything, so that a command never meets a plant in the middle of a step.
    Nothing is told before it is kept in the log, and a command is kept before it is taken.
    """

    def __init__(
        self, plant: ServedPlant, kept: Kept, door: Door, pace: Pace, clock: Clock
    ) -> None:
        """Serve ``plant`` behind ``door`` from the mark that its log has come to."""
        self._plant = plant
        self._log = kept.log
        self._mark = kept.mark
        self._door = door
        self._pace = pace
        self._leash = Leash(clock.elapsed_s)
        self._clock = clock
        self._offset = kept.mark.sequence - kept.mark.plant_sequence
        self._image: Image = Image(plant.at, (), {}, {})
        self._samples: deque[wire.Chunk] = deque(maxlen=KEPT_CHUNKS)
        self._told = 0
        """So many of them, from the oldest on, were told to the present controller."""
        self._controller: Session | None = None
        self._callers: list[Session] = []
        self._snapshot_at = plant.at
        self._snapshot_s = clock.elapsed_s()
        self._selector = selectors.DefaultSelector()
        self._bell, self._rope = socket.socketpair()
        self._stopping = False

    def stop(self) -> None:
        """End ``serve``, from a signal or another thread."""
        self._ring(_STOP)

    def wake(self) -> None:
        """Look at the pace now, whatever the time."""
        self._ring(_WAKE)

    def _ring(self, why: bytes) -> None:
        with suppress(OSError):  # the server has ended already
            self._rope.send(why)

    def _rung(self) -> None:
        self._stopping = self._stopping or _STOP in self._bell.recv(_RINGS)

    def serve(self) -> None:
        """Serve until ``stop``; plant time then stands still until the next server."""
        self._listen(self._door.listener, self._answer)
        self._listen(self._bell, self._rung)
        try:
            self._look()
            while not self._stopping:
                self._turn()
            self._log.settle(replace(self._mark, clean=True))
            self._plant.save_snapshot(self._mark.entry)
        finally:
            self._close()

    def _turn(self) -> None:
        """Once around: sockets, plant time, news."""
        stands_s = self._leash.wait_s()
        wait_s = self._pace.wait_s() if stands_s is None else stands_s
        for key, _ in self._selector.select(min(BEAT_S, wait_s)):
            key.data()
        to = self._leash.allowed(self._plant.at, self._mark.sequence, self._pace.allowed())
        if self._plant.at < to:
            self._plant.advance(min(to, self._plant.at + LONGEST_STEP))
            reported = self._look()
            self._pace.reached(self._plant.at, reported=reported)
            self._keep_snapshot()
        self._tell()
        self._sweep()

    def _look(self) -> bool:
        """Read the plant and keep what it reported, before anyone hears of it."""
        self._image = image = self._plant.read()
        last = self._mark.sequence
        known = last - self._offset
        new = [
            Report(each.sequence + self._offset, each.fact)
            for each in image.reports
            if each.sequence > known
        ]
        if new:
            self._log.report(new)
            last = new[-1].sequence
        if image.samples.at:
            values = {name: list(each) for name, each in image.samples.values.items()}
            self._told -= len(self._samples) == KEPT_CHUNKS and self._told > 0
            self._samples.append(wire.Chunk(list(image.samples.at), values))
        self._settle(
            at=self._plant.at,
            wall_at=self._clock.wall_now(),
            sequence=last,
            plant_sequence=last - self._offset,
        )
        return bool(new)

    def _settle(self, **changes: int) -> None:
        """Everything up to here holds."""
        self._mark = replace(self._mark, clean=False, **changes)
        self._log.settle(self._mark)

    def _keep_snapshot(self) -> None:
        now_s = self._clock.elapsed_s()
        due = self._plant.at - self._snapshot_at >= SNAPSHOT_EVERY
        if due and now_s - self._snapshot_s >= SNAPSHOT_PAUSE_S:
            self._snapshot_at, self._snapshot_s = self._plant.at, now_s
            self._plant.save_snapshot(self._mark.entry)

    # those who call

    def _listen(self, link: socket.socket, act: Callable[[], object]) -> None:
        self._selector.register(link, selectors.EVENT_READ, act)

    def _answer(self) -> None:
        """Somebody calls."""
        try:
            link, _ = self._door.listener.accept()
        except OSError:
            return
        caller = Session(link, self._clock.elapsed_s())
        self._callers.append(caller)
        self._listen(link, lambda: self._hear(caller))

    def _hear(self, caller: Session) -> None:
        """Take what a caller says."""
        for message in caller.hear():
            self._take(caller, message)

    def _take(self, caller: Session, message: wire.Message) -> None:
        if not caller.open:
            return
        if caller is not self._controller:
            self._greet(caller, message)
            return
        match message:
            case wire.Asked():
                self._ask(caller, message)
            case wire.Acknowledged():
                self._acknowledge(message.sequence)
                self._forget_samples(message.sampled)
            case wire.Ready():
                self._leash.ready(message.sequence, message.due)
            case wire.End():
                self._stopping = True
            case _:
                caller.close()

    def _greet(self, caller: Session, hello: wire.Message) -> None:
        """Serve the caller, or say why not."""
        if isinstance(hello, wire.Break):
            caller.say(self._refused(hello) or self._break(hello))
            return
        refusal = self._refusal(hello)
        if refusal is not None:
            caller.say(refusal)
            caller.close()
        elif isinstance(hello, wire.Hello):
            self._controller = caller
            caller.say(wire.Welcome(wire.PROTOCOL, self._pace.speed))
            self._acknowledge(hello.since)
            self._leash.begin(hello.since)
            self._told = 0
            caller.begin_after(hello.since)
            self._tell()

    def _refusal(self, hello: wire.Message) -> wire.Refused | None:
        if not isinstance(hello, wire.Hello) or hello.protocol != wire.PROTOCOL:
            return wire.Refused(wire.FOREIGN, str(wire.PROTOCOL))
        if not hmac.compare_digest(hello.token.encode(), self._door.token.encode()):
            return wire.Refused(wire.FOREIGN, str(wire.PROTOCOL))
        present = self._controller
        if present is not None:
            self._hear(present)  # it may have hung up in this very moment
        if present is not None and present.open:
            return wire.Refused(wire.BUSY, "")
        if hello.since < self._mark.acknowledged:
            return wire.Refused(wire.GONE, str(self._mark.acknowledged))
        return None

    def _refused(self, wish: wire.Break) -> wire.Refused | None:
        """Why somebody who wants to break something is not heard."""
        mine = hmac.compare_digest(wish.token.encode(), self._door.token.encode())
        if wish.protocol != wire.PROTOCOL or not mine:
            return wire.Refused(wire.FOREIGN, str(wire.PROTOCOL))
        try:
            if wish.code:
                self._plant.refuse_unknown(wish.unit, wish.code)
        except UnknownNameError as error:
            return wire.Refused(wire.UNKNOWN, error.known)
        return None

    def _break(self, wish: wire.Break) -> wire.Broken:
        """Keep a fault or a cure, let it happen, and say what is broken now.

        The controller is told nothing: it has to see it by the plant's signals, as in a real one.
        """
        if wish.code:
            entry = self._mark.entry + 1
            kind = FaultCured if wish.cured else FaultStruck
            happened = kind(wish.unit, wish.code)
            self._log.enter(LogEntry(entry, self._plant.at, self._clock.wall_now(), happened))
            act = self._plant.cure if wish.cured else self._plant.strike
            act(wish.unit, wish.code)
            self._mark = replace(self._mark, entry=entry)
            self._look()
        return wire.Broken(list(self._plant.faults))

    def _ask(self, caller: Session, asked: wire.Asked) -> None:
        """Keep commands, take them, tell what they did, and only then that they were taken."""
        try:
            commands = [wire.command_of(each) for each in asked.commands]
        except wire.FrameError:
            caller.close()
            return
        at, wall_at = self._plant.at, self._clock.wall_now()
        entry = self._mark.entry
        for each in commands:
            entry += 1
            self._log.enter(LogEntry(entry, at, wall_at, each))
        self._plant.write(commands)
        self._mark = replace(self._mark, entry=entry)
        self._look()
        caller.confirm(asked.number, self._mark.sequence)
        self._tell()

    def _acknowledge(self, sequence: int) -> None:
        """A controller has committed reports; one that knows more than the plant is believed."""
        ahead = sequence - self._mark.sequence
        if ahead > 0:
            self._offset += ahead
            self._settle(sequence=sequence)
        self._log.acknowledge(sequence)
        self._mark = self._log.mark or self._mark

    def _forget_samples(self, until: Instant) -> None:
        """A controller has committed what it was told up to then."""
        while self._told and self._samples[0].at[-1] <= until:
            self._samples.popleft()
            self._told -= 1

    def _tell(self) -> None:
        """Tell the controller what is new, or that the plant is there."""
        controller = self._controller
        if controller is None:
            return
        controller.flush()
        self._expect_room(controller)
        while controller.open and controller.flowing:
            samples = self._next_samples()
            news = controller.news(self._image, self._log.unacknowledged, samples)
            now_s = self._clock.elapsed_s()
            if news is None and now_s - controller.spoke_s >= BEAT_S:
                news = wire.Update(self._image.at)
            if news is not None:
                self._told += len(samples)
                controller.spoke_s = now_s
                controller.say(news)
            controller.say_taken()
            if news is None:
                break
        self._expect_room(controller)

    def _next_samples(self) -> list[wire.Chunk]:
        """The oldest samples that were not told, as many as fit into an update."""
        chosen: list[wire.Chunk] = []
        numbers = 0
        for each in islice(self._samples, self._told, None):
            numbers += len(each.at) * (1 + len(each.values))
            if chosen and numbers > MOST_SAMPLES:
                break
            chosen.append(each)
        return chosen

    def _expect_room(self, controller: Session) -> None:
        """Be woken when the controller takes more, if something waits for it."""
        wanted = selectors.EVENT_READ if controller.flowing else _READ_AND_WRITE
        key = self._selector.get_key(controller.link)
        if key.events != wanted:
            self._selector.modify(controller.link, wanted, key.data)

    def _sweep(self) -> None:
        """Forget callers that are gone, and those that never said hello."""
        late_s = self._clock.elapsed_s() - PATIENCE_S
        for each in list(self._callers):
            if each.open and (each is self._controller or each.began_s >= late_s):
                continue
            self._callers.remove(each)
            self._selector.unregister(each.link)
            each.link.close()
            if each is self._controller:
                self._controller = None
                self._leash.end()

    def _close(self) -> None:
        """Close everything."""
        for each in self._callers:
            each.link.close()
        self._door.close()
        self._bell.close()
        self._rope.close()
        self._selector.close()
