"""The virtual plant of a home: made once, reopened from its snapshot and the committed commands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lizao.app.announced import ANNOUNCING, commands_of
from lizao.app.home import Home
from lizao.model.commands import AnyCommand
from lizao.model.errors import PlantServedError
from lizao.model.instants import MINUTE, Instant
from lizao.plant.virtual import VirtualPlant

FOLDER: Final = "plant"
SNAPSHOT_EVERY: Final = 10 * MINUTE
LOG: Final = "log"
"""The folder, inside that of the plant, in which its server keeps its log."""
MARK: Final = "mark"
"""The file in the log that says how far the plant has come."""


def served(home: Path) -> bool:
    """Whether the plant of a home has its own log: it is then met through its server only."""
    mark = home / FOLDER / LOG / MARK
    return mark.exists() and mark.stat().st_size > 0


def refuse_served(home: Path) -> None:
    """PlantServedError where the plant is met through its server only."""
    if served(home):
        raise PlantServedError(str(home))


def open_plant(home: Home) -> VirtualPlant:
    """The plant as it stood at the last commit; a new one where nothing was commanded yet.

    PlantServedError where it has lived in a process of its own: rebuilt from the ledger it would
    know neither of its power failures nor of what it did while nobody asked it.
    """
    refuse_served(home.folder)
    return stood_up(home)


def stood_up(home: Home) -> VirtualPlant:
    """The plant as the ledger tells it, for its first process or for this one."""
    made = home.foundation
    until = home.ledger.last_at or made.at
    folder = home.folder / FOLDER
    folder.mkdir(exist_ok=True, mode=0o700)
    return VirtualPlant.reopen(
        made.plant,
        tuple(home.rooms.run.materials.values()),
        made.seed,
        made.settings,
        made.at,
        folder,
        tuple(_committed(home)),
        until,
        home.ledger.last_number,
    )


def _committed(home: Home) -> Iterator[tuple[int, Instant, AnyCommand]]:
    for number, fact in home.ledger.facts(kinds=ANNOUNCING):
        for command in commands_of(fact):
            yield number, fact.at, command
