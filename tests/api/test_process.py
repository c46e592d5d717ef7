"""The process that serves the page: it ends with its program, and shows nothing it cannot know."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import uvicorn
from typing_extensions import override

from lizao.api.keeper import PageKeeper, link_of, refuse_taken
from lizao.api.process import LINK, PageServer
from lizao.api.service import service
from lizao.app.home import Home
from lizao.app.rooms import Rooms
from lizao.app.views import Views
from lizao.model.errors import LizaoError, PageEndedError, PortTakenError
from lizao.model.facts import Fact
from tests.api.house import Served
from tests.app.running_house import found, running
from tests.app.test_live import until
from tests.equipment.socket_bench import free_port, own_folder

PROGRAM = """
import sys
from pathlib import Path
from lizao.api.keeper import PageKeeper
keeper = PageKeeper(Path(sys.argv[1]), None, None, int(sys.argv[2]))
while keeper.link() is None:
    pass
print("up", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A home at work, without a page."""
    with ExitStack() as stack:
        folder = own_folder(stack)
        found(folder, stack)
        stack.enter_context(running(folder))
        yield folder


def is_free(port: int) -> bool:
    """Whether nobody listens there."""
    try:
        refuse_taken(port)
    except PortTakenError:
        return False
    return True


def process_of(folder: Path) -> int:
    """The process that serves the page of a home."""
    told = json.loads((folder / LINK).read_text(encoding="utf-8"))
    return int(told["process"])


def test_a_page_whose_program_was_killed_ends_and_leaves_its_port(folder: Path) -> None:
    """The next start finds it free."""
    port = free_port()
    command = [sys.executable, "-c", PROGRAM, str(folder), str(port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"up\n"
        assert not is_free(port)
        program.send_signal(signal.SIGKILL)
    until(lambda: is_free(port))
    until(lambda: link_of(folder) is None)


def test_a_page_that_was_killed_is_begun_again_with_another_link(folder: Path) -> None:
    """What the first one said stays where it was."""
    keeper = PageKeeper(folder, None, None, free_port())
    try:
        until(lambda: keeper.link() is not None)
        first = keeper.link()
        (folder / "page.out").write_text("last words\n", encoding="utf-8")
        os.kill(process_of(folder), signal.SIGKILL)
        until(lambda: keeper.has_ended)
        keeper.again()
        until(lambda: keeper.link() is not None)
        assert keeper.link() != first
        assert (folder / "page.out").read_text(encoding="utf-8").startswith("last words\n")
    finally:
        keeper.end()


def test_a_page_that_cannot_come_up_says_where_its_last_words_are(tmp_path: Path) -> None:
    """As where there is no home."""
    keeper = PageKeeper(tmp_path, None, None, free_port())
    until(lambda: keeper.has_ended)
    with pytest.raises(PageEndedError) as ended:
        keeper.link()
    assert Path(ended.value.file).read_text(encoding="utf-8")
    keeper.end()


class Torn(Rooms):
    """Rooms that cannot fold any fact."""

    @override
    def apply(self, fact: Fact) -> None:
        """Break off half way."""
        raise KeyError(fact)


def test_a_page_that_cannot_follow_its_home_any_more_ends(home: Served, tmp_path: Path) -> None:
    """Rather than show what is not so."""
    server = PageServer(
        uvicorn.Config(service(home.house)), home.house, tmp_path / LINK, "key", os.getppid()
    )
    assert not asyncio.run(server.on_tick(1))
    follower = home.house.follower
    with follower.reading() as held:
        assert isinstance(held, Home)
        held.rooms = Torn()
        held.rooms.views = Views()
    with pytest.raises(KeyError):
        follower.keep_up()
    with pytest.raises(LizaoError), follower.reading():
        pass
    assert asyncio.run(server.on_tick(1))
    assert home.local().get("/api/batches").status_code == 503
