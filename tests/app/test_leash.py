"""A plant that runs faster than the wall waits for its controller, but not for a dead one."""

from contextlib import ExitStack

import pytest

from lizao.app.clock import StillClock
from lizao.app.home import foundation
from lizao.app.loop import Loop
from lizao.app.pacing import Leash
from lizao.app.rooms import Rooms
from lizao.control.start import start_batch
from lizao.equipment.memory import MemoryTransport
from lizao.equipment.socket import SocketTransport
from lizao.equipment.transport import Transport
from lizao.model.equipment import Plant
from lizao.model.facts import Fact
from lizao.model.instants import HOUR, SECOND, Instant
from lizao.plant.virtual import VirtualPlant
from lizao.testing.story import Notebook
from tests.equipment.socket_bench import PATIENCE_S, FreePace, Served, own_folder
from tests.plant.plants import SETTINGS, quick_line, site

LATE: Instant = 100 * HOUR
HOURS = 6


@pytest.fixture
def clock() -> StillClock:
    """A wall clock that goes on when it is told to."""
    return StillClock()


@pytest.fixture
def leash(clock: StillClock) -> Leash:
    """A controller has dealt with four reports."""
    made = Leash(clock.elapsed_s)
    made.begin(4)
    return made


def test_without_a_controller_time_goes_on(clock: StillClock) -> None:
    """Whatever was reported, and whatever one said that is gone."""
    leash = Leash(clock.elapsed_s)
    assert leash.allowed(0, 9, LATE) == LATE
    leash.ready(9, HOUR)
    assert leash.allowed(0, 9, LATE) == LATE
    leash.begin(9)
    leash.ready(9, HOUR)
    assert leash.allowed(0, 9, LATE) == HOUR
    leash.end()
    assert leash.allowed(0, 9, LATE) == LATE


def test_time_stands_at_a_report_and_where_something_is_due(leash: Leash) -> None:
    """Until it has been dealt with, and until the next instant is told."""
    assert leash.allowed(7, 4, LATE) == LATE
    assert leash.allowed(7, 5, LATE) == 7
    leash.ready(5, 7)
    assert leash.allowed(7, 5, LATE) == 7
    leash.ready(5, 9)
    assert leash.allowed(7, 5, LATE) == 9
    assert leash.allowed(7, 5, 8) == 8
    assert leash.wait_s() is None


def test_while_it_waits_it_goes_on_as_the_wall_does(leash: Leash, clock: StillClock) -> None:
    """A controller that hangs is met by what a real plant would have done meanwhile."""
    assert leash.allowed(HOUR, 5, HOUR) == HOUR
    assert leash.wait_s() == 0.5
    clock.pause(0.25)
    assert leash.allowed(HOUR, 5, LATE) == HOUR
    assert leash.wait_s() == 0.25
    clock.pause(0.25)
    assert leash.allowed(HOUR, 5, LATE) == HOUR + SECOND
    assert leash.wait_s() == 1.0
    clock.pause(2.0)
    assert leash.allowed(HOUR + SECOND, 6, LATE) == HOUR + 3 * SECOND
    assert leash.allowed(HOUR + SECOND, 6, HOUR + 2 * SECOND) == HOUR + 2 * SECOND
    leash.ready(5, 2 * HOUR)
    assert leash.allowed(HOUR + 3 * SECOND, 6, LATE) == HOUR + 3 * SECOND
    leash.ready(6, 2 * HOUR)
    assert leash.allowed(HOUR + 3 * SECOND, 6, LATE) == 2 * HOUR
    assert leash.wait_s() is None
    assert leash.allowed(2 * HOUR, 7, LATE) == 2 * HOUR
    assert leash.wait_s() == 0.5


def made(transport: Transport, plant: Plant, hours: float) -> list[Fact]:
    """What happens while a batch is made, once whoever has the plant lets time go by."""
    rooms, book = Rooms(), Notebook()
    loop = Loop(rooms, book, transport, lambda: 0)
    loop.note((foundation(site(), plant, 1, SETTINGS),))
    loop.turn()
    recipe = site().recipe("lfp-26")
    specification = site().products[recipe.product]
    loop.turn(start_batch(rooms.run, plant, recipe, specification, 1000.0, {}, "planner", loop.now))
    to = loop.now + round(hours * HOUR)
    while loop.now < to:
        loop.advance(to)
        loop.turn()
    return book.facts


def stood() -> tuple[Plant, VirtualPlant]:
    """The quick line."""
    plant = quick_line()
    return plant, VirtualPlant.make(plant, site().materials, 1, SETTINGS, 0)


def test_a_plant_that_would_be_done_at_once_does_what_it_does_step_by_step() -> None:
    """Over a socket, as fast as it can: fact by fact and instant by instant."""
    plant, beside = stood()
    expected = made(MemoryTransport(beside), plant, HOURS)
    with ExitStack() as stack:
        home = own_folder(stack)
        _, over = stood()
        pace = FreePace(over.at)
        served = Served(over, home, stack, pace=pace)
        transport = SocketTransport(home, StillClock().elapsed_s, silence_s=PATIENCE_S)
        stack.callback(transport.close)
        assert transport.opened(PATIENCE_S)
        pace.allow(LATE)
        served.server.wake()
        assert made(transport, plant, HOURS) == expected
    assert len(expected) > 100
