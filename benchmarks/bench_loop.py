"""The loop at 100 ms with a thousand phases that all report, and what the collector adds to it.

Two hundred finished batches lie in memory. Each scan folds a report of every phase, decides, and
makes it durable. Delays are of CPU time: what else the machine does is not counted.
"""

import gc
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from statistics import quantiles
from time import process_time

from bench_control import wide
from bench_restart import one_batch

from lizao.app.collector import paused_collector, quiet_collector
from lizao.app.rooms import Folded, Rooms
from lizao.ledger.chain import Entry
from lizao.ledger.snapshot import Snapshot
from lizao.ledger.store import Ledger
from lizao.model.facts import ServiceStateChanged
from lizao.model.instants import SECOND
from lizao.model.states import State
from lizao.testing.story import Story

CYCLE_S = 0.1
SCANS = 150
BATCHES = 200
BUDGET_MS = 10.0


def crowd() -> list[Folded]:
    """The state of so many batches that have ended."""
    rooms = Rooms()
    made, facts = one_batch()
    for fact in (made, *facts):
        rooms.apply(fact)
    snapshot = Snapshot.of(Entry("", 1, 0, 0, "", 1, "", ""), rooms.folded)
    with paused_collector():
        return [snapshot.unpacked(Folded) for _ in range(BATCHES)]


def scan(story: Story, ledger: Ledger, number: int) -> None:
    """Every phase reports something new; what follows is decided and all of it is durable."""
    at = story.now + number * SECOND // 10
    facts = [
        ServiceStateChanged(
            at, each.unit, each.service, State.RUNNING, each.ticket, {"energy_kwh": number / 7}
        )
        for each in story.run.runs.values()
    ]
    for fact in facts:
        story.rooms.apply(fact)
    decided, _ = story.rooms.decide(at)
    ledger.append([*facts, *decided], at)
    ledger.commit()


@contextmanager
def pauses() -> Iterator[list[float]]:
    """The CPU seconds of every collection."""
    found: list[float] = []
    since = [0.0]

    def look(phase: str, _info: object) -> None:
        if phase == "start":
            since[0] = process_time()
        else:
            found.append(process_time() - since[0])

    gc.callbacks.append(look)
    try:
        yield found
    finally:
        gc.callbacks.remove(look)


def run(story: Story, ledger: Ledger, *, quiet: bool) -> tuple[list[float], list[float]]:
    """How long each scan took, and each collection in it (seconds)."""
    took: list[float] = []
    with quiet_collector() if quiet else nullcontext(), pauses() as collected:
        collected.clear()
        for number in range(SCANS):
            begun = process_time()
            scan(story, ledger, number)
            took.append(process_time() - begun)
    return took, collected


def late(took: list[float]) -> list[float]:
    """How late each scan began that follows scans of these lengths."""
    delays, delay = [], 0.0
    for each in took:
        delay = max(0.0, delay + each - CYCLE_S)
        delays.append(delay)
    return delays


def main() -> None:
    """Measure and print."""
    batches = crowd()
    story = wide()
    phases = len(story.run.runs)
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger.open(Path(folder) / "home", state=Path(folder) / "state") as ledger,
    ):
        for quiet in (False, True):
            took, collected = run(story, ledger, quiet=quiet)
            print("quiet collector" if quiet else "as Python comes")
            print(f"  scan of {phases:,}   p50 {1e3 * quantiles(took, n=100)[49]:8.1f} ms")
            print(f"  late           p99 {1e3 * quantiles(late(took), n=100)[98]:8.1f} ms", end="")
            print(f"   budget {BUDGET_MS:.0f} ms")
            longest, total = max(collected, default=0.0), sum(collected)
            print(f"  collections {len(collected):6}   longest {1e3 * longest:.1f} ms", end="")
            print(f"   {100 * total / sum(took):.1f} % of the time")
    print(f"({len(batches)} batches in memory)")


if __name__ == "__main__":
    main()
