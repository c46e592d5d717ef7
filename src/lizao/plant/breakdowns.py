"""What moves and what breaks in a plant: disturbances all the time, faults when they strike.

A fault strikes by itself (after an exponential time, drawn by name), or because it is asked for;
it passes after its time, or when its cure is done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from lizao.model.disturbances import (
    FAULT_RATE,
    FOUND_AFTER,
    SCALE,
    Fault,
    Movement,
    scheduled,
)
from lizao.model.equipment import Plant, Unit
from lizao.model.errors import UnknownNameError
from lizao.model.identifiers import UnitId, signal_id
from lizao.model.instants import SECOND
from lizao.plant.movements import (
    AT_REST,
    COURSES,
    FLAT,
    FOLLOW,
    NOISE,
    Movements,
    Numbers,
    Tracks,
)
from lizao.plant.parts import Parts

OWNER: Final = "breakdowns"
CHANNEL: Final = 30_000
"""Noise channels of movements begin here."""
YEAR_S: Final = 365.0 * 86_400.0
_SENSOR: Final = {"noise": NOISE, "follow": FOLLOW}

FaultKey = tuple[UnitId, str]


@dataclass(frozen=True, slots=True)
class FaultStruck:
    """A fault struck a unit; kept among the commands in a plant's own log."""

    unit: UnitId
    code: str


@dataclass(frozen=True, slots=True)
class FaultCured:
    """What broke in a unit was put right; kept among the commands in a plant's own log."""

    unit: UnitId
    code: str


@dataclass
class BreakdownState:
    """Which faults are there since which step, and how often each has struck by itself."""

    struck: dict[FaultKey, int] = field(default_factory=dict)
    strikes: dict[FaultKey, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Known:
    """A fault of a unit and its tracks."""

    fault: Fault
    tracks: tuple[int, ...]


class Breakdowns:
    """The movements of one plant, and its faults."""

    def __init__(self, plant: Plant, parts: Parts) -> None:
        """Find every number; disturbances are on, scaled by ``disturbances.scale`` (default 1)."""
        self.state = BreakdownState()
        self._floor = parts.floor
        self._search = _Search(parts)
        self._rows: list[tuple[int, int, float, float, float, float, int]] = []
        self._known: dict[FaultKey, _Known] = {}
        scale = parts.numbers.get(SCALE, 1.0)
        self._rate = parts.numbers.get(FAULT_RATE, 0.0)
        self._found_after_h = parts.numbers.find(FOUND_AFTER)
        for unit in plant.units:
            self._unit(unit, scale)
        self.movements = self._built(parts)
        parts.floor.own(OWNER, self)
        for key in self._known:
            self._await(key)
            after_s = parts.numbers.find(scheduled(*key))
            if after_s is not None:
                self._wake(key, after_s, "scheduled")

    def _unit(self, unit: Unit, scale: float) -> None:
        for disturbance in unit.disturbances:
            for each in disturbance.movements:
                self._track(unit, each, scale, since=0)
        for fault in unit.faults:
            tracks = [self._track(unit, each, 1.0, since=AT_REST) for each in fault.movements]
            self._known[unit.id, fault.code] = _Known(fault, tuple(tracks))

    def _track(self, unit: Unit, moved: Movement, scale: float, since: int) -> int:
        """Lay out one track; return its index."""
        number = self._search.number(unit, moved.number)
        course = COURSES.index(moved.course)
        added, share = scale * moved.added, scale * moved.share
        self._rows.append((number, course, added, share, moved.over_s, moved.peak_s, since))
        return len(self._rows) - 1

    def _built(self, parts: Parts) -> Movements:
        count = len(self._rows)
        columns = [np.array(each) for each in zip(*self._rows, strict=True)] or [np.zeros(0)] * 7
        number, course, added, share, over_s, peak_s, since = columns
        return Movements(
            Tracks(
                number.astype(np.int64),
                course.astype(np.int64),
                added.astype(np.float64),
                share.astype(np.float64),
                over_s.astype(np.float64),
                peak_s.astype(np.float64),
                np.arange(CHANNEL, CHANNEL + count, dtype=np.int64),
                since.astype(np.int64),
                np.zeros(count),
            ),
            self._search.built(),
            np.array([parts.floor.origin / SECOND]),
        )

    def strike(self, unit: UnitId, code: str) -> None:
        """Let a fault strike; one that is there already stays as it is.

        UnknownNameError if the unit knows no such fault.
        """
        key = (unit, code)
        known = self._find(key)
        if key in self.state.struck:
            return
        self.state.struck[key] = self._floor.state.step
        self._set(known, self._floor.state.step)
        if known.fault.lasts_s is not None:
            self._wake(key, known.fault.lasts_s, "pass")

    def cure(self, unit: UnitId, code: str) -> None:
        """Put a fault right; UnknownNameError if the unit knows no such fault."""
        key = (unit, code)
        known = self._find(key)
        if self.state.struck.pop(key, None) is not None:
            self._set(known, AT_REST)

    def faults(self) -> Sequence[FaultKey]:
        """What is broken now, in the order in which it broke."""
        return tuple(self.state.struck)

    @property
    def strikes(self) -> int:
        """How many faults have struck by themselves: all that were drawn but the one to come."""
        return sum(count - 1 for count in self.state.strikes.values())

    def known(self) -> Mapping[FaultKey, Fault]:
        """Every fault that any unit can have."""
        return {key: each.fault for key, each in self._known.items()}

    def refuse_unknown(self, unit: UnitId, code: str) -> None:
        """UnknownNameError if the unit knows no such fault."""
        self._find((unit, code))

    def _find(self, key: FaultKey) -> _Known:
        known = self._known.get(key)
        if known is None:
            unit, code = key
            codes = ", ".join(each for other, each in self._known if other == unit)
            kind = "fault"
            raise UnknownNameError(kind, f"{unit} {code}", codes)
        return known

    def _set(self, known: _Known, since: int) -> None:
        for each in known.tracks:
            self.movements.tracks.since[each] = since
            self.movements.tracks.walked[each] = 0.0

    def _await(self, key: FaultKey) -> None:
        """Draw when a fault strikes next by itself."""
        per_year = self._rate * self._known[key].fault.per_year
        if per_year > 0.0:
            count = self.state.strikes[key] = self.state.strikes.get(key, 0) + 1
            unit, code = key
            drawn = self._floor.chance.generator(f"fault/{unit}/{code}/{count}")
            self._wake(key, float(drawn.exponential(YEAR_S / per_year)), "strike")

    def _wake(self, key: FaultKey, after_s: float, what: str) -> None:
        self._floor.wake(OWNER, after_s, what, list(self._known).index(key))

    def woken(self, what: str, argument: int) -> None:
        """A fault strikes by itself, or passes, or those who mend it are done."""
        key = list(self._known)[argument]
        if what == "strike":
            self._await(key)
        if what in {"strike", "scheduled"}:
            self.strike(*key)
            self._mend(key)
        else:
            self.cure(*key)

    def _mend(self, key: FaultKey) -> None:
        """What struck by itself is found after a while and put right, unless it passes."""
        fault = self._known[key].fault
        if self._found_after_h is not None and fault.lasts_s is None:
            self._wake(key, 3600.0 * self._found_after_h + fault.cure_s, "mended")


class _Search:
    """Finds the numbers that movements name, and lists each once."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._places = parts.signals.places
        self._found: dict[tuple[int, int], int] = {}

    def number(self, unit: Unit, name: str) -> int:
        """The row of a number in the list; UnknownNameError if the unit has none of that name."""
        place = self._sensor(unit, name) or self._record(unit, name)
        if place is None:
            kind = "number"
            raise UnknownNameError(kind, f"{unit.id}.{name}", ", ".join(self._parts.fields(unit)))
        return self._found.setdefault(place, len(self._found))

    def _sensor(self, unit: Unit, name: str) -> tuple[int, int] | None:
        words = name.split(".")
        if words[0] != "signals" or len(words) != 3 or words[2] not in _SENSOR:  # noqa: PLR2004
            return None
        index = self._places.get(signal_id(unit.id, words[1]))
        return None if index is None else (_SENSOR[words[2]], index)

    def _record(self, unit: Unit, name: str) -> tuple[int, int] | None:
        address = self._parts.address(unit, name)
        return None if address is None else (FLAT, address)

    def built(self) -> Numbers:
        """All numbers, none moved yet."""
        count = len(self._found)
        array, index = np.array(list(self._found), dtype=np.int64).reshape(count, 2).T
        nothing = np.full(count, np.nan)
        return Numbers(
            array.copy(), index.copy(), nothing, nothing.copy(), np.ones(count), np.zeros(count)
        )
