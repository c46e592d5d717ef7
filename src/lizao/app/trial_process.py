"""The process that tries a version of a recipe on a virtual twin of the home's plant."""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lizao.app.answers.trials import Outcome
from lizao.app.clock import Clock, SystemClock
from lizao.app.home import Home
from lizao.app.house import Presence
from lizao.app.making import Ending, Making
from lizao.app.progress import remaining, share_done, stages
from lizao.app.queries import ledger_of
from lizao.app.recipe_desk import book_of, version_called
from lizao.app.record import batch_record
from lizao.app.requests import refusal
from lizao.app.settings import Settings
from lizao.app.trial_files import TrialFolder
from lizao.app.trying import TryOrder, try_recipe
from lizao.documents.site import load_site
from lizao.model.errors import LizaoError
from lizao.model.facts import HomeMade
from lizao.model.instants import in_hours
from lizao.texts import Texts
from lizao.texts.languages import LANGUAGES

TOLD_EVERY_S: Final = 0.5
POLITE: Final = 10
"""How much the controller and its plant go before a trial, as the system counts it."""


class UnwantedError(Exception):
    """Nobody waits for the trial any more."""


@dataclass(slots=True)
class Watcher:
    """Says from time to time how far the trial is; ends it where nobody wants it."""

    folder: TrialFolder
    clock: Clock
    wanted: Callable[[], bool]
    _told_s: float = field(default=-TOLD_EVERY_S, init=False)

    def look(self, making: Making) -> None:
        """Called at every turn of the loop."""
        if not self.wanted():
            raise UnwantedError
        now_s = self.clock.elapsed_s()
        if now_s - self._told_s >= TOLD_EVERY_S:
            self._told_s = now_s
            self.folder.tell(progress_of(making))


def progress_of(making: Making) -> dict[str, Any]:
    """How far the batch of a trial is; times in plant hours, shares from 0 to 1."""
    batch, rooms = making.run, making.home.rooms
    figures = rooms.views.batches[making.batch]
    found = stages(batch)
    elapsed = making.loop.now - figures.started
    left = remaining(found, elapsed)
    return {
        "batch": batch.batch,
        "state": batch.state,
        "mass_kg": batch.recipe.mass_kg,
        "packed_kg": sum(each.mass_kg for each in figures.bags),
        "done": share_done(found),
        "plant_hours": in_hours(elapsed),
        "hours_left": None if left is None else in_hours(left),
        "stages": [
            {"step": each.path, "state": each.state, "done": each.progress} for each in found
        ],
    }


def run_trial(
    settings: Settings, folder: TrialFolder, clock: Clock, wanted: Callable[[], bool]
) -> None:
    """Try what was asked, and keep what came of it in the folder of the trial."""
    try:
        _tried(settings, folder, clock, wanted)
    except LizaoError as error:
        folder.end(Outcome.REFUSED, refusal=refusal(error))


def _tried(
    settings: Settings, folder: TrialFolder, clock: Clock, wanted: Callable[[], bool]
) -> None:
    asked = folder.order()
    with ledger_of(settings.home, settings.database_url) as ledger:
        _, made = next(ledger.facts(kinds=(HomeMade,)))
    assert isinstance(made, HomeMade), "the first fact of a home"
    master = version_called(
        book_of(settings), load_site(settings.site), asked.recipe, asked.version
    )
    order = TryOrder(master, asked.tonnes or None, made.plant, made.seed, asked.overrides)
    watcher = Watcher(folder, clock, wanted)

    def kept(home: Home) -> None:
        (batch,) = home.rooms.run.batches
        for language in LANGUAGES:
            record = batch_record(home, batch, Texts(language), master, with_plots=True)
            folder.keep_record(language, record)

    ending, result = try_recipe(
        order, settings, clock, Presence(lambda: False, watcher.look), kept, folder.path
    )
    outcome = Outcome.FINISHED if ending is Ending.DONE else Outcome.HELD
    folder.end(outcome, result=result.values)


def main(home: str, database_url: str, site: str, trial: str) -> None:
    """Try, as the process that was started for it, until SIGTERM or the end of its parent."""
    parent = os.getppid()
    unwanted: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: unwanted.append(number))
    os.nice(POLITE)
    settings = Settings(
        home=Path(home),
        database_url=database_url or None,
        site=Path(site) if site else None,
    )
    try:
        run_trial(
            settings,
            TrialFolder(Path(trial)),
            SystemClock(),
            lambda: not unwanted and os.getppid() == parent,
        )
    except UnwantedError:
        sys.exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
