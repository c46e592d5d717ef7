"""How a plant is tried: by which acceptance, for how long, with batches always waiting to begin."""

import math
from dataclasses import dataclass, replace
from typing import Final

from lizao.control.run import BatchRun
from lizao.documents.site import Site
from lizao.model.acceptance import Acceptance
from lizao.model.disturbances import FAULT_RATE
from lizao.model.equipment import Plant
from lizao.model.instants import HOUR, in_hours
from lizao.model.recipe import MasterRecipe
from lizao.model.states import FINAL
from lizao.testing.shift import Shift

KG_PER_T: Final = 1000.0
LOOK_H: Final = 1.0
"""So often it is seen whether more batches must be ordered."""
HOURS_A_DAY: Final = 24.0
BATCHES_A_DAY: Final = 6
"""One dosing train makes at most so many ([EIA-HN])."""
BATCHES_PER_STORE: Final = 6
"""The raw lots of the site are enough for about so many batches."""
LABORATORY: Final = "lab."
DELAY: Final = "_min"
REPEATABILITY: Final = ("_sigma", "_sigma_share")
"""How the laboratory's numbers begin, how its delays end, and one sigma of its results."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A plant, how it is tried, for how many days, and the seed of everything random."""

    site: Site
    plant: Plant
    acceptance: Acceptance
    days: float
    seed: int = 1

    @property
    def recipe(self) -> MasterRecipe:
        """What it makes."""
        return self.site.recipe(self.acceptance.recipe)

    @property
    def trains(self) -> int:
        """How many units a batch may begin in."""
        role = next(each.role for each in self.recipe.elements if each.role is not None)
        return len(self.plant.of_class(self.recipe.roles[role]))

    @property
    def stores(self) -> int:
        """How many times the raw lots of the site are needed at most."""
        days = self.acceptance.fill_h / HOURS_A_DAY + self.days
        return math.ceil(self.trains * days * BATCHES_A_DAY / BATCHES_PER_STORE) + 1


def with_laboratory(plant: Plant, analyses: int) -> Plant:
    """The plant with a laboratory that answers at once, with the mean of so many analyses."""
    numbers = dict(plant.coefficients)
    for name, value in plant.coefficients.items():
        if name.startswith(LABORATORY) and name.endswith(DELAY):
            numbers[name] = 0.0
        elif name.startswith(LABORATORY) and name.endswith(REPEATABILITY):
            numbers[name] = value / math.sqrt(analyses)
    return replace(plant, coefficients=numbers)


class Steady:
    """Orders so that a batch always waits for every train at the head of the plant."""

    def __init__(self, shift: Shift, trial: Trial) -> None:
        """Take over a shift; nothing is ordered yet."""
        self._shift = shift
        self._trial = trial
        self._recipe = trial.acceptance.recipe
        self._tonnes = trial.acceptance.batch_kg / KG_PER_T
        self._ahead = trial.trains + 1
        self._breaks = trial.plant.coefficients.get(FAULT_RATE, 0.0) > 0.0

    def on(self, shift: Shift) -> "Steady":
        """The same orders on a twin."""
        return Steady(shift, self._trial)

    def forward(self, hours: float) -> None:
        """Let time go by; where faults strike, somebody lets go on every hour what they held."""
        to = self._shift.now + round(hours * HOUR)
        while self._shift.now < to:
            if self._breaks:
                self._shift.restart_held()
            while self._waiting() < self._ahead:
                self._shift.order(self._recipe, self._tonnes)
            self._shift.forward(min(LOOK_H, in_hours(to - self._shift.now)))

    def _waiting(self) -> int:
        """How many batches have not begun."""
        return sum(not _begun(each) for each in self._shift.run.batches.values())


def _begun(batch: BatchRun) -> bool:
    return batch.state in FINAL or any(map(batch.begun, batch.procedure.tops))
