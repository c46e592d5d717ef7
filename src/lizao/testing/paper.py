"""The paper plant: services with durations, flows and failures, no physics; any plant file runs on it.

It stands for equipment with a life of its own: a controller that dies leaves it running, and a new
connection is handed every report that was never acknowledged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lizao.model.commands import (
    AnalyseSample,
    AnyCommand,
    CommandService,
    ForgetCondition,
    StartService,
    WatchCondition,
)
from lizao.model.conditions import WatchedCondition
from lizao.model.equipment import Plant, PlaceKind
from lizao.model.facts import (
    BagPacked,
    BagScanned,
    ConditionMet,
    Fact,
    Flow,
    LotReceived,
    MaterialMoved,
    PlaceEmptied,
    SampleResult,
    ServiceStateChanged,
)
from lizao.model.identifiers import (
    BagId,
    BatchId,
    ConditionId,
    LotId,
    PlaceId,
    SampleId,
    ServiceName,
    SignalId,
    UnitId,
    bag_place,
    row_place,
)
from lizao.model.image import Image, Report, ServiceReading
from lizao.model.instants import Instant, seconds
from lizao.model.material import Lot
from lizao.model.states import WHEN_DONE, Command, State, next_state

TICK_S = 60


@dataclass(frozen=True, slots=True)
class PaperLine:
    """How a line unit passes material on; rows stay ``residence_s`` inside, a bag takes ``row_s``."""

    rate_kg_per_h: float
    product_fraction: float = 1.0
    loss_to: str = "exhaust"
    row_kg: float = 0.0
    row_s: float = 0.0
    residence_s: float = 0.0
    bags: bool = False


@dataclass(frozen=True, slots=True)
class PaperTimes:
    """Durations of services in seconds by name, the rate of transfers, and how lines behave by class."""

    durations_s: Mapping[str, float] = field(
        default_factory=lambda: {"hook-up": 60.0, "prepare": 600.0, "recirculate": 7200.0}
    )
    default_s: float = 900.0
    charge_kg_per_s: float = 3.0
    transfer_kg_per_h: float = 20_000.0
    report_every_s: float = 1800.0
    laboratory_s: float = 1200.0
    lines: Mapping[str, PaperLine] = field(default_factory=dict)


@dataclass(slots=True)
class _Service:
    """One service as its PLC runs it."""

    unit: UnitId
    name: ServiceName
    state: State = State.IDLE
    ticket: int = 0
    batch: BatchId | None = None
    parameters: Mapping[str, float | str] = field(default_factory=dict)
    ends_at: Instant = 0
    left: int = 0
    moved_kg: float = 0.0
    reported_kg: float = 0.0
    since: Instant = 0


@dataclass(slots=True)
class _Row:
    """One row inside a line unit."""

    number: int
    unit: UnitId
    kg: float
    batch: BatchId | None
    out_at: Instant
    ticket: int


class PaperPlant:
    """Equipment made of paper; give it a plant, raw lots, and durations."""

    def __init__(
        self, plant: Plant, lots: Sequence[Lot], at: Instant, times: PaperTimes | None = None
    ) -> None:
        """Set up at ``at`` with full stores and idle services."""
        self.plant = plant
        self.times = times or PaperTimes()
        self.at = at
        self.contents_kg: dict[PlaceId, float] = {}
        self.starts: list[tuple[int, UnitId, ServiceName]] = []
        self.presented: dict[UnitId, list[LotId]] = {}
        self.stuck: set[tuple[UnitId, ServiceName]] = set()
        self.reports: list[Report] = []
        self._sequence = 0
        self._read_to = 0
        self._services = {
            (unit.id, service.name): _Service(unit.id, service.name)
            for unit in plant.units
            for service in unit.services
        }
        self._conditions: dict[ConditionId, WatchedCondition] = {}
        self._held_since: dict[ConditionId, Instant] = {}
        self._rows: list[_Row] = []
        self._rows_made = 0
        self._next_row: dict[UnitId, Instant] = {}
        self._results: list[tuple[Instant, SampleId, str]] = []
        self._samples: set[SampleId] = set()
        self._bags: dict[str, int] = {}
        for lot in lots:
            self._report(LotReceived(at, lot))

    # the transport's side

    def read(self) -> Image:
        """What was reported since the last read, and what every service shows."""
        new = tuple(each for each in self.reports if each.sequence > self._read_to)
        self._read_to = self._sequence
        services = {
            key: ServiceReading(each.state, each.ticket) for key, each in self._services.items()
        }
        values = {SignalId(f"{place}.mass_kg"): kg for place, kg in self.contents_kg.items()}
        return Image(self.at, new, services, values)

    def reconnect(self, since: int) -> None:
        """A new controller connects that has committed every report up to ``since``."""
        self._read_to = since
        self._conditions.clear()
        self._held_since.clear()

    def write(self, commands: Sequence[AnyCommand]) -> None:
        """Take commands; what the state table forbids is ignored."""
        for each in commands:
            match each:
                case StartService():
                    self._start(each)
                case CommandService():
                    self._command(each)
                case WatchCondition():
                    self._conditions[each.condition.id] = each.condition
                case ForgetCondition():
                    self._conditions.pop(each.condition, None)
                case AnalyseSample():
                    self._analyse(each)
        self._watch()

    def advance(self, to: Instant) -> Instant:
        """Tick by tick to ``to``, or until something is reported."""
        while self.at < to and self._read_to == self._sequence:
            self.at = min(to, self.at + seconds(TICK_S))
            self._tick()
        return self.at

    def fail(self, unit: UnitId, service: ServiceName) -> None:
        """The service leaves its way: it goes to HELD by itself."""
        each = self._services[unit, service]
        if next_state(each.state, Command.HOLD) is not None:
            self._to(each, State.HOLDING)
            self._to(each, State.HELD)

    # services

    def _start(self, asked: StartService) -> None:
        each = self._services[asked.unit, asked.service]
        if each.state is not State.IDLE or asked.ticket <= each.ticket:
            return
        if (asked.unit, asked.service) in self.stuck:
            return
        self.starts.append((asked.ticket, asked.unit, asked.service))
        each.ticket = asked.ticket
        each.batch = asked.batch
        each.parameters = asked.parameters
        each.moved_kg = each.reported_kg = 0.0
        each.since = self.at
        each.ends_at = self.at + seconds(self._duration_s(each))
        self._to(each, State.STARTING)
        self._to(each, State.RUNNING)

    def _duration_s(self, each: _Service) -> float:
        if each.name == "charge":
            return float(each.parameters["mass_kg"]) / self.times.charge_kg_per_s
        return self.times.durations_s.get(each.name, self.times.default_s)

    def _command(self, asked: CommandService) -> None:
        each = self._services[asked.unit, asked.service]
        if asked.ticket != each.ticket or (asked.unit, asked.service) in self.stuck:
            return
        target = next_state(each.state, asked.command)
        if target is None:
            return
        if asked.command is Command.HOLD:
            each.left = max(0, each.ends_at - self.at)
        if asked.command is Command.RESTART:
            each.ends_at = self.at + each.left
        self._to(each, target)
        if target is State.COMPLETING:
            return
        self._to(each, WHEN_DONE[target])

    def _to(self, each: _Service, state: State) -> None:
        each.state = state
        if state is State.COMPLETE:
            self._flush(each)
        reports = {"mass_kg": each.moved_kg} if state is State.COMPLETE else {}
        self._report(
            ServiceStateChanged(self.at, each.unit, each.name, state, each.ticket, reports)
        )

    # one tick

    def _tick(self) -> None:
        for each in self._services.values():
            if each.state in {State.RUNNING, State.COMPLETING}:
                self._work(each)
        self._rows_out()
        self._laboratory()
        self._watch()

    def _work(self, each: _Service) -> None:
        if each.name in {"convey", "receive"}:
            if each.state is State.COMPLETING:
                self._to(each, State.COMPLETE)
        elif each.name == "send":
            self._send(each)
        elif each.name == "feed":
            self._feed(each)
        elif self.at >= each.ends_at:
            self._finish(each)

    def _finish(self, each: _Service) -> None:
        if each.name == "hook-up":
            waiting = self.presented.get(each.unit)
            lot = waiting.pop(0) if waiting else LotId(str(each.parameters["lot"]))
            self._report(BagScanned(self.at, each.unit, each.ticket, lot, f"{lot}#{each.ticket}"))
        if each.name == "charge":
            each.moved_kg = float(each.parameters["mass_kg"])
            lot = LotId(str(each.parameters["lot"]))
            self._move(PlaceId("store"), PlaceId(each.unit), each.moved_kg, each, lot=lot)
            each.reported_kg = each.moved_kg
        if each.state is State.RUNNING:
            self._to(each, State.COMPLETING)
        self._to(each, State.COMPLETE)

    def _send(self, each: _Service) -> None:
        path = next(
            (
                one
                for one in self.plant.transfers
                if one.source == each.unit
                and self._services[one.line, ServiceName("convey")].state is State.RUNNING
                and self._services[one.destination, ServiceName("receive")].state is State.RUNNING
            ),
            None,
        )
        if path is None:
            return
        rate = self.times.transfer_kg_per_h * TICK_S / 3600
        self._flow(each, PlaceId(each.unit), PlaceId(path.destination), rate)
        self._drained(each, PlaceId(each.unit))

    def _feed(self, each: _Service) -> None:
        unit = self.plant.unit(each.unit)
        if unit is None or unit.draws_from is None:
            return
        line = self.times.lines.get(unit.unit_class, PaperLine(1000.0))
        if line.row_s > 0:
            self._load_row(each, unit.draws_from, line)
        else:
            destination = unit.delivers_to or PlaceId("dust")
            share = float(each.parameters.get("share", 1.0))
            rate = line.rate_kg_per_h * share * TICK_S / 3600
            self._flow(each, unit.draws_from, destination, rate, line)
        self._drained(each, unit.draws_from)

    def _drained(self, each: _Service, source: PlaceId) -> None:
        if each.state is State.COMPLETING and self.contents_kg.get(source, 0.0) <= 0.0:
            self._flush(each)
            self._report(PlaceEmptied(self.at, source))
            self._to(each, State.COMPLETE)

    def _flow(
        self,
        each: _Service,
        source: PlaceId,
        destination: PlaceId,
        kg: float,
        line: PaperLine | None = None,
    ) -> None:
        taken = min(kg, self.contents_kg.get(source, 0.0))
        product = taken * (line.product_fraction if line else 1.0)
        each.moved_kg += taken
        self.contents_kg[source] = self.contents_kg.get(source, 0.0) - taken
        self.contents_kg[destination] = self.contents_kg.get(destination, 0.0) + product
        due = self.at - each.since >= seconds(self.times.report_every_s)
        if due:
            self._flush(each)

    def _flush(self, each: _Service) -> None:
        """Report what a flow moved since the last report."""
        kg = each.moved_kg - each.reported_kg
        if kg <= 0:
            return
        unit = self.plant.unit(each.unit)
        if unit is None:
            return
        line = self.times.lines.get(unit.unit_class)
        fraction = line.product_fraction if line else 1.0
        source = unit.draws_from or PlaceId(each.unit)
        destination = unit.delivers_to or self._destination(each.unit)
        loss_kg = kg * (1.0 - fraction)
        self._report_move(source, destination, kg - loss_kg, each)
        if loss_kg > 0 and line is not None:
            self._report_move(source, PlaceId(line.loss_to), loss_kg, each, Flow.LOSS)
        each.reported_kg = each.moved_kg
        each.since = self.at

    def _destination(self, source: UnitId) -> PlaceId:
        for one in self.plant.transfers:
            receiving = self._services[one.destination, ServiceName("receive")]
            if one.source == source and receiving.state is not State.IDLE:
                return PlaceId(one.destination)
        return PlaceId("dust")

    # rows and bags

    def _load_row(self, each: _Service, source: PlaceId, line: PaperLine) -> None:
        if self.at < self._next_row.get(each.unit, 0):
            return
        kg = min(line.row_kg, self.contents_kg.get(source, 0.0))
        if kg <= 0 or (kg < line.row_kg and each.state is State.RUNNING):
            return
        self._next_row[each.unit] = self.at + seconds(line.row_s)
        if line.bags:
            self._pack(each, source, kg)
            return
        self._rows_made += 1
        row = _Row(
            self._rows_made,
            each.unit,
            kg,
            each.batch,
            self.at + seconds(line.residence_s),
            each.ticket,
        )
        self._rows.append(row)
        self._move(source, row_place(row.unit, row.number), kg, each)

    def _pack(self, each: _Service, source: PlaceId, kg: float) -> None:
        lot = str(each.parameters["lot"])
        self._bags[lot] = self._bags.get(lot, 0) + 1
        bag = BagId(f"{lot}-{self._bags[lot]:02d}")
        self._move(source, bag_place(bag), kg, each)
        batch = each.batch or BatchId("")
        self._report(BagPacked(self.at, bag, LotId(lot), batch, kg, simulated=True))

    def _rows_out(self) -> None:
        for row in [each for each in self._rows if each.out_at <= self.at]:
            self._rows.remove(row)
            unit = self.plant.unit(row.unit)
            if unit is None or unit.delivers_to is None:
                continue
            line = self.times.lines[unit.unit_class]
            place = row_place(row.unit, row.number)
            product = row.kg * line.product_fraction
            at, since = self.at, self.at
            self._report(
                MaterialMoved(
                    at,
                    since,
                    place,
                    PlaceId(line.loss_to),
                    row.kg - product,
                    Flow.LOSS,
                    row.batch,
                    None,
                    row.ticket,
                )
            )
            self._report(
                MaterialMoved(
                    at,
                    since,
                    place,
                    unit.delivers_to,
                    product,
                    Flow.PRODUCT,
                    row.batch,
                    None,
                    row.ticket,
                )
            )
            held = self.contents_kg.get(unit.delivers_to, 0.0)
            self.contents_kg[unit.delivers_to] = held + product

    # laboratory, conditions, reports

    def _analyse(self, asked: AnalyseSample) -> None:
        if asked.sample in self._samples:
            return
        self._samples.add(asked.sample)
        due = self.at + seconds(self.times.laboratory_s)
        self._results += ((due, asked.sample, attribute) for attribute in asked.panel)

    def _laboratory(self) -> None:
        for due in [each for each in self._results if each[0] <= self.at]:
            self._results.remove(due)
            self._report(SampleResult(self.at, due[1], due[2], 1.0))

    def _watch(self) -> None:
        for key, condition in list(self._conditions.items()):
            value = self._value(condition.signal)
            if not condition.comparison.holds(value, condition.limit):
                self._held_since.pop(key, None)
                continue
            since = self._held_since.setdefault(key, self.at)
            if self.at - since >= seconds(condition.hold_s):
                del self._conditions[key]
                self._report(ConditionMet(self.at, key, value, condition.limit))

    def _value(self, signal: SignalId) -> float:
        place, _, _ = signal.partition(".")
        return self.contents_kg.get(PlaceId(place), 0.0)

    def _move(
        self,
        source: PlaceId,
        destination: PlaceId,
        kg: float,
        each: _Service,
        lot: LotId | None = None,
    ) -> None:
        if lot is None:
            self.contents_kg[source] = self.contents_kg.get(source, 0.0) - kg
        if "/" not in destination:
            self.contents_kg[destination] = self.contents_kg.get(destination, 0.0) + kg
        self._report_move(source, destination, kg, each, lot=lot)

    def _report_move(
        self,
        source: PlaceId,
        destination: PlaceId,
        kg: float,
        each: _Service,
        flow: Flow = Flow.PRODUCT,
        lot: LotId | None = None,
    ) -> None:
        self._report(
            MaterialMoved(
                self.at, each.since, source, destination, kg, flow, each.batch, lot, each.ticket
            )
        )

    def _report(self, fact: Fact) -> None:
        self._sequence += 1
        self.reports.append(Report(self._sequence, fact))


__all__ = ["PaperLine", "PaperPlant", "PaperTimes", "PlaceKind"]
