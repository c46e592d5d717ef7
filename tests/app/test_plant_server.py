"""A plant in its own process: its pace, its log, and how it comes back from a kill."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest

from lizao.app.clock import StillClock
from lizao.app.home import foundation, reading_home, working_home
from lizao.app.pacing import Pacer
from lizao.app.plant_log import LogEntry, Mark, PlantLog
from lizao.app.plant_process import rebuilt, serve_plant
from lizao.app.plant_server import Kept, PlantServer
from lizao.app.virtual import open_plant, served
from lizao.equipment.address import open_door
from lizao.equipment.memory import MemoryTransport
from lizao.equipment.socket import SocketTransport
from lizao.model.commands import CommandService, StartService
from lizao.model.errors import HomeLockedError, PlantServedError
from lizao.model.facts import Fact, PlaceEmptied, ServiceStateChanged
from lizao.model.identifiers import LotId, PlaceId, ServiceName, UnitId
from lizao.model.image import Report
from lizao.model.instants import HOUR, MINUTE, SECOND, Instant, seconds
from lizao.model.states import Command, State
from lizao.plant.outage import PowerLost
from lizao.plant.virtual import VirtualPlant
from tests.equipment.socket_bench import PATIENCE_S, Served, StepPace, SteppedTransport, own_folder
from tests.plant.plants import SETTINGS, changed, quick_line, site, stand

PREMIX, CHARGE, DISPERSE = UnitId("premix-1"), ServiceName("charge"), ServiceName("disperse")
KILN, FEED = UnitId("kiln-1"), ServiceName("feed")
POUR = StartService(PREMIX, CHARGE, 1, None, {"lot": LotId("water-01"), "mass_kg": 5_000.0})
STIR = StartService(PREMIX, DISPERSE, 2, None, {"duration_s": 600.0, "speed_rpm": 900.0})


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """Everything that must be closed in the end."""
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def home(stack: ExitStack) -> Path:
    """A home in which the quick line was founded."""
    folder = own_folder(stack)
    with working_home(folder, None, folder / "state") as opened:
        made = foundation(site(), quick_line(), 1, SETTINGS)
        opened.keep((made,), 0)
    return folder


def states(facts: list[Fact], unit: UnitId = PREMIX) -> list[State]:
    """The states that a unit's services went through."""
    return [
        each.state for each in facts if isinstance(each, ServiceStateChanged) and each.unit == unit
    ]


# pace


def test_plant_time_follows_absolute_deadlines() -> None:
    """A cycle that came late does not shift those after it; what was missed is counted."""
    clock = StillClock()
    pacer = Pacer(clock.elapsed_s, 1.0, 0)
    assert (pacer.deadlines.cycle_s, pacer.wait_s(), pacer.allowed()) == (1.0, 1.0, 0)
    clock.pause(1.25)
    assert pacer.allowed() == SECOND
    assert pacer.wait_s() == 0.0
    pacer.reached(SECOND, reported=False)
    assert pacer.wait_s() == 0.75
    clock.pause(3.0)
    assert pacer.allowed() == 4 * SECOND
    pacer.reached(4 * SECOND, reported=False)
    assert (pacer.deadlines.overruns, pacer.deadlines.skipped, pacer.dropped_s) == (1, 2, 0.0)
    assert pacer.wait_s() == pytest.approx(0.75)


def test_a_plant_that_cannot_keep_up_lets_time_go() -> None:
    """It does not race when it could: plant time is simply slower for a while."""
    clock = StillClock()
    pacer = Pacer(clock.elapsed_s, 3600.0, 0)
    assert pacer.deadlines.cycle_s == 0.02
    clock.pause(4.0)
    assert pacer.allowed() == pytest.approx(4 * HOUR, abs=MINUTE)
    pacer.reached(HOUR, reported=False)
    assert pacer.dropped_s == pytest.approx(3.0, abs=0.05)
    assert pacer.allowed() == HOUR
    clock.pause(0.5)
    assert pacer.allowed() == pytest.approx(1.5 * HOUR, abs=2 * MINUTE)


# the log


def entry(number: int, at: Instant = 5) -> LogEntry:
    """A command as it is kept."""
    return LogEntry(number, at, 7, CommandService(PREMIX, CHARGE, number, Command.HOLD))


def reports(*sequences: int) -> list[Report]:
    """Reports of empty places."""
    return [Report(each, PlaceEmptied(each, PlaceId("p"))) for each in sequences]


def test_what_is_kept_comes_back_up_to_the_mark(tmp_path: Path) -> None:
    """Commands all, reports those that were told and not acknowledged."""
    lost = LogEntry(2, 6, 8, PowerLost(3 * SECOND))
    with closing(PlantLog(tmp_path)) as log:
        assert log.mark is None
        log.enter(entry(1))
        log.report(reports(1, 2, 3))
        log.settle(Mark(5, 7, 1, 3, 3))
        log.acknowledge(1)
        log.enter(lost)
        log.report(reports(4))
    with closing(PlantLog(tmp_path)) as log:
        log.recall()
        assert log.mark == Mark(5, 7, 1, 3, 3, acknowledged=1)
        assert list(log.entries()) == [entry(1), lost]
        assert list(log.unacknowledged) == reports(2, 3)
        log.report(reports(4))
        log.settle(Mark(5, 7, 2, 4, 4, acknowledged=1))
    with closing(PlantLog(tmp_path)) as log:
        log.recall()
        assert list(log.unacknowledged) == reports(2, 3, 4)


@pytest.mark.parametrize("file", ["commands", "reports"])
def test_a_torn_record_is_cut_off(tmp_path: Path, file: str) -> None:
    """A crash in the middle of a record loses that record only."""
    with closing(PlantLog(tmp_path)) as log:
        log.enter(entry(1))
        log.report(reports(1))
        log.settle(Mark(5, 7, 1, 1, 1))
        log.enter(entry(2))
        log.report(reports(2))
        log.settle(Mark(5, 7, 2, 2, 2))
    path = tmp_path / file
    path.write_bytes(path.read_bytes()[:-1])
    with closing(PlantLog(tmp_path)) as log:
        log.recall()
        left = {"commands": len(list(log.entries())), "reports": len(log.unacknowledged)}
    assert left == {"commands": 2, "reports": 2} | {file: 1}


def test_a_torn_mark_leaves_the_one_before(tmp_path: Path) -> None:
    """Two places are written in turn."""
    with closing(PlantLog(tmp_path)) as log:
        log.settle(Mark(1, 1))
        log.settle(Mark(2, 2))
        log.settle(Mark(3, 3))
    path = tmp_path / "mark"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"x" + whole[len(whole) // 2 + 1 :])
    with closing(PlantLog(tmp_path)) as log:
        assert log.mark in {Mark(2, 2), Mark(3, 3)}
    path.write_bytes(bytes(len(whole)))
    with closing(PlantLog(tmp_path)) as log:
        assert log.mark is None
        log.recall()


def test_a_log_without_a_mark_begins_anew(tmp_path: Path) -> None:
    """A process that died before its first mark told nobody anything."""
    with closing(PlantLog(tmp_path, durable=False)) as log:
        log.enter(entry(1))
        log.acknowledge(5)
    with closing(PlantLog(tmp_path)) as log:
        assert list(log.entries()) == []


def test_committed_reports_do_not_fill_the_disk(tmp_path: Path) -> None:
    """A long file is written anew when nothing in it is waited for."""
    with closing(PlantLog(tmp_path, durable=False)) as log:
        log.settle(Mark(0, 0))
        for start in range(0, 60_000, 1_000):
            log.report(reports(*range(start + 1, start + 1_001)))
        log.settle(Mark(0, 0, 0, 60_000, 60_000))
        log.acknowledge(60_000)
        assert (tmp_path / "reports").stat().st_size == 0


# power


def test_a_power_failure_holds_what_runs_and_time_goes_on() -> None:
    """The held runs say why; after a restart they go on."""
    plant = stand()
    plant.read()
    plant.write((replace(POUR, ticket=1),))
    plant.advance(plant.at + SECOND)
    plant.read()
    began = plant.at
    plant.lose_power(3 * MINUTE)
    image = plant.read()
    assert plant.at == began + 3 * MINUTE
    reading = image.services[PREMIX, CHARGE]
    assert (reading.state, reading.reports["interlock"]) == (State.HELD, "power")
    assert not [each for key, each in image.services.items() if key[0] != PREMIX and each.reports]
    plant.write((CommandService(PREMIX, CHARGE, 1, Command.RESTART),))
    assert plant.read().services[PREMIX, CHARGE].state is State.RUNNING


def test_a_unit_with_its_own_supply_rides_through() -> None:
    """As long as its plant file says, and no longer."""
    feed = StartService(KILN, FEED, 1, None)
    for duration_s, state in ((60, State.RUNNING), (61, State.HELD)):
        plant = stand(changed(quick_line(), KILN, ride_through_s=60.0))
        plant.write((feed,))
        plant.lose_power(seconds(duration_s))
        assert plant.read().services[KILN, FEED].state is state


# the virtual plant behind a server


def story(transport: MemoryTransport | SteppedTransport, to: Instant) -> list[Report]:
    """Pour, stir when it is poured; everything reported up to ``to``."""
    image = transport.read()
    seen = list(image.reports)
    transport.write((POUR,))
    while image.at < to:
        image = transport.read()
        seen += image.reports
        done = any(
            isinstance(each.fact, ServiceStateChanged) and each.fact.state is State.COMPLETE
            for each in image.reports
        )
        if done and image.services[PREMIX, DISPERSE].ticket == 0:
            reset = CommandService(PREMIX, CHARGE, 1, Command.RESET)
            transport.write((reset, STIR))
        transport.advance(to)
    return seen


def test_the_virtual_plant_does_the_same_over_a_socket(home: Path, stack: ExitStack) -> None:
    """Report by report and instant by instant, and the last image too."""
    beside = MemoryTransport(stand())
    over = Served(stand(), home, stack).connect()
    assert story(over, 20 * MINUTE) == story(beside, 20 * MINUTE)
    one, other = over.read(), beside.read()
    assert (one.at, one.services, one.values) == (other.at, other.services, other.values)


class Process:
    """The server of a home, step by step, that can be left as a kill leaves it."""

    def __init__(self, home: Path, stack: ExitStack, wall: Instant = 0) -> None:
        self.home = home
        self.clock = StillClock(wall)
        self.log = PlantLog(home / "plant" / "log", durable=False)
        self.plant, mark = rebuilt(home, None, self.log, self.clock)
        self.pace = StepPace(self.plant.at)
        door = open_door(home, "")
        self.server = PlantServer(self.plant, Kept(self.log, mark), door, self.pace, self.clock)
        self._thread = threading.Thread(target=self.server.serve)
        self._thread.start()
        self._stack = stack
        stack.callback(self.end)

    def end(self) -> None:
        """Ask it to end."""
        if self._thread.is_alive():
            self.server.stop()
            self._thread.join()
            self.log.close()

    def killed(self, stack: ExitStack) -> Path:
        """The home as kill -9 would leave it now: its files, and nothing that is in memory."""
        left = own_folder(stack) / "home"
        ignore = shutil.ignore_patterns("*.sock", "*.lock", "lock")
        shutil.copytree(self.home, left, ignore=ignore)
        return left

    def connect(self, since: int) -> SteppedTransport:
        """A controller's link to it."""
        transport = SteppedTransport(self, since)
        self._stack.callback(transport.close)
        assert transport.opened(PATIENCE_S)
        return transport


def run_to(transport: SteppedTransport, to: Instant) -> list[Report]:
    """Let plant time go on, reading."""
    seen: list[Report] = []
    while True:
        image = transport.read()
        seen += image.reports
        if image.at >= to:
            return seen
        transport.advance(to)


def test_a_plant_that_was_asked_to_end_stood_still(home: Path, stack: ExitStack) -> None:
    """It goes on as if nothing had been, however long it was."""
    first = Process(home, stack)
    at = first.plant.at
    link = first.connect(0)
    link.write((POUR,))
    seen = run_to(link, at + 10 * SECOND)
    link.close()
    first.end()
    again = Process(home, stack, wall=9 * HOUR)
    assert again.plant.at <= at + 11 * SECOND
    image = again.connect(seen[-1].sequence).read()
    assert image.services[PREMIX, CHARGE].state is State.RUNNING
    assert image.reports == ()
    assert served(home)
    with reading_home(home, None) as opened, pytest.raises(PlantServedError):
        open_plant(opened)


@pytest.mark.parametrize("acknowledged", [False, True])
def test_a_killed_plant_comes_back_as_after_a_power_failure(
    home: Path,
    stack: ExitStack,
    acknowledged: bool,
) -> None:
    """At any moment: nothing that was told is lost or told otherwise, what ran is held."""
    first = Process(home, stack)
    link = first.connect(0)
    began = first.plant.at
    link.write((POUR,))
    told = run_to(link, began + 7 * SECOND)
    since = told[-3].sequence if acknowledged else 0
    link.acknowledge(since)
    run_to(link, began + 8 * SECOND)
    at = first.plant.at
    left = first.killed(stack)

    again = Process(left, stack, wall=3 * MINUTE)
    link = again.connect(since)
    seen = run_to(link, at + 3 * MINUTE)
    assert [each.sequence for each in seen] == list(range(since + 1, since + 1 + len(seen)))
    assert seen[: len(told) - since] == told[since:]
    after = [each.fact for each in seen[len(told) - since :]]
    assert states(after)[:2] == [State.HOLDING, State.HELD]
    assert again.plant.at >= at + 3 * MINUTE
    assert [each.ticket for each in again.plant.journal()] == [1]

    third = Process(again.killed(stack), stack, wall=4 * MINUTE)
    assert third.plant.at >= at + 4 * MINUTE
    everything = run_to(third.connect(since), third.plant.at)
    assert everything[: len(seen)] == seen


def test_a_command_that_was_kept_but_not_yet_taken_is_taken(home: Path, stack: ExitStack) -> None:
    """Killed between the two: the plant's journal and its services agree afterwards."""
    first = Process(home, stack)
    first.connect(0)
    left = first.killed(stack)
    with closing(PlantLog(left / "plant" / "log")) as log:
        mark = log.mark
        assert mark is not None
        log.enter(LogEntry(mark.entry + 1, mark.at, 0, POUR))
    again = Process(left, stack, wall=MINUTE)
    assert [each.ticket for each in again.plant.journal()] == [1]
    assert again.connect(0).read().services[PREMIX, CHARGE].state is State.HELD


def test_killed_while_it_comes_back_it_counts_the_failure_once(
    home: Path, stack: ExitStack
) -> None:
    """The second failure begins where the first restart began."""
    first = Process(home, stack)
    first.connect(0)
    at = first.plant.at
    left = first.killed(stack)
    with closing(PlantLog(left / "plant" / "log", durable=False)) as log:
        rebuilt(left, None, log, StillClock(10 * MINUTE))
    again = Process(left, stack, wall=15 * MINUTE)
    assert at + 15 * MINUTE <= again.plant.at <= at + 15 * MINUTE + 5 * SECOND


def test_without_its_snapshots_it_is_simulated_from_the_beginning(
    home: Path, stack: ExitStack
) -> None:
    """Its log holds every command and every power failure."""
    first = Process(home, stack)
    link = first.connect(0)
    link.write((POUR,))
    run_to(link, first.plant.at + 7 * SECOND)
    left = Process(first.killed(stack), stack, wall=MINUTE).killed(stack)
    with closing(PlantLog(left / "plant" / "log", durable=False)) as log:
        one, mark = rebuilt(left, None, log, StillClock(2 * MINUTE))
    assert not list((left / "plant").glob("snapshot-*"))
    assert mark.sequence >= len(one.journal())
    assert one.read().services[PREMIX, CHARGE].state is State.HELD


def test_snapshots_are_kept_on_the_way(home: Path, stack: ExitStack) -> None:
    """Every ten minutes of the plant, and not too often on the wall."""
    first = Process(home, stack)
    link = first.connect(0)
    first.clock.pause(5.0)
    run_to(link, first.plant.at + 11 * MINUTE)
    assert len(list((home / "plant").glob("snapshot-*"))) == 1
    run_to(link, first.plant.at + 11 * MINUTE)
    assert len(list((home / "plant").glob("snapshot-*"))) == 1
    again = Process(first.killed(stack), stack, wall=first.clock.wall_now())
    assert again.plant.at >= first.plant.at


def test_a_plant_that_ran_inside_its_controller_is_taken_over(home: Path, stack: ExitStack) -> None:
    """What it reported and nobody committed is handed out."""
    plant = VirtualPlant.make(quick_line(), site().materials, 1, SETTINGS, 0)
    lots = len(plant.read().reports)
    image = Process(home, stack).connect(0).read()
    assert [each.sequence for each in image.reports] == list(range(1, lots + 1))


# real processes

SERVE = """
import sys
from pathlib import Path
from lizao.app.clock import SystemClock
from lizao.app.plant_process import serve_plant
said = lambda: print("ready", flush=True)
serve_plant(Path(sys.argv[1]), None, SystemClock(), float(sys.argv[2]), said)
"""


def start(home: Path, stack: ExitStack, speed: float = 60.0) -> subprocess.Popen[str]:
    """A plant process of its own, once it can be met."""
    command = [sys.executable, "-c", SERVE, str(home), str(speed)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    stack.callback(process.wait)
    stack.callback(process.kill)
    assert process.stdout is not None
    stack.callback(process.stdout.close)
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.slow
def test_a_real_process_is_killed_and_comes_back(home: Path, stack: ExitStack) -> None:
    """The controller's link finds it again; every report is there once, and the run is held."""
    first = start(home, stack)
    transport = SocketTransport(home, StillClock().elapsed_s, silence_s=PATIENCE_S)
    stack.callback(transport.close)
    assert transport.opened(PATIENCE_S)
    transport.write((POUR,))
    sequences = [each.sequence for each in transport.read().reports]
    with pytest.raises(HomeLockedError):
        serve_plant(home, None, StillClock(), 1.0)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    second = start(home, stack)
    image = transport.read()
    while not (image.connected and transport.connections == 2):
        transport.advance(image.at + HOUR)
        sequences += [each.sequence for each in image.reports]
        image = transport.read()
    sequences += [each.sequence for each in image.reports]
    assert sequences == list(range(1, len(sequences) + 1))
    assert image.services[PREMIX, CHARGE].reports["interlock"] == "power"
    second.send_signal(signal.SIGTERM)
    assert second.wait(PATIENCE_S) == 0
    with closing(PlantLog(home / "plant" / "log")) as log:
        assert log.mark is not None
        assert log.mark.clean
