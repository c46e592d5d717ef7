"""The process that runs the plant of a home: rebuilt to its last moment, then served."""

import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from lizao.app.announced import ANNOUNCING, commands_of
from lizao.app.clock import Clock, SystemClock
from lizao.app.home import PLANT_LOCK, reading_home
from lizao.app.pacing import Pacer
from lizao.app.plant_log import LogEntry, Mark, PlantLog
from lizao.app.plant_server import Kept, PlantServer
from lizao.app.standby import told_to_begin
from lizao.app.virtual import FOLDER, LOG, stood_up
from lizao.equipment.address import open_door
from lizao.ledger.store import Ledger
from lizao.model.errors import HomeLockedError
from lizao.model.facts import HomeMade
from lizao.model.instants import SECOND, Instant
from lizao.plant.outage import PowerLost
from lizao.plant.virtual import VirtualPlant


def serve_plant(
    home: Path,
    database_url: str | None,
    clock: Clock,
    speed: float,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve the plant of ``home`` until SIGTERM or SIGINT; ``ready`` is called before it begins.

    HomeLockedError while another process serves it, NothingToDoError where no home was made.
    """
    lock = FileLock(home / PLANT_LOCK, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise HomeLockedError(str(home)) from None
    try:
        with closing(PlantLog(home / FOLDER / LOG)) as log:
            _serve(home, database_url, log, clock, speed, ready)
    finally:
        lock.release()


def _serve(  # noqa: PLR0913, PLR0917 - what ``serve_plant`` was given, and the log
    home: Path,
    database_url: str | None,
    log: PlantLog,
    clock: Clock,
    speed: float,
    ready: Callable[[], None],
) -> None:
    plant, mark = rebuilt(home, database_url, log, clock)
    door = open_door(home, clock.identifier())
    pacer = Pacer(clock.elapsed_s, speed, plant.at)
    server = PlantServer(plant, Kept(log, mark), door, pacer, clock)
    signals = (signal.SIGTERM, signal.SIGINT)
    before = [(each, signal.signal(each, lambda *_: server.stop())) for each in signals]
    try:
        ready()
        server.serve()
    finally:
        for each, handler in before:
            signal.signal(each, handler)


def rebuilt(
    home: Path, database_url: str | None, log: PlantLog, clock: Clock
) -> tuple[VirtualPlant, Mark]:
    """The plant as it is now, and the mark that holds once its reports are read.

    A plant that was ended cleanly stood still since. One that was killed comes back as after a
    power failure as long, in plant time, as nobody served it on the wall, whatever its speed.
    """
    mark = log.mark
    if mark is None:
        return _adopted(home, database_url, log, clock.wall_now())
    log.recall()
    entries = list(log.entries())
    plant = _stood_up(home, database_url, entries, mark)
    remade = plant.read().reports
    if remade:
        mark = replace(mark, plant_sequence=remade[-1].sequence)
    dead_since = mark.wall_at
    for each in entries:
        if each.number > mark.entry:
            plant.repeat(each.happened)
            dead_since = each.wall_at if isinstance(each.happened, PowerLost) else dead_since
    last = max((each.number for each in entries), default=0)
    mark = replace(mark, entry=max(mark.entry, last))
    if not mark.clean:
        now = clock.wall_now()
        outage = PowerLost(max(0, now - dead_since))
        mark = replace(mark, entry=mark.entry + 1)
        log.enter(LogEntry(mark.entry, plant.at, now, outage))
        plant.repeat(outage)
    _warm(plant)
    return plant, mark


def _warm(plant: VirtualPlant) -> None:
    """Have every kernel ready before the clock runs."""
    plant.advance(plant.at + SECOND)


def _adopted(
    home: Path, database_url: str | None, log: PlantLog, wall_at: Instant
) -> tuple[VirtualPlant, Mark]:
    """A plant that ran inside its controller, or never: its log begins with what was committed."""
    with reading_home(home, database_url) as opened:
        plant = stood_up(opened)
        known = opened.rooms.run.reports_read
        for number, fact in opened.ledger.facts(kinds=ANNOUNCING):
            for command in commands_of(fact):
                log.enter(LogEntry(number, fact.at, wall_at, command))
        last = opened.ledger.last_number
    new = [each for each in plant.read().reports if each.sequence > known]
    log.report(new)
    sequence = new[-1].sequence if new else known
    mark = Mark(plant.at, wall_at, last, sequence, sequence, known, clean=True)
    log.settle(mark)
    _warm(plant)
    return plant, mark


def _stood_up(
    home: Path, database_url: str | None, entries: Sequence[LogEntry], mark: Mark
) -> VirtualPlant:
    """The plant at its mark, with the reports that were made again on the way."""
    with Ledger.read(home, database_url=database_url) as ledger:
        _, made = next(ledger.facts(kinds=(HomeMade,)))
    assert isinstance(made, HomeMade)
    kept = [(each.number, each.at, each.happened) for each in entries if each.number <= mark.entry]
    folder = home / FOLDER
    fixed = (made.plant, made.materials, made.seed, made.settings, made.at)
    return VirtualPlant.reopen(*fixed, folder, kept, mark.at, mark.entry)


def main(home: str, speed: str, database_url: str) -> None:
    """Serve the plant of ``home`` once told to, as the process that was started for it."""
    if told_to_begin():
        serve_plant(Path(home), database_url or None, SystemClock(), float(speed))


if __name__ == "__main__":
    main(*sys.argv[1:])
