"""The live door of a running home: what the equipment shows, told to whoever listens.

The loop only writes the latest telling down; a thread for each listener sends it. One that is slow
skips what it had no time for.
"""

import hmac
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from lizao.app.live_frames import Telling, frame_of
from lizao.equipment.address import open_door

LIVE: Final = "live"
PATIENCE_S: Final = 10.0
"""A listener that takes nothing for so long is let go."""
_LONGEST_TOKEN: Final = 256


class LiveFeed:
    """Listens at the live door of ``home``; a caller shows ``token`` in a line of its own."""

    def __init__(self, home: Path, token: str) -> None:
        """Open the door; nobody listens yet."""
        self._door = open_door(home, token, LIVE)
        self._changed = threading.Condition()
        self._frame = b""
        self._number = 0
        self._listeners: set[socket.socket] = set()
        self._closed = False
        self._thread = threading.Thread(target=self._accept, name="live-door", daemon=True)
        self._thread.start()

    def tell(self, telling: Callable[[], Telling]) -> None:
        """Tell everybody who listens; nothing is made out where nobody does."""
        if not self._listeners:
            return
        frame = frame_of(telling())
        with self._changed:
            self._frame = frame
            self._number += 1
            self._changed.notify_all()

    def close(self) -> None:
        """Tell nobody any more."""
        with self._changed:
            self._closed = True
            listeners = [*self._listeners]
            self._changed.notify_all()
        for link in (self._door.listener, *listeners):
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._thread.join()

    def _accept(self) -> None:
        for link in self._door.callers():
            link.settimeout(PATIENCE_S)
            threading.Thread(target=self._serve, args=(link,), daemon=True).start()

    def _serve(self, link: socket.socket) -> None:
        with link, suppress(OSError):
            if not self._is_known(link):
                return
            with self._changed:
                self._listeners.add(link)
            try:
                self._send_all(link)
            finally:
                with self._changed:
                    self._listeners.discard(link)

    def _is_known(self, link: socket.socket) -> bool:
        with link.makefile("rb") as lines:
            shown = lines.readline(_LONGEST_TOKEN).strip()
        return hmac.compare_digest(shown, self._door.token.encode())

    def _send_all(self, link: socket.socket) -> None:
        """Send each telling that is the latest when the one before it is on its way."""
        sent = self._number
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._number != sent)  # noqa: B023 - asked at once
                if self._closed:
                    return
                frame, sent = self._frame, self._number
            link.sendall(frame)
