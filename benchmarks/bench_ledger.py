"""The ledger against its budgets, and against bare SQLite rows in the same run."""

import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from lizao.ledger.store import Ledger
from lizao.ledger.verify import verify
from lizao.model.facts import Fact, MaterialMoved, ServiceStateChanged
from lizao.model.identifiers import BatchId, PlaceId, ServiceName, SignalId, UnitId
from lizao.model.image import Samples
from lizao.model.instants import DAY, SECOND
from lizao.model.states import State

FACTS = 40_000
GROUP = 250
SINGLE = 400
SIGNALS = 200
SCANS = 2_000
START = 1_767_225_600 * SECOND
WRITE_BUDGET = 30_000
REPLAY_BUDGET = 50_000


def real_facts() -> list[Fact]:
    """Movements and state changes in turn, as a kiln reports them."""
    kiln, feed, silo = UnitId("kiln-1"), ServiceName("feed"), PlaceId("fired-silo-1")
    facts: list[Fact] = []
    for number in range(FACTS // 2):
        at = START + number * SECOND
        row = PlaceId(f"kiln-1/row/{number % 191}")
        mass_kg = 40.0 + number / 7
        facts.append(
            MaterialMoved(at, at - SECOND, row, silo, mass_kg, batch=BatchId("B-1"), ticket=number)
        )
        reports = {"energy_kwh": number / 3, "nitrogen_nm3": 5.25}
        facts.append(ServiceStateChanged(at, kiln, feed, State.RUNNING, number, reports))
    return facts


def groups(facts: Sequence[Fact]) -> list[Sequence[Fact]]:
    """``facts`` in groups as they are committed."""
    return [facts[begin : begin + GROUP] for begin in range(0, len(facts), GROUP)]


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def write(ledger: Ledger, facts: Sequence[Fact]) -> None:
    """Append and commit in groups."""
    for group in groups(facts):
        ledger.append(group, wall_at=START)
        ledger.commit()


def bare_rows(file: Path, ledger: Ledger) -> tuple[float, float]:
    """The same bytes without codec and chain: rows per second in groups, and ms for one alone."""
    rows = [tuple(each) for each in ledger.entries()]
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute(
            "CREATE TABLE facts (stream TEXT, number INTEGER, at INTEGER, wall_at INTEGER,"
            " kind TEXT, version INTEGER, body TEXT, hash TEXT, PRIMARY KEY (stream, number))"
        )

        def put(some: Sequence[tuple[object, ...]]) -> None:
            database.execute("BEGIN")
            database.executemany("INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", some)
            database.execute("COMMIT")

        grouped = rows[:FACTS]
        begun = perf_counter()
        for begin in range(0, FACTS, GROUP):
            put(grouped[begin : begin + GROUP])
        taken = perf_counter() - begun
        alone = median(seconds(partial(put, [row])) for row in rows[FACTS:])
    return FACTS / taken, alone * 1_000


def measure_facts(folder: Path) -> None:
    """Print the rates of writing, replay, verification and the cost of one durable fact."""
    facts = real_facts()
    with Ledger.open(folder / "home", state=folder / "state") as ledger:
        written = FACTS / seconds(lambda: write(ledger, facts))

        def one(fact: Fact) -> None:
            ledger.append([fact], wall_at=START)
            ledger.commit()

        alone = median(seconds(partial(one, fact)) for fact in facts[:SINGLE]) * 1_000
        total = ledger.last_number
        replayed = total / seconds(lambda: sum(1 for _ in ledger.facts()))
        bare, bare_alone = bare_rows(folder / "bare.db", ledger)
        checked = total / seconds(lambda: verify(folder / "home", state=folder / "state"))
    say("hashed and durable, in groups of 250", written, "facts/s", WRITE_BUDGET)
    say("bare SQLite rows, same bytes", bare, "rows/s")
    print(f"{'ratio to bare rows':44s} {written / bare:12.2f}")
    print(f"{'one fact alone, signed and durable':44s} {alone:12.3f} ms")
    print(f"{'one bare SQLite row alone':44s} {bare_alone:12.3f} ms")
    say("replay (read and decode)", replayed, "facts/s", REPLAY_BUDGET)
    say("verify", checked, "facts/s")


def measure_signals(folder: Path) -> None:
    """Print the rates of recording, sealing and reading back signals."""
    at = [START + scan * SECOND for scan in range(SCANS)]
    values = {
        SignalId(f"kiln-1.zone_{number:03d}_temperature_c"): [
            float(scan // 10 + number) for scan in range(SCANS)
        ]
        for number in range(SIGNALS)
    }
    with Ledger.open(folder / "signals", state=folder / "state") as ledger:

        def record() -> None:
            ledger.record(Samples(at, values))
            ledger.commit()

        taken = seconds(record)
        say("signal samples, one in ten a change", SIGNALS * SCANS / taken, "samples/s")
        points = SIGNALS * SCANS / 10
        say("sealed points", points / seconds(lambda: ledger.seal(START // DAY, START)), "points/s")
        one = seconds(lambda: ledger.history(next(iter(values)), START, START + DAY))
        print(f"{'history of one signal from the tail':44s} {one * 1_000:12.3f} ms")


def say(what: str, rate: float, unit: str, budget: float | None = None) -> None:
    """Print one rate, and how it stands to its budget."""
    line = f"{what:44s} {rate:12,.0f} {unit}"
    print(line if budget is None else f"{line:70s} {rate / budget:5.1f} × budget {budget:,}")


def main() -> None:
    """Measure in a folder of its own, on the disk of this folder."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        measure_facts(Path(folder))
        measure_signals(Path(folder))


if __name__ == "__main__":
    main()
