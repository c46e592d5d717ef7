"""The virtual line in lock-step against its budget and a bare compiled loop in the same run."""

from time import perf_counter, process_time

import numpy as np

from lizao.documents.site import load_site
from lizao.model.instants import HOUR, SECOND
from lizao.plant.compiled import compiled
from lizao.plant.records import Floats
from lizao.plant.virtual import VirtualPlant

BUDGET = 20_000
COMPILE_BUDGET_S = 25.0
HOURS = 24
UNITS, STATES = 32, 10


@compiled
def bare_line(state: Floats, steps: int) -> None:
    """First-order lags of a line's units, ten states each, and nothing else."""
    for _ in range(steps):
        for unit in range(len(state)):
            for each in range(state.shape[1]):
                state[unit, each] += 0.01 * (1.0 - state[unit, each])


def idle(plant: VirtualPlant, hours: int) -> float:
    """CPU seconds for so many hours of hot idling."""
    until = plant.at + hours * HOUR
    begun = process_time()
    while plant.at < until:
        plant.advance(until)
        plant.read()
    return process_time() - begun


def main() -> None:
    """Measure and print."""
    site = load_site()
    plant = VirtualPlant.make(site.plant(), site.materials, 1, {}, 0)
    plant.read()
    begun = perf_counter()
    plant.advance(SECOND)
    print(
        f"kernels ready        {perf_counter() - begun:8.1f} s   (cold: {COMPILE_BUDGET_S:.0f} s)"
    )
    idle(plant, 1)
    speed = HOURS * 3600 / idle(plant, HOURS)
    print(f"hot line            {speed:8,.0f} x   {speed / BUDGET:5.1f} of the budget")
    state = np.zeros((UNITS, STATES))
    bare_line(state, 10)
    begun = process_time()
    bare_line(state, HOURS * 3600)
    bare = HOURS * 3600 / (process_time() - begun)
    print(f"bare loop            {bare:8,.0f} x   {speed / bare:6.3f} of it reached by the line")


if __name__ == "__main__":
    main()
