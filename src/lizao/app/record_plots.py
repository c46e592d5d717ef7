"""The curves of a batch record, from the recorded signals of the units that the batch ran on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lizao.app.record_data import Band, LineStyle, PhaseRow, Plot, Series
from lizao.control.run import BatchRun
from lizao.ledger.store import Ledger
from lizao.model.equipment import Plant, SignalSpecification
from lizao.model.facts import Fact, MaterialMoved
from lizao.model.identifiers import SignalId, StepPath, UnitId, signal_id
from lizao.model.instants import MINUTE, Instant, in_hours
from lizao.model.recipe import Work

if TYPE_CHECKING:
    from lizao.app.words import Words

ENERGY: Final = "specific_energy_kwh_per_t"
D50: Final = "d50_um"
OXYGEN: Final = "oxygen_ppm"
OUTLET: Final = "outlet_temperature_c"
OUTLET_SETPOINT: Final = "outlet_setpoint_c"
MOST_ZONES: Final = 99
SOAK_MARGIN_C: Final = 2.0
"""A zone whose set point is this close to the highest one is a soak zone."""


@dataclass(frozen=True, slots=True)
class _Window:
    """One unit while it worked for the batch."""

    unit: UnitId
    since: Instant
    until: Instant

    @property
    def middle(self) -> Instant:
        """Half way."""
        return (self.since + self.until) // 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """The batch that is drawn, which ``began`` then; nothing is known after ``latest``."""

    run: BatchRun
    plant: Plant
    facts: Sequence[Fact]
    began: Instant
    latest: Instant


def plots(
    drawn: Drawn, ledger: Ledger, phases: Sequence[PhaseRow], words: "Words"
) -> tuple[Plot, ...]:
    """Kiln profile and soak, oxygen, mill energy and fineness, dryer outlet; what the plant has."""
    pen = _Pen(ledger, drawn.plant, words, drawn.began)
    windows = list(_windows(drawn, phases))
    kilns = [each for each in windows if pen.zones(each.unit)]
    found = [
        *(plot for each in kilns for plot in pen.kiln(each)),
        *(plot for each in windows for plot in pen.mill(each)),
        *(plot for each in windows for plot in pen.dryer(each)),
    ]
    return tuple(found)


def _windows(drawn: Drawn, phases: Sequence[PhaseRow]) -> Iterator[_Window]:
    """When each unit, and each vessel that one draws from, worked for the batch."""
    run, plant = drawn.run, drawn.plant
    in_rows = _rows(drawn)
    found: dict[UnitId, _Window] = {}
    for phase in phases:
        if not _works(run, phase):
            continue
        for name in _concerned(plant, UnitId(phase.unit)):
            old, ended = found.get(name), phase.ended or drawn.latest
            since = phase.started if old is None else min(old.since, phase.started)
            until = ended if old is None else max(old.until, ended)
            found[name] = _Window(name, since, until)
    found |= in_rows
    yield from (found[unit.id] for unit in plant.units if unit.id in found)


def _works(run: BatchRun, phase: PhaseRow) -> bool:
    """Whether a phase moves or changes material; heating up and waiting are no part of a curve."""
    element = run.procedure.elements.get(StepPath(phase.path))
    action = None if element is None else element.action
    return action is None or action.work not in {Work.CAMPAIGN, Work.WAIT, Work.SAMPLE}


def _concerned(plant: Plant, name: UnitId) -> Iterator[UnitId]:
    unit = plant.unit(name)
    if unit is not None:
        yield unit.id
        if unit.draws_from == unit.delivers_to:
            yield from (UnitId(place) for place in unit.draws_from)


def _rows(drawn: Drawn) -> dict[UnitId, _Window]:
    """When material of the batch lay in the rows of a line service."""
    found: dict[UnitId, _Window] = {}
    for fact in drawn.facts:
        if not isinstance(fact, MaterialMoved) or fact.batch != drawn.run.batch:
            continue
        for place in (fact.source, fact.destination):
            unit, _, row = place.partition("/row/")
            if row:
                old = found.get(UnitId(unit))
                since = fact.at if old is None else old.since
                found[UnitId(unit)] = _Window(UnitId(unit), since, fact.at)
    return found


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws curves of recorded signals over hours since the batch began."""

    ledger: Ledger
    plant: Plant
    words: "Words"
    began: Instant

    def zones(self, unit: UnitId) -> tuple[int, ...]:
        """The temperature zones of a kiln, from its entry on; none of any other unit."""
        known = self.plant.signals
        numbers = range(1, MOST_ZONES + 1)
        return tuple(n for n in numbers if _zone(unit, n, "temperature_c") in known)

    def kiln(self, window: _Window) -> Iterator[Plot]:
        """The profile half way through, the soak zones over time, the oxygen."""
        unit, words = window.unit, self.words
        zones = self.zones(unit)
        told = [self._at(_zone(unit, n, "setpoint_c"), window.middle) for n in zones]
        measured = [self._at(_zone(unit, n, "temperature_c"), window.middle) for n in zones]
        along = [float(n) for n in zones]
        yield Plot(
            words("record.plot.kiln_profile", unit=unit),
            "degC",
            words("record.plot.zone"),
            (
                Series(words("record.series.measured"), along, measured),
                Series(words("record.series.recipe"), along, told, LineStyle.RECIPE),
            ),
        )
        soak = [
            n for n, value in zip(zones, told, strict=True) if value >= max(told) - SOAK_MARGIN_C
        ]
        yield self._soak(window, soak)
        yield from self._curve(window, OXYGEN, "record.plot.kiln_oxygen")

    def _soak(self, window: _Window, zones: Sequence[int]) -> Plot:
        """First, middle and last soak zone against the set point of the middle one."""
        unit, words = window.unit, self.words
        shown = dict.fromkeys((zones[0], zones[len(zones) // 2], zones[-1])) if zones else {}
        series = [
            self._series(
                words("record.series.zone", zone=n), _zone(unit, n, "temperature_c"), window
            )
            for n in shown
        ]
        if zones:
            signal = _zone(unit, zones[len(zones) // 2], "setpoint_c")
            name = words("record.series.setpoint")
            series.append(self._series(name, signal, window, LineStyle.SETPOINT))
        title = words("record.plot.kiln_soak", unit=unit)
        return Plot(title, "degC", words("record.plot.hours"), tuple(series))

    def mill(self, window: _Window) -> Iterator[Plot]:
        """Specific energy and fineness."""
        yield from self._curve(window, ENERGY, "record.plot.mill_energy")
        yield from self._curve(window, D50, "record.plot.mill_d50")

    def dryer(self, window: _Window) -> Iterator[Plot]:
        """The outlet air against its set point."""
        if self._known(signal_id(window.unit, OUTLET_SETPOINT)) is not None:
            yield from self._curve(window, OUTLET, "record.plot.dryer_outlet", OUTLET_SETPOINT)

    def _curve(
        self, window: _Window, name: str, title: str, setpoint: str | None = None
    ) -> Iterator[Plot]:
        signal = signal_id(window.unit, name)
        known = self._known(signal)
        if known is None:
            return
        words = self.words
        series = [self._series(words("record.series.measured"), signal, window)]
        if setpoint is not None:
            told = signal_id(window.unit, setpoint)
            name = words("record.series.setpoint")
            series.append(self._series(name, told, window, LineStyle.SETPOINT))
        yield Plot(
            words(title, unit=window.unit),
            known.unit,
            words("record.plot.hours"),
            tuple(series),
            self._band(known),
        )

    def _band(self, known: SignalSpecification) -> tuple[Band, ...]:
        if known.high is None:
            return ()
        name = self.words("record.series.limit")
        return (Band(name, known.low or 0.0, known.high, binding=True),)

    def _known(self, signal: SignalId) -> SignalSpecification | None:
        return self.plant.signals.get(signal)

    def _series(
        self, name: str, signal: SignalId, window: _Window, style: LineStyle = LineStyle.MEASURED
    ) -> Series:
        """The recorded points of a signal; a value holds until the next, and to the end."""
        points = self.ledger.history(signal, window.since, window.until)
        xs = [max(at, window.since) for at, _ in points]
        ys = [value for _, value in points]
        if xs:
            xs.append(max(xs[-1], window.until))
            ys.append(ys[-1])
        return Series(name, [in_hours(at - self.began) for at in xs], ys, style)

    def _at(self, signal: SignalId, at: Instant) -> float:
        """The recorded value of a signal at an instant; not a number where there is none."""
        points = self.ledger.history(signal, at, at + MINUTE)
        return points[0][1] if points else float("nan")


def _zone(unit: UnitId, number: int, name: str) -> SignalId:
    return signal_id(unit, f"zone_{number:02d}_{name}")
