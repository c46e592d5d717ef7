"""The virtual plant at the same orders as the plant it is fitted to."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean
from typing import Final

from lizao.documents.site import Site
from lizao.model.disturbances import FAULT_RATE, Course
from lizao.model.equipment import Plant, Unit
from lizao.model.identifiers import BatchId, SignalId, signal_id
from lizao.model.instants import HOUR, Instant, in_hours
from lizao.model.plant_data import Observation, Order, PlantData
from lizao.model.states import FINAL
from lizao.testing.fitting.seen import results, signals, units_of
from lizao.testing.shift import Shift
from lizao.testing.validation.responses import ANALYSES, alike
from lizao.testing.validation.series import SeriesBook
from lizao.testing.validation.trial import with_laboratory

KG_PER_T: Final = 1000.0
STORE_T: Final = 20.0
"""The raw lots of a site are enough for more than so many tonnes."""
BATCH_H: Final = 200.0
"""Within so many hours a batch is made, and those after it in so many more each."""
EACH_H: Final = 40.0
BY_CHANCE: Final = frozenset({Course.SCATTER, Course.WALK})
SIGMA: Final = ("_sigma", "_sigma_share")
COARSEST: Final = 1e-3
"""No signal is told more exactly than to this share of it."""

Key = tuple[str, str]
"""A batch and the name of what was seen of it."""


@dataclass(slots=True)
class Twins:
    """Virtual plants, built one after the other for the same orders, and how many there were."""

    site: Site
    data: PlantData
    seed: int
    count: int = field(default=0, init=False)

    def shown(self, plant: Plant) -> tuple[float, ...] | None:
        """What a plant without chance shows of all that was seen; None unless it shows it all."""
        found = self._made(without_chance(plant), self.seed)
        keys = [(each.batch, each.name) for each in self.data.observations]
        return tuple(found[each] for each in keys) if all(each in found for each in keys) else None

    def missing(self, plant: Plant) -> Observation | None:
        """The first thing that was seen and that a plant does not show."""
        found = self._made(without_chance(plant), self.seed)
        seen = self.data.observations
        return next((each for each in seen if (each.batch, each.name) not in found), None)

    def sigmas(self, plant: Plant, seeds: int) -> tuple[float, ...]:
        """One standard deviation of each value that was seen.

        The repeatability of the laboratory, or the deadband of the signal, and how far plants of
        other seeds lie apart that are left to chance.
        """
        exact = with_laboratory(_unbroken(plant), ANALYSES)
        runs = [self._made(exact, self.seed + 1 + each) for each in range(seeds)]
        apart = _apart([each for each in runs if each])
        return tuple(
            _sigma(plant, each, apart.get(each.name, 0.0)) for each in self.data.observations
        )

    def _made(self, plant: Plant, seed: int) -> Mapping[Key, float]:
        """What a plant shows of each batch; of those that it does not end in time, what it can."""
        self.count += 1
        orders = self.data.orders
        names = [each.name for each in self.data.observations if each.of_signal]
        wanted = list(dict.fromkeys(names))
        shift, batches = self._worked(plant, seed, _signals(plant, wanted))
        book = shift.book
        assert isinstance(book, SeriesBook), "it was given one"

        def past(signal: SignalId, since: Instant, until: Instant) -> Sequence[float]:
            return book.series[signal].between(since, until)

        found = (*results(shift.facts), *signals(shift.facts, plant, wanted, past))
        values = {(each.batch, each.name): each.value for each in found}
        return {
            (order.batch, name): value
            for order in orders
            for (batch, name), value in values.items()
            if batches.get(order.batch) == batch
        }

    def _worked(
        self, plant: Plant, seed: int, shown: frozenset[SignalId]
    ) -> tuple[Shift, Mapping[str, BatchId]]:
        orders = self.data.orders
        tonnes = sum(each.mass_kg for each in orders) / KG_PER_T
        shift = Shift(
            plant,
            seed,
            site=self.site,
            hot_for=orders[0].recipe,
            stores=1 + int(tonnes / STORE_T),
            book=SeriesBook(shown),
        )
        began = shift.now
        batches = {each.batch: _ordered(shift, began, each) for each in orders}
        end = shift.now + round((BATCH_H + EACH_H * len(orders)) * HOUR)
        while shift.now < end and any(
            each.state not in FINAL for each in shift.run.batches.values()
        ):
            shift.loop.advance(end)
            shift.loop.turn()
        return shift, batches


def without_chance(plant: Plant) -> Plant:
    """The plant with an exact laboratory, without faults, scatter and what walks by itself.

    Seasons, drift and wear are no chance: they stay.
    """
    calm = _unbroken(alike(plant))
    return replace(calm, units=tuple(map(_steady, calm.units)))


def _unbroken(plant: Plant) -> Plant:
    return replace(plant, coefficients={**plant.coefficients, FAULT_RATE: 0.0})


def _steady(unit: Unit) -> Unit:
    disturbances = (
        replace(each, movements=tuple(one for one in each.movements if one.course not in BY_CHANCE))
        for each in unit.disturbances
    )
    return replace(unit, disturbances=tuple(disturbances))


def _ordered(shift: Shift, began: Instant, order: Order) -> BatchId:
    shift.forward(max(0.0, order.after_h - in_hours(shift.now - began)))
    return shift.order(order.recipe, order.mass_kg / KG_PER_T, order.settings)


def _signals(plant: Plant, names: Sequence[str]) -> frozenset[SignalId]:
    return frozenset(
        signal_id(unit.id, name.partition(".")[2])
        for name in names
        for unit in units_of(plant, name)
    )


def _apart(runs: Sequence[Mapping[Key, float]]) -> dict[str, float]:
    """The standard deviation of each name over runs, that of all batches together."""
    spreads: dict[str, list[float]] = {}
    for key in runs[0] if runs else ():
        values = [each[key] for each in runs if key in each]
        if len(values) > 1:
            middle = fmean(values)
            variance = sum((each - middle) ** 2 for each in values) / (len(values) - 1)
            spreads.setdefault(key[1], []).append(variance)
    return {name: math.sqrt(fmean(each)) for name, each in spreads.items()}


def _sigma(plant: Plant, seen: Observation, apart: float) -> float:
    """Of the mean of several analyses: repeatability shrinks with their number, chance does not."""
    if seen.sigma is not None:
        return seen.sigma / math.sqrt(seen.count)
    if seen.of_signal:
        signal = signal_id(units_of(plant, seen.name)[0].id, seen.name.partition(".")[2])
        step = plant.signals[signal].deadband / math.sqrt(3.0)
        return max(math.hypot(apart, step), COARSEST * abs(seen.value))
    fixed, share = (plant.coefficients.get(f"lab.{seen.name}{each}", 0.0) for each in SIGMA)
    repeated = (fixed + share * abs(seen.value)) / math.sqrt(seen.count)
    return max(math.hypot(apart, repeated), COARSEST * abs(seen.value))
