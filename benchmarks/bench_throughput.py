"""Twenty batches of two products through the line, held against what its slowest kilns allow.

Prints the bound by the plant file beside the measured pace, how much of the time each unit was at
work and owned, and what each stage waited for.
"""

from collections import Counter
from time import perf_counter
from typing import TYPE_CHECKING

from lizao.control.run import Run
from lizao.control.waiting import waits
from lizao.control.waits import Cause, Wait
from lizao.model.facts import BagPacked
from lizao.model.instants import Instant, in_hours
from lizao.model.states import FINAL, State
from lizao.testing.pace import bottleneck, paces
from lizao.testing.shift import Shift

if TYPE_CHECKING:
    from lizao.model.identifiers import UnitId

ORDERS = ("lfp-26",) * 10 + ("lfp-24",) * 10
TONNES = 6.0
WITHIN_H = 300.0
BUDGET = 1.05
AT_WORK = frozenset({State.STARTING, State.RUNNING, State.COMPLETING})
SHOWN_H = 1.0
"""Waits shorter than this, summed over all batches, are not shown."""


class Tally:
    """Time summed at every turn: units at work, units owned, and waits by stage and cause (µs)."""

    def __init__(self, at: Instant) -> None:
        self.at = at
        self.worked: Counter[UnitId] = Counter()
        self.owned: Counter[UnitId] = Counter()
        self.waited: Counter[tuple[str, Cause, str]] = Counter()
        self._working: set[UnitId] = set()
        self._owned: set[UnitId] = set()
        self._waits: tuple[Wait, ...] = ()

    def look(self, run: Run, now: Instant) -> None:
        """What was seen the last time has lasted until now."""
        lasted = now - self.at
        self.at = now
        if lasted > 0:
            self.worked.update(dict.fromkeys(self._working, lasted))
            self.owned.update(dict.fromkeys(self._owned, lasted))
            self.waited.update(dict.fromkeys(map(_named, self._waits), 0))
            for each in self._waits:
                self.waited[_named(each)] += lasted
        self._working = {each.unit for each in run.runs.values() if each.state in AT_WORK}
        self._owned = set(run.owners)
        self._waits = waits(run)


def _named(wait: Wait) -> tuple[str, Cause, str]:
    stage = (wait.step or "batch").split("/", 1)[0].split("#", 1)[0]
    details = wait.details
    what = details.get("unit_class") or details.get("unit") or details.get("before") or ""
    return stage, wait.cause, str(what)


def main() -> None:
    """Measure and print."""
    begun = perf_counter()
    shift = Shift(stores=3)
    for recipe in ORDERS:
        shift.order(recipe, TONNES)
    tally = Tally(shift.now)

    def done() -> bool:
        tally.look(shift.run, shift.now)
        return all(each.state in FINAL for each in shift.run.batches.values())

    shift.until(done, WITHIN_H)
    hours = in_hours(shift.now - shift.facts[0].at)
    print(f"{len(ORDERS)} batches of {TONNES:g} t in {hours:.1f} plant hours, ", end="")
    print(f"{perf_counter() - begun:.0f} s here, {len(shift.facts)} facts")
    print_pace(shift)
    print_units(shift, tally, hours)
    print_waits(tally)


def print_pace(shift: Shift) -> None:
    """Bound, measured, ratio of every class of kilns; the slowest is the one that counts."""
    for each in paces(shift.run, shift.facts):
        print(f"{each.unit_class}: first to last row {each.measured_h:.2f} h, at best ", end="")
        print(f"{each.bound_h:.2f} h with {each.changes} profile changes: {each.ratio:.3f}")
    slowest = bottleneck(shift.run, shift.facts)
    print(f"bottleneck {slowest.unit_class}: {slowest.ratio:.3f} (budget {BUDGET})")
    bags = [each for each in shift.facts if isinstance(each, BagPacked)]
    packed_h = in_hours(bags[-1].at - bags[0].at)
    tonnes = sum(each.mass_kg for each in bags) / 1000.0
    print(f"packed {tonnes:.1f} t, {tonnes / packed_h:.3f} t/h from the first bag to the last")


def print_units(shift: Shift, tally: Tally, hours: float) -> None:
    """The share of the whole time in which each unit was at work, and owned by a batch."""
    print(f"{'unit':22} at work    owned")
    for unit in shift.design.units:
        worked, owned = (in_hours(each[unit.id]) / hours for each in (tally.worked, tally.owned))
        print(f"{unit.id:22} {worked:7.0%}  {owned:7.0%}")


def print_waits(tally: Tally) -> None:
    """What each stage waited for, in hours summed over all batches."""
    print(f"{'stage':14} {'hours':>8}  waits for")
    for (stage, cause, what), lasted in sorted(tally.waited.items(), key=lambda each: each[0]):
        if in_hours(lasted) >= SHOWN_H and cause is not Cause.EQUIPMENT:
            print(f"{stage:14} {in_hours(lasted):8.1f}  {cause} {what}")


if __name__ == "__main__":
    main()
