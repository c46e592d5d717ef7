"""A running home, watched from beside: what is shown now, and the facts as they are committed."""

import errno
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from math import isnan, nan
from pathlib import Path

import pytest
from typing_extensions import override

from lizao.app.clock import SystemClock
from lizao.app.follower import Follower
from lizao.app.home import Home
from lizao.app.live_client import LiveClient
from lizao.app.live_feed import LIVE, LiveFeed
from lizao.app.live_frames import LENGTHS, Telling, Unframed, frame_of
from lizao.app.requests import AddBatch, AskStatus
from lizao.app.rooms import Rooms
from lizao.app.status import status
from lizao.equipment.address import Door, call, open_door
from lizao.ledger.store import Ledger
from lizao.model.errors import NotFollowedError
from lizao.model.facts import BatchCreated, Fact
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


class Stumbling(socket.socket):
    """A listener of a machine that is short of files at first."""

    short = 3

    @override
    def accept(self) -> tuple[socket.socket, object]:
        """Fail a few times."""
        if self.short:
            self.short -= 1
            raise OSError(errno.EMFILE, "too many files")
        return super().accept()


def test_a_door_stays_open_while_the_machine_is_short_of_files(tmp_path: Path) -> None:
    """Who calls then is heard a little later; only a door that is closed hears nobody."""
    with Stumbling() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        door = Door(listener, "", tmp_path / "door")
        callers = door.callers()
        with socket.create_connection(listener.getsockname()), next(callers):
            assert listener.short == 0
        listener.shutdown(socket.SHUT_RDWR)
        assert [*callers] == []


def test_a_link_on_which_something_else_comes_is_made_anew() -> None:
    """As when another program listens there, or an older one."""
    clock = SystemClock()
    with ExitStack() as stack:
        folder = own_folder(stack)
        door = open_door(folder, "token", LIVE)
        stack.callback(door.close)
        said = [LENGTHS.pack(4, 0) + b"what", LENGTHS.pack(2, 0) + b"{}", frame_of(telling(7))]

        def tell() -> None:
            for each, link in zip(said, door.callers(), strict=False):
                with link:
                    assert link.recv(64).endswith(b"\n")
                    link.sendall(each)

        speaker = threading.Thread(target=tell)
        speaker.start()
        with closing(LiveClient(folder, clock.elapsed_s)) as client:
            until(lambda: client.number == 1)
            assert client.latest is not None
            assert client.latest.at == 7
        speaker.join(PATIENCE_S)


class Torn(Rooms):
    """Rooms that break off half way through the newest kind of fact."""

    @override
    def apply(self, fact: Fact) -> None:
        """Fold all but that one."""
        super().apply(fact)
        if isinstance(fact, BatchCreated):
            raise KeyError(fact.batch)


class Watched(Rooms):
    """Rooms that somebody asks in the middle of a fact, as the service does at every tick."""

    def __init__(self) -> None:
        """Nobody asks yet."""
        super().__init__()
        self.ask: Callable[[], bool] = bool
        self.answers: list[bool] = []

    @override
    def apply(self, fact: Fact) -> None:
        """Fold it, and be asked meanwhile."""
        super().apply(fact)
        self.answers.append(self.ask())


def test_a_fact_that_is_being_folded_is_not_one_that_broke_off(folder: Path) -> None:
    """Whoever looks from another thread must not end the service for it."""
    with running(folder), Ledger.read(folder) as ledger:
        rooms = Watched()
        follower = Follower(Home(folder, ledger, rooms))
        rooms.ask = lambda: follower.is_torn
        assert follower.keep_up() == len(rooms.answers) > 0
        assert not any(rooms.answers)


def test_who_could_not_fold_a_fact_tells_nothing_any_more(folder: Path) -> None:
    """To fold it once more would make another home of it."""
    with running(folder) as house, Ledger.read(folder) as ledger:
        follower = Follower(Home(folder, ledger, Torn()))
        assert follower.keep_up() > 0
        house.ask(AddBatch("mini", "0.5"))
        house.until_states("COMPLETE")
        with pytest.raises(KeyError):
            follower.keep_up()
        for _ in range(2):
            with pytest.raises(NotFollowedError), follower.reading():
                pass
        assert follower.is_torn


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
