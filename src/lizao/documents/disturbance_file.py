"""The disturbances and faults of a class of virtual units."""

from collections.abc import Iterator, Mapping
from typing import Final

from lizao.documents.disturbance_schema import (
    DisturbanceFile,
    FaultFile,
    MovementFile,
    ResultFile,
    SignFile,
)
from lizao.documents.quantities import difference_unit, unit_of_name
from lizao.documents.reading import number, optional, quantity
from lizao.documents.schema_base import Title
from lizao.documents.yaml_source import Paper, Spot
from lizao.model.alarms import Bilingual
from lizao.model.disturbances import Course, Disturbance, Fault, Movement, Sign
from lizao.model.equipment import SignalSpecification

_NN: Final = "NN"


def disturbances_of(
    paper: Paper, spot: Spot, files: Mapping[str, DisturbanceFile]
) -> tuple[Disturbance, ...]:
    """The disturbances of a class, by name."""
    return tuple(
        Disturbance(name, _bilingual(each.title), _movements(paper, (*spot, name), each.movements))
        for name, each in files.items()
    )


def faults_of(
    paper: Paper,
    spot: Spot,
    files: Mapping[str, FaultFile],
    signals: Mapping[str, SignalSpecification],
) -> tuple[Fault, ...]:
    """The faults of a class, by code; ``signals`` are those of the class."""
    return tuple(
        Fault(
            code=code,
            title=_bilingual(each.title),
            movements=_movements(paper, (*spot, code), each.movements),
            cure=_bilingual(each.cure.title),
            cure_s=quantity(paper, (*spot, code, "cure", "takes"), "takes", each.cure.takes, "s"),
            per_year=number(paper, (*spot, code, "per_year"), "per_year", each.per_year),
            lasts_s=optional(paper, (*spot, code, "lasts"), "lasts", each.lasts, "s"),
            signs=(
                *_signs(paper, (*spot, code), each.signs, signals),
                *_results(paper, (*spot, code), each.results),
            ),
        )
        for code, each in files.items()
    )


def _bilingual(title: Title) -> Bilingual:
    return Bilingual(title.en, title.zh)


def _movements(paper: Paper, spot: Spot, files: list[MovementFile]) -> tuple[Movement, ...]:
    found: list[Movement] = []
    for place, each in enumerate(files):
        found += _movement(paper, (*spot, "movements", place), each)
    return tuple(found)


def _movement(paper: Paper, spot: Spot, file: MovementFile) -> Iterator[Movement]:
    """A movement, once for each number that its NN stands for."""
    if (file.added is None) == (file.share is None):
        paper.fault(spot, file.number, "added, share", "added | share", "either_or")
    course = Course(file.course)
    if course is not Course.STEP and file.over is None:
        paper.fault(spot, "over", file.number, course.value, "missing_key")
    unit = difference_unit(unit_of_name(file.number.rpartition(".")[2]))
    added = optional(paper, (*spot, "added"), file.number, file.added, unit)
    over_s = optional(paper, (*spot, "over"), "over", file.over, "s")
    peak_s = quantity(paper, (*spot, "peak"), "peak", file.peak, "s")
    for name in _numbered(file):
        yield Movement(name, course, added or 0.0, file.share or 0.0, over_s or 0.0, peak_s)


def _numbered(file: MovementFile) -> list[str]:
    if _NN not in file.number:
        return [file.number]
    counted = range(file.first, file.first + file.count)
    return [file.number.replace(_NN, f"{each:02d}") for each in counted]


def _signs(
    paper: Paper,
    spot: Spot,
    files: list[SignFile],
    signals: Mapping[str, SignalSpecification],
) -> tuple[Sign, ...]:
    found = []
    for place, each in enumerate(files):
        at: Spot = (*spot, "signs", place)
        if each.signal not in signals:
            known = ", ".join(signals)
            paper.fault((*at, "signal"), each.signal, each.signal, known, "unknown_signal")
        unit = difference_unit(unit_of_name(each.signal))
        low = optional(paper, (*at, "low"), each.signal, each.low, unit)
        high = optional(paper, (*at, "high"), each.signal, each.high, unit)
        within_s = quantity(paper, (*at, "within"), "within", each.within, "s")
        found.append(Sign(each.signal, low, high, within_s, each.spread))
    return tuple(found)


def _results(paper: Paper, spot: Spot, files: list[ResultFile]) -> Iterator[Sign]:
    for place, each in enumerate(files):
        at: Spot = (*spot, "results", place, "within")
        within_s = quantity(paper, at, "within", each.within, "s")
        yield Sign(each.attribute, each.low, each.high, within_s, result=True)
