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

import httpx2
import pytest
import uvicorn
from typing_extensions import override
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import CloseCode
from websockets.sync.client import ClientConnection, connect

from lizao.api.browsers import COOKIE, CSRF_HEADER
from lizao.api.keeper import LINK, PageKeeper, link_of, refuse_taken
from lizao.api.process import LONGEST_WISH, PageServer
from lizao.api.service import service
from lizao.api.viewers import NOT_LET_IN
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
keeper.begin()
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
    keeper.begin()
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
    keeper.begin()
    until(lambda: keeper.has_ended)
    with pytest.raises(PageEndedError) as ended:
        keeper.link()
    assert Path(ended.value.file).read_text(encoding="utf-8")
    keeper.end()


def closed_with(link: ClientConnection) -> int:
    """The code that a link is closed with, whatever is told before."""
    with pytest.raises(ConnectionClosed) as closed:
        for _ in iter(link.recv, None):
            pass
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


def test_over_real_sockets_a_link_is_closed_with_the_reason(folder: Path) -> None:
    """To a browser that signed out, and to a page that says more than any page has to say."""
    keeper = PageKeeper(folder, None, None, free_port())
    keeper.begin()
    try:
        until(lambda: keeper.link() is not None)
        address, _, key = (keeper.link() or "").partition("#key=")
        live = f"{address.replace('http', 'ws')}api/live"
        with httpx2.Client(base_url=address) as client:
            csrf = client.post("api/session", json={"key": key}).json()["csrf"]
            cookie = {"cookie": f"{COOKIE}={client.cookies[COOKIE]}"}
            with connect(live, additional_headers=cookie) as link:
                assert link.recv()
                link.send("x" * (LONGEST_WISH + 1))
                assert closed_with(link) == CloseCode.MESSAGE_TOO_BIG
            with connect(live, additional_headers=cookie) as link:
                assert link.recv()
                client.delete("api/session", headers={CSRF_HEADER: csrf})
                assert closed_with(link) == NOT_LET_IN
            with pytest.raises(InvalidStatus) as refused:
                connect(live, additional_headers=cookie)
            assert refused.value.response.status_code == 401
    finally:
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
