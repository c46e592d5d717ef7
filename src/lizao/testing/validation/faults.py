"""The fault table: twin plants of one seed, one of them broken, then cured.

A plant is filled once. Every fault of every class of units is then tried on a twin of it: it
strikes a unit that is at work, its signs are the differences against the plant that was left
alone, and after its cure they must go.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lizao.model.disturbances import Fault, Sign
from lizao.model.equipment import Unit
from lizao.model.identifiers import SignalId, UnitId, signal_id
from lizao.model.instants import HOUR, MINUTE, Duration, Instant, seconds
from lizao.model.states import Command, State
from lizao.testing.shift import Shift
from lizao.testing.validation.observation import Steady, Trial, filled
from lizao.testing.validation.series import (
    Series,
    SeriesBook,
    at_work,
    differences,
    spans,
    spread,
)

HORIZON_H: Final = 12.0
"""The plant that was left alone is followed so long: two batches begin in it."""
MEAN: Final = 19 * MINUTE
"""Signals are averaged over three pushes of a kiln at most, and over half the time of a sign."""
LATER: Final = 12 * HOUR
"""So long after its cure a fault may still be seen."""
GONE_SHARE: Final = 0.25
"""A sign is gone when less than this share of it is left."""
HALF_FULL: Final = 0.3
"""A vessel counts as at work while it holds so much of what it holds at most."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One sign: the difference nearest to what was expected, and whether it went with the cure."""

    sign: Sign
    difference: float | None
    left: float | None

    @property
    def shown(self) -> bool:
        """Whether the difference is the sign."""
        return self.difference is not None and _inside(self.sign, self.difference)

    @property
    def gone(self) -> bool:
        """Whether little of it was left after the cure."""
        if self.difference is None or self.left is None:
            return False
        return abs(self.left) <= GONE_SHARE * abs(self.difference)


@dataclass(frozen=True, slots=True)
class Tried:
    """A fault that was tried on a unit."""

    unit: UnitId
    unit_class: str
    fault: Fault
    signs: tuple[Seen, ...]

    @property
    def holds(self) -> bool:
        """Whether every sign was shown, and gone after the cure."""
        return bool(self.signs) and all(each.shown and each.gone for each in self.signs)

    @property
    def values(self) -> dict[str, Any]:
        """One object for programs."""
        return {
            "code": self.fault.code,
            "unit": self.unit,
            "class": self.unit_class,
            "signs": [
                {
                    "signal": each.sign.signal,
                    "low": each.sign.low,
                    "high": each.sign.high,
                    "seen": each.difference,
                    "after_cure": each.left,
                    "verdict": "pass" if each.shown and each.gone else "fail",
                }
                for each in self.signs
            ],
            "verdict": "pass" if self.holds else "fail",
        }


def faults_of(units: Sequence[Unit]) -> Iterator[tuple[Unit, Fault]]:
    """Every fault of every class, with the first unit of the class."""
    met: set[str] = set()
    for unit in units:
        if unit.unit_class not in met:
            met.add(unit.unit_class)
            yield from ((unit, each) for each in unit.faults)


def try_faults(trial: Trial, codes: frozenset[str] | None = None) -> Iterator[Tried]:
    """Try every fault (or those of some codes) of a plant in its steady state."""
    shift, steady = filled(trial)
    chosen = [
        each for each in faults_of(trial.plant.units) if codes is None or each[1].code in codes
    ]
    whole = _Followed(shift, steady, frozenset(_signals(chosen)))
    whole.forward(HORIZON_H)
    for unit, fault in chosen:
        yield _Try(shift, steady, whole, unit, fault).tried()


def _signals(chosen: Sequence[tuple[Unit, Fault]]) -> Iterator[SignalId]:
    for unit, fault in chosen:
        yield signal_id(unit.id, "mass_kg")
        yield from (signal_id(unit.id, each.signal) for each in fault.signs)


class _Followed:
    """A twin whose signals are kept; it can be followed further at any time."""

    def __init__(self, shift: Shift, steady: Steady, names: frozenset[SignalId]) -> None:
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
        self, shift: Shift, steady: Steady, whole: _Followed, unit: Unit, fault: Fault
    ) -> None:
        self._whole = whole
        self._unit = unit
        self._fault = fault
        names = frozenset(signal_id(unit.id, each.signal) for each in fault.signs)
        self._broken = _Followed(shift, steady, names)

    def tried(self) -> Tried:
        """Strike, look, cure, look again."""
        longest = max((seconds(each.within_s) for each in self._fault.signs), default=0)
        struck = strike_at(self._whole, self._unit, longest)
        self._broken.until(struck)
        plant = self._broken.shift.plant
        plant.strike(self._unit.id, self._fault.code)
        self._both(struck + longest)
        found = [self._nearest(each, struck) for each in self._fault.signs]
        plant.cure(self._unit.id, self._fault.code)
        self._restart()
        cured = self._broken.shift.now
        left = self._left(found, cured)
        signs = zip(self._fault.signs, found, left, strict=True)
        unit = self._unit
        return Tried(unit.id, unit.unit_class, self._fault, tuple(Seen(*each) for each in signs))

    def _both(self, at: Instant) -> None:
        self._broken.until(at)
        self._whole.until(at)

    def _differences(
        self, sign: Sign, since: Instant, until: Instant
    ) -> Iterator[tuple[Instant, float]]:
        name = signal_id(self._unit.id, sign.signal)
        broken, whole = self._broken.series(name), self._whole.series(name)
        if sign.spread:
            found = spread(broken, whole, since, until)
            return iter([] if found is None else [(until, found)])
        over = min(MEAN, max(MINUTE, seconds(sign.within_s) // 2))
        return differences(broken, whole, since, until, over)

    def _nearest(self, sign: Sign, struck: Instant) -> float | None:
        """The last difference of those within the time that come nearest to what is expected."""
        until = struck + seconds(sign.within_s)
        found = [value for _, value in self._differences(sign, struck, until)]
        return min(reversed(found), key=lambda each: _distance(sign, each), default=None)

    def _left(self, found: Sequence[float | None], cured: Instant) -> list[float | None]:
        """What is left of each sign once it is least, looked for hour by hour after the cure."""
        left: list[float | None] = [None for _ in found]
        while self._broken.shift.now < cured + LATER and not _all_gone(found, left):
            since = self._broken.shift.now
            self._both(since + HOUR)
            for index, sign in enumerate(self._fault.signs):
                values = [value for _, value in self._differences(sign, since, since + HOUR)]
                best = min(map(abs, values), default=None)
                kept = left[index]
                if best is not None and (kept is None or best < kept):
                    left[index] = best
        return left

    def _restart(self) -> None:
        """Whoever cured the unit lets go on what was held meanwhile."""
        for batch in self._broken.shift.run.batches.values():
            if batch.state is State.HELD:
                self._broken.shift.say(batch.batch, Command.RESTART)


def _all_gone(found: Sequence[float | None], left: Sequence[float | None]) -> bool:
    pairs = zip(found, left, strict=True)
    return all(
        was is None or (now is not None and abs(now) <= GONE_SHARE * abs(was)) for was, now in pairs
    )


def _inside(sign: Sign, difference: float) -> bool:
    return _distance(sign, difference) == 0.0


def _distance(sign: Sign, difference: float) -> float:
    """How far a difference lies from what is expected."""
    below = 0.0 if sign.low is None else max(0.0, sign.low - difference)
    above = 0.0 if sign.high is None else max(0.0, difference - sign.high)
    return below + above


def strike_at(whole: "_Followed", unit: Unit, needed: Duration) -> Instant:
    """An instant from which a unit is at work for so long, or as long as it ever is."""
    mass = whole.book.series.get(signal_id(unit.id, "mass_kg"))
    full = mass is not None and max(mass.values, default=0.0) > 0.0
    found = _full(mass) if full and mass is not None else at_work(whole.shift.facts, unit)
    busy = list(spans(found, whole.shift.now))
    if not busy:
        return whole.shift.facts[0].at
    since, until = max(busy, key=lambda each: each[1] - each[0])
    return since + max(0, (until - since - needed) // 2)


def _full(mass: Series) -> Iterator[tuple[Instant, bool]]:
    """Whether a vessel holds enough to be at work, at every instant."""
    least = HALF_FULL * max(mass.values)
    yield from zip(mass.at, (each >= least for each in mass.values), strict=True)
