"""The one place where everything is put together: site, home, plant, loop, batch."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import lizao
from lizao.app.adversity import CALM, Adversity, check_troubled, troubled
from lizao.app.clock import Clock
from lizao.app.collector import quiet_collector
from lizao.app.home import (
    HOME,
    OPERATOR,
    VIRTUAL_EPOCH,
    Home,
    check_same,
    first_campaign,
    foundation,
    working_home,
)
from lizao.app.loop import Loop
from lizao.app.making import Ending, Making, Pace
from lizao.app.orders import parsed_overrides, refuse_faults, with_unit
from lizao.app.result import Effort, Result, result
from lizao.app.sealing import seal
from lizao.app.settings import Settings
from lizao.app.unfinished import unfinished_batches
from lizao.app.virtual import open_plant, refuse_served
from lizao.control.exceptions import RULE
from lizao.control.run import BatchRun
from lizao.control.scaling import control_recipe
from lizao.control.start import begin_batch, create_batch
from lizao.documents.quantities import parse_quantity
from lizao.documents.recipe_book import EMPTY_BOOK, refuse_unapproved
from lizao.documents.site import Site, load_site
from lizao.equipment.memory import MemoryTransport
from lizao.model.equipment import Plant
from lizao.model.errors import LizaoError, NothingToDoError, UnitBusyError
from lizao.model.facts import BatchCommanded, ControllerStarted, Fact
from lizao.model.identifiers import BatchId
from lizao.model.recipe import MasterRecipe
from lizao.model.states import Command, State
from lizao.plant.virtual import VirtualPlant

BATCH: Final = "batch"


@dataclass(frozen=True, slots=True)
class MakeOrder:
    """What a person sets before pressing Start; quantities as they were written."""

    recipe: str
    tonnes: str
    plant: str | None = None
    seed: int | None = None
    overrides: Mapping[str, str] = field(default_factory=dict)
    by: str = OPERATOR
    adversity: Adversity = CALM


@dataclass(frozen=True, slots=True)
class Papers:
    """What a batch is made by: the recipe with the file it was read from, the plant, the site."""

    site: Site
    plant: Plant
    master: MasterRecipe
    file: Path


@dataclass(frozen=True, slots=True)
class Presence:
    """The person at the door: does she want to hold, and what is she shown."""

    interrupted: Callable[[], bool]
    watch: Callable[[Making], None]


@dataclass(slots=True)
class House:
    """A home at work: its plant, the loop that drives it."""

    home: Home
    plant: VirtualPlant
    loop: Loop
    clock: Clock
    began_s: float

    def finish(self, making: Making) -> tuple[Ending, Result]:
        """Start or restart a batch, drive it to its end and read out the result."""
        with quiet_collector():
            ending = making.drive(self._requests(making.run))
        seal(self.home, self.loop)
        return ending, result(
            self.home,
            making.batch,
            self.loop.now,
            self.plant.truth().gap,
            Effort(self.clock.elapsed_s() - self.began_s, making.judged_after_s),
        )

    def making(self, batch: BatchId, pace: Pace, presence: Presence) -> Making:
        """A batch to be driven under the eyes of a person."""
        return Making(
            self.home,
            self.loop,
            self.plant,
            self.clock,
            batch,
            pace,
            presence.interrupted,
            presence.watch,
        )

    def _requests(self, batch: BatchRun) -> tuple[Fact, ...]:
        """What brings a batch on its way: a new one is started, a held one restarted."""
        now = self.loop.now
        if batch.state is State.HELD:
            return (BatchCommanded(now, batch.batch, Command.RESTART, OPERATOR, "resume"),)
        if batch.state is not State.IDLE:
            return ()
        try:
            plant = self.home.foundation.plant
            return begin_batch(self.home.rooms.run, plant, batch.batch, OPERATOR, now)
        except LizaoError as refusal:
            self.loop.turn((BatchCommanded(now, batch.batch, Command.ABORT, RULE, refusal.key),))
            raise


def make(
    order: MakeOrder, settings: Settings, clock: Clock, pace: Pace, presence: Presence
) -> tuple[Ending, Result]:
    """Make one batch from parameters to packed bags; every refusal comes before anything moves."""
    site = load_site(settings.site)
    plant = site.plant(order.plant)
    papers = Papers(site, plant, site.recipe(order.recipe), site.recipe_file(order.recipe))
    # A home that has registered recipes was started, and its plant is met through its server only.
    refuse_unapproved(EMPTY_BOOK, papers.master)
    return make_from(papers, order, settings, clock, pace, presence)


def make_from(  # noqa: PLR0913, PLR0917 - the papers, and what a person sets
    papers: Papers,
    order: MakeOrder,
    settings: Settings,
    clock: Clock,
    pace: Pace,
    presence: Presence,
) -> tuple[Ending, Result]:
    """Make one batch of a recipe, wherever its file lies.

    What is wrong in the order itself is refused before a home is made for it.
    """
    site, plant, master = papers.site, papers.plant, papers.master
    refuse_faults(site, papers.file, plant)
    mass_kg = parse_quantity(with_unit(order.tonnes, "t"), "kg", "tonnes")
    overrides = parsed_overrides(master, order.overrides)
    specification = site.specification(master)
    control_recipe(master, plant, specification, mass_kg, overrides, VIRTUAL_EPOCH)
    troubled(plant, order.adversity)
    with working_home(settings.home, settings.database_url, settings.state) as home:
        refuse_served(home.folder)
        facts: list[Fact] = []
        if home.rooms.views.made is None:
            seed = 1 if order.seed is None else order.seed
            hard = troubled(plant, order.adversity)
            facts.append(foundation(site, hard, seed, first_campaign(master, plant)))
        else:
            check_same(home, site.name, plant.name, order.seed)
            check_troubled(home.foundation.plant, order.adversity)
        unfinished = next(iter(unfinished_batches(home)), None)
        if unfinished is not None:
            raise UnitBusyError(str(settings.home), unfinished)
        created = create_batch(
            home.rooms.run,
            plant,
            master,
            specification,
            mass_kg,
            overrides,
            order.by,
            home.ledger.last_at or VIRTUAL_EPOCH,
        )
        home.keep((*facts, created), clock.wall_now())
        with _at_work(home, clock) as house:
            return house.finish(house.making(created.batch, pace, presence))


def resume(
    settings: Settings, clock: Clock, pace: Pace, presence: Presence
) -> tuple[Ending, Result]:
    """Go on with what was held or cut off; where nothing is left to do, the last batch's result."""
    if not settings.home.exists():
        raise NothingToDoError(HOME, str(settings.home))
    with working_home(settings.home, settings.database_url, settings.state) as home:
        batches = [*unfinished_batches(home)] or [*home.rooms.run.batches][-1:]
        if not batches:
            raise NothingToDoError(BATCH, str(settings.home))
        with _at_work(home, clock) as house:
            return house.finish(house.making(batches[0], pace, presence))


@contextmanager
def _at_work(home: Home, clock: Clock) -> Iterator[House]:
    began_s = clock.elapsed_s()
    plant = open_plant(home)
    transport = MemoryTransport(plant, home.rooms.run.reports_read)
    home.ledger.specify(home.foundation.plant.signals)
    loop = Loop(home.rooms, home.ledger, transport, clock.wall_now)
    loop.now = plant.at
    loop.note((ControllerStarted(plant.at, lizao.__version__, clock.identifier()),))
    loop.reconnect()
    yield House(home, plant, loop, clock, began_s)
    loop.commit()
