"""What a storm needs of a plant besides its transport: its own journal, and ways to harm it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from lizao.control.run import Run
from lizao.model.commands import AnyCommand, Value
from lizao.model.facts import Fact, HomeMade
from lizao.model.identifiers import LotId, PlaceId, PoolId, ServiceName, UnitId
from lizao.model.image import Image, Report
from lizao.model.instants import Duration, Instant
from lizao.model.material import Lot
from lizao.model.recipe import MasterRecipe
from lizao.model.states import State


class Twin(Protocol):
    """A plant of paper, or the virtual plant.

    What is ``stuck``, ``refusing``, ``full`` or ``bridged`` is put there and taken away by a storm.
    """

    @property
    def at(self) -> Instant:
        """Plant time."""

    @property
    def stuck(self) -> set[tuple[UnitId, ServiceName]]:
        """Services that ignore every command at present."""

    @property
    def refusing(self) -> set[tuple[UnitId, ServiceName]]:
        """Services that ignore every start at present."""

    @property
    def full(self) -> set[PlaceId]:
        """Places that take nothing more at present."""

    @property
    def bridged(self) -> set[PlaceId]:
        """Places out of which nothing flows at present."""

    @property
    def holding_places(self) -> Sequence[PlaceId]:
        """The places of units that can be full or bridged."""

    @property
    def can_give_up(self) -> bool:
        """Whether a batch can be stopped for good: somebody empties its vessels then."""

    @property
    def starts(self) -> Sequence[tuple[int, UnitId, ServiceName]]:
        """The plant's own journal of accepted starts: run number, unit, service."""

    @property
    def reports(self) -> Sequence[Report]:
        """Everything that was ever reported."""

    @property
    def read_to(self) -> int:
        """The last report that the present controller was handed."""

    @property
    def services(self) -> Collection[tuple[UnitId, ServiceName]]:
        """Every service there is."""

    def state(self, unit: UnitId, service: ServiceName) -> State:
        """The state of a service."""

    def ticket(self, unit: UnitId, service: ServiceName) -> int:
        """The number of the last run a service accepted."""

    def read(self) -> Image:
        """What was reported since the last read, and what every service shows."""

    def show(self) -> Image:
        """What every service shows; nothing is handed out."""

    def write(self, commands: Sequence[AnyCommand]) -> None:
        """Take commands."""

    def advance(self, to: Instant) -> Instant:
        """Go on to ``to``, or until something is reported."""

    def reconnect(self, since: int) -> None:
        """A new controller connects that has committed every report up to ``since``."""

    def deliver(self, lot: Lot) -> None:
        """A lorry brings a raw lot."""

    def fail(self, unit: UnitId, service: ServiceName) -> None:
        """The service leaves its way: it goes to HELD by itself."""

    def trip(self, unit: UnitId) -> None:
        """An interlock of the unit stops everything that runs on it."""

    def forget(self, unit: UnitId, service: ServiceName) -> None:
        """The PLC comes back from a power failure and knows nothing of the run."""

    def present(self, unit: UnitId, lots: Sequence[LotId]) -> None:
        """Bags of other lots than asked for are brought to the scanner of a unit next."""

    def late_results(self, more: Duration) -> bool:
        """What the laboratory analyses takes longer; whether it does."""

    def fail_result(self, *, late: bool = False) -> bool:
        """The next result, or the next last one of a sample, is outside every limit; whether."""

    def report_next(self, key: tuple[UnitId, ServiceName], reports: Mapping[str, Value]) -> bool:
        """A service reports something else at its next end; whether it will."""

    def saggars_free(self) -> Mapping[PoolId, int]:
        """How many saggars of each pool stand ready to be filled."""

    def broken(self) -> list[str]:
        """What the plant's own balance says is wrong."""


class Stage(Protocol):
    """What one product of a storm is made on: a scene on paper, or one of the virtual plant."""

    @property
    def recipe(self) -> MasterRecipe:
        """The recipe that is made."""

    def with_recipe(self, recipe: MasterRecipe) -> "Stage":
        """The same with another version of the recipe."""

    @property
    def lots(self) -> tuple[Lot, ...]:
        """Patterns of the raw lots that a lorry may bring; none where none comes."""

    def equipment(self) -> Twin:
        """The plant, new."""

    def foundation(self) -> HomeMade:
        """The first fact of a home on this plant."""

    def order(self, run: Run, now: Instant) -> tuple[Fact, ...]:
        """The facts of pressing Start."""
