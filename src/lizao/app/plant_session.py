"""One connection to a plant server: what arrived over it, and what it has been told."""

import socket
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Final

import lizao.equipment.frames as wire
from lizao.model.image import Image, Report, ServiceReading

if TYPE_CHECKING:
    from lizao.model.identifiers import ServiceName, SignalId, UnitId
    from lizao.model.instants import Instant

MOST_REPORTS: Final = 500
"""Reports in one update; the next follows when this one is on its way."""
_PIECE: Final = 1 << 16


class Session:
    """Never blocks: what the other side does not take yet waits, and nothing is added to it."""

    def __init__(self, link: socket.socket, began_s: float) -> None:
        """A connection that has not said hello."""
        link.setblocking(False)
        if link.family == socket.AF_INET:
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.link = link
        self.began_s = began_s
        self.spoke_s = began_s
        self.open = True
        self._splitter = wire.Splitter()
        self._out = bytearray()
        self._told_to = 0
        self._taken: deque[tuple[int, int]] = deque()
        self._told_at: Instant = -1
        self._services: dict[tuple[UnitId, ServiceName], ServiceReading] = {}
        self._values: dict[SignalId, float] = {}

    @property
    def flowing(self) -> bool:
        """Whether everything said so far is on its way."""
        return not self._out

    def hear(self) -> list[wire.Message]:
        """The messages that are whole now; closes at the end of the link and at garbage."""
        if not self.open:
            return []
        try:
            arrived = self.link.recv(_PIECE)
        except BlockingIOError:
            return []
        except OSError:
            arrived = b""
        try:
            messages = [wire.message_of(body) for body in self._splitter.feed(arrived)]
        except wire.FrameError:
            arrived, messages = b"", []
        if not arrived:
            self.close()
        return messages

    def say(self, message: wire.Message) -> None:
        """Send a message, or as much of it as the other side takes now."""
        self._out += wire.frame(message)
        self.flush()

    def flush(self) -> None:
        """Send what waits."""
        if not self.open:
            return
        try:
            sent = self.link.send(self._out) if self._out else 0
        except BlockingIOError:
            return
        except OSError:
            self.close()
            return
        del self._out[:sent]

    def close(self) -> None:
        """Take and send no more; the server closes the link when it has forgotten it."""
        self.open = False

    def begin_after(self, sequence: int) -> None:
        """Every report up to ``sequence`` is known to the other side."""
        self._told_to = sequence

    def confirm(self, number: int, sequence: int) -> None:
        """The commands of this number were taken; they did what is reported up to ``sequence``."""
        self._taken.append((number, sequence))

    def say_taken(self) -> None:
        """Say which commands were taken, once everything that they did at once has been told."""
        while self._taken and self._taken[0][1] <= self._told_to:
            self.say(wire.Taken(self._taken.popleft()[0]))

    def news(
        self, image: Image, reports: deque[Report], samples: list[wire.Chunk]
    ) -> wire.Update | None:
        """What is new since the last news; None if nothing is.

        No service shows what comes after the reports that were told.
        """
        first = reports[0].sequence if reports else 0
        start = max(0, self._told_to + 1 - first)
        new = [wire.numbered(each) for each in islice(reports, start, start + MOST_REPORTS)]
        whole = start + len(new) >= len(reports)
        shown = image.services if whole else {}
        services = [
            wire.Shown(*key, each) for key, each in shown.items() if self._services.get(key) != each
        ]
        values = {
            name: value for name, value in image.values.items() if self._values.get(name) != value
        }
        if image.at == self._told_at and not (new or services or values or samples):
            return None
        self._told_to = new[-1].sequence if new else self._told_to
        self._told_at = image.at
        self._services.update(shown)
        self._values.update(values)
        return wire.Update(image.at, new, services, values, samples, whole)
