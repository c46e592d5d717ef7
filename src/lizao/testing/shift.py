"""A shift on the virtual plant: many batches, one controller, no home, in lock-step."""

import copy
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from lizao.app.home import VIRTUAL_EPOCH, first_campaign, foundation
from lizao.app.loop import Loop
from lizao.app.rooms import Rooms
from lizao.control.run import BatchRun, Run
from lizao.control.start import start_batch
from lizao.documents.site import Site, load_site
from lizao.equipment.memory import MemoryTransport
from lizao.model.equipment import Plant
from lizao.model.facts import BatchCommanded, BatchCreated, Fact
from lizao.model.identifiers import BatchId
from lizao.model.instants import HOUR, Instant
from lizao.model.states import FINAL, Command, State
from lizao.plant import snapshot
from lizao.plant.virtual import VirtualPlant
from lizao.testing.story import Notebook

LOTS: Final = ("lot.", ".count")
"""How the number of lots of a material that lie in the store is called."""


class Shift:
    """One controller at work on one virtual plant; whoever plays the shift gives the orders.

    ``plant`` is one of the site by name, or a file, or a plant as it is. ``stores`` multiplies the
    raw lots of the site, which are meant for a few batches.
    """

    def __init__(  # noqa: PLR0913 - each is one thing in which shifts differ
        self,
        plant: Plant | str | None = None,
        seed: int = 1,
        *,
        site: Site | None = None,
        hot_for: str = "lfp-26",
        stores: int = 1,
        book: Notebook | None = None,
    ) -> None:
        """Stand the plant up, its kilns hot for the recipe ``hot_for``, and read its store."""
        self.site = site or load_site()
        design = plant if isinstance(plant, Plant) else self.site.plant(plant)
        self.design = stocked(design, stores)
        settings = first_campaign(self.site.recipe(hot_for), self.design)
        self.plant = VirtualPlant.make(
            self.design, self.site.materials, seed, settings, VIRTUAL_EPOCH
        )
        self.book = book or Notebook()
        self.rooms = Rooms()
        self._knowledge = b""
        self.loop = self._loop()
        self.loop.note((foundation(self.site, self.design, seed, settings),))
        self.loop.turn()

    @property
    def run(self) -> Run:
        """The process cell as control knows it."""
        return self.rooms.run

    @property
    def facts(self) -> list[Fact]:
        """Everything that happened since the shift began."""
        return self.book.facts

    @property
    def now(self) -> Instant:
        """Plant time."""
        return self.plant.at

    def order(
        self, recipe: str, tonnes: float, overrides: Mapping[str, float] | None = None
    ) -> BatchId:
        """Queue one batch; raises whatever forbids it, as a door does."""
        master = self.site.recipe(recipe)
        specification = self.site.products[master.product]
        facts = start_batch(
            self.run,
            self.design,
            master,
            specification,
            1000.0 * tonnes,
            overrides or {},
            "planner",
            self.now,
        )
        self.loop.turn(facts)
        return next(each.batch for each in facts if isinstance(each, BatchCreated))

    def say(self, batch: BatchId, command: Command) -> None:
        """Command one batch."""
        self.loop.turn((BatchCommanded(self.now, batch, command, "planner"),))

    def restart_held(self) -> None:
        """Let go on every batch that is held."""
        for batch in self.run.batches.values():
            if batch.state is State.HELD:
                self.say(batch.batch, Command.RESTART)

    def forward(self, hours: float) -> None:
        """Let so many plant hours go by."""
        to = self.now + round(hours * HOUR)
        while self.now < to:
            self.loop.advance(to)
            self.loop.turn()

    def until(self, happened: Callable[[], bool], within_h: float) -> None:
        """Let time go by until something is the case; AssertionError if it is not in time."""
        to = self.now + round(within_h * HOUR)
        while not happened():
            assert self.now < to, self.where()
            self.loop.advance(to)
            self.loop.turn()

    def finish(self, within_h: float) -> None:
        """Let time go by until every batch has ended."""
        self.until(lambda: all(each.state in FINAL for each in self.run.batches.values()), within_h)

    def twin(self, book: Notebook | None = None) -> "Shift":
        """Another controller on another plant in the same state, with a notebook of its own."""
        other = copy.copy(self)
        other.plant = self.plant.twin()
        other.book = book or Notebook()
        other.begin_from(self.knowledge())
        return other

    def crash(self) -> None:
        """The controller dies; another one folds the facts and takes over the same plant."""
        self._fold()

    def knowledge(self) -> bytes:
        """What the controller knows now, written down."""
        return snapshot.packed(self.rooms.folded)

    def begin_from(self, knowledge: bytes) -> None:
        """Another controller takes over, which knows what one of a plant in the same state knew."""
        self._knowledge = knowledge
        self.facts.clear()
        self._fold()

    def where(self) -> str:
        """Where the batches that have not ended stand, for a person who reads a failed test."""
        open_ = (each for each in self.run.batches.values() if each.state not in FINAL)
        return "; ".join(_standing(each) for each in open_)

    def _fold(self) -> None:
        """A new controller meets the plant; it knows what was written down, and the facts since."""
        known = self._knowledge
        self.rooms = Rooms.of(snapshot.unpacked(known)) if known else Rooms()
        for fact in self.facts:
            self.rooms.apply(fact)
        self.loop = self._loop()
        self.loop.reconnect()

    def _loop(self) -> Loop:
        transport = MemoryTransport(self.plant, self.run.reports_read)
        loop = Loop(self.rooms, self.book, transport, lambda: 0)
        loop.now = self.plant.at
        return loop


def _standing(batch: BatchRun) -> str:
    running = (path for path, step in batch.steps.items() if not batch.done(path) and step.unit)
    return f"{batch.batch} {batch.state} {batch.reason}: {', '.join(running)}"


def stocked(plant: Plant, stores: int) -> Plant:
    """``plant`` with so many times the raw lots that lie in its store."""
    begin, end = LOTS
    more = {
        name: stores * value
        for name, value in plant.coefficients.items()
        if name.startswith(begin) and name.endswith(end)
    }
    return replace(plant, coefficients={**plant.coefficients, **more})
