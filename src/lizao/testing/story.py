"""A batch as a story in simulated time: the real loop and rooms on the paper plant."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from lizao.app.loop import Loop
from lizao.app.rooms import Rooms
from lizao.control.run import BatchRun, Run
from lizao.equipment.memory import MemoryTransport
from lizao.model.facts import BatchCommanded, BatchCreated, Fact
from lizao.model.identifiers import BatchId
from lizao.model.image import Samples
from lizao.model.instants import Instant, seconds
from lizao.model.states import FINAL, Command, State
from lizao.testing.scene import Scene

LONGEST_TURNS = 2_000
"""A story that is not over after so many turns never will be."""


class Notebook:
    """A ledger without a store: the facts, as they came."""

    def __init__(self) -> None:
        """An empty notebook."""
        self.facts: list[Fact] = []

    def append(self, facts: Sequence[Fact], _wall_at: Instant) -> None:
        """Take facts."""
        self.facts += facts

    def record(self, samples: Samples) -> None:
        """Signals are not kept."""

    def commit(self) -> None:
        """Everything is kept at once."""


class Story:
    """One plant, one controller, and a person who presses keys."""

    def __init__(self, scene: Scene | None = None) -> None:
        """Make a home and read the store."""
        self.scene = scene or Scene()
        self.plant = self.scene.equipment()
        self.book = Notebook()
        self.rooms = Rooms()
        foundation = self.scene.foundation()
        self.rooms.apply(foundation)
        self.book.append((foundation,), 0)
        self.loop = self._loop()
        self.loop.turn()

    @property
    def run(self) -> Run:
        """The process cell as control knows it."""
        return self.rooms.run

    @property
    def facts(self) -> list[Fact]:
        """Everything that happened."""
        return self.book.facts

    @property
    def now(self) -> Instant:
        """Plant time."""
        return self.plant.at

    def batch(self, batch: BatchId) -> BatchRun:
        """One batch."""
        return self.run.batches[batch]

    def start(self, mass_kg: float | None = None, **overrides: float) -> BatchId:
        """Press Start."""
        order = replace(
            self.scene, mass_kg=mass_kg or self.scene.mass_kg, overrides=overrides
        ).order(self.run, self.now)
        self.loop.turn(order)
        return next(each.batch for each in order if isinstance(each, BatchCreated))

    def say(self, batch: BatchId, command: Command) -> None:
        """Press another key."""
        self.loop.turn((BatchCommanded(self.now, batch, command, "tester"),))

    def tell(self, *facts: Fact) -> None:
        """Something else happens."""
        self.loop.turn(facts)

    def forward(self, minutes: float) -> None:
        """Let so many minutes go by."""
        to = self.now + seconds(60 * minutes)
        while self.now < to:
            self.loop.advance(to)
            self.loop.turn()

    def until(self, happened: Callable[[], bool]) -> None:
        """Let time go by until something is the case; AssertionError if it never is."""
        for _ in range(LONGEST_TURNS):
            if happened():
                return
            self.loop.advance()
            self.loop.turn()
        raise AssertionError(self.where())

    def until_state(self, batch: BatchId, state: State) -> None:
        """Let time go by until a batch is in ``state``."""
        self.until(lambda: self.batch(batch).state is state)

    def finish(self, *batches: BatchId) -> None:
        """Let time go by until batches have ended."""
        self.until(lambda: all(self.batch(each).state in FINAL for each in batches))

    def crash(self) -> None:
        """The controller dies; another one folds the facts and takes over."""
        self.rooms = Rooms()
        for fact in self.facts:
            self.rooms.apply(fact)
        self.plant.reconnect(self.run.reports_read)
        self.loop = self._loop()
        self.loop.reconnect()

    def where(self) -> str:
        """Where the batches stand, for a person who reads a failed test."""
        return "; ".join(
            f"{each.batch} {each.state} {each.reason}: "
            + ", ".join(path for path, step in each.steps.items() if step.state is State.RUNNING)
            for each in self.run.batches.values()
        )

    def _loop(self) -> Loop:
        transport = MemoryTransport(self.plant, self.run.reports_read)
        return Loop(self.rooms, self.book, transport, lambda: 0)
