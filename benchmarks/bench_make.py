"""Making a batch on the virtual line: plant hours per wall second, against budgets and a bare loop.

Each measurement is a process of its own. The bare loop runs as many float states as the line has,
each relaxed towards its neighbour once a second: what the machine could do without physics,
control or ledger.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from lizao.app.home import VIRTUAL_EPOCH
from lizao.documents.site import load_site
from lizao.plant.compiled import compiled
from lizao.plant.virtual import VirtualPlant

TONNES = "6"
BARE_STEPS = 360_000
JUDGED_BUDGET_S = 20.0
FIRST_RUN_BUDGET_S = 30.0
SPEED_BUDGET = 20_000.0


def made(folder: Path, cache: Path | None) -> tuple[float, dict[str, float]]:
    """Wall seconds of `lizao make` in a new process, and what it printed."""
    extra = {} if cache is None else {"XDG_CACHE_HOME": str(cache), "NUMBA_CACHE_DIR": ""}
    begun = perf_counter()
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "lizao.cli.main", "make", "lfp-26", "--tonnes", TONNES),
            *("--seed", "1", "--home", str(folder / "home"), "--json"),
        ],
        env={**os.environ, "LIZAO_STATE": str(folder / "state"), **extra},
        check=True,
        capture_output=True,
        text=True,
    )
    return perf_counter() - begun, json.loads(ended.stdout)


@compiled
def relax(states, steps):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 - a kernel
    """Relax every state towards its neighbour, ``steps`` times."""
    for _ in range(steps):
        for number in range(1, states.size):
            states[number] += 0.01 * (states[number - 1] - states[number])
    return states[-1]


def line() -> VirtualPlant:
    """The line as it stands before anything happens."""
    site = load_site(None)
    return VirtualPlant.make(site.plant(), site.materials, 1, {}, VIRTUAL_EPOCH)


def bare_speed() -> tuple[int, float]:
    """How many states the line has, and plant seconds per wall second of the bare loop."""
    states = line().arrays()["flat"].copy()
    relax(states, 1)
    begun = perf_counter()
    relax(states, BARE_STEPS)
    return states.size, BARE_STEPS / (perf_counter() - begun)


def say(what: str, value: float, unit: str, budget: str = "", ratio: float | None = None) -> None:
    """Print one row of the table."""
    times = "" if ratio is None else f"{ratio:8.2f} × budget {budget}"
    print(f"{what:52s} {value:12,.1f} {unit:14s} {times}")


def main() -> None:
    """Measure with an empty kernel cache, then with a warm one."""
    with tempfile.TemporaryDirectory(dir=".") as name:
        folder = Path(name).resolve()
        cache = folder / "cache"
        first_s, first = made(folder / "first", cache)
        warm_s, warm = made(folder / "warm", cache)
    import_s = warm_s - warm["wall_seconds"]
    judged_s = import_s + warm["wall_seconds_to_judgement"]
    extra_s = first_s - warm_s
    hours = warm["plant_hours_to_last_result"]
    speed = hours * 3600 / warm["wall_seconds"]
    count, bare = bare_speed()
    print(
        f"{TONNES} t of lfp-26: {warm['facts']:,} facts, {hours:.0f} plant hours to the last result"
    )
    say("new process, start to judged", judged_s, "s", "20 s", judged_s / JUDGED_BUDGET_S)
    say("new process, start to last result", warm_s, "s")
    say("first run, extra for compilation", extra_s, "s", "30 s", extra_s / FIRST_RUN_BUDGET_S)
    say("plant hours per wall second", hours / warm["wall_seconds"], "h/s")
    say(
        "speed with control, laboratory and ledger",
        speed,
        "× real time",
        "20,000",
        speed / SPEED_BUDGET,
    )
    say(f"bare compiled loop over {count:,} states, 1 s steps", bare, "× real time")
    say("ratio to the bare loop", speed / bare, "")
    assert first["facts"] == warm["facts"]


if __name__ == "__main__":
    main()
