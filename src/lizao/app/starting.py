"""Starting a home: its plant in one process, its controller in this one, and a door between."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial

import lizao
from lizao.app.adversity import CALM, Adversity, check_troubled, troubled
from lizao.app.channel import Channel
from lizao.app.clock import Clock
from lizao.app.collector import quiet_collector
from lizao.app.desk import Desk
from lizao.app.home import Home, check_same, first_campaign, foundation, working_home
from lizao.app.live_feed import LiveFeed
from lizao.app.loop import Loop
from lizao.app.plant_keeper import PlantKeeper
from lizao.app.running import Care, Running, Sight
from lizao.app.seal_keeper import SealKeeper
from lizao.app.sealing import seal
from lizao.app.settings import Settings
from lizao.app.snapshot_keeper import SnapshotKeeper
from lizao.app.standby import Standby, plant_standby
from lizao.app.user_desk import ensure_administrator
from lizao.documents.site import Site, load_site
from lizao.equipment.socket import SocketTransport
from lizao.model.equipment import Plant
from lizao.model.errors import LizaoError, SealingFailedError
from lizao.model.facts import ControllerStarted
from lizao.model.identifiers import BatchId
from lizao.model.people import UserName
from lizao.people.gate import Gate
from lizao.people.passwords import Passwords


@dataclass(frozen=True, slots=True)
class StartOrder:
    """Which plant is to run, and how fast; None: whatever the home has."""

    plant: str | None
    seed: int | None
    speed: float
    plant_process: Standby
    """Has been loading since the program began."""
    adversity: Adversity = CALM


@dataclass(frozen=True, slots=True)
class Attendance:
    """The person at the door: does she want to end, and what is she told."""

    interrupted: Callable[[], bool]
    watch: Callable[[Sight], None]
    compiling: Callable[[], None]
    made: Callable[[Home], None]
    """The home is there; its plant and its controller come up."""
    up: Callable[[Home], None]
    welcome: Callable[[UserName, str], None]
    """Told once: the name and the one-time password of an administrator."""
    unsealed: Callable[[LizaoError], None]
    """Told why signals cannot be sealed."""


def start(
    order: StartOrder, settings: Settings, clock: Clock, attendance: Attendance
) -> tuple[BatchId, ...]:
    """Run a home until it is interrupted; the batches that were not held by the deadline.

    HomeLockedError where another controller is at work, HomeMismatchError where the home was made
    for another site, plant or seed.
    """
    site = load_site(settings.site)
    plant = site.plant(order.plant)
    hard = troubled(plant, order.adversity)
    with working_home(settings.home, settings.database_url, settings.state) as home:
        if home.rooms.views.made is None:
            seed = 1 if order.seed is None else order.seed
            home.keep((foundation(site, hard, seed, _hot(site, plant)),), clock.wall_now())
        else:
            check_same(home, site.name, plant.name, order.seed)
            check_troubled(home.foundation.plant, order.adversity)
        attendance.made(home)
        return _run(home, order, settings, clock, attendance)


def _run(
    home: Home, order: StartOrder, settings: Settings, clock: Clock, attendance: Attendance
) -> tuple[BatchId, ...]:
    """Run a home that is there; all that the plant does not need comes while it is stood up."""
    another = partial(plant_standby, home.folder, settings.database_url, order.speed)
    keeper = PlantKeeper(home.folder, order.plant_process, another, clock)
    at = home.ledger.last_at or home.foundation.at
    transport = SocketTransport(home.folder, clock.elapsed_s, home.rooms.run.reports_read, at)
    snapshots = SnapshotKeeper(home.folder, settings.database_url, settings.state, home.rooms.told)
    sealer = SealKeeper(home.folder, home.ledger, settings.database_url, clock, attendance.unsealed)
    try:
        gate = Gate(Passwords(home.folder), lambda: home.rooms.people, clock.elapsed_s)
        for name, shown in ensure_administrator(home, gate.passwords, clock):
            attendance.welcome(name, shown)
        home.ledger.specify(home.foundation.plant.signals)
        keeper.wait_until_up(transport, attendance.interrupted, attendance.compiling)
        with closing(LiveFeed(home.folder, clock.identifier())) as feed:
            care = Care(keeper.look, snapshots.look, feed.tell, sealer.look)
            with _open(home, settings, clock, transport, care, attendance, gate) as running:
                late = running.serve()
        sealer.end()
        _seal_the_rest(home, running.loop, attendance)
    finally:
        keeper.end(transport)
        snapshots.end()
        sealer.end()
    return late


def _seal_the_rest(home: Home, loop: Loop, attendance: Attendance) -> None:
    try:
        seal(home, loop)
    except SealingFailedError as error:
        attendance.unsealed(error)


@contextmanager
def _open(  # noqa: PLR0913, PLR0917 - all that a running home is put together from
    home: Home,
    settings: Settings,
    clock: Clock,
    transport: SocketTransport,
    care: Care,
    attendance: Attendance,
    gate: Gate,
) -> Iterator[Running]:
    """The controller, met at its door; ControllerStarted is committed before it decides."""
    loop = Loop(home.rooms, home.ledger, transport, clock.wall_now)
    loop.now = home.ledger.last_at or home.foundation.at
    loop.note((ControllerStarted(loop.now, lizao.__version__, clock.identifier()),))
    loop.reconnect()
    desk = Desk(home, settings.site, gate, clock.identifier)
    channel = Channel(home.folder, clock.identifier(), desk.receive, transport.wake)
    try:
        attendance.up(home)
        with quiet_collector():
            yield Running(
                home,
                loop,
                transport,
                care,
                channel,
                desk,
                clock,
                attendance.interrupted,
                attendance.watch,
            )
    finally:
        channel.close()


def _hot(site: Site, plant: Plant) -> dict[str, float]:
    """The settings at which the lines of a new plant stand hot: those of the site's recipes."""
    settings: dict[str, float] = {}
    for recipe in site.recipes.values():
        settings |= first_campaign(recipe, plant)
    return settings
