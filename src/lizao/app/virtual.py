"""The virtual plant of a home: made once, reopened from its snapshot and the committed commands."""

from collections.abc import Iterator
from typing import Final

from lizao.app.home import Home
from lizao.control.decide import commands_of
from lizao.model.commands import AnyCommand
from lizao.model.instants import MINUTE, Instant
from lizao.plant.virtual import VirtualPlant

FOLDER: Final = "plant"
SNAPSHOT_EVERY: Final = 10 * MINUTE


def open_plant(home: Home) -> VirtualPlant:
    """The plant as it stood at the last commit; a new one where nothing was commanded yet."""
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
    for number, fact in home.ledger.facts():
        for command in commands_of(fact):
            yield number, fact.at, command
