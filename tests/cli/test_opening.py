"""The page beside a home that is started: where it is, why it is not, and that it is again."""

import json
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from lizao.api.keeper import HOST, LINK
from lizao.app.home import Home, reading_home
from lizao.cli.door import Door
from lizao.cli.opening import Opening
from lizao.texts import Texts
from tests.app.running_house import found, running
from tests.app.test_live import until
from tests.equipment.socket_bench import free_port, own_folder


@pytest.fixture
def home() -> Iterator[Home]:
    """A home at work, without a page."""
    with ExitStack() as stack:
        folder = own_folder(stack)
        found(folder, stack)
        stack.enter_context(running(folder))
        yield stack.enter_context(reading_home(folder, None))


def looked(opening: Opening, folder: Path) -> str:
    """Look until there is a link; its key."""

    def is_there() -> bool:
        opening.look()
        return (folder / LINK).exists()

    until(is_there)
    opening.look()
    return str(json.loads((folder / LINK).read_text(encoding="utf-8"))["key"])


def kill(folder: Path) -> None:
    """Kill what serves the page."""
    file = folder / LINK
    os.kill(json.loads(file.read_text(encoding="utf-8"))["process"], signal.SIGKILL)
    file.unlink()


def test_a_page_that_died_is_begun_again_until_its_port_is_taken(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each time its reader is told; the home does not need it."""
    port = free_port()
    door = Door(Texts("en"), home.folder)
    with closing(Opening(door, door.settings(), port, browser=False)) as opening:
        opening.begin(home)
        first = looked(opening, home.folder)
        kill(home.folder)
        second = looked(opening, home.folder)
        assert first != second
        told = capsys.readouterr()
        assert [first in told.out, second in told.out] == [True, True]
        assert "started again" in told.err

        kill(home.folder)
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            until(lambda: is_bound(other, port))
            other.listen()

            def is_said() -> bool:
                opening.look()
                return str(port) in capsys.readouterr().err

            until(is_said)
            opening.look()
            assert not (home.folder / LINK).exists()


def is_bound(door: socket.socket, port: int) -> bool:
    """Whether the port could be taken."""
    try:
        door.bind((HOST, port))
    except OSError:
        return False
    return True
