"""The door of a running home for the programs of this machine: requests in, answers out.

Threads take the requests and read papers for them, so that the loop only folds and commits; it
takes what waits once around and answers after the commit.
"""

import hmac
import queue
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lizao.app.requests import (
    LONGEST_LINE,
    Letter,
    Request,
    Told,
    answer_line,
    letter_of,
    refusal,
)
from lizao.equipment.address import CONTROL, open_door
from lizao.model.errors import LizaoError, NotUnderstoodError, UnansweredError

IDLE_S: Final = 60.0
"""A connection that says nothing for so long is closed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that waits for its answer; ``prepared`` was read for it outside the loop."""

    request: Request
    prepared: object
    answered: Future[Told] = field(default_factory=Future)


class Channel:
    """Listens at the control door of a home; ``wake`` tells the loop that something waits."""

    def __init__(
        self,
        home: Path,
        token: str,
        prepare: Callable[[Letter], object],
        wake: Callable[[], None],
    ) -> None:
        """Open the door; ``prepare`` is called in a thread and may refuse."""
        self._home = home
        self._prepare = prepare
        self._wake = wake
        self._door = open_door(home, token, CONTROL)
        self._waiting: queue.SimpleQueue[Asked] = queue.SimpleQueue()
        self._closed = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._accept, name="control-door", daemon=True)
        self._thread.start()

    def waiting(self) -> list[Asked]:
        """The requests that came since the last look."""
        return [self._waiting.get_nowait() for _ in range(self._waiting.qsize())]

    def close(self) -> None:
        """Take no more requests; those that wait are told that nobody answers."""
        with self._lock:
            self._closed = True
        with suppress(OSError):
            self._door.listener.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._thread.join()
        for each in self.waiting():
            each.answered.set_result(refusal(UnansweredError(str(self._home))))

    def _accept(self) -> None:
        for link in self._door.callers():
            link.settimeout(IDLE_S)
            threading.Thread(target=self._converse, args=(link,), daemon=True).start()

    def _converse(self, link: socket.socket) -> None:
        """Answer every request of one connection in turn."""
        with link, suppress(OSError), link.makefile("rb") as lines:
            while line := lines.readline(LONGEST_LINE):
                link.sendall(answer_line(self._answer(line)))

    def _answer(self, line: bytes) -> Told:
        try:
            letter = letter_of(line)
            if not hmac.compare_digest(letter.token.encode(), self._door.token.encode()):
                return refusal(NotUnderstoodError(""))
            asked = Asked(letter.request, self._prepare(letter))
        except LizaoError as error:
            return refusal(error)
        with self._lock:
            if self._closed:
                return refusal(UnansweredError(str(self._home)))
            self._waiting.put(asked)
        self._wake()
        return asked.answered.result()
