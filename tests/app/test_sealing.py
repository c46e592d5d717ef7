"""The days of a running home are sealed beside it, and its signals are kept without any fact."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from lizao.app.clock import StillClock
from lizao.app.loop import Loop
from lizao.app.rooms import Rooms
from lizao.app.seal_keeper import (
    AGAIN_AFTER_S,
    LATER,
    PREPARED,
    SETTLED,
    SealKeeper,
    main,
    seal_lock,
)
from lizao.equipment.memory import MemoryTransport
from lizao.ledger.store import Ledger
from lizao.ledger.verify import verify
from lizao.model.facts import Fact, SegmentSealed
from lizao.model.identifiers import SignalId
from lizao.model.image import Image, Samples
from lizao.model.instants import DAY, HOUR, SECOND, Instant
from lizao.testing.scene import Scene
from tests.ledger.samples import START, sampled

if TYPE_CHECKING:
    from lizao.model.errors import LizaoError

OUTLET = SignalId("dryer-1.outlet_temperature_c")
TODAY = START // DAY
FIRST = "signals/2026-01-01-1.parquet"


class Watched:
    """A home with two days of signals, and its keeper."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self.folder = folder
        self.ledger = ledger
        self.clock = StillClock()
        self.failures: list[LizaoError] = []
        self.keeper = SealKeeper(folder, ledger, None, self.clock, self.failures.append)
        for day in range(2):
            ledger.record(sampled(START + day * DAY, [1.0 + day, 2.5 + day]))
        ledger.commit()

    def values(self) -> list[float]:
        """What is kept, wherever."""
        return [value for _, value in self.ledger.history(OUTLET, START, START + 9 * DAY)]

    def looked_until_ended(self, now: Instant) -> Sequence[SegmentSealed]:
        """Look until what was started has ended; what is to be committed."""
        self.keeper.look(now)
        assert self.keeper.at_work
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        return self.keeper.look(now)


@pytest.mark.slow
def test_a_finished_day_is_sealed_by_a_process_of_its_own(tmp_path: Path) -> None:
    """Once its last signals came in; it counts when the controller has committed the fact."""
    with Ledger.open(tmp_path, state=tmp_path / "state") as ledger:
        home = Watched(tmp_path, ledger)
        assert home.keeper.look(START + DAY + SETTLED - SECOND) == ()
        assert not home.keeper.at_work
        now = START + DAY + SETTLED
        (fact,) = home.looked_until_ended(now)
        assert (fact.at, fact.path, fact.points) == (now, FIRST, 2)
        assert ledger.unsealed_days() == (TODAY, TODAY + 1)
        ledger.append((fact,), wall_at=0)
        ledger.commit()
        assert ledger.unsealed_days() == (TODAY + 1,)
        assert home.values() == [1.0, 2.5, 2.0, 3.5]
        assert home.keeper.look(now) == ()
        assert home.keeper.look(now + HOUR) == ()
        assert not home.keeper.at_work
        assert not (tmp_path / PREPARED).exists()
    assert verify(tmp_path, state=tmp_path / "state").intact


@pytest.mark.slow
def test_why_a_day_cannot_be_sealed_is_told_once_and_it_is_tried_again(tmp_path: Path) -> None:
    """Nothing is lost meanwhile, and the home runs on."""
    with Ledger.open(tmp_path, state=tmp_path / "state") as ledger:
        home = Watched(tmp_path, ledger)
        (tmp_path / "signals").touch()
        now = START + 2 * DAY + SETTLED
        for _ in range(2):
            assert home.looked_until_ended(now) == ()
            assert home.keeper.look(now) == ()
            assert not home.keeper.at_work
            home.clock.pause(AGAIN_AFTER_S)
        assert [each.key for each in home.failures] == ["sealing_failed"]
        assert home.failures[0].details()["day"] == "2026-01-01"
        assert home.values() == [1.0, 2.5, 2.0, 3.5]
        (tmp_path / "signals").unlink()
        for day in range(2):
            (fact,) = home.looked_until_ended(now)
            assert fact.since == START + day * DAY
            ledger.append((fact,), wall_at=0)
            ledger.commit()
        assert ledger.unsealed_days() == ()
        assert home.values() == [1.0, 2.5, 2.0, 3.5]


def test_nobody_writes_beside_another_or_after_the_death_of_her_controller(tmp_path: Path) -> None:
    """What a process left behind would otherwise write over the file of a later one."""
    with Ledger.open(tmp_path, state=tmp_path / "state") as ledger:
        Watched(tmp_path, ledger)
        parent = str(os.getppid())
        assert main(str(tmp_path), "", str(os.getpid()), str(TODAY)) == LATER
        with seal_lock(tmp_path, 0.0):
            assert main(str(tmp_path), "", parent, str(TODAY)) == LATER
        assert not (tmp_path / FIRST).exists()
        assert main(str(tmp_path), "", parent, str(TODAY)) == 0
        assert (tmp_path / FIRST).exists()
        assert main(str(tmp_path), "", parent, str(TODAY + 7)) == 0


@pytest.mark.slow
def test_a_keeper_that_ends_leaves_the_day_for_another_time(tmp_path: Path) -> None:
    """Also where it finds that somebody else writes, or what was prepared is gone."""
    with Ledger.open(tmp_path, state=tmp_path / "state") as ledger:
        home = Watched(tmp_path, ledger)
        now = START + DAY + SETTLED
        home.keeper.look(now)
        home.keeper.end()
        home.keeper.end()
        assert not home.keeper.at_work
        with seal_lock(tmp_path, 0.0):
            assert home.looked_until_ended(now) == ()
        assert home.failures == []
        assert ledger.unsealed_days() == (TODAY, TODAY + 1)


class Book:
    """Says what was committed."""

    def __init__(self) -> None:
        self.recorded: list[Instant] = []
        self.committed: list[Instant] = []

    def append(self, facts: Sequence[Fact], wall_at: Instant) -> None:
        """Facts are of no interest here."""

    def record(self, samples: Samples) -> None:
        """Take samples."""
        self.recorded += samples.at

    def commit(self) -> None:
        """Everything that was taken is kept."""
        self.committed = [*self.recorded]


class Measured(MemoryTransport):
    """Equipment that has a sample for each reading, and nothing to report."""

    readings = 0

    @override
    def read(self) -> Image:
        """One sample."""
        self.readings += 1
        values = {OUTLET: [float(self.readings)]}
        return Image(self.readings, (), {}, {}, Samples([self.readings], values))


def test_signals_are_kept_at_every_scan_though_nothing_happens() -> None:
    """From the first reading of a link on; a calm plant is no reason to lose its signals."""
    scene, book, rooms = Scene(), Book(), Rooms()
    rooms.apply(scene.foundation())
    loop = Loop(rooms, book, Measured(scene.equipment()), lambda: 0)
    loop.reconnect()
    assert book.committed == [1]
    loop.turn()
    assert (book.recorded, book.committed) == ([1, 2], [1])
    loop.settle()
    assert book.committed == [1, 2]


@pytest.mark.slow
def test_the_days_of_a_long_run_are_sealed_while_nobody_waits(tmp_path: Path) -> None:
    """One after the other; what was recorded reads the same at any time."""
    with Ledger.open(tmp_path, state=tmp_path / "state") as ledger:
        home = Watched(tmp_path, ledger)
        for day in range(2, 5):
            ledger.record(sampled(START + day * DAY, [1.0 + day, 2.5 + day]))
        ledger.commit()
        before = home.values()
        while ledger.unsealed_days() != (TODAY + 4,):
            ledger.append(home.looked_until_ended(START + 4 * DAY + HOUR), wall_at=0)
            ledger.commit()
            assert home.values() == before
        assert len(list(tmp_path.glob("signals/*.parquet"))) == 4
