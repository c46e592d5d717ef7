"""A plant in its steady state under control: filled first, then looked at for some days."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from typing_extensions import override

from lizao.control.run import BatchRun, Run
from lizao.documents.site import Site
from lizao.model.acceptance import Acceptance, Measure
from lizao.model.equipment import Plant
from lizao.model.facts import Fact
from lizao.model.identifiers import SignalId
from lizao.model.image import Samples
from lizao.model.instants import HOUR, Instant, in_hours
from lizao.model.recipe import MasterRecipe
from lizao.model.states import FINAL
from lizao.plant.balance import Balance
from lizao.testing.shift import Shift
from lizao.testing.story import Notebook

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


class SignalBook(Notebook):
    """A notebook that also keeps some signals, by the end of their name, once it is told to."""

    def __init__(self, names: frozenset[str]) -> None:
        """Keep signals of these ``names``."""
        super().__init__()
        self.open = False
        self.values: dict[SignalId, list[float]] = defaultdict(list)
        self._names = names

    @override
    def record(self, samples: Samples) -> None:
        """Keep what is asked for."""
        if self.open:
            for signal, values in samples.values.items():
                if signal.partition(".")[2] in self._names:
                    self.values[signal] += values


@dataclass(frozen=True, slots=True)
class Observed:
    """What was seen between two instants; ``before`` and ``after`` are the plant's own balances."""

    run: Run
    design: Plant
    facts: Sequence[Fact]
    since: Instant
    until: Instant
    signals: Mapping[SignalId, Sequence[float]]
    before: Balance
    after: Balance
    packed_before_kg: Mapping[str, float]
    packed_after_kg: Mapping[str, float]


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


def observe(trial: Trial) -> Observed:
    """Fill a plant with batches of the recipe, then look at it."""
    book = SignalBook(_signals(trial.acceptance))
    shift, steady = filled(trial, book)
    begun, since = len(shift.facts), shift.now
    before, packed_kg = shift.plant.truth(), shift.plant.packed_kg()
    book.open = True
    steady.forward(trial.days * HOURS_A_DAY)
    return Observed(
        run=shift.run,
        design=shift.design,
        facts=shift.facts[begun:],
        since=since,
        until=shift.now,
        signals=book.values,
        before=before,
        after=shift.plant.truth(),
        packed_before_kg=packed_kg,
        packed_after_kg=shift.plant.packed_kg(),
    )


def filled(trial: Trial, book: Notebook | None = None) -> "tuple[Shift, Steady]":
    """A plant in its steady state, and who keeps it there."""
    shift = Shift(
        with_laboratory(trial.plant, trial.acceptance.analyses),
        trial.seed,
        site=trial.site,
        hot_for=trial.acceptance.recipe,
        stores=trial.stores,
        book=book,
    )
    steady = Steady(shift, trial)
    steady.forward(trial.acceptance.fill_h)
    return shift, steady


def _signals(acceptance: Acceptance) -> frozenset[str]:
    figures = acceptance.figures
    return frozenset(each.of for each in figures if each.measure is Measure.SIGNAL)


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

    def on(self, shift: Shift) -> "Steady":
        """The same orders on a twin."""
        return Steady(shift, self._trial)

    def forward(self, hours: float) -> None:
        """Let time go by."""
        to = self._shift.now + round(hours * HOUR)
        while self._shift.now < to:
            while self._waiting() < self._ahead:
                self._shift.order(self._recipe, self._tonnes)
            self._shift.forward(min(LOOK_H, in_hours(to - self._shift.now)))

    def _waiting(self) -> int:
        """How many batches have not begun."""
        return sum(not _begun(each) for each in self._shift.run.batches.values())


def _begun(batch: BatchRun) -> bool:
    return batch.state in FINAL or any(map(batch.begun, batch.procedure.tops))
