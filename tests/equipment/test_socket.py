"""The socket transport when things go wrong: cut links, dead sides, strange callers."""

import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import override

from lizao.app.clock import StillClock
from lizao.app.plant_session import Session
from lizao.equipment import frames as wire
from lizao.equipment.address import LONGEST_PATH, Door, call, has_socket_file, open_door
from lizao.equipment.socket import SocketTransport
from lizao.model.commands import COMMAND_TYPES, CommandService, StartService
from lizao.model.errors import HomeLockedError, HomeMismatchError
from lizao.model.facts import FACT_TYPES, PlaceEmptied, ServiceStateChanged
from lizao.model.identifiers import PlaceId, ServiceName, SignalId, UnitId
from lizao.model.image import Image, Report, Samples, ServiceReading
from lizao.model.instants import MINUTE, SECOND
from lizao.model.states import Command, State
from lizao.testing.mini import START, mini_lots, mini_plant, mini_times
from tests.equipment.socket_bench import NOTHING, PATIENCE_S, KeptPlant, Served, own_folder
from tests.ledger.strategies import of_dataclass

MIXER, STIR = UnitId("mixer-1"), ServiceName("stir")
KEY = (UnitId("u"), ServiceName("s"))


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """Everything that must be closed in the end."""
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def home(stack: ExitStack) -> Path:
    """A home with a short path."""
    return own_folder(stack)


@pytest.fixture
def served(home: Path, stack: ExitStack) -> Served:
    """The mini plant behind a server."""
    return Served(KeptPlant(mini_plant(), mini_lots(), START, mini_times()), home, stack)


class Plug:
    """A server made by hand, which says what a test wants it to say."""

    def __init__(self, home: Path, stack: ExitStack) -> None:
        self.door: Door = open_door(home, "")
        self.link: socket.socket | None = None
        self._stack = stack
        stack.callback(self.door.close)

    def accept(self) -> wire.Message:
        """Wait for a caller; what it says first."""
        self.door.listener.settimeout(PATIENCE_S)
        self.link, _ = self.door.listener.accept()
        self._stack.callback(self.link.close)
        return self.hear()

    def hear(self) -> wire.Message:
        """The next message."""
        assert self.link is not None
        splitter = wire.Splitter()
        while arrived := self.link.recv(1 << 16):
            for body in splitter.feed(arrived):
                return wire.message_of(body)
        raise EOFError

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        assert self.link is not None
        self.link.sendall(data)

    def welcome(self, *sequences: int) -> None:
        """Greet, and hand out empty places as reports."""
        self.send(wire.frame(wire.Welcome(wire.PROTOCOL, 1.0)) + wire.frame(update(*sequences)))

    def hang_up(self) -> None:
        """End the link."""
        assert self.link is not None
        self.link.close()


def update(*sequences: int) -> wire.Update:
    """News with the reports of these numbers, at the instant of the last."""
    reports = [Report(each, PlaceEmptied(each, PlaceId("silo"))) for each in sequences]
    shown = [wire.Shown(*KEY, ServiceReading(State.IDLE, 1))]
    values = {SignalId("u.x"): 1.0}
    return wire.Update(max(sequences), [wire.numbered(each) for each in reports], shown, values)


class Caller:
    """A transport whose link a test watches."""

    def __init__(self, home: Path, stack: ExitStack, since: int = 0) -> None:
        self.clock = StillClock()
        self.transport = SocketTransport(
            home, self.clock.elapsed_s, since, at=since, silence_s=PATIENCE_S
        )
        stack.callback(self.transport.close)

    def until(self, holds: Callable[[Image], bool]) -> list[Image]:
        """Read until an image is as it should be; every image on the way."""
        images = [self.transport.read()]
        while not holds(images[-1]):
            self.transport.advance(images[-1].at + 60 * MINUTE)
            images.append(self.transport.read())
        return images

    def lost(self) -> Image:
        """The image once the link is lost."""
        return self.until(lambda image: not image.connected)[-1]


def numbers(*images: Image) -> list[int]:
    """The reports of images by their numbers."""
    return [each.sequence for image in images for each in image.reports]


# the wire


@settings(max_examples=15)
@pytest.mark.parametrize("kind", [*FACT_TYPES, *COMMAND_TYPES], ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_fact_and_command_comes_through_as_it_was(kind: type, data: st.DataObject) -> None:
    """What is taken off the wire equals what was put on it."""
    each = data.draw(of_dataclass(kind))
    assert wire.meaning(wire.word(each)) == each


@given(sizes=st.lists(st.integers(0, 40), max_size=6), cut=st.integers(1, 9))
def test_frames_come_whole_however_they_arrive(sizes: list[int], cut: int) -> None:
    """A stream cut anywhere gives the same messages."""
    sent = [wire.Refused("x" * size, "") for size in sizes]
    stream = b"".join(map(wire.frame, sent))
    splitter = wire.Splitter()
    pieces = [stream[start : start + cut] for start in range(0, len(stream), cut)]
    bodies = [body for piece in pieces for body in splitter.feed(piece)]
    assert [wire.message_of(body) for body in bodies] == sent


def test_a_frame_that_is_too_long_is_neither_sent_nor_awaited() -> None:
    """Nobody is made to hold more than a frame may have."""
    with pytest.raises(wire.FrameError):
        wire.frame(wire.Refused("x" * (wire.LARGEST + 1), ""))
    with pytest.raises(wire.FrameError):
        list(wire.Splitter().feed((wire.LARGEST + 1).to_bytes(4, "big")))


def test_what_is_no_message_and_what_is_no_known_word_is_refused() -> None:
    """Garbage, unknown kinds, fields of the wrong type, facts in the place of commands."""
    emptied = wire.word(PlaceEmptied(1, PlaceId("p")))
    command = wire.word(CommandService(MIXER, STIR, 1, Command.HOLD))
    with pytest.raises(wire.FrameError):
        wire.message_of(b"\x93\xa3Foo\x01\x02")
    with pytest.raises(wire.FrameError):
        wire.meaning(wire.Word("Nonsense", emptied.body))
    with pytest.raises(wire.FrameError):
        wire.meaning(wire.Word("StartService", emptied.body))
    with pytest.raises(wire.FrameError):
        wire.command_of(emptied)
    with pytest.raises(wire.FrameError):
        wire.report_of(wire.Numbered(1, command))
    with pytest.raises(TypeError):
        wire.word(object())  # type: ignore[arg-type]


# where they meet


def test_a_socket_file_is_for_its_owner_only(home: Path, stack: ExitStack) -> None:
    """Nobody else on the machine talks to the plant."""
    stack.callback(open_door(home, "").close)
    assert (home / "plant.sock").stat().st_mode & 0o777 == 0o600


def test_a_home_with_a_long_path_is_met_at_a_port(home: Path, stack: ExitStack) -> None:
    """A socket file's path is limited by the system; a token then guards the port."""
    deep = home / ("x" * LONGEST_PATH)
    deep.mkdir()
    assert not has_socket_file(deep)
    assert call(deep, PATIENCE_S) is None
    door = open_door(deep, "secret")
    stack.callback(door.close)
    assert door.file.stat().st_mode & 0o777 == 0o600
    called = call(deep, PATIENCE_S)
    assert called is not None
    link, token = called
    link.close()
    assert token == "secret"


def test_who_does_not_know_the_token_is_refused(home: Path, stack: ExitStack) -> None:
    """The port is open to everyone on the machine; the plant is not."""
    served = Served(KeptPlant(mini_plant(), (), START, mini_times()), home, stack, file=False)
    port_file = home / "plant.port"
    port_file.write_text(port_file.read_text().replace("secret", "guess"))
    stranger = SocketTransport(served.home, StillClock().elapsed_s)
    stack.callback(stranger.close)
    with pytest.raises(HomeMismatchError):
        stranger.opened(PATIENCE_S)
    with pytest.raises(HomeMismatchError):
        stranger.read()


# the controller's side


def test_before_the_plant_is_there_time_stands_still(home: Path, stack: ExitStack) -> None:
    """A controller that is early shows that it has no link, and connects by itself."""
    caller = Caller(home, stack, since=7)
    assert not caller.transport.opened(0.0)
    caller.clock.pause(5.0)
    assert caller.transport.read() == Image(7, (), {}, {}, connected=False)
    caller.transport.wake()
    assert caller.transport.advance(8) == 7
    plug = Plug(home, stack)
    assert plug.accept() == wire.Hello(wire.PROTOCOL, 7, "")
    plug.welcome(8)
    assert caller.transport.opened(PATIENCE_S)
    assert numbers(*caller.until(lambda image: bool(image.reports))) == [8]


def test_a_link_cut_in_mid_frame_loses_and_doubles_nothing(home: Path, stack: ExitStack) -> None:
    """Stale at once, the last values stay, and what comes again is not read again."""
    plug, caller = Plug(home, stack), Caller(home, stack)
    plug.accept()
    plug.welcome(1, 2)
    seen = caller.until(lambda image: bool(image.reports))
    caller.transport.acknowledge(1)
    plug.send(wire.frame(update(3, 4))[:-3])
    plug.hang_up()
    stale = caller.lost()
    assert (stale.connected, stale.reports) == (False, ())
    assert stale.values == {SignalId("u.x"): 1.0}
    assert plug.accept() == wire.Hello(wire.PROTOCOL, 1, "")
    plug.welcome(2, 3, 4)
    seen += caller.until(lambda image: bool(image.reports))
    assert numbers(*seen) == [1, 2, 3, 4]
    assert caller.transport.connections == 2


def test_while_the_link_is_lost_time_goes_on_and_never_back(home: Path, stack: ExitStack) -> None:
    """Deadlines come due by the clock; a plant that comes back earlier does not turn time."""
    plug, caller = Plug(home, stack), Caller(home, stack)
    plug.accept()
    plug.welcome(1)
    caller.until(lambda image: image.connected)
    plug.hang_up()
    at = caller.lost().at
    caller.clock.pause(90.0)
    assert caller.transport.read().at == at + 90 * SECOND
    assert caller.transport.advance(at + 60 * SECOND) == at + 90 * SECOND
    plug.accept()
    plug.welcome(1)
    assert caller.until(lambda image: image.connected)[-1].at == at + 90 * SECOND


@pytest.mark.parametrize(
    "strange",
    [
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x02hi",
        wire.frame(wire.Hello(1, 0, "")),
        wire.frame(update(9)),
    ],
    ids=["oversized", "garbage", "wrong side", "a gap before it"],
)
def test_what_a_plant_must_not_say_ends_the_link(
    home: Path, stack: ExitStack, strange: bytes
) -> None:
    """A controller that cannot trust the stream begins a new one."""
    plug, caller = Plug(home, stack), Caller(home, stack)
    plug.accept()
    plug.welcome(1)
    seen = caller.until(lambda image: bool(image.reports))
    plug.send(strange)
    assert isinstance(plug.accept(), wire.Hello)
    plug.welcome(1, 2)
    assert numbers(*seen, *caller.until(lambda image: bool(image.reports))) == [1, 2]


def test_commands_that_cannot_be_confirmed_are_counted(home: Path, stack: ExitStack) -> None:
    """Without a link nothing is sent, now or later; cut off before the answer nobody knows."""
    plug, caller = Plug(home, stack), Caller(home, stack)
    stop = CommandService(MIXER, STIR, 1, Command.STOP)
    caller.transport.write((stop, stop))
    assert caller.transport.unconfirmed == 2
    plug.accept()
    plug.welcome(1)
    assert caller.transport.opened(PATIENCE_S)
    writer = threading.Thread(target=caller.transport.write, args=((stop,),))
    writer.start()
    heard = plug.hear()
    assert isinstance(heard, wire.Asked)
    assert [wire.command_of(each) for each in heard.commands] == [stop]
    plug.hang_up()
    writer.join()
    assert caller.transport.unconfirmed == 3


def test_samples_come_once_and_by_their_signals(home: Path, stack: ExitStack) -> None:
    """Pieces are joined; a plant that records other signals begins a new axis."""
    plug, caller = Plug(home, stack), Caller(home, stack)
    plug.accept()
    x, y = SignalId("x"), SignalId("y")
    chunks = [wire.Chunk([1], {x: [0.1]}), wire.Chunk([2], {x: [0.2]}), wire.Chunk([3], {y: [0.3]})]
    plug.welcome(1)
    plug.send(wire.frame(wire.Update(3, samples=chunks)))
    first = caller.until(lambda image: x in image.samples.values)[-1]
    second = caller.transport.read()
    assert (first.samples.at, first.samples.values) == ([1, 2], {x: [0.1, 0.2]})
    assert (second.samples.at, second.samples.values) == ([3], {y: [0.3]})


class Measuring(KeptPlant):
    """A plant that has a new sample at every reading."""

    readings = 0

    @override
    def read(self) -> Image:
        """The number of the reading, as a sample and as its instant."""
        self.readings += 1
        values = {SignalId("s"): [float(self.readings)]}
        return replace(super().read(), samples=Samples([self.readings], values))


def test_samples_that_nobody_has_committed_are_handed_out_again(
    home: Path, stack: ExitStack
) -> None:
    """A controller that is killed before its commit takes no signal along."""
    served = Served(Measuring(mini_plant(), mini_lots(), START, mini_times()), home, stack)
    first = served.connect()
    read: list[int] = []
    while len(read) < 3:
        read += first.read().samples.at
    first.acknowledge(0)
    committed = read[-1]
    lost = [*first.read().samples.at, *first.read().samples.at]
    assert lost
    first.close()
    second = served.connect()
    again: list[int] = []
    while len(again) < len(lost):
        again += second.read().samples.at
    assert again[: len(lost)] == lost
    assert again[0] == committed + 1


# the plant's side


def test_a_second_controller_is_told_so(served: Served, stack: ExitStack) -> None:
    """One clear error, and the first is not disturbed; when it has gone, the next may come."""
    first = served.connect()
    second = SocketTransport(served.home, StillClock().elapsed_s, silence_s=PATIENCE_S)
    stack.callback(second.close)
    with pytest.raises(HomeLockedError):
        second.opened(PATIENCE_S)
    assert not second.read().connected
    assert numbers(first.read()) == [1, 2, 3, 4]
    first.close()
    second.advance(START)
    assert numbers(second.read()) == [1, 2, 3, 4]


def test_a_controller_that_dies_leaves_its_reports_to_the_next(served: Served) -> None:
    """What it read but did not commit comes again, with everything that happened since."""
    first = served.connect()
    first.write((StartService(MIXER, STIR, 1, None),))
    assert numbers(first.read()) == [1, 2, 3, 4, 5, 6]
    first.acknowledge(4)
    first.close()
    second = served.connect(since=4)
    assert numbers(second.read()) == [5, 6]
    assert second.advance(START + 60 * MINUTE) == START + 10 * MINUTE
    image = second.read()
    assert numbers(image) == [7, 8]
    assert image.services[MIXER, STIR].state is State.COMPLETE


def test_a_controller_that_knows_less_than_was_committed_is_refused(served: Served) -> None:
    """The reports between are gone; a ledger from last night needs its plant of last night."""
    first = served.connect()
    first.read()
    first.acknowledge(3)
    first.close()
    with pytest.raises(HomeMismatchError, match="gone"):
        served.connect(since=1)


def test_a_controller_that_knows_more_than_the_plant_is_believed(served: Served) -> None:
    """A plant whose disk lost its last moments numbers on from there, so nothing is dropped."""
    ahead = served.connect(since=50)
    assert ahead.read().reports == ()
    ahead.write((StartService(MIXER, STIR, 1, None),))
    assert numbers(ahead.read()) == [51, 52]


@pytest.mark.parametrize(
    "strange",
    [
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x02hi",
        wire.frame(wire.Taken(1)),
        wire.frame(wire.Hello(99, 0, "")),
    ],
    ids=["oversized", "garbage", "no hello", "another protocol"],
)
def test_a_strange_caller_is_turned_away(served: Served, strange: bytes) -> None:
    """Its link ends, and the controller does not notice."""
    controller = served.connect()
    called = call(served.home, PATIENCE_S)
    assert called is not None
    with called[0] as stranger:
        stranger.sendall(strange)
        while stranger.recv(4096):
            pass
    assert controller.read().connected


@pytest.mark.parametrize(
    "strange",
    [
        wire.frame(wire.Welcome(1, 1.0)),
        wire.frame(wire.Asked(1, [wire.word(PlaceEmptied(1, PlaceId("p")))])),
    ],
    ids=["wrong side", "no command"],
)
def test_a_controller_that_talks_nonsense_loses_its_link(served: Served, strange: bytes) -> None:
    """Nothing of it reaches the plant."""
    called = call(served.home, PATIENCE_S)
    assert called is not None
    with called[0] as link:
        link.sendall(wire.frame(wire.Hello(wire.PROTOCOL, 0, "")) + strange)
        while link.recv(4096):
            pass
    assert served.connect().read().services[MIXER, STIR].state is State.IDLE


def test_values_and_readings_are_told_when_they_change() -> None:
    """The first news hold everything, the next what is new, and then there is none."""
    one, other = socket.socketpair()
    with one, other:
        session = Session(one, 0.0)
        values = {SignalId("a"): 1.0, SignalId("b"): 2.0}
        readings = {KEY: ServiceReading(State.IDLE, 0)}
        first = session.news(Image(1, (), readings, values), deque(), [])
        assert first == wire.Update(1, [], [wire.Shown(*KEY, readings[KEY])], values)
        changed = {**values, SignalId("b"): 3.0}
        second = session.news(Image(1, (), readings, changed), deque(), [])
        assert second == wire.Update(1, values={SignalId("b"): 3.0})
        assert session.news(Image(1, (), readings, changed), deque(), []) is None


def _taken(session: Session, other: socket.socket) -> int:
    """Take everything that waits at the other end; how many bytes it was."""
    received = 0
    while not session.flowing:
        received += len(other.recv(1 << 20))
        session.flush()
    return received


def test_a_controller_that_does_not_listen_gets_no_more_until_it_does() -> None:
    """What it does not take waits; its link may also be gone for good."""
    one, other = socket.socketpair()
    with one, other:
        session = Session(one, 0.0)
        while session.flowing:
            session.say(wire.Refused("x" * 100_000, ""))
        assert _taken(session, other) > 0
        other.close()
        session.say(wire.Taken(1))
        session.say(wire.Taken(2))
        session.flush()
        assert not session.open
        assert session.hear() == []


def _stir(transport: SocketTransport, times: int) -> None:
    """Start the mixer, stop it and reset it: six reports each time."""
    for ticket in range(1, times + 1):
        transport.write((StartService(MIXER, STIR, ticket, None),))
        stop, reset = (
            CommandService(MIXER, STIR, ticket, each) for each in (Command.STOP, Command.RESET)
        )
        transport.write((stop, reset))


def test_twelve_thousand_reports_come_in_order(served: Served, stack: ExitStack) -> None:
    """A controller that was away for long is handed everything, piece by piece."""
    first = served.connect()
    _stir(first, 2_000)
    first.close()
    caller = Caller(served.home, stack)
    seen = caller.until(lambda image: 12_004 in numbers(image))
    assert numbers(*seen) == list(range(1, 12_005))


def test_no_service_shows_what_was_not_reported_yet(served: Served) -> None:
    """However much was reported meanwhile, the first image of a link holds all of it."""
    first = served.connect()
    _stir(first, 400)
    first.close()
    image = served.connect().read()
    assert numbers(image) == list(range(1, 2_405))
    assert image.services[MIXER, STIR] == ServiceReading(State.IDLE, 400)


class Talkative(KeptPlant):
    """A plant with so many signals that ten readings do not fit into one frame."""

    def __init__(self) -> None:
        super().__init__(mini_plant(), mini_lots(), START, mini_times())
        self.often = threading.Event()
        self._readings = 0

    @override
    def read(self) -> Image:
        """Every report comes once more."""
        self._readings += 1
        if self._readings == 10:
            self.often.set()
        at = range(600 * self._readings, 600 * self._readings + 600)
        values = {SignalId(f"s.{number}"): [0.5] * 600 for number in range(200)}
        return replace(super().read(), samples=Samples(at, values))


def test_what_commands_did_is_told_before_they_are_called_taken(
    home: Path, stack: ExitStack
) -> None:
    """Also where samples that were said before have not been heard yet."""
    Served(Talkative(), home, stack)
    called = call(home, PATIENCE_S)
    assert called is not None
    link, token = called
    start = wire.word(StartService(MIXER, STIR, 1, None))
    with link:
        hello = wire.frame(wire.Hello(wire.PROTOCOL, 0, token))
        link.sendall(hello + wire.frame(wire.Asked(7, [start])))
        splitter, said = wire.Splitter(), list[wire.Message]()
        while wire.Taken(7) not in said:
            said += map(wire.message_of, splitter.feed(link.recv(1 << 16)))
    before = said[: said.index(wire.Taken(7))]
    told = [each for update in before if isinstance(update, wire.Update) for each in update.reports]
    facts = [wire.report_of(each).fact for each in told]
    states = [each.state for each in facts if isinstance(each, ServiceStateChanged)]
    assert State.STARTING in states


def test_a_controller_that_comes_late_is_told_everything_in_pieces(
    home: Path, stack: ExitStack
) -> None:
    """Samples that were kept meanwhile travel in frames that fit."""
    plant = Talkative()
    served = Served(plant, home, stack)
    served.pace.allow(START + 120 * MINUTE)
    served.server.wake()
    assert plant.often.wait(PATIENCE_S)
    transport = SocketTransport(home, StillClock().elapsed_s, silence_s=PATIENCE_S)
    stack.callback(transport.close)
    assert transport.opened(PATIENCE_S)
    points = 0
    while points < 6000:
        points += len(transport.read().samples.at)
        transport.write((NOTHING,))
    assert transport.connections == 1
