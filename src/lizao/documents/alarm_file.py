"""The alarms of a plant file as definitions; one that means nothing to an operator is refused."""

import math
from collections.abc import Iterable, Mapping

from lizao.documents.alarm_schema import AlarmFile, ControlAlarmFile, SignalAlarmFile
from lizao.documents.quantities import print_quantity, unit_of_name
from lizao.documents.reading import limits, quantity, shown
from lizao.documents.schema_base import Title
from lizao.documents.yaml_source import Paper, Spot
from lizao.model.alarms import (
    AlarmDefinition,
    AlarmPriority,
    AlarmSource,
    Bilingual,
    Suppression,
)
from lizao.model.conditions import Comparison
from lizao.model.equipment import SignalSpecification, Use

Signals = Mapping[str, SignalSpecification]
USES = {Suppression.NOT_PRODUCING: Use.LINE, Suppression.NOT_OWNED: Use.EXCLUSIVE}
"""The use of a unit that a suppression makes sense for."""


def class_alarms(
    paper: Paper, kind: str, use: Use, files: Mapping[str, SignalAlarmFile], signals: Signals
) -> list[AlarmDefinition]:
    """The alarms of one class of units; ``signals`` are its own, numbered ones by each number."""
    found = []
    for name, file in files.items():
        spot: Spot = ("classes", kind, "alarms", name)
        if file.signal not in signals:
            known = ", ".join(signals)
            paper.fault((*spot, "signal"), name, file.signal, known, "unknown_signal")
            continue
        _check_suppression(paper, spot, name, use, file)
        found.append(_signal_alarm(paper, spot, kind, name, file))
    for alarm in found:
        _check_deadband(paper, kind, alarm, found, signals[alarm.signal])
    return found


def control_alarms(
    paper: Paper, files: Mapping[str, ControlAlarmFile], taken: Iterable[str]
) -> list[AlarmDefinition]:
    """The alarms of what the controller says; one for each source, by a name not ``taken``."""
    names, sources = set(taken), dict[str, str]()
    found = []
    for name, file in files.items():
        spot: Spot = ("alarms", name)
        if name in names:
            paper.fault(spot, name, "alarms", "classes", "duplicate")
        if file.source in sources:
            paper.fault((*spot, "source"), file.source, name, sources[file.source], "duplicate")
        sources[file.source] = name
        found.append(
            AlarmDefinition(
                name,
                AlarmPriority(file.priority),
                *_texts(paper, spot, file),
                source=AlarmSource(file.source),
                on_delay_s=_delay(paper, (*spot, "on_delay"), file.on_delay),
                latched=file.latched,
            )
        )
    return found


def _signal_alarm(
    paper: Paper, spot: Spot, kind: str, name: str, file: SignalAlarmFile
) -> AlarmDefinition:
    comparison, limit = _limit(paper, spot, name, file)
    unit = unit_of_name(file.signal)
    return AlarmDefinition(
        name,
        AlarmPriority(file.priority),
        *_texts(paper, spot, file),
        unit_class=kind,
        signal=file.signal,
        comparison=comparison,
        limit=limit,
        deadband=_difference(paper, (*spot, "deadband"), name, file.deadband, unit),
        on_delay_s=_delay(paper, (*spot, "on_delay"), file.on_delay),
        off_delay_s=_delay(paper, (*spot, "off_delay"), file.off_delay),
        latched=file.latched,
        suppressed_when=Suppression(file.suppressed_when) if file.suppressed_when else None,
    )


def _limit(paper: Paper, spot: Spot, name: str, file: SignalAlarmFile) -> tuple[Comparison, float]:
    """The one limit of an alarm; none or two are a fault."""
    unit = unit_of_name(file.signal)
    if (file.at_least is None) is (file.at_most is None):
        written = "at_least, at_most" if file.at_least is not None else ""
        paper.fault(spot, name, written, "at_least, at_most", "one_limit")
        return Comparison.AT_LEAST, math.nan
    if file.at_least is not None:
        spot = (*spot, "at_least")
        return Comparison.AT_LEAST, quantity(paper, spot, name, file.at_least, unit)
    assert file.at_most is not None
    return Comparison.AT_MOST, quantity(paper, (*spot, "at_most"), name, file.at_most, unit)


def _difference(paper: Paper, spot: Spot, name: str, written: float | str, unit: str) -> float:
    """A deadband: a difference of the signal's values, above zero; degrees are kelvins here."""
    unit = "K" if unit == "degC" else unit
    value = quantity(paper, spot, name, written, unit)
    if value <= 0.0:
        paper.fault(spot, name, paper.at(spot), f"> 0 {shown(unit)}", "outside_limits")
    return value


def _delay(paper: Paper, spot: Spot, written: float | str) -> float:
    value = quantity(paper, spot, str(spot[-1]), written, "s")
    if value < 0.0:
        paper.fault(spot, str(spot[-1]), paper.at(spot), limits(0.0, None, "s"), "outside_limits")
    return value


def _texts(paper: Paper, spot: Spot, file: AlarmFile) -> tuple[Bilingual, Bilingual, Bilingual]:
    """Cause, consequence and action; an empty one is a fault."""
    return (
        _text(paper, (*spot, "cause"), file.cause),
        _text(paper, (*spot, "consequence"), file.consequence),
        _text(paper, (*spot, "action"), file.action),
    )


def _text(paper: Paper, spot: Spot, title: Title) -> Bilingual:
    for language, text in (("en", title.en), ("zh", title.zh)):
        if not text.strip():
            paper.fault((*spot, language), f"{spot[-1]}.{language}", "", "", "empty")
    return Bilingual(title.en, title.zh)


def _check_suppression(
    paper: Paper, spot: Spot, name: str, use: Use, file: SignalAlarmFile
) -> None:
    """A unit that is never owned, or never produces, would never be watched."""
    if file.suppressed_when is None or USES[Suppression(file.suppressed_when)] is use:
        return
    fitting = next(each for each, needed in USES.items() if needed is use)
    at = (*spot, "suppressed_when")
    paper.fault(at, name, file.suppressed_when, fitting, "unknown_value")


def _check_deadband(
    paper: Paper,
    kind: str,
    alarm: AlarmDefinition,
    alarms: Iterable[AlarmDefinition],
    band: SignalSpecification,
) -> None:
    """An alarm must be able to return before the opposite one of its signal is raised."""
    high = alarm.comparison is Comparison.AT_LEAST
    edges = [
        each.limit
        for each in alarms
        if each.signal == alarm.signal and each.comparison is not alarm.comparison
    ]
    edges += [edge for edge in (band.low if high else band.high,) if edge is not None]
    crossed = [
        edge
        for edge in edges
        if (alarm.return_limit <= edge if high else alarm.return_limit >= edge)
    ]
    if crossed:
        spot: Spot = ("classes", kind, "alarms", alarm.name, "deadband")
        limit = print_quantity(crossed[0], band.unit)
        back = print_quantity(alarm.return_limit, band.unit)
        paper.fault(spot, alarm.name, back, limit, "deadband_crosses")
