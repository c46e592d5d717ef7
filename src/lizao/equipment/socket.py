"""A transport over a local socket: the plant is another process, which lives and dies by itself."""

import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from lizao.equipment.address import call
from lizao.equipment.frames import (
    BUSY,
    GONE,
    PROTOCOL,
    Acknowledged,
    Asked,
    End,
    FrameError,
    Hello,
    Message,
    Ready,
    Refused,
    Splitter,
    Taken,
    Update,
    Welcome,
    frame,
    message_of,
    word,
)
from lizao.equipment.received import Received
from lizao.model.commands import AnyCommand
from lizao.model.errors import HomeLockedError, HomeMismatchError
from lizao.model.image import Image
from lizao.model.instants import Instant, in_seconds, seconds

SILENCE_S: Final = 3.0
"""A link that says nothing for so long is lost; the plant speaks at least once a second."""
FIRST_PAUSE_S: Final = 0.02
LONGEST_PAUSE_S: Final = 1.0
"""Between two attempts to connect; each pause is twice the one before."""
_PIECE: Final = 1 << 16


class SocketTransport:
    """The plant process of a home, reached over its socket.

    One thread keeps the link and fills the image; ``read`` returns at once with what has arrived.
    While the link is lost ``connected`` is False, the values are the last known and plant time goes
    on by the clock at the home's speed, so that deadlines still come due. The link comes back by
    itself once the plant has handed out what was never acknowledged and shows every service; of
    that nothing is read twice here; ``connections`` has risen, and the controller reconciles.

    ``write`` returns when the plant has taken the commands and what they did at once is here to be
    read. Commands that cannot be sent, or whose taking is not confirmed, are not kept and not sent
    later, when they may be wrong: ``unconfirmed`` counts them, the intent stays unanswered in the
    ledger until it is said again or times out, and what only repeats (conditions, samples) is said
    again by the controller when it reconnects.
    """

    def __init__(
        self,
        home: Path,
        elapsed_s: Callable[[], float],
        since: int = 0,
        at: Instant = 0,
        silence_s: float = SILENCE_S,
    ) -> None:
        """Call the plant of ``home``; ``since`` is the last report committed, ``at`` its time."""
        self.connections = 0
        self.unconfirmed = 0
        self._home = home
        self._elapsed_s = elapsed_s
        self._silence_s = silence_s
        self._got = Received(since, at)
        self._changed = threading.Condition()
        self._sending = threading.Lock()
        self._closing = threading.Event()
        self._link: socket.socket | None = None
        self._refusal: Refused | None = None
        self._speed = 1.0
        self._lost_at_s = elapsed_s()
        self._asked = self._taken = 0
        self._sampled: Instant = 0
        self._ready: tuple[socket.socket, int, Instant] | None = None
        self._woken = False
        self._thread = threading.Thread(target=self._keep_linked, name="plant-link", daemon=True)
        self._thread.start()

    # what the controller does

    def opened(self, within_s: float) -> bool:
        """Wait for the link; whether it is there.

        HomeLockedError while another controller is connected, HomeMismatchError where the plant
        cannot serve this one.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._link is not None or self._refusal, within_s)
            self._refuse()
            return self._link is not None

    def read(self) -> Image:
        """What arrived since the last read; HomeMismatchError where the plant cannot serve us."""
        with self._changed:
            self._refuse(BUSY)
            return self._got.image(self._now(), connected=self._link is not None)

    def write(self, commands: Sequence[AnyCommand]) -> None:
        """Send commands and wait until the plant has taken them."""
        if not commands:
            return
        with self._changed:
            link = self._link
            self._asked += 1
            number = self._asked
        if link is None or not self._say(link, Asked(number, [word(each) for each in commands])):
            self.unconfirmed += len(commands)
            return
        with self._changed:
            self._changed.wait_for(
                lambda: self._taken >= number or self._link is not link, self._silence_s
            )
            if self._taken < number:
                self.unconfirmed += len(commands)

    def advance(self, to: Instant, within_s: float | None = None) -> Instant:
        """Wait for a report, for plant time ``to``, for a change of the link, or for ``wake``.

        No longer than ``within_s`` on the wall, where that is given. The plant is told that
        whatever was read has been dealt with, and that ``to`` is the next instant that counts.
        """
        self._say_ready(to)
        until_s = None if within_s is None else self._elapsed_s() + within_s
        with self._changed:
            link = self._link
            while not (self._got.waiting or self._woken or self._link is not link):
                now = self._now()
                waits = [] if until_s is None else [until_s - self._elapsed_s()]
                if now >= to or (waits and waits[0] <= 0.0):
                    break
                if link is None:
                    waits.append(in_seconds(to - now) / self._speed)
                self._changed.wait(min(waits, default=None))
            self._woken = False
            return self._now()

    def _say_ready(self, due: Instant) -> None:
        """Tell a plant that may be waiting for it; what it knows already is not said again."""
        with self._changed:
            link, handed = self._link, self._got.handed
            if link is None or (ready := (link, handed, due)) == self._ready:
                return
            self._ready = ready
        self._say(link, Ready(handed, due))

    def acknowledge(self, sequence: int) -> None:
        """Say that every report up to ``sequence`` is committed, and every sample that was read."""
        with self._changed:
            link, known = self._link, (self._got.acknowledged, self._sampled)
            self._got.acknowledge(sequence)
            self._sampled = sampled = self._got.sampled
        if link is not None and (sequence > known[0] or sampled > known[1]):
            self._say(link, Acknowledged(sequence, sampled))

    def wake(self) -> None:
        """Let ``advance`` return now, from whatever thread: a request has come by a door."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    @property
    def speed(self) -> float:
        """Plant seconds per second, as the plant says."""
        return self._speed

    def end_plant(self, within_s: float) -> bool:
        """Ask a virtual plant to end; whether it has left. Plant time then stands still."""
        with self._changed:
            link = self._link
        if link is None:
            return False
        self._say(link, End())
        with self._changed:
            return self._changed.wait_for(lambda: self._link is not link, within_s)

    def close(self) -> None:
        """Leave the plant; it goes on."""
        self._closing.set()
        with self._changed:
            _shut(self._link)
        self._thread.join()

    def _now(self) -> Instant:
        """The plant's time, or while nothing is heard of it the time it should be by now."""
        if self._link is not None or self.connections == 0:
            return self._got.at
        return self._got.at + seconds((self._elapsed_s() - self._lost_at_s) * self._speed)

    def _refuse(self, but: str = "") -> None:
        """Raise why the plant does not serve this controller, if it said so."""
        refusal = self._refusal
        if refusal is None or refusal.reason == but:
            return
        if refusal.reason == BUSY:
            raise HomeLockedError(str(self._home))
        ours = str(self._got.acknowledged) if refusal.reason == GONE else str(PROTOCOL)
        raise HomeMismatchError(refusal.reason, ours, refusal.value)

    def _say(self, link: socket.socket, message: Message) -> bool:
        """Send a message; False, and the link is given up, if it cannot be sent."""
        try:
            with self._sending:
                link.sendall(frame(message))
        except OSError:
            _shut(link)
            return False
        return True

    # what the thread does

    def _keep_linked(self) -> None:
        """Connect, listen until the link is lost, and again, with longer pauses where nobody is."""
        pause_s = FIRST_PAUSE_S
        while not self._closing.is_set():
            called = call(self._home, self._silence_s)
            if called is not None:
                link, token = called
                with link, suppress(OSError, FrameError):
                    self._listen(link, token)
                if self._lose():
                    pause_s = FIRST_PAUSE_S
            self._closing.wait(pause_s)
            pause_s = min(2.0 * pause_s, LONGEST_PAUSE_S)

    def _listen(self, link: socket.socket, token: str) -> None:
        """Say hello, then take every message until the link ends."""
        self._say(link, Hello(PROTOCOL, self._got.acknowledged, token))
        splitter = Splitter()
        while (arrived := link.recv(_PIECE)) and not self._closing.is_set():
            messages = [message_of(body) for body in splitter.feed(arrived)]
            with self._changed:
                for each in messages:
                    self._hear(each, link)
                self._changed.notify_all()

    def _hear(self, message: Message, link: socket.socket) -> None:
        """Take one message of the plant."""
        match message:
            case Welcome():
                self._speed = message.speed
                self._refusal = None
            case Update():
                self._got.at = self._now()
                self._got.take(message)
                if self._link is None and message.whole:
                    self._link = link
                    self.connections += 1
            case Taken():
                self._taken = message.number
            case Refused():
                self._refusal = message
            case _:
                raise FrameError(type(message).__name__)

    def _lose(self) -> bool:
        """The link is lost; whether there was one."""
        with self._changed:
            had = self._link is not None
            if had:
                self._lost_at_s = self._elapsed_s()
            self._link = None
            self._changed.notify_all()
            return had


def _shut(link: socket.socket | None) -> None:
    """End a link from whatever thread; its reader sees the end."""
    if link is not None:
        with suppress(OSError):
            link.shutdown(socket.SHUT_RDWR)
