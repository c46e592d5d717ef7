"""The virtual plant in a storm: its own journal and balance, and what harm can be done to it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from lizao.app.home import VIRTUAL_EPOCH, first_campaign, foundation
from lizao.control.run import Run
from lizao.control.start import start_batch
from lizao.documents.site import Site, load_site
from lizao.model.commands import AnyCommand, CommandService, StartService, Value
from lizao.model.equipment import Plant
from lizao.model.facts import Fact, HomeMade
from lizao.model.identifiers import LotId, PlaceId, PoolId, ServiceName, UnitId
from lizao.model.image import Image, Report
from lizao.model.instants import Duration, Instant
from lizao.model.material import Lot
from lizao.model.recipe import MasterRecipe
from lizao.model.states import State
from lizao.plant.virtual import VirtualPlant
from lizao.testing.shift import stocked

STORES: Final = 40
"""How many times the raw lots that lie in the site's store: no lorry comes."""
LARGEST_GAP: Final = 1e-9
_KG: Final = 6000.0
_Key = tuple[UnitId, ServiceName]


class VirtualTwin:
    """The virtual plant, all its reports kept, deaf where it is told to be."""

    def __init__(self, plant: VirtualPlant) -> None:
        """Stand around ``plant``."""
        self.plant = plant
        self.stuck: set[_Key] = set()
        self.refusing: set[_Key] = set()
        self.full: set[PlaceId] = set()
        self.bridged: set[PlaceId] = set()
        self.holding_places: tuple[PlaceId, ...] = ()
        self.can_give_up = True
        self.reports: list[Report] = []
        self.read_to = 0
        self.starts: list[tuple[int, UnitId, ServiceName]] = []
        self._shown = self._seen()

    @property
    def at(self) -> Instant:
        """Plant time."""
        return self.plant.at

    @property
    def services(self) -> Collection[_Key]:
        """Every service there is."""
        return self._shown.services.keys()

    def state(self, unit: UnitId, service: ServiceName) -> State:
        """The state of a service."""
        return self._seen().services[unit, service].state

    def ticket(self, unit: UnitId, service: ServiceName) -> int:
        """The number of the last run a service accepted."""
        return self._shown.services[unit, service].ticket

    def read(self) -> Image:
        """What was reported since the last read, and what every service shows."""
        image = self._seen()
        new = tuple(self.reports[self.read_to :])
        self.read_to = len(self.reports)
        return replace(image, reports=new)

    def show(self) -> Image:
        """What every service shows; nothing is handed out."""
        return replace(self._seen(), reports=())

    def write(self, commands: Sequence[AnyCommand]) -> None:
        """Take commands, but for those to whom nobody listens."""
        self.plant.write([each for each in commands if self._hears(each)])
        new = self.plant.journal()[len(self.starts) :]
        self.starts += ((each.ticket, each.unit, each.service) for each in new)

    def advance(self, to: Instant) -> Instant:
        """Go on to ``to``, or until something is reported that was not read."""
        return self.at if self.read_to < len(self.reports) else self.plant.advance(to)

    def reconnect(self, since: int) -> None:
        """A new controller connects that has committed every report up to ``since``."""
        self._seen()
        self.read_to = since

    def deliver(self, lot: Lot) -> None:
        """No lorry comes to the virtual plant."""
        raise NotImplementedError(lot.id)

    def fail(self, unit: UnitId, service: ServiceName) -> None:
        """The service is held by an interlock."""
        self.plant.trip(unit, service)

    def trip(self, unit: UnitId) -> None:
        """Everything on the unit is held by an interlock."""
        for each, service in self.services:
            if each == unit:
                self.plant.trip(each, service)

    def forget(self, unit: UnitId, service: ServiceName) -> None:
        """The controllers of its units have batteries: they hold, and forget nothing."""
        self.plant.trip(unit, service)

    def present(self, unit: UnitId, lots: Sequence[LotId]) -> None:
        """Bags of other lots than asked for are brought to the scanner of a unit next."""
        for lot in lots:
            self.plant.present_bag(unit, lot)

    def late_results(self, more: Duration) -> bool:
        """Its laboratory is in time."""
        return more < 0

    def fail_result(self, *, late: bool = False) -> bool:
        """Its laboratory finds what is there."""
        return late and not self.services

    def report_next(self, key: _Key, reports: Mapping[str, Value]) -> bool:
        """Its services report what they measure."""
        return bool(reports) and key not in self.services

    def saggars_free(self) -> Mapping[PoolId, int]:
        """What the saggar line of each kiln has ready, with all that was reported of it so far."""
        self._seen()
        return {PoolId(each.unit): round(each.record.saggars_free) for each in self.plant.kilns}

    def broken(self) -> list[str]:
        """What its own element balance says is wrong."""
        gap = self.plant.truth().gap
        return [] if gap <= LARGEST_GAP else [f"balance: the plant's elements part by {gap:.3g}"]

    def _seen(self) -> Image:
        self._shown = self.plant.read()
        self.reports += self._shown.reports
        return self._shown

    def _hears(self, command: AnyCommand) -> bool:
        match command:
            case StartService():
                key = (command.unit, command.service)
                return key not in self.stuck and key not in self.refusing
            case CommandService():
                return (command.unit, command.service) not in self.stuck
            case _:
                return True


@dataclass(frozen=True)
class VirtualScene:
    """A recipe of a site on a virtual plant that stands hot for the first of its products."""

    site: Site
    design: Plant
    recipe: MasterRecipe
    settings: Mapping[str, float]
    seed: int
    lots: tuple[Lot, ...] = ()

    def equipment(self) -> VirtualTwin:
        """The plant with its lots in the store."""
        made = VirtualPlant.make(
            self.design, self.site.materials, self.seed, self.settings, VIRTUAL_EPOCH
        )
        return VirtualTwin(made)

    def foundation(self) -> HomeMade:
        """The first fact of a home on this plant."""
        return foundation(self.site, self.design, self.seed, self.settings)

    def with_recipe(self, recipe: MasterRecipe) -> "VirtualScene":
        """The same with another version of the recipe."""
        return replace(self, recipe=recipe)

    def order(self, run: Run, now: Instant) -> tuple[Fact, ...]:
        """The facts of pressing Start."""
        specification = self.site.specification(self.recipe)
        return start_batch(run, self.design, self.recipe, specification, _KG, {}, "tester", now)


@dataclass(frozen=True)
class VirtualScenes:
    """The approved recipes of a site on the plant called ``name``, or in the file of that name."""

    name: str
    folder: Path | None = None
    recipes: tuple[str, ...] = field(default=())

    @cached_property
    def site(self) -> Site:
        """The site, read once."""
        return load_site(self.folder)

    def __call__(self, seed: int) -> tuple[VirtualScene, ...]:
        """The scenes of one run."""
        design = stocked(self.site.plant(self.name), STORES)
        made = [self.site.recipe(name) for name in self.recipes or self.site.recipes]
        settings = first_campaign(made[0], design)
        return tuple(VirtualScene(self.site, design, each, settings, seed) for each in made)
