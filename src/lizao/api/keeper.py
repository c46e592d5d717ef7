"""Keeps the page of a home up: starts its process, says where it is, ends it."""

import json
import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from lizao.api.process import HOST, LINK
from lizao.model.errors import PageEndedError, PortTakenError

SAID: Final = "page.out"
"""The file in the home that takes what the process says."""
END_WITHIN_S: Final = 10.0


class PageKeeper:
    """The process that serves the page of ``home``, in a session of its own."""

    def __init__(self, home: Path, database_url: str | None, site: Path | None, port: int) -> None:
        """Start the process; PortTakenError where somebody else listens there."""
        self._home = home
        self._port = port
        program = str(os.getpid())
        self._arguments = [str(home), database_url or "", str(site or ""), str(port), program]
        self._child = self._started(os.O_TRUNC)

    def again(self) -> None:
        """Start the process anew after one that ended; what that one said stays in the file.

        PortTakenError where somebody else listens there now.
        """
        self._child = self._started(os.O_APPEND)

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
        """Whether the process has ended."""
        return self._child.poll() is not None

    def end(self) -> None:
        """End the process."""
        self._child.terminate()
        try:
            self._child.wait(END_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def _started(self, how: int) -> subprocess.Popen[bytes]:
        refuse_taken(self._port)
        with suppress(FileNotFoundError):
            (self._home / LINK).unlink()
        said = os.open(self._home / SAID, os.O_WRONLY | os.O_CREAT | how, 0o600)
        try:
            return subprocess.Popen(
                [sys.executable, "-m", "lizao.api.process", *self._arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        finally:
            os.close(said)


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
