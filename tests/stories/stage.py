"""A stage for stories: one home, made and resumed as a person would, or driven turn by turn."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lizao.app.clock import StillClock
from lizao.app.home import Home, reading_home, working_home
from lizao.app.house import MakeOrder, Presence, make, resume
from lizao.app.loop import Loop
from lizao.app.making import Ending, Making, Pace
from lizao.app.settings import Settings
from lizao.app.virtual import open_plant
from lizao.equipment.memory import MemoryTransport
from lizao.ledger.store import Ledger
from lizao.model.facts import ControllerStarted, Fact
from lizao.model.instants import HOUR
from lizao.plant.virtual import VirtualPlant

Values = dict[str, Any]
Asked = Callable[[Making], bool]
"""Whether a person presses Hold now."""
Watched = Callable[[Making], None]


def never(_making: Making) -> bool:
    """Nobody presses Hold."""
    return False


def nobody(_making: Making) -> None:
    """Nobody watches."""


@dataclass
class Bench:
    """A home whose loop is turned by hand."""

    home: Home
    plant: VirtualPlant
    loop: Loop

    def forward(self, hours: float) -> None:
        """Let so many plant hours go by."""
        until = self.loop.now + round(hours * HOUR)
        while self.loop.now < until:
            self.loop.advance(until)
            self.loop.turn()
        self.loop.commit()

    def tell(self, *facts: Fact) -> None:
        """Something is asked at the door."""
        self.loop.turn(facts)


@dataclass(frozen=True)
class Stage:
    """A folder with one home and its own place for keys and heads; ``site`` if it is not ours."""

    folder: Path
    site: Path | None = None

    @property
    def home(self) -> Path:
        """The home."""
        return self.folder / "home"

    @property
    def settings(self) -> Settings:
        """The settings that lead there."""
        return Settings(home=self.home, state=self.folder / "state", site=self.site)

    def make(
        self,
        recipe: str,
        tonnes: str,
        seed: int | None = None,
        *,
        plant: str | None = None,
        overrides: Mapping[str, str] | None = None,
        hold: Asked = never,
        watch: Watched = nobody,
    ) -> tuple[Ending, Values]:
        """Press Start, and stay until it ends."""
        order = MakeOrder(recipe, tonnes, plant, seed, overrides or {})
        ending, result = make(
            order, self.settings, StillClock(), Pace(), _Person(hold, watch).presence()
        )
        return ending, result.values

    def resume(self, *, hold: Asked = never, watch: Watched = nobody) -> tuple[Ending, Values]:
        """Go on with what was held or cut off."""
        ending, result = resume(
            self.settings, StillClock(), Pace(), _Person(hold, watch).presence()
        )
        return ending, result.values

    def facts(self) -> list[Fact]:
        """Everything in the ledger."""
        with Ledger.read(self.home) as ledger:
            return [fact for _, fact in ledger.facts()]

    @contextmanager
    def looked_into(self) -> Iterator[Home]:
        """The home, to be read."""
        with reading_home(self.home, None) as home:
            yield home

    @contextmanager
    def on_the_bench(self) -> Iterator[Bench]:
        """The home with a controller that is turned by hand."""
        with working_home(self.home, None, self.folder / "state") as home:
            plant = open_plant(home)
            transport = MemoryTransport(plant, home.rooms.run.reports_read)
            loop = Loop(home.rooms, home.ledger, transport, StillClock().wall_now)
            loop.note((ControllerStarted(plant.at, "test", "bench"),))
            loop.reconnect()
            yield Bench(home, plant, loop)
            loop.commit()
            plant.save_snapshot(home.ledger.last_number)


class _Person:
    """Someone who sees the batch at every turn, and may press Hold at the next."""

    def __init__(self, hold: Asked, watch: Watched) -> None:
        self._hold = hold
        self._watch = watch
        self._asked = False

    def presence(self) -> Presence:
        """What the house asks of a person."""
        return Presence(lambda: self._asked, self._see)

    def _see(self, making: Making) -> None:
        self._watch(making)
        self._asked = self._hold(making)
