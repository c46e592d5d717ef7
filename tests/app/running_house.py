"""A running home on the paper plant: everything real but the physics, at a high pace."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from typing_extensions import override

from lizao.app.channel import Channel
from lizao.app.channel_client import ask
from lizao.app.clock import SystemClock
from lizao.app.desk import Desk
from lizao.app.home import Home, working_home
from lizao.app.live_feed import LiveFeed
from lizao.app.loop import Loop
from lizao.app.orders import Ordered, with_unit
from lizao.app.pacing import Pacer
from lizao.app.plant_log import Mark, PlantLog
from lizao.app.plant_server import Kept, PlantServer
from lizao.app.recipe_requests import RegisterRecipe
from lizao.app.requests import AddBatch, AskStatus, Request, Sender
from lizao.app.running import Care, Running, Sight
from lizao.documents.quantities import parse_quantity
from lizao.equipment.address import open_door
from lizao.equipment.socket import SocketTransport
from lizao.model.facts import ControllerStarted, UserAdded
from lizao.model.identifiers import BatchId, StepPath
from lizao.model.instants import Instant
from lizao.model.people import UserName, UserRole
from lizao.model.recipe import (
    Action,
    Element,
    Form,
    Inquiry,
    RecipeCondition,
    Subject,
    Work,
)
from lizao.people.gate import Gate
from lizao.people.passwords import Passwords, hashed
from lizao.testing.mini import block, phase
from lizao.testing.scene import Scene
from tests.control.recipes import mixing, scene_of
from tests.equipment.socket_bench import PATIENCE_S, KeptPlant

SPEED = 20_000.0
ENGINEER = Sender("li.wei", "slow kiln, warm tea")
QUALITY = Sender("chen.jing", "within the limits")
ADMINISTRATOR = Sender("zhao.min", "who may do what")
PEOPLE = {
    ENGINEER: (UserRole.OPERATOR, UserRole.PROCESS_ENGINEER),
    QUALITY: (UserRole.QUALITY_ENGINEER,),
    ADMINISTRATOR: (UserRole.ADMINISTRATOR,),
}


@dataclass(frozen=True, slots=True)
class PaperDesk(Desk):
    """A desk that knows one recipe, registered under any ``TITLE@VERSION``, else as version 1."""

    @override
    def prepare(self, request: Request) -> object:
        """What a request asks for, on the mini plant."""
        scene = Scene()
        if isinstance(request, RegisterRecipe):
            title, _, version = Path(request.file).stem.partition("@")
            return replace(scene.recipe, title_en=title, version=version or "1")
        if not isinstance(request, AddBatch):
            return None
        mass_kg = parse_quantity(with_unit(request.tonnes, "t"), "kg", "tonnes")
        if request.recipe in {"asking", "impatient"}:
            late = ("again", 60.0) if request.recipe == "impatient" else ("", 0.0)
            asks = Action(Work.ASK, inquiry=Inquiry("Good?", "好？", ("good", "again"), *late))
            asking = scene_of(*mixing(phase("mix/work/ask", asks))).recipe
            return Ordered(asking, scene.specification, mass_kg, {})
        if request.recipe == "doubtful":
            return Ordered(scene_of(*doubtful()).recipe, scene.specification, mass_kg, {})
        recipe = self.home.rooms.recipes.approved("mini") or scene.recipe
        return Ordered(recipe, scene.specification, mass_kg, {})


def doubtful() -> tuple[Element, ...]:
    """A batch that keeps its lot back, and asks what becomes of it."""
    asked = StepPath("mix/work/decide")
    grants, keeps = (
        RecipeCondition(Subject.REPORT, "answer", step=asked, equals=each)
        for each in ("grant", "keep")
    )
    inquiry = Inquiry("Release it all the same?", "是否让步放行？", ("grant", "keep", "wait"))
    return mixing(
        phase("mix/work/block", Action(Work.QUARANTINE, reason="too heavy")),
        phase("mix/work/lot", Action(Work.LOT)),
        phase("mix/work/sample", Action(Work.SAMPLE, panel=("carbon",))),
        phase(asked, Action(Work.ASK, inquiry=inquiry)),
        block("mix/work/if", Form.CHOICE, "let", condition=grants),
        phase("mix/work/if/let", Action(Work.CONCESSION, asked=asked)),
        block("mix/work/else", Form.CHOICE, "block", condition=keeps),
        phase("mix/work/else/block", Action(Work.QUARANTINE, reason="kept")),
    )


class PacedPlant:
    """A paper plant behind its server, in a thread, at a high pace."""

    def __init__(self, home: Path, plant: KeptPlant) -> None:
        clock = SystemClock()
        self.plant = plant
        self.log = PlantLog(home / "plant" / "log", durable=False)
        self.log.recall()
        mark = self.log.mark or Mark(plant.at, 0)
        pace = Pacer(clock.elapsed_s, SPEED, plant.at)
        door = open_door(home, "secret")
        self.server = PlantServer(plant, Kept(self.log, mark), door, pace, clock)
        self._thread = threading.Thread(target=self.server.serve)
        self._thread.start()

    def end(self) -> None:
        """Let plant time stand still."""
        if self._thread.is_alive():
            self.server.stop()
            self._thread.join()
            self.log.close()


@dataclass
class RunningHouse:
    """A controller in a thread, met at its door."""

    folder: Path
    looked_after: int = 0
    late: tuple[BatchId, ...] = ()
    seen: list[Sight] = field(default_factory=list)
    counted: list[int] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def ask(self, request: Request, sender: Sender = Sender()) -> dict[str, Any]:  # noqa: B008
        """Ask over the channel."""
        return ask(self.folder, request, sender)

    def sign(self, request: Request) -> dict[str, Any]:
        """Ask over the channel what only counts with a signature."""
        return ask(self.folder, request, ENGINEER)

    def until(self, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Ask for the status until something holds."""
        clock = SystemClock()
        limit_s = clock.elapsed_s() + PATIENCE_S
        status: dict[str, Any] = {}
        while clock.elapsed_s() < limit_s:
            status = self.ask(AskStatus())
            if holds(status):
                return status
        raise AssertionError(status)

    def until_states(self, *states: str) -> dict[str, Any]:
        """Ask until the batches are in these states."""
        return self.until(lambda told: [each["state"] for each in told["batches"]] == [*states])

    def end(self) -> None:
        """Press Ctrl-C."""
        self._over.set()

    def run(self, home: Home, opened: threading.Event) -> None:
        """What `lizao start` does, once the plant is up."""
        clock = SystemClock()
        at = home.ledger.last_at or 0
        transport = SocketTransport(self.folder, clock.elapsed_s, home.rooms.run.reports_read, at)
        assert transport.opened(PATIENCE_S)
        loop = Loop(home.rooms, home.ledger, transport, clock.wall_now)
        loop.now = at
        loop.note((ControllerStarted(at, "test", clock.identifier()),))
        loop.reconnect()
        gate = Gate(Passwords(self.folder), lambda: home.rooms.people, clock.elapsed_s)
        desk = PaperDesk(home, None, gate, clock.identifier)
        channel = Channel(self.folder, "token", desk.receive, transport.wake)
        opened.set()
        feed = LiveFeed(self.folder, "token")
        care = Care(self._look, self.counted.append, feed.tell, lambda _now: ())
        running = Running(
            home, loop, transport, care, channel, desk, clock, self._over.is_set,
            self.seen.append,
        )  # fmt: skip
        try:
            self.late = running.serve()
        finally:
            channel.close()
            feed.close()
            transport.close()

    def _look(self) -> None:
        self.looked_after += 1


@contextmanager
def running(folder: Path) -> Iterator[RunningHouse]:
    """A home that runs until the story is told, then holds everything and ends."""
    house = RunningHouse(folder)
    opened = threading.Event()

    def work() -> None:
        with working_home(folder, None, folder / "state") as home:
            house.run(home, opened)

    thread = threading.Thread(target=work)
    thread.start()
    assert opened.wait(PATIENCE_S)
    try:
        yield house
    finally:
        house.end()
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


def people_of(at: Instant, folder: Path) -> list[UserAdded]:
    """Users who have chosen their passwords already."""
    passwords = Passwords(folder)
    for each in PEOPLE:
        passwords.keep(UserName(each.user), hashed(each.password))
    return [
        UserAdded(at, UserName(each.user), each.user, roles, "tester")
        for each, roles in PEOPLE.items()
    ]


def found(folder: Path, stack: ExitStack, scene: Scene | None = None) -> PacedPlant:
    """A home on the mini plant or another scene, and the plant that is served there."""
    scene = scene or Scene()
    with working_home(folder, None, folder / "state") as home:
        home.keep((scene.foundation(), *people_of(scene.at, folder)), 0)
    plant = KeptPlant(scene.plant, scene.lots, scene.at, scene.times)
    paced = PacedPlant(folder, plant)
    stack.callback(paced.end)
    return paced
