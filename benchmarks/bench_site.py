"""A large plant in lock-step with control: speed and memory against the budgets, and a bare loop.

Takes the name of a plant and plant hours (`site-150kt 12`); batches are queued so that it fills.
Says what it packed against its tonnage, how much of the time the units of each class were at work,
and what waits for what at the end.
"""

import resource
import sys
from collections import Counter
from time import process_time

import numpy as np

from lizao.control.run import Run
from lizao.control.waiting import waits
from lizao.model.facts import BagPacked
from lizao.model.instants import Instant
from lizao.model.states import FINAL, State
from lizao.plant.compiled import compiled
from lizao.plant.records import Floats
from lizao.testing.shift import Shift

PLANT, HOURS = "site-150kt", 12.0
TONNES = 6.3
TONNES_PER_H = {"line": 1.0, "workshop": 6.31, "site-150kt": 18.94}
IN_LINE = {"line": 2, "workshop": 6, "site-150kt": 18}
"""Batches that wait for their first unit, at least."""
BUDGETS = {"line": 20_000.0, "workshop": 2_000.0, "site-150kt": 2_000.0}
MEMORY_MB = 1024.0
STEP_H = 0.5
BARE_STEPS = 20_000
AT_WORK = frozenset({State.STARTING, State.RUNNING, State.COMPLETING})


@compiled
def relax(states: Floats, steps: int) -> None:
    """Relax every state towards its neighbour, ``steps`` times."""
    for _ in range(steps):
        for number in range(1, states.size):
            states[number] += 0.01 * (states[number - 1] - states[number])


def fill(shift: Shift, in_line: int) -> None:
    """Order batches until enough wait for their first unit."""
    batches = shift.run.batches.values()
    waiting = sum(each.state not in FINAL and not each.units for each in batches)
    for _ in range(in_line - waiting):
        shift.order("lfp-26", TONNES)


def at_work(run: Run) -> Counter[str]:
    """How many units of each class are at work."""
    units = {each.unit for each in run.runs.values() if each.state in AT_WORK}
    known = (run.plant.unit(each) for each in units) if run.plant else ()
    return Counter(each.unit_class for each in known if each is not None)


def played(shift: Shift, in_line: int, hours: float) -> tuple[float, Counter[str]]:
    """CPU seconds of so many hours, and unit hours at work by class."""
    worked: Counter[str] = Counter()
    begun = process_time()
    for _ in range(round(hours / STEP_H)):
        fill(shift, in_line)
        shift.forward(STEP_H)
        worked += at_work(shift.run)
    return process_time() - begun, worked


def packed_t(shift: Shift, since: Instant) -> float:
    """Tonnes in bags since an instant."""
    bags = (each for each in shift.facts if isinstance(each, BagPacked) and each.at >= since)
    return sum(each.mass_kg for each in bags) / 1000.0


def bare_speed(states: int) -> float:
    """Plant seconds per CPU second of the bare loop."""
    flat = np.zeros(states)
    relax(flat, 1)
    begun = process_time()
    relax(flat, BARE_STEPS)
    return BARE_STEPS / (process_time() - begun)


def main() -> None:
    """Measure and print."""
    name = sys.argv[1] if len(sys.argv) > 1 else PLANT
    hours = float(sys.argv[2]) if len(sys.argv) > 2 else HOURS
    shift = Shift(name, stores=80)
    begun = process_time()
    shift.forward(0.01)
    print(f"{name}: kernels ready in {process_time() - begun:.1f} s")
    since = shift.now
    cpu_s, worked = played(shift, IN_LINE[name], hours)
    speed = hours * 3600.0 / cpu_s
    states = shift.plant.arrays()["flat"].size
    bare = bare_speed(states)
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    print(f"{speed:10,.0f} x real time with control, {speed / BUDGETS[name]:.2f} of the budget")
    print(f"{bare:10,.0f} x bare loop over {states:,} states, {speed / bare:.3f} of it reached")
    print(f"{memory_mb:10,.0f} MB, {memory_mb / MEMORY_MB:.2f} of the budget")
    rate = packed_t(shift, since) / hours
    print(f"{rate:10.2f} t/h packed of {TONNES_PER_H[name]} t/h, in {hours:g} h from empty")
    for kind in dict.fromkeys(each.unit_class for each in shift.design.units):
        share = worked[kind] * STEP_H / hours / len(shift.design.of_class(kind))
        print(f"{kind:24} {share:5.0%} at work")
    for (step, cause), count in Counter(
        ((each.step or "batch").partition("/")[0], each.cause) for each in waits(shift.run)
    ).most_common(12):
        print(f"{count:5} {step} waits: {cause}")


if __name__ == "__main__":
    main()
