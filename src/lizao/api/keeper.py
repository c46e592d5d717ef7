"""Keeps the page of a home up: starts its process, says where it is, ends it."""

import json
import os
import socket
import subprocess
from pathlib import Path
from typing import Final

from lizao.app.standby import Standby
from lizao.model.errors import PageEndedError, PortTakenError

PAGE: Final = "lizao.api.process"
HOST: Final = "127.0.0.1"
LINK: Final = "page.json"
"""The file in the home that says where its page is, with the key that lets one in."""
SAID: Final = "page.out"
"""The file in the home that takes what the process says."""
END_WITHIN_S: Final = 10.0


class PageKeeper:
    """The process that serves the page of ``home``; it loads while the home is being opened."""

    def __init__(self, home: Path, database_url: str | None, site: Path | None, port: int) -> None:
        """Have the process stand by."""
        self._home = home
        self._port = port
        program = str(os.getpid())
        self._arguments = (str(home), database_url or "", str(site or ""), str(port), program)
        self._standby = Standby(PAGE, *self._arguments)
        self._child: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Serve the page of a home that is there; PortTakenError where another listens there."""
        (self._home / SAID).unlink(missing_ok=True)
        self._begin()

    def again(self) -> None:
        """Start the process anew after one that ended; what that one said stays in the file.

        PortTakenError where somebody else listens there now.
        """
        self._standby = Standby(PAGE, *self._arguments)
        self._begin()

    def link(self) -> str | None:
        """The link that opens the page and lets its reader in; None while it is not there yet.

        PageEndedError where the process ended instead.
        """
        found = link_of(self._home)
        if found is None and self.has_ended:
            raise self.ended()
        return found

    def ended(self) -> PageEndedError:
        """What is to be said of a process that has ended: where its last words are."""
        return PageEndedError(str(self._home / SAID))

    @property
    def has_ended(self) -> bool:
        """Whether the process has begun, and has ended."""
        return self._child is not None and self._child.poll() is not None

    def end(self) -> None:
        """End the process."""
        self._standby.close()
        if self._child is None:
            return
        self._child.terminate()
        try:
            self._child.wait(END_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def _begin(self) -> None:
        refuse_taken(self._port)
        (self._home / LINK).unlink(missing_ok=True)
        self._child = self._standby.begin(self._home / SAID)


def link_of(home: Path) -> str | None:
    """The link to the page of a home; None where none is served."""
    try:
        told = json.loads((home / LINK).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return f"{told['address']}#key={told['key']}"


def refuse_taken(port: int) -> None:
    """PortTakenError where somebody listens at a port of this machine already."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
        except OSError:
            raise PortTakenError(port) from None
