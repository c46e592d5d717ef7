"""Sealing while others read, and cut off at every step: no point is lost and none comes twice."""

import errno
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from typing_extensions import override

from lizao.ledger.hours import Trail
from lizao.ledger.memory import MemoryStore
from lizao.ledger.protocol import Chunk, DayHours, Group, SealedFile
from lizao.ledger.segments import read_segment
from lizao.ledger.sql import DATABASE, HOURS, SqlStore
from lizao.ledger.store import Ledger
from lizao.model.errors import SealingFailedError
from lizao.model.facts import SegmentSealed
from lizao.model.identifiers import SignalId
from lizao.model.image import Samples
from lizao.model.instants import DAY, HOUR, MINUTE, Instant
from tests.ledger.samples import START

A, B = SignalId("kiln-1.oxygen_ppm"), SignalId("mill-1.power_kw")
TODAY = START // DAY
DAYS = 3


def record(ledger: Ledger, days: int = DAYS) -> None:
    """Two signals that change every ten minutes, committed every hour."""
    for hour in range(24 * days):
        at = [START + hour * HOUR + number * 10 * MINUTE for number in range(6)]
        rising = [float(6 * hour + number) for number in range(6)]
        ledger.record(Samples(at, {A: rising, B: [-each for each in rising]}))
        ledger.commit()


def seal(ledger: Ledger, day: int = TODAY) -> SegmentSealed:
    """Seal a day and commit the fact."""
    fact = ledger.seal(day, at=(day + 1) * DAY)
    assert fact is not None
    ledger.append([fact], wall_at=1)
    ledger.commit()
    return fact


def read(ledger: Ledger, since: Instant = START) -> tuple[dict[SignalId, list[float]], Trail]:
    """Every value of both signals from an instant on, and one of them by the hour."""
    until = START + DAYS * DAY
    points = ledger.signals.points((A, B), since, until)
    hours = ledger.signals.hours((A,), since, until)[A]
    return {each: list(points[each].value) for each in points}, hours


class Meddled(MemoryStore):
    """A store in which something happens just before it is asked for the n-th time."""

    def __init__(self) -> None:
        super().__init__()
        self._left = -1
        self._deed: Callable[[], object] = int

    def meddle(self, after: int, deed: Callable[[], object]) -> None:
        """Do ``deed`` before so many more questions are answered."""
        self._left, self._deed = after, deed

    def spent(self) -> bool:
        """Whether it was done."""
        return self._left < 0

    def _asked(self) -> None:
        self._left -= 1
        if self._left == 0:
            self._left = -1
            self._deed()

    @override
    def segments(self, stream: str) -> Sequence[SealedFile]:
        """Asked for, and meddled with."""
        self._asked()
        return super().segments(stream)

    @override
    def chunks(
        self, stream: str, first: int | None = None, last: int | None = None
    ) -> Sequence[Chunk]:
        """Asked for, and meddled with."""
        self._asked()
        return super().chunks(stream, first, last)

    @override
    def chunk_days(self, stream: str) -> Sequence[int]:
        """Asked for, and meddled with."""
        self._asked()
        return super().chunk_days(stream)

    @override
    def sealed_to(self, stream: str) -> int:
        """Asked for, and meddled with."""
        self._asked()
        return super().sealed_to(stream)

    @override
    def hours(
        self, signals: Collection[str], first: int, last: int
    ) -> tuple[frozenset[str], Sequence[DayHours]]:
        """Asked for, and meddled with."""
        self._asked()
        return super().hours(signals, first, last)


def seal_two_days(ledger: Ledger) -> None:
    """Seal the first two."""
    for day in range(2):
        seal(ledger, TODAY + day)


@pytest.mark.parametrize("since", [START, START + DAY + HOUR])
def test_a_reader_misses_nothing_whenever_a_day_is_sealed_meanwhile(since: Instant) -> None:
    """Before each of her questions a day may leave the tail; she reads once more if it did."""
    asked = 0
    while True:
        asked += 1
        store = Meddled()
        ledger = Ledger(store)
        record(ledger)
        expected = read(ledger, since)
        store.meddle(asked, partial(seal_two_days, ledger))
        assert read(ledger, since) == expected
        if not store.spent():
            break
        assert ledger.unsealed_days() == (TODAY + 2,)
        assert read(ledger, since) == expected
    assert asked > 6


@pytest.mark.slow
def test_a_second_reader_sees_no_difference_while_days_are_sealed(tmp_path: Path) -> None:
    """She has a connection of her own and reads as fast as she can."""
    found: list[object] = []
    over = threading.Event()

    def look() -> None:
        with Ledger.read(tmp_path) as beside:
            while not over.is_set():
                found.append(read(beside))

    with closing(Ledger(SqlStore(tmp_path))) as ledger:
        record(ledger)
        expected = read(ledger)
        reader = threading.Thread(target=look)
        reader.start()
        for day in ledger.unsealed_days():
            seal(ledger, day)
        over.set()
        reader.join()
        assert read(ledger) == expected
    assert all(each == expected for each in found)


STEPS = ("put_file", "keep_hours", "write")
"""What sealing does to a store, in this order; each can be cut off before and after it."""


class Dying(SqlStore):
    """A store whose process is killed, as by kill -9, before or after one of its steps."""

    def __init__(self, home: Path, step: str, *, after: bool) -> None:
        super().__init__(home)
        self.armed = False
        self._step, self._after = step, after

    def _at(self, step: str, *, after: bool) -> None:
        if self.armed and (step, after) == (self._step, self._after):
            os.kill(os.getpid(), signal.SIGKILL)

    @override
    def put_file(self, path: str, content: bytes) -> None:
        """A step at which it may end."""
        self._at("put_file", after=False)
        super().put_file(path, content)
        self._at("put_file", after=True)

    @override
    def keep_hours(self, path: str, day: int, hours: Mapping[str, bytes]) -> None:
        """A step at which it may end."""
        self._at("keep_hours", after=False)
        super().keep_hours(path, day, hours)
        self._at("keep_hours", after=True)

    @override
    def write(self, group: Group) -> None:
        """A step at which it may end."""
        self._at("write", after=False)
        super().write(group)
        self._at("write", after=True)


def seal_and_die(home: str, step: str, after: str) -> None:
    """Record, commit, and be killed on the way of sealing the first day."""
    store = Dying(Path(home), step, after=bool(int(after)))
    ledger = Ledger(store)
    record(ledger)
    store.armed = True
    seal(ledger)


SCRIPT = (
    f"import sys; from tests.ledger.test_sealing import {seal_and_die.__name__} as die; "
    "die(*sys.argv[1:])"
)


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_of_sealing_a_home_has_every_point_once(
    tmp_path: Path, step: str, *, after: bool
) -> None:
    """The next process goes on: its plant repeats itself, the day is sealed, once."""
    died = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path), step, str(int(after))],
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert died.returncode == -signal.SIGKILL
    whole = Ledger(MemoryStore())
    record(whole)
    expected = read(whole)

    with closing(Ledger(SqlStore(tmp_path))) as ledger:
        assert read(ledger) == expected
        record(ledger)
        assert read(ledger) == expected
        for day in ledger.unsealed_days():
            seal(ledger, day)
        assert read(ledger) == expected
        facts = [fact for _, fact in ledger.facts(kinds={SegmentSealed})]
    named = [fact.path for fact in facts if isinstance(fact, SegmentSealed)]
    assert sorted(named) == sorted(
        each.relative_to(tmp_path).as_posix() for each in tmp_path.glob("signals/*.parquet")
    )
    sealed = [read_segment((tmp_path / each).read_bytes())[A] for each in sorted(named)]
    assert [value for each in sealed for value in each.value] == expected[0][A]


class Full(MemoryStore):
    """A store on a disk without room for files."""

    room = False

    @override
    def put_file(self, path: str, content: bytes) -> None:
        """No room for a file, unless there is."""
        if not self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        super().put_file(path, content)


def test_a_full_disk_is_one_clear_error_and_nothing_is_lost() -> None:
    """The day stays in the tail, and is sealed when there is room."""
    store = Full()
    ledger = Ledger(store)
    record(ledger)
    expected = read(ledger)
    with pytest.raises(SealingFailedError, match=r"2026-01-01.*No space left on device"):
        ledger.seal(TODAY, START)
    assert read(ledger) == expected
    assert TODAY in ledger.unsealed_days()
    store.room = True
    seal(ledger)
    assert read(ledger) == expected


def test_what_was_prepared_before_another_day_was_sealed_counts_for_nothing() -> None:
    """Its number of the file, and what it knows of last points, may be wrong by then."""
    ledger = Ledger(MemoryStore())
    record(ledger)
    prepared = ledger.prepare(TODAY)
    assert prepared is not None
    seal(ledger, TODAY + 1)
    assert ledger.sealed(prepared, START) is None
    assert TODAY in ledger.unsealed_days()


@pytest.mark.parametrize("damage", ["gone", "broken"])
def test_the_hours_are_made_again_from_the_files(tmp_path: Path, damage: str) -> None:
    """They are derived: without them months are read from the files themselves."""
    with closing(Ledger(SqlStore(tmp_path))) as ledger:
        record(ledger)
        expected = read(ledger)
        seal(ledger)
        for each in (tmp_path / "signals").glob("hours.db*"):
            each.unlink()
        if damage == "broken":
            (tmp_path / HOURS).write_bytes(b"no database" * 100)
        assert read(ledger) == expected
        seal(ledger, TODAY + 1)
        with closing(sqlite3.connect(tmp_path / HOURS)) as book:
            paths = {row[0] for row in book.execute("SELECT path FROM segments")}
        assert paths == {"signals/2026-01-01-1.parquet", "signals/2026-01-02-1.parquet"}
        assert read(ledger) == expected


def chunks_in(home: Path) -> int:
    """How many chunks lie in the database, read or not."""
    with closing(sqlite3.connect(home / DATABASE)) as database:
        return int(database.execute("SELECT count(*) FROM signal_tail").fetchone()[0])


def test_sealed_chunks_leave_the_database_a_few_with_each_group(tmp_path: Path) -> None:
    """So no group waits for a whole day to be removed; whoever ends removes the rest."""
    with closing(Ledger(SqlStore(tmp_path))) as ledger:
        record(ledger)
        seal(ledger)
        assert ledger.unsealed_days() == (TODAY + 1, TODAY + 2)
        left = [chunks_in(tmp_path)]
        while chunks_in(tmp_path) > 48:
            ledger.append([seal_nothing()], wall_at=1)
            ledger.commit()
            left.append(chunks_in(tmp_path))
        assert left == [64, 56, 48]
        seal(ledger, TODAY + 1)
    assert chunks_in(tmp_path) == 24


def seal_nothing() -> SegmentSealed:
    """A fact of a file that was never prepared."""
    return SegmentSealed(START, "signals/none.parquet", "0" * 64, START, 1)
