"""A home: one controller, one ledger, one plant, one clock; site, plant and seed are fixed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from lizao.app.rooms import Rooms
from lizao.app.snapshots import folded, keep_snapshot
from lizao.ledger.store import Ledger
from lizao.model.equipment import Plant
from lizao.model.errors import HomeLockedError, HomeMismatchError, NothingToDoError
from lizao.model.facts import Fact, HomeMade
from lizao.model.instants import Instant
from lizao.model.recipe import MasterRecipe, Work

if TYPE_CHECKING:
    from lizao.documents.site import Site

VIRTUAL_EPOCH: Final[Instant] = 1_767_571_200_000_000
"""2026-01-05 00:00 UTC: where the time of every virtual plant begins, so that a seed tells all."""
LOCK: Final = "lock"
PLANT_LOCK: Final = "plant.lock"
"""Held by the plant process of the home while it lives."""
HOME: Final = "home"
OPERATOR: Final = "operator"
"""Who acts at a door, as long as people have no names."""


@dataclass(slots=True)
class Home:
    """An opened home: its ledger, and the rooms that its facts fold into."""

    folder: Path
    ledger: Ledger
    rooms: Rooms

    def keep(self, facts: Sequence[Fact], wall_at: Instant) -> None:
        """Fold facts and make them durable, before any loop is at work."""
        for fact in facts:
            self.rooms.apply(fact)
        self.ledger.append(facts, wall_at)
        self.ledger.commit()

    @property
    def foundation(self) -> HomeMade:
        """What was fixed when the home was made; NothingToDoError in an empty one."""
        made = self.rooms.views.made
        if made is None:
            raise NothingToDoError(HOME, str(self.folder))
        return made


@contextmanager
def working_home(folder: Path, database_url: str | None, state: Path | None) -> Iterator[Home]:
    """The home to work in, made if there is none; HomeLockedError while another works in it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(folder / LOCK, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise HomeLockedError(str(folder)) from None
    try:
        with Ledger.open(folder, database_url=database_url, state=state) as ledger:
            home = Home(folder, ledger, folded(ledger))
            yield home
            keep_snapshot(folder, ledger, home.rooms)
    finally:
        lock.release()


@contextmanager
def reading_home(folder: Path, database_url: str | None) -> Iterator[Home]:
    """The home to look into, also beside a controller; NothingToDoError if there is none."""
    if not folder.exists():
        raise NothingToDoError(HOME, str(folder))
    with Ledger.read(folder, database_url=database_url) as ledger:
        yield Home(folder, ledger, folded(ledger))


def check_same(home: Home, site: str, plant: str, seed: int | None) -> None:
    """Refuse a home that was made for another site, plant or seed (None: whatever it has)."""
    made = home.foundation
    asked = {"site": site, "plant": plant, "seed": made.seed if seed is None else seed}
    fixed = {"site": made.site, "plant": made.plant.name, "seed": made.seed}
    for thing, value in asked.items():
        if value != fixed[thing]:
            raise HomeMismatchError(thing, str(value), str(fixed[thing]))


def foundation(site: "Site", plant: Plant, seed: int, settings: Mapping[str, float]) -> HomeMade:
    """The first fact of a home; ``settings`` are those at which its line services stand hot."""
    return HomeMade(VIRTUAL_EPOCH, site.name, plant, site.materials, seed, settings)


def first_campaign(recipe: MasterRecipe, plant: Plant) -> dict[str, float]:
    """The settings of a recipe's campaigns for every line service, by ``unit.parameter``."""
    settings: dict[str, float] = {}
    tops = {each.path: each.role for each in recipe.elements}
    for element in recipe.elements:
        action = element.action
        if action is None or action.work is not Work.CAMPAIGN:
            continue
        role = element.role or tops.get(type(element.path)(element.path.split("/", 1)[0]))
        if role is None:
            continue
        for each in action.settings:
            parameter = recipe.parameter(each.formula)
            if parameter is None:
                continue
            value = parameter.default * each.factor + each.offset
            for unit in plant.of_class(recipe.roles[role]):
                settings[f"{unit.id}.{each.parameter}"] = value
    return settings
