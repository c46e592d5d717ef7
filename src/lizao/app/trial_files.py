"""What is kept of a trial in the home: what was asked, how far it is, what came of it.

A folder for each trial, with a file for each of these; each is written in one piece.
"""

import json
import math
import shutil
from array import array
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Self

from lizao.app.answers.trials import Outcome
from lizao.app.curves import curve
from lizao.app.record_data import Record, Series
from lizao.ledger.hours import Trail
from lizao.ledger.points import Points
from lizao.model.instants import HOUR, Instant

FOLDER: Final = "trials"
"""The folder in a home that holds its trials."""
KEPT: Final = 20
"""Trials that are kept; the oldest go first."""
SAID: Final = "said.out"
MOST_POINTS: Final = 400
"""Of a curve; more no screen shows."""
_ORDER: Final = "order"
_PROGRESS: Final = "progress"
_OUTCOME: Final = "outcome"
_RECORD: Final = "record"


@dataclass(frozen=True, slots=True)
class TrialOrder:
    """What a person wants to try, as she wrote it; empty ``tonnes``: the recipe's reference size.

    ``at`` is wall time.
    """

    recipe: str
    version: str
    by: str
    at: Instant
    tonnes: str = ""
    overrides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TrialFolder:
    """The files of one trial."""

    path: Path

    @classmethod
    def all_of(cls, home: Path) -> list[Self]:
        """Every trial of a home, the oldest first."""
        found = [cls(each.parent) for each in (home / FOLDER).glob(f"T[0-9]*/{_ORDER}.json")]
        return sorted(found, key=lambda each: each.number)

    @classmethod
    def begin(cls, home: Path, order: TrialOrder) -> Self:
        """A new trial; the oldest are thrown away."""
        earlier = cls.all_of(home)
        for each in earlier[: max(0, len(earlier) + 1 - KEPT)]:
            shutil.rmtree(each.path)
        number = earlier[-1].number + 1 if earlier else 1
        begun = cls(home / FOLDER / f"T{number}")
        begun.path.mkdir(parents=True, mode=0o700)
        begun._write(_ORDER, asdict(order))
        return begun

    @property
    def name(self) -> str:
        """What the trial is called."""
        return self.path.name

    @property
    def number(self) -> int:
        """The number in its name."""
        return int(self.path.name.removeprefix("T"))

    def order(self) -> TrialOrder:
        """What was asked."""
        return TrialOrder(**(self._read(_ORDER) or {}))

    def tell(self, progress: Mapping[str, Any]) -> None:
        """How far it is now."""
        self._write(_PROGRESS, progress)

    def progress(self) -> dict[str, Any] | None:
        """How far it was when it said so last."""
        return self._read(_PROGRESS)

    def end(self, outcome: Outcome, **more: object) -> None:
        """What came of it."""
        self._write(_OUTCOME, {"outcome": outcome, **more})

    def outcome(self) -> dict[str, Any] | None:
        """What came of it; None before that is known."""
        return self._read(_OUTCOME)

    def keep_record(self, language: str, record: Record) -> None:
        """The record of its batch, its curves in no more points than a screen can show."""
        drawn = tuple(
            replace(each, series=tuple(map(_thinned, each.series))) for each in record.plots
        )
        self._write(f"{_RECORD}.{language}", asdict(replace(record, plots=drawn)))

    def record(self, language: str) -> dict[str, Any] | None:
        """The record of its batch; None where there is none."""
        return self._read(f"{_RECORD}.{language}")

    def _write(self, name: str, values: Mapping[str, Any]) -> None:
        file = self._file(name)
        part = file.with_suffix(".part")
        part.write_text(json.dumps(_finite(values)), encoding="utf-8")
        part.replace(file)

    def _read(self, name: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = json.loads(self._file(name).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        return found

    def _file(self, name: str) -> Path:
        return self.path / f"{name}.json"


def _finite(value: object) -> object:
    """What JSON can hold: it has no word for a number that is none."""
    if isinstance(value, Mapping):
        return {name: _finite(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _thinned(series: Series) -> Series:
    """A series in stretches, each with its lowest and its highest value; no extreme is lost."""
    if len(series.xs) <= MOST_POINTS:
        return series
    at = array("q", (round(x * HOUR) for x in series.xs))
    points = Points(at, array("d", series.ys))
    found = curve(Trail.of(points), at[0], at[-1] + 1, MOST_POINTS // 2)
    xs = [at / HOUR for at in found.at for _ in range(2)]
    ys = [y for pair in zip(found.low, found.high, strict=True) for y in pair]
    return replace(series, xs=xs, ys=ys)
