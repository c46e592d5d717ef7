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
        refuse_taken(port)
        self._home = home
        with suppress(FileNotFoundError):
            (home / LINK).unlink()
        said = os.open(home / SAID, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        arguments = [str(home), database_url or "", str(site or ""), str(port)]
        try:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "lizao.api.process", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        finally:
            os.close(said)

    def link(self) -> str | None:
        """The link that opens the page and lets its reader in; None while it is not there yet.

        PageEndedError where the process ended instead.
        """
        found = link_of(self._home)
        if found is None and self._child.poll() is not None:
            raise PageEndedError(str(self._home / SAID))
        return found

    def end(self) -> None:
        """End the process."""
        self._child.terminate()
        try:
            self._child.wait(END_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


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
