"""Faults tried on twin plants of one seed, one of them broken, then cured.

A plant is filled once. Every fault is then tried on a twin of it: it strikes a unit that is at
work, its signs are the differences against the plant that was left alone, and after its cure they
must go.
"""

import math
import multiprocessing
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Final

from lizao.app.collector import quiet_collector
from lizao.model.disturbances import Fault, Sign
from lizao.model.equipment import Unit
from lizao.model.identifiers import SignalId, signal_id
from lizao.model.instants import HOUR, MINUTE, Duration, Instant, seconds
from lizao.testing.shift import Shift
from lizao.testing.validation.faults import GONE_SHARE, Seen, Struck, Tried, chosen_of, distance
from lizao.testing.validation.filled import filled
from lizao.testing.validation.results import result_differences
from lizao.testing.validation.series import (
    Series,
    SeriesBook,
    at_work,
    differences,
    spans,
    spread,
)
from lizao.testing.validation.trial import Steady, Trial

HORIZON_H: Final = 12.0
"""The plant that was left alone is followed so long: two batches begin in it."""
MEAN: Final = 19 * MINUTE
"""Signals are averaged over three pushes of a kiln at most, and over half the time of a sign."""
REPAIRED: Final = 10 * MINUTE
"""So long after a cure whoever did it lets go on what was held, and each hour from there."""
LATER: Final = 24 * HOUR
"""So long after its cure a signal may still differ: a kiln's lining and its rows remember."""
LATER_RESULTS: Final = 72 * HOUR
"""So long after its cure a product may still be told by the laboratory that had it."""
HALF_FULL: Final = 0.3
"""A vessel counts as at work while it holds so much of what it holds at most."""


def try_faults(trial: Trial, names: Sequence[str] = (), workers: int = 1) -> tuple[Tried, ...]:
    """Try every fault (or those of some names) of a plant in its steady state.

    With more than one of ``workers`` the faults are shared out to processes; what is found is
    the same. UnknownNameError for a name of no fault.
    """
    count = len(chosen_of(trial.plant.units, names))
    workers = min(workers, count)
    if workers <= 1:
        return tuple(tried for _, tried in _share(trial, names, range(count)))
    shares = [range(first, count, workers) for first in range(workers)]
    found: dict[int, Tried] = {}
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        for share in pool.map(partial(_listed, trial, names), shares):
            found |= share
    return tuple(found[each] for each in range(count))


def _listed(trial: Trial, names: Sequence[str], share: Iterable[int]) -> dict[int, Tried]:
    with quiet_collector():
        return dict(_share(trial, names, share))


def _share(trial: Trial, names: Sequence[str], share: Iterable[int]) -> Iterator[tuple[int, Tried]]:
    """Try the faults at some places of the whole list."""
    every = chosen_of(trial.plant.units, names)
    shift, steady = filled(trial)
    chosen = {each: every[each] for each in share}
    whole = Followed(shift, steady, frozenset(_signals(chosen.values())))
    whole.forward(HORIZON_H)
    for place, (unit, fault) in chosen.items():
        yield place, _Try(shift, steady, whole, unit, fault).tried()


def _signals(chosen: Iterable[Struck]) -> Iterator[SignalId]:
    for unit, fault in chosen:
        yield signal_id(unit.id, "mass_kg")
        yield from (signal_id(unit.id, each.signal) for each in fault.signs if not each.result)


class Followed:
    """A twin whose signals are kept; it can be followed further at any time."""

    def __init__(self, shift: Shift, steady: Steady, names: frozenset[SignalId]) -> None:
        """Take a twin of a shift, whose signals of these ``names`` are kept."""
        self.book = SeriesBook(names)
        self.shift = shift.twin(self.book)
        self._steady = steady.on(self.shift)

    def forward(self, hours: float) -> None:
        """Let time go by."""
        self._steady.forward(hours)

    def until(self, at: Instant) -> None:
        """Let time go by up to an instant."""
        if at > self.shift.now:
            self._steady.forward((at - self.shift.now) / HOUR)

    def series(self, name: SignalId) -> Series:
        """A signal as it was kept."""
        return self.book.series[name]


class _Try:
    """One fault of one unit on a twin of its own."""

    def __init__(
        self, shift: Shift, steady: Steady, whole: Followed, unit: Unit, fault: Fault
    ) -> None:
        self._whole = whole
        self._unit = unit
        self._fault = fault
        self._horizon = shift.now + round(HORIZON_H * HOUR)
        self._broken = Followed(shift, steady, frozenset(_signals([(unit, fault)])))

    def tried(self) -> Tried:
        """Strike, look, cure, look again; the laboratory may tell of the strike after the cure."""
        signals = (each for each in self._fault.signs if not each.result)
        longest = max((seconds(each.within_s) for each in signals), default=0)
        struck = strike_at(self._whole, self._unit, longest, self._horizon)
        self._broken.until(struck)
        plant = self._broken.shift.plant
        plant.strike(self._unit.id, self._fault.code)
        self._both(struck + longest)
        plant.cure(self._unit.id, self._fault.code)
        cured = self._broken.shift.now
        self._both(cured + REPAIRED)
        self._broken.shift.restart_held()
        seen = [self._seen(each, struck, cured) for each in self._fault.signs]
        return Tried(self._unit.id, self._unit.unit_class, self._fault, tuple(seen))

    def _seen(self, sign: Sign, struck: Instant, cured: Instant) -> Seen:
        """A sign within its time, and what is left of it once that is over and the cure done."""
        over = struck + seconds(sign.within_s)
        self._on(over)
        at, shown = self._nearest(sign, struck, over)
        return Seen(sign, shown, self._left(sign, shown, max(at, cured + REPAIRED)))

    def _on(self, at: Instant) -> None:
        """Let time go by hour by hour; what trips again meanwhile is let go on."""
        while self._broken.shift.now < at:
            self._both(min(at, self._broken.shift.now + HOUR))
            self._broken.shift.restart_held()

    def _both(self, at: Instant) -> None:
        self._broken.until(at)
        self._whole.until(at)

    def _differences(
        self, sign: Sign, since: Instant, until: Instant
    ) -> Iterator[tuple[Instant, float]]:
        if sign.result:
            broken_facts, whole_facts = self._broken.shift.facts, self._whole.shift.facts
            return result_differences(broken_facts, whole_facts, sign.signal, since, until)
        name = signal_id(self._unit.id, sign.signal)
        broken, whole = self._broken.series(name), self._whole.series(name)
        if sign.spread:
            found = spread(broken, whole, since, until)
            return iter([] if found is None else [(until, found)])
        over = min(MEAN, max(MINUTE, seconds(sign.within_s) // 2))
        return differences(broken, whole, since, until, over)

    def _nearest(self, sign: Sign, struck: Instant, until: Instant) -> tuple[Instant, float | None]:
        """The last difference of those within the time that come nearest to what is expected."""
        found = list(self._differences(sign, struck, until))
        nearest = min(reversed(found), key=lambda each: distance(sign, each[1]), default=None)
        return nearest or (struck, None)

    def _left(self, sign: Sign, shown: float | None, since: Instant) -> float | None:
        """What is left of a sign once it is least, looked for hour by hour from an instant on."""
        left: float | None = None
        end = since + (LATER_RESULTS if sign.result else LATER)
        while since < end and not _gone(shown, left):
            self._on(since + HOUR)
            for _, value in self._differences(sign, since, since + HOUR):
                left = min(abs(value), math.inf if left is None else left)
            since += HOUR
        return left


def _gone(shown: float | None, left: float | None) -> bool:
    return shown is None or (left is not None and abs(left) <= GONE_SHARE * abs(shown))


def strike_at(whole: Followed, unit: Unit, needed: Duration, horizon: Instant) -> Instant:
    """An instant up to a horizon from which a unit is at work for so long, or as long as it is."""
    mass = whole.book.series.get(signal_id(unit.id, "mass_kg"), Series()).until(horizon)
    full = max(mass.values, default=0.0) > 0.0
    found = _full(mass) if full else at_work(whole.shift.facts, unit)
    busy = list(spans((each for each in found if each[0] <= horizon), horizon))
    if not busy:
        return whole.shift.facts[0].at
    since, until = max(busy, key=lambda each: each[1] - each[0])
    return since + max(0, (until - since - needed) // 2)


def _full(mass: Series) -> Iterator[tuple[Instant, bool]]:
    """Whether a vessel holds enough to be at work, at every instant."""
    least = HALF_FULL * max(mass.values)
    yield from zip(mass.at, (each >= least for each in mass.values), strict=True)
