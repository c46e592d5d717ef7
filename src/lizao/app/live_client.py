"""Listening at the live door of a home: the latest telling, and when it came."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from lizao.app.live_feed import LIVE
from lizao.app.live_frames import Telling, Unframed
from lizao.equipment.address import call

SILENCE_S: Final = 2.0
"""A home that tells nothing for so long is not there; it tells something ten times a second.

Looked at once a second while nothing comes, a page hears of it within three seconds.
"""
AGAIN_S: Final = 0.2
UNHEARD: Final = (OSError, ValueError, TypeError)
"""A link that breaks, or on which something comes that is no telling, is made anew."""
_PIECE: Final = 1 << 16


class LiveClient:
    """Keeps a link to the live door and the latest telling; it comes back by itself."""

    def __init__(self, home: Path, elapsed_s: Callable[[], float]) -> None:
        """Call the home until it answers."""
        self.latest: Telling | None = None
        self.number = 0
        """How many tellings have come."""
        self.heard: Callable[[], object] = nothing
        """Called in the thread of the link at every telling."""
        self._home = home
        self._elapsed_s = elapsed_s
        self._heard_s = elapsed_s()
        self._link: socket.socket | None = None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._keep_linked, name="live-link", daemon=True)
        self._thread.start()

    @property
    def silent_s(self) -> float:
        """For how long nothing has come."""
        return self._elapsed_s() - self._heard_s

    def close(self) -> None:
        """Listen no more."""
        self._closing.set()
        link = self._link
        if link is not None:
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        self._thread.join()

    def _keep_linked(self) -> None:
        while not self._closing.is_set():
            called = call(self._home, SILENCE_S, LIVE)
            if called is not None:
                self._link, token = called
                with self._link, suppress(*UNHEARD):
                    self._link.sendall(token.encode() + b"\n")
                    self._listen(self._link)
                self._link = None
            self._closing.wait(AGAIN_S)

    def _listen(self, link: socket.socket) -> None:
        unframed = Unframed()
        while not self._closing.is_set() and (piece := link.recv(_PIECE)):
            for telling in unframed.feed(piece):
                self.latest = telling
                self.number += 1
                self._heard_s = self._elapsed_s()
                self.heard()


def nothing() -> None:
    """Nobody wants to know."""
