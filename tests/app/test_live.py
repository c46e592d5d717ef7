"""A running home, watched from beside: what is shown now, and the facts as they are committed."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from math import isnan, nan
from pathlib import Path

import pytest

from lizao.app.clock import SystemClock
from lizao.app.follower import Follower
from lizao.app.live_client import LiveClient
from lizao.app.live_feed import LIVE, LiveFeed
from lizao.app.live_frames import Telling, Unframed, frame_of
from lizao.app.requests import AddBatch, AskStatus
from lizao.app.status import status
from lizao.equipment.address import call
from tests.app.running_house import found, running
from tests.app.standing import LINK, PACE
from tests.equipment.socket_bench import PATIENCE_S, own_folder


def telling(number: int) -> Telling:
    """How some home stands."""
    return Telling(number, 1, True, None, number, LINK, {**PACE, "turns": number}, [1.5, nan])


def until(holds: Callable[[], bool]) -> None:
    """Look until something holds; AssertionError if it never does."""
    clock = SystemClock()
    limit_s = clock.elapsed_s() + PATIENCE_S
    while not holds():
        assert clock.elapsed_s() < limit_s


@pytest.fixture
def folder() -> Iterator[Path]:
    """A home on the mini plant, whose plant is up."""
    with ExitStack() as stack:
        folder = own_folder(stack)
        found(folder, stack)
        yield folder


@pytest.mark.parametrize("piece", [1, 7, 4096])
def test_tellings_come_out_as_they_went_in_however_they_are_cut(piece: int) -> None:
    """A value that is not known stays so."""
    frames = b"".join(frame_of(telling(each)) for each in range(3))
    unframed = Unframed()
    pieces = [frames[at : at + piece] for at in range(0, len(frames), piece)]
    came = [each for one in pieces for each in unframed.feed(one)]
    assert [each.at for each in came] == [0, 1, 2]
    assert came[2].loop["turns"] == 2
    assert came[0].values[0] == 1.5
    assert isnan(came[0].values[1])


def test_who_listens_hears_the_latest_and_who_shows_no_token_hears_nothing() -> None:
    """Nothing is made out while nobody listens; a home that comes back is heard again."""
    clock = SystemClock()
    with ExitStack() as stack:
        folder = own_folder(stack)
        made: list[int] = []

        def tell(feed: LiveFeed) -> None:
            def make() -> Telling:
                made.append(len(made))
                return telling(len(made))

            feed.tell(make)

        feed = LiveFeed(folder, "token")
        tell(feed)
        assert not made
        with closing(LiveClient(folder, clock.elapsed_s)) as client:

            def hears() -> bool:
                tell(feed)
                return client.number >= 3

            until(hears)
            assert client.latest is not None
            assert 0 < client.latest.at <= len(made)
            assert client.silent_s < PATIENCE_S
            feed.close()
            feed = LiveFeed(folder, "token")
            before = client.number

            def hears_again() -> bool:
                tell(feed)
                return client.number > before

            until(hears_again)
        feed.close()


def test_a_stranger_at_a_port_is_not_told_anything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where there are no socket files, any program of the machine could call."""
    monkeypatch.setattr("lizao.equipment.address.has_socket_file", lambda *_: False)
    with ExitStack() as stack:
        folder = own_folder(stack)
        feed = LiveFeed(folder, "token")
        stack.callback(feed.close)
        called = call(folder, PATIENCE_S, LIVE)
        assert called is not None
        link, token = called
        assert token == "token"
        with link:
            link.sendall(b"guessed\n")
            assert link.recv(1) == b""
        known = call(folder, PATIENCE_S, LIVE)
        assert known is not None
        with known[0] as link:
            link.sendall(b"token\n")
            heard = bytearray()

            def hears() -> bool:
                feed.tell(lambda: telling(1))
                link.settimeout(0.05)
                try:
                    heard.extend(link.recv(4096))
                except TimeoutError:
                    return False
                return bool(heard)

            until(hears)
            link.shutdown(socket.SHUT_RDWR)


def test_a_home_that_is_followed_is_told_as_its_controller_tells_it(folder: Path) -> None:
    """Under the same number of facts everything is the same."""
    clock = SystemClock()
    with running(folder) as house, closing(Follower.of(folder, None)) as follower:
        house.ask(AddBatch("mini", "0.5"))
        with closing(LiveClient(folder, clock.elapsed_s)) as client:
            told = house.until(lambda each: bool(each["done"] and each["will_stay_done"]))
            until(lambda: client.latest is not None and client.latest.revision == told["revision"])
            assert client.latest is not None
            assert client.latest.connected
            assert client.latest.lost_at is None
        follower.keep_up()
        assert follower.revision == told["revision"]
        with follower.reading() as home:
            ours = status(home, told["at"], told["equipment"], told["loop"])
        assert ours["batches"] == told["batches"]
        assert ours["units"] == told["units"]
        assert follower.keep_up() == 0
        assert house.ask(AskStatus())["revision"] == follower.revision
