"""The history of signals against its budgets, and against bare SQLite rows in the same run.

The virtual line makes batches for three plant days; what its signals then showed is recorded again
and again, half a year of it, through the path by which a running home records: changes only, a
commit for every six minutes of plant time, each day sealed once it is over.
"""

import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter, process_time
from typing import Final

from typing_extensions import override

from lizao.app.curves import curves
from lizao.app.exports import csv_lines, in_days, parquet_pieces
from lizao.ledger.points import Points
from lizao.ledger.sql import DATABASE, HOURS
from lizao.ledger.store import Ledger
from lizao.model.identifiers import SignalId
from lizao.model.image import Samples
from lizao.model.instants import DAY, MINUTE, Instant
from lizao.testing.shift import Shift
from lizao.testing.story import Notebook

ORDERS: Final = ("lfp-26",) * 6 + ("lfp-24",) * 6
RECORDED_DAYS: Final = 3
DAYS: Final = 183
GROUP: Final = 6 * MINUTE
MOST: Final = 2_000
SOME: Final = 20
TIMES: Final = 5
INGEST_BUDGET: Final = 200_000
BYTES_BUDGET: Final = 4.0
ONE_DAY_BUDGET_MS: Final = 100.0
TWENTY_BUDGET_MS: Final = 300.0


class Tape(Notebook):
    """Keeps the samples of a shift."""

    def __init__(self) -> None:
        super().__init__()
        self.samples: list[Samples] = []

    @override
    def record(self, samples: Samples) -> None:
        """Take what the plant showed."""
        if samples.at:
            values = {signal: list(each) for signal, each in samples.values.items()}
            self.samples.append(Samples(list(samples.at), values))


def taped() -> tuple[Shift, list[Samples]]:
    """A shift of some days, and what its signals showed."""
    tape = Tape()
    shift = Shift(stores=3, book=tape)
    for recipe in ORDERS:
        shift.order(recipe, 6.0)
    end = shift.now // DAY * DAY + RECORDED_DAYS * DAY
    while shift.now < end:
        shift.loop.advance(end)
        shift.loop.turn()
    return shift, [each for each in tape.samples if each.at[-1] < end]


def later(tape: Sequence[Samples], days: int) -> Iterator[Samples]:
    """The same again and again, for so many days."""
    for again in range(0, days, RECORDED_DAYS):
        for each in tape:
            yield Samples([at + again * DAY for at in each.at], each.values)


class Recorded:
    """What recording and sealing came to."""

    def __init__(self) -> None:
        self.samples = self.points = self.sealed_bytes = self.tail_bytes = 0
        self.recording_s = self.longest_s = self.committing_s = 0.0
        self.preparing_s: list[float] = []

    def take(self, ledger: Ledger, tape: Sequence[Samples], home: Path) -> None:
        """Record all days, each sealed when the next begins; the last one stays in the tail."""
        day, due = tape[0].at[0] // DAY, 0
        for samples in later(tape, DAYS):
            if samples.at[0] // DAY > day:
                self.seal(ledger, day, home)
                day = samples.at[0] // DAY
            begun = process_time()
            ledger.record(samples)
            if samples.at[-1] >= due:
                ledger.commit()
                due = samples.at[-1] + GROUP
            self.recording_s += process_time() - begun
            self.samples += len(samples.at) * len(samples.values)
        ledger.commit()

    def seal(self, ledger: Ledger, day: int, home: Path) -> None:
        """Seal a day as the controller of a running home does."""
        ledger.commit()
        begun = perf_counter()
        prepared = ledger.prepare(day)
        self.preparing_s.append(perf_counter() - begun)
        assert prepared is not None
        begun, used = perf_counter(), process_time()
        fact = ledger.sealed(prepared, (day + 1) * DAY)
        assert fact is not None
        ledger.append((fact,), 0)
        ledger.commit()
        self.longest_s = max(self.longest_s, perf_counter() - begun)
        self.committing_s += process_time() - used
        self.points += fact.points
        self.sealed_bytes += (home / fact.path).stat().st_size


def bare_rows(file: Path, days: Sequence[dict[SignalId, Points]]) -> tuple[float, float, int]:
    """The same points as rows: points per second of CPU, bytes per point, how many there were."""
    count = 0
    used = 0.0
    with closing(sqlite3.connect(file, isolation_level=None)) as rows:
        rows.execute("PRAGMA journal_mode = WAL")
        rows.execute("PRAGMA synchronous = FULL")
        rows.execute("CREATE TABLE signals (id INTEGER PRIMARY KEY, name TEXT)")
        rows.execute(
            "CREATE TABLE points (signal INTEGER, at INTEGER, value REAL, PRIMARY KEY (signal, at))"
            " WITHOUT ROWID"
        )
        for points in days:
            codes = {name: code for code, name in enumerate(points)}
            in_time = sorted(
                (at, codes[name], value)
                for name, each in points.items()
                for at, value in zip(each.at, each.value, strict=True)
            )
            begun = process_time()
            for begin in range(0, len(in_time), 250):
                rows.execute("BEGIN")
                some = ((code, at, value) for at, code, value in in_time[begin : begin + 250])
                rows.executemany("INSERT INTO points VALUES (?, ?, ?)", some)
                rows.execute("COMMIT")
            used += process_time() - begun
            count += len(in_time)
    return count / used, file.stat().st_size / count, count


def best_ms(work: Callable[[], object]) -> tuple[float, float]:
    """How long ``work`` took the first time, and at best (ms)."""
    took = []
    for _ in range(TIMES):
        begun = perf_counter()
        work()
        took.append((perf_counter() - begun) * 1_000)
    return took[0], min(took)


def measure_queries(home: Path, begin: Instant, known: Sequence[SignalId]) -> None:
    """Print how long a reader beside the writer waits."""
    busy = SignalId("coarse-mill-1.power_kw")
    some = sorted(known)[:: max(1, len(known) // SOME)][:SOME]
    day = begin + 60 * DAY
    spans: list[tuple[str, Sequence[SignalId], Instant, Instant, float | None]] = [
        ("one signal for a day, drawn", [busy], day, day + DAY, ONE_DAY_BUDGET_MS),
        (f"{SOME} signals for a day, drawn", some, day, day + DAY, TWENTY_BUDGET_MS),
        ("one signal for a month", [busy], day, day + 30 * DAY, None),
        (f"{SOME} signals for a month", some, day, day + 30 * DAY, None),
        ("one signal for half a year", [busy], begin, begin + DAYS * DAY, None),
        (f"{SOME} signals for half a year", some, begin, begin + DAYS * DAY, None),
    ]
    with Ledger.read(home) as ledger:
        points = best_ms(lambda: ledger.history(busy, day, day + DAY))
        say_ms("one signal for a day, every point", points, ONE_DAY_BUDGET_MS)
        for what, signals, since, until, budget in spans:
            took = best_ms(
                lambda s=signals, a=since, b=until: curves(ledger.signals, s, a, b, MOST)
            )  # type: ignore[misc]
            say_ms(what, took, budget)
        measure_exports(ledger, some, begin)


def measure_tail(home: Path, day: Instant, known: Sequence[SignalId]) -> None:
    """Print what a day costs that is not sealed yet."""
    some = sorted(known)[:: max(1, len(known) // SOME)][:SOME]
    with closing(sqlite3.connect(home / DATABASE)) as tail:
        size = tail.execute("SELECT sum(length(points)) FROM signal_tail").fetchone()[0]
    with Ledger.read(home) as ledger:
        everything = ledger.signals.points(known, day, day + DAY)
        count = sum(len(each.at) for each in everything.values())
        print(f"{'in the tail, bytes per point':44s} {size / count:12.1f} B")
        took = best_ms(lambda: curves(ledger.signals, some, day, day + DAY, MOST))
        say_ms(f"{SOME} signals for the day in the tail, drawn", took, TWENTY_BUDGET_MS)


def measure_exports(ledger: Ledger, some: Sequence[SignalId], begin: Instant) -> None:
    """Print how large the largest piece of half a year is, as it is sent."""
    until = begin + DAYS * DAY
    for kind, pieces in (
        ("Parquet", parquet_pieces(in_days(ledger.signals, some, begin, until))),
        ("CSV", csv_lines(in_days(ledger.signals, some, begin, until), {s: s for s in some})),
    ):
        begun = perf_counter()
        sizes = [len(each) for each in pieces]
        took = perf_counter() - begun
        print(
            f"{f'half a year as {kind}, {SOME} signals':44s} {took:12.1f} s, "
            f"{sum(sizes) / 1e6:.1f} MB in pieces of at most {max(sizes) / 1e3:,.0f} kB"
        )


def say_ms(what: str, took: tuple[float, float], budget: float | None) -> None:
    """Print the first and the best of some runs, and how the best stands to its budget."""
    line = f"{what:44s} {took[1]:12.1f} ms (the first time {took[0]:.0f})"
    print(line if budget is None else f"{line:78s} budget {budget:.0f}")


def measure(folder: Path) -> None:
    """Record half a year, then ask for it."""
    begun = process_time()
    shift, tape = taped()
    known = list(shift.design.signals)
    home, found = folder / "home", Recorded()
    begin = tape[0].at[0] // DAY * DAY
    print(
        f"{RECORDED_DAYS} days of the line, {len(tape[0].values)} signals, "
        f"{process_time() - begun:.0f} s; recorded for {DAYS} days"
    )
    with Ledger.open(home, state=folder / "state") as ledger:
        ledger.specify(shift.design.signals)
        found.take(ledger, tape, home)
        measure_tail(home, begin + (DAYS - 1) * DAY, known)
        found.seal(ledger, begin // DAY + DAYS - 1, home)
        days = [
            ledger.signals.points(list(tape[0].values), begin + n * DAY, begin + (n + 1) * DAY)
            for n in range(RECORDED_DAYS)
        ]
        days = [{s: Points(p.at[1:], p.value[1:]) for s, p in each.items()} for each in days]
    say_recorded(found, home, folder, days)
    measure_queries(home, begin, known)


def say_recorded(
    found: Recorded, home: Path, folder: Path, days: Sequence[dict[SignalId, Points]]
) -> None:
    """Print what recording came to, beside its budgets and beside bare rows."""
    rate = found.points / found.recording_s
    bare, bare_bytes, count = bare_rows(folder / "bare.db", days)
    sealed = found.sealed_bytes / found.points
    hours = (home / HOURS).stat().st_size / found.points
    sealing_s = sum(found.preparing_s)
    print(f"{found.samples:,} samples, {found.points:,} points kept")
    print(
        f"{'recorded and durable, points kept':44s} {rate:12,.0f} points/s of one core"
        f"      budget {INGEST_BUDGET:,}"
    )
    print(f"{'the same, in samples taken in':44s} {found.samples / found.recording_s:12,.0f}/s")
    print(
        f"{'bare SQLite rows (' + format(count, ',') + ')':44s} {bare:12,.0f} points/s of one core"
    )
    print(f"{'ratio to bare rows':44s} {rate / bare:12.2f}")
    print(f"{'sealed, bytes per point':44s} {sealed:12.2f} B         budget {BYTES_BUDGET:.0f}")
    print(f"{'the hours beside it':44s} {hours:12.2f} B")
    print(f"{'bare SQLite rows':44s} {bare_bytes:12.2f} B")
    print(f"{'prepared beside the controller, a day':44s} {sealing_s / DAYS * 1e3:12.0f} ms")
    print(
        f"{'committed by the controller, a day':44s} {found.committing_s / DAYS * 1e3:12.1f} ms of "
        f"CPU, at most {found.longest_s * 1e3:.0f} ms with the disk"
    )


def main() -> None:
    """Measure in a folder of its own, on the disk of this folder."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        measure(Path(folder))


if __name__ == "__main__":
    sys.exit(main())
