"""A house with a paper plant in it: everything real but the physics, and done in a moment."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from lizao.app.clock import Clock, StillClock
from lizao.app.home import Home, working_home
from lizao.app.house import MakeOrder, Presence
from lizao.app.loop import Loop
from lizao.app.making import Ending, Making, Pace
from lizao.app.result import Effort, Result, result
from lizao.app.settings import Settings
from lizao.equipment.memory import MemoryTransport
from lizao.model.facts import BatchCommanded, BatchCreated, ControllerStarted, Fact
from lizao.model.identifiers import BatchId
from lizao.model.states import Command, State
from lizao.testing.scene import Scene
from tests.equipment.whole_plant import WholePlant

if TYPE_CHECKING:
    from lizao.plant.virtual import VirtualPlant


class KeptPlant(WholePlant):
    """A paper plant that has nothing to keep between two controllers."""

    def save_snapshot(self, number: int) -> None:
        """Paper is patient."""


@dataclass
class PaperHouse:
    """Makes and resumes batches of the mini plant in real homes."""

    scene: Scene = field(default_factory=Scene)
    plant: KeptPlant | None = None

    def make(
        self, order: MakeOrder, settings: Settings, clock: Clock, pace: Pace, presence: Presence
    ) -> tuple[Ending, Result]:
        """Make one batch; what is ordered is taken from the scene."""
        assert order.recipe
        scene = self.scene
        self.plant = self.new_plant()
        with working_home(settings.home, settings.database_url, settings.state) as home:
            home.keep((scene.foundation(),), clock.wall_now())
            loop = self._loop(home, clock)
            *first, start = scene.order(home.rooms.run, loop.now)
            batch = next(each.batch for each in first if isinstance(each, BatchCreated))
            loop.note(first)
            return self._drive(home, loop, batch, (start,), clock, pace, presence)

    def new_plant(self) -> KeptPlant:
        """The plant before anything happened."""
        return KeptPlant(self.scene.plant, self.scene.lots, self.scene.at, self.scene.times)

    def resume(
        self, settings: Settings, clock: Clock, pace: Pace, presence: Presence
    ) -> tuple[Ending, Result]:
        """Go on with the batch of the home on the same plant."""
        assert self.plant is not None
        with working_home(settings.home, settings.database_url, settings.state) as home:
            self.plant.reconnect(home.rooms.run.reports_read)
            loop = self._loop(home, clock)
            batch = next(iter(home.rooms.run.batches))
            restart: tuple[Fact, ...] = ()
            if home.rooms.run.batches[batch].state is State.HELD:
                restart = (BatchCommanded(loop.now, batch, Command.RESTART, "operator"),)
            return self._drive(home, loop, batch, restart, clock, pace, presence)

    def _loop(self, home: Home, clock: Clock) -> Loop:
        assert self.plant is not None
        transport = MemoryTransport(self.plant, home.rooms.run.reports_read)
        loop = Loop(home.rooms, home.ledger, transport, clock.wall_now)
        loop.note((ControllerStarted(self.plant.at, "test", clock.identifier()),))
        loop.reconnect()
        return loop

    def _drive(
        self,
        home: Home,
        loop: Loop,
        batch: BatchId,
        requests: tuple[Fact, ...],
        clock: Clock,
        pace: Pace,
        presence: Presence,
    ) -> tuple[Ending, Result]:
        making = Making(
            home,
            loop,
            cast("VirtualPlant", self.plant),
            clock,
            batch,
            pace,
            presence.interrupted,
            presence.watch,
        )
        ending = making.drive(requests)
        return ending, result(home, batch, loop.now, 0.0, Effort(1.5, making.judged_after_s))


def make_home(folder: Path, state: Path, house: PaperHouse | None = None) -> PaperHouse:
    """A home in ``folder`` in which one batch of the mini plant was made."""
    house = house or PaperHouse()
    settings = Settings(home=folder, state=state)
    house.make(
        MakeOrder("mini", "1"),
        settings,
        StillClock(),
        Pace(),
        Presence(lambda: False, lambda _making: None),
    )
    return house
