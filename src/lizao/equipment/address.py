"""Where a process of a home is found by the others: at a socket file, or at a loopback port."""

import errno
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PLANT: Final = "plant"
CONTROL: Final = "control"
"""Who is met at a door."""
_SOCKET: Final = ".sock"
_PORT: Final = ".port"
"""Port and token, where the system has no socket files or the home's path is too long for one."""
LONGEST_PATH: Final = 100
"""Bytes that every system takes as the path of a socket file."""
_LOOPBACK: Final = "127.0.0.1"
_QUEUE: Final = 4
PASSING: Final = frozenset(
    {errno.ECONNABORTED, errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
)
"""What may fail a call while the door is open: the next may get through."""
_AGAIN_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class Door:
    """A listening socket, and the token that a caller must show (none where a file is guarded)."""

    listener: socket.socket
    token: str
    file: Path

    def callers(self) -> Iterator[socket.socket]:
        """Each who calls, until nobody can any more: a machine short of something is waited for."""
        while True:
            try:
                link, _ = self.listener.accept()
            except OSError as error:
                if error.errno not in PASSING:
                    return
                threading.Event().wait(_AGAIN_S)
            else:
                yield link

    def close(self) -> None:
        """Listen no more."""
        self.listener.close()
        with suppress(FileNotFoundError):
            self.file.unlink()


def has_socket_file(home: Path, who: str = PLANT) -> bool:
    """Whether ``who`` can be met at a socket file of ``home``."""
    path = os.fsencode(home / f"{who}{_SOCKET}")
    return hasattr(socket, "AF_UNIX") and len(path) <= LONGEST_PATH


def open_door(home: Path, token: str, who: str = PLANT, *, file: bool | None = None) -> Door:
    """Listen as ``who`` of ``home``; what a dead process left there is taken away.

    ``file`` chooses between socket file and port; by default the file where it can be.
    """
    sock, port = home / f"{who}{_SOCKET}", home / f"{who}{_PORT}"
    for left in (sock, port):
        with suppress(FileNotFoundError):
            left.unlink()
    if has_socket_file(home, who) if file is None else file:
        return _file_door(sock)
    return _port_door(port, token)


def _file_door(path: Path) -> Door:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    path.chmod(0o600)
    listener.listen(_QUEUE)
    return Door(listener, "", path)


def _port_door(path: Path, token: str) -> Door:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind((_LOOPBACK, 0))
    listener.listen(_QUEUE)
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text(f"{listener.getsockname()[1]} {token}\n", encoding="ascii")
    part.replace(path)
    return Door(listener, token, path)


def call(home: Path, patience_s: float, who: str = PLANT) -> tuple[socket.socket, str] | None:
    """A connection to ``who`` of ``home`` and the token to show; None while nobody listens."""
    try:
        port, token = (home / f"{who}{_PORT}").read_text(encoding="ascii").split()
        family, where = socket.AF_INET, (_LOOPBACK, int(port))
    except (FileNotFoundError, ValueError):
        return _file_call(home, patience_s, who)
    return _connected(socket.socket(family, socket.SOCK_STREAM), where, token, patience_s)


def _file_call(home: Path, patience_s: float, who: str) -> tuple[socket.socket, str] | None:
    if not has_socket_file(home, who):
        return None
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    return _connected(link, str(home / f"{who}{_SOCKET}"), "", patience_s)


def _connected(
    link: socket.socket, where: str | tuple[str, int], token: str, patience_s: float
) -> tuple[socket.socket, str] | None:
    link.settimeout(patience_s)
    if link.family == socket.AF_INET:
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        link.connect(where)
    except OSError:
        link.close()
        return None
    return link, token
