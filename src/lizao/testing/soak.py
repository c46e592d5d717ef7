"""The crash soak: a whole batch on the paper plant, the controller dying at every commit.

Before and after each commit, or after each write, the program is cut off: what was not committed is
lost, the paper plant lives on, a new controller folds the ledger alone, reconnects and goes on.
Some of the recoveries die too.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from lizao.app.loop import Book, Loop
from lizao.app.rooms import Rooms
from lizao.equipment.memory import MemoryTransport
from lizao.equipment.transport import Transport
from lizao.ledger.memory import MemoryStore
from lizao.ledger.store import Ledger
from lizao.model.facts import Fact
from lizao.model.instants import DAY, Instant
from lizao.model.states import FINAL, State
from lizao.testing.invariants import (
    Committed,
    Watched,
    chain_violations,
    violations_at_end,
    violations_now,
)
from lizao.testing.scene import Scene

LONGEST: Final = 30 * DAY
"""A batch that has not ended after so long hangs."""
RECOVERY_DIES = 5
"""At every so many deaths the recovery dies too, on each side of its commit in turn."""
Sides: TypeAlias = tuple[Literal["before", "after", "written"], ...]
AROUND_COMMITS: Final[Sides] = ("before", "after")
"""Every commit is tried and lost, then made and followed by a death before its commands go out."""
AFTER_WRITES: Final[Sides] = ("written",)
"""Every commit is followed by a death after its commands went out."""

MakeRooms = Callable[[], Rooms]
MakeLoop = Callable[[Rooms, Book, Transport, Callable[[], Instant]], Loop]


class Crash(BaseException):
    """The power of the controller is cut."""


@dataclass(frozen=True, slots=True)
class SoakReport:
    """What a soak came to; ``violations`` name the promise that was broken and where."""

    commits: int
    crashes: int
    facts: int
    turns: int
    violations: tuple[str, ...]


@dataclass(slots=True)
class _Deaths:
    """When the controller dies: by turns on each of ``sides`` of every ``every``-th commit."""

    every: int
    sides: Sides
    happened: int = 0
    armed: bool = False
    recovering: bool = False
    _commits: int = 0
    _next: int = 0
    _script: list[str] = field(default_factory=list)

    def before(self, _commit: int) -> None:
        """A commit is about to be made."""
        self._commits += not self.recovering
        self._die_if("before")

    def after(self, _commit: int) -> None:
        """A commit was made."""
        self._die_if("after")

    def written(self) -> None:
        """Commands were written."""
        self._die_if("written")

    def _due(self, side: str) -> bool:
        if self.recovering:
            return self._script[:1] == [side]
        return self.armed and self.sides[self._next] == side and self._commits % self.every == 0

    def _die_if(self, side: str) -> None:
        if not self._due(side):
            return
        self.happened += 1
        if self.recovering:
            self._script = self._script[1:]
        else:
            self._next = (self._next + 1) % len(self.sides)
            self._script = (
                ["before", "after", "written"] if self.happened % RECOVERY_DIES == 0 else []
            )
        self.recovering = True
        raise Crash


def _live_on() -> None:
    """Nothing happens after a write."""


class Soak:
    """One plant that lives on, and one controller after the other."""

    def __init__(
        self,
        scene: Scene,
        deaths: _Deaths | None = None,
        rooms: MakeRooms = Rooms,
        loop: MakeLoop = Loop,
    ) -> None:
        """Set up; without ``deaths`` the controller never dies."""
        self.scene = scene
        self.plant = scene.equipment()
        self.committed = Committed()
        self.turns = 0
        self.violations: list[str] = []
        self._deaths = deaths
        self._make_rooms, self._make_loop = rooms, loop
        self._store = MemoryStore()
        self.rooms, self.ledger, self.loop = self._take_over()

    def run(self) -> None:
        """Play the batch to its end."""
        while not self.violations and not self._over():
            self.turns += 1
            try:
                self._turn()
            except Crash:
                self._recover()
            self.violations += (*violations_now(self.rooms.run), *self.committed.violations)
            if self.plant.at - self.scene.at > LONGEST:
                self.violations.append("hang: the batch never ended")
        if self._deaths is not None:
            self._deaths.armed = False
        self.loop.commit()
        self.committed.follow(self.ledger)

    @property
    def crashes(self) -> int:
        """How often the controller died."""
        return self._deaths.happened if self._deaths else 0

    @property
    def commits(self) -> int:
        """How many commits the ledger took."""
        return self._store.commits

    def _turn(self) -> None:
        requests = self._requests()
        if self.rooms.run.plant is not None and self._deaths is not None:
            self._deaths.armed = True
        self.loop.turn(requests)
        self.committed.follow(self.ledger)
        self.loop.advance()

    def _requests(self) -> tuple[Fact, ...]:
        """A person asks for the home, then for the batch, until each is committed."""
        if self.rooms.run.plant is None:
            return (self.scene.foundation(),)
        if self.rooms.run.lots and not self.rooms.run.batches:
            return self.scene.order(self.rooms.run, self.plant.at)
        return ()

    def _recover(self) -> None:
        """One controller after the other tries to take over, until one lives."""
        while True:
            self._store = self._store.crash()
            self.rooms, self.ledger, self.loop = self._take_over()
            try:
                self.loop.reconnect()
            except Crash:
                continue
            break
        self.committed.follow(self.ledger)
        if self._deaths is not None:
            self._deaths.recovering = False

    def _take_over(self) -> tuple[Rooms, Ledger, Loop]:
        """A new controller: rooms folded from what the ledger holds, and nothing else."""
        if self._deaths is not None:
            self._store.before_commit = self._deaths.before
            self._store.after_commit = self._deaths.after
        ledger, rooms = Ledger(self._store), self._make_rooms()
        for _, fact in ledger.facts():
            rooms.apply(fact)
        self.plant.reconnect(self.committed.acknowledged)
        transport = MemoryTransport(self.plant, rooms.run.reports_read)
        written = self._deaths.written if self._deaths else _live_on
        watched = Watched(transport, self.committed, ledger, written)
        return rooms, ledger, self._make_loop(rooms, ledger, watched, lambda: 0)

    def _over(self) -> bool:
        """Whether nothing more will happen: all is done, or a batch waits for a person."""
        batches = self.rooms.run.batches.values()
        if any(each.state is State.HELD for each in batches):
            return True
        ended = bool(batches) and all(each.state in FINAL for each in batches)
        return ended and not self.rooms.run.samples and not self.rooms.run.owners


def crash_soak(
    scene: Scene | None = None,
    *,
    every: int = 1,
    sides: Sides = AROUND_COMMITS,
    rooms: MakeRooms = Rooms,
    loop: MakeLoop = Loop,
) -> SoakReport:
    """Play a scene with a crash around every ``every``-th commit and hold it against a calm run."""
    scene = scene or Scene()
    calm = Soak(scene)
    calm.run()
    rough = Soak(scene, _Deaths(every, sides), rooms, loop)
    rough.run()
    violations = (
        *calm.violations,
        *rough.violations,
        *violations_at_end(rough.committed, calm.committed, rough.plant, rough.rooms.run),
        *chain_violations(rough.ledger),
    )
    facts = len(rough.committed.facts)
    return SoakReport(rough.commits, rough.crashes, facts, rough.turns, violations)
