"""Restarting a home of 1,000,000 facts: from its snapshot against folding all of them.

The facts are those of a batch of the reference line on paper, again and again under new numbers,
through the normal door of the ledger. Usage: ``bench_restart.py [FACTS]``.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

from lizao.app.collector import paused_collector
from lizao.app.rooms import Rooms
from lizao.app.snapshot_keeper import EVERY_FACTS, SnapshotKeeper
from lizao.app.snapshots import restored
from lizao.ledger.chain import Entry
from lizao.ledger.codec import Codec
from lizao.ledger.snapshot import SNAPSHOT
from lizao.ledger.store import Ledger
from lizao.model.facts import Fact, HomeMade
from lizao.model.instants import DAY
from lizao.testing.reference import reference_scene
from lizao.testing.story import Story

FACTS = 1_000_000
GROUP = 1_000
BUDGET_S = 5.0


def one_batch() -> tuple[HomeMade, list[Fact]]:
    """The home, and a batch from the first delivery to the last result of the laboratory."""
    story = Story(reference_scene(tonnes=6.0))
    batch = story.start()
    story.finish(batch)
    story.until(lambda: not story.run.samples)
    made, *facts = story.facts
    assert isinstance(made, HomeMade)
    return made, facts


def history(count: int) -> Iterator[Fact]:
    """``count`` facts: the batch again and again, days later and under the next number."""
    codec = Codec()
    made, facts = one_batch()
    yield made
    encoded = [(each.at, codec.encode(each)) for each in facts]
    for number in range(count - 1):
        again, index = divmod(number, len(encoded))
        at, (kind, version, body) = encoded[index]
        if again:
            later = at + again * 10 * DAY
            body = body.replace("lfp-26-001", f"lfp-26-{again + 1:03d}").replace(
                f'"at":{at}', f'"at":{later}'
            )
            at = later
        yield codec.decode(Entry("", 1, at, 0, kind, version, body, ""))


def write(home: Path, state: Path, count: int) -> float:
    """Seconds to write the ledger."""
    begun = perf_counter()
    facts = history(count)
    with Ledger.open(home, state=state) as ledger:
        while group := list(islice(facts, GROUP)):
            ledger.append(group, 0)
            ledger.commit()
    return perf_counter() - begun


def fold_all(home: Path, state: Path) -> dict[str, float]:
    """CPU seconds to fold every fact; a snapshot is kept where it lacks as many as it ever may."""
    took: dict[str, float] = {}
    with Ledger.read(home, state=state) as ledger, paused_collector():
        begun = process_time()
        rooms = Rooms()
        cut = max(1, ledger.last_number - EVERY_FACTS)
        keeping = 0.0
        for number, fact in ledger.facts():
            rooms.apply(fact)
            if number == cut:
                since = process_time()
                assert ledger.keep_snapshot(number, rooms.folded)
                keeping = process_time() - since
        took["fold"] = process_time() - begun - keeping
        took["keep"] = keeping
        keeper = SnapshotKeeper(home, None, state, cut)
        since = process_time()
        keeper.look(ledger.last_number)
        took["look"] = process_time() - since
        keeper.end()
    return took


def restart(home: Path, state: Path) -> dict[str, float]:
    """CPU seconds of each part of a restart, to the first decision."""
    marks = [process_time()]
    with Ledger.open(home, state=state) as ledger, paused_collector():
        marks.append(process_time())
        rooms = restored(ledger)
        assert rooms is not None
        marks.append(process_time())
        for _, fact in ledger.facts(since=rooms.told):
            rooms.apply(fact)
        marks.append(process_time())
        rooms.decide(ledger.last_at or 0)
        marks.append(process_time())
    parts = ("open and head", "snapshot", "tail", "decision")
    return {name: marks[n + 1] - marks[n] for n, name in enumerate(parts)}


def main(count: int) -> None:
    """Measure and print; CPU seconds, so that what else the machine does is not counted."""
    with tempfile.TemporaryDirectory() as folder:
        home, state = Path(folder) / "home", Path(folder) / "state"
        print(f"written        {write(home, state, count):8.1f} s   {count:,} facts")
        took = fold_all(home, state)
        print(f"all folded     {took['fold']:8.2f} s   {count / took['fold']:,.0f} facts/s")
        size = (home / SNAPSHOT).stat().st_size / 1e6
        print(f"snapshot kept  {took['keep']:8.2f} s   {size:.1f} MB, in a process of its own")
        print(f"loop waits     {1000 * took['look']:8.2f} ms  for that process to be started")
        begun = perf_counter()
        again = subprocess.run(
            [sys.executable, __file__, str(home), str(state)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        whole = perf_counter() - begun
        parts: dict[str, float] = json.loads(again.stdout)
        for part, seconds in parts.items():
            print(f"{part:14s} {seconds:8.2f} s")
        restarted = sum(parts.values())
        print(f"restart        {restarted:8.2f} s   budget {BUDGET_S:.0f} s")
        print(f"ratio          {took['fold'] / restarted:8.1f} x quicker than folding")
        print(f"on the wall    {whole:8.2f} s   with the start of Python")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(json.dumps(restart(Path(sys.argv[1]), Path(sys.argv[2]))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else FACTS)
