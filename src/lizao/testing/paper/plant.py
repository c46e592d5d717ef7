"""The paper plant as a whole: it takes commands, lets time pass, fails when it is told to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from lizao.model.commands import (
    AnalyseSample,
    AnyCommand,
    CommandService,
    ForgetCondition,
    StartService,
    StockLot,
    Value,
    WatchCondition,
)
from lizao.model.equipment import LineState, PlaceKind, Plant, Use
from lizao.model.facts import (
    BagScanned,
    LineStateChanged,
    LotReceived,
    ServiceStateChanged,
    UtilitiesMetered,
)
from lizao.model.identifiers import LotId, PlaceId, PoolId, ServiceName, SignalId, UnitId
from lizao.model.image import Image, Report, ServiceReading
from lizao.model.instants import Instant, seconds
from lizao.model.material import Lot
from lizao.model.states import WHEN_DONE, Command, State, next_state
from lizao.testing.paper.laboratory import PaperLaboratory, PaperWatch
from lizao.testing.paper.material import PaperMaterial
from lizao.testing.paper.services import PaperReports, PaperService
from lizao.testing.paper.settings import TICK_S, PaperTimes

_LINE_STATES: Final = {
    ("prepare", State.RUNNING): LineState.HEATING,
    ("prepare", State.COMPLETE): LineState.READY_EMPTY,
    ("feed", State.RUNNING): LineState.PRODUCING,
    ("feed", State.COMPLETE): LineState.IDLE_HOT,
}
_CONVEY, _RECEIVE = ServiceName("convey"), ServiceName("receive")


class PaperPlant:
    """Equipment made of paper; give it a plant, raw lots, and durations.

    ``starts`` is its own journal of accepted starts (run number, unit, service). ``presented`` are
    lots that will be brought to a unit's scanner instead of the right ones, ``reporting`` what
    services report at their next ends besides their mass. Services in ``stuck``
    ignore every command, those in ``refusing`` every start. A place in ``full`` takes no flow, one
    in ``bridged`` gives none.
    """

    def __init__(
        self, plant: Plant, lots: Sequence[Lot], at: Instant, times: PaperTimes | None = None
    ) -> None:
        """Set up at ``at`` with full stores and idle services."""
        self.plant = plant
        self.at = at
        self.can_give_up = True
        self.starts: list[tuple[int, UnitId, ServiceName]] = []
        self.presented: dict[UnitId, list[LotId]] = {}
        self.reporting: dict[tuple[UnitId, ServiceName], list[dict[str, Value]]] = {}
        self.stuck: set[tuple[UnitId, ServiceName]] = set()
        self.refusing: set[tuple[UnitId, ServiceName]] = set()
        self._times = times or PaperTimes()
        self._reports = PaperReports()
        self._material = PaperMaterial(plant, self._times, self._reports)
        self._watch = PaperWatch(self._reports)
        self._laboratory = PaperLaboratory(self._reports, self._times.laboratory_s)
        self._services = {
            (unit.id, service.name): PaperService(unit.id, service.name)
            for unit in plant.units
            for service in unit.services
        }
        self._at_work: dict[tuple[UnitId, ServiceName], PaperService] = {}
        self._shown: dict[tuple[UnitId, ServiceName], ServiceReading] = {}
        self._receivers: dict[UnitId, list[UnitId]] = {}
        for path in plant.transfers:
            self._receivers.setdefault(path.source, []).append(path.destination)
        for lot in lots:
            self._reports.add(LotReceived(at, lot))

    @property
    def contents_kg(self) -> dict[PlaceId, float]:
        """What lies where, in kg."""
        return self._material.contents_kg

    @property
    def reports(self) -> Sequence[Report]:
        """Everything that was ever reported."""
        return self._reports.all

    @property
    def full(self) -> set[PlaceId]:
        """Places that take nothing more at present."""
        return self._material.full

    @property
    def bridged(self) -> set[PlaceId]:
        """Places out of which nothing flows at present."""
        return self._material.bridged

    def state(self, unit: UnitId, service: ServiceName) -> State:
        """The state of a service."""
        return self._services[unit, service].state

    @property
    def services(self) -> Collection[tuple[UnitId, ServiceName]]:
        """Every service there is."""
        return self._services.keys()

    def ticket(self, unit: UnitId, service: ServiceName) -> int:
        """The number of the last run a service accepted."""
        return self._services[unit, service].ticket

    def read(self) -> Image:
        """What was reported since the last read, and what every service shows."""
        return replace(self.show(), reports=self._reports.take())

    @property
    def read_to(self) -> int:
        """The last report that the present controller was handed."""
        return self._reports.read_to

    def show(self) -> Image:
        """What every service and place shows; nothing is handed out."""
        if not self._shown:
            self._shown = {
                key: ServiceReading(each.state, each.ticket) for key, each in self._services.items()
            }
        values = {SignalId(f"{place}.mass_kg"): kg for place, kg in self.contents_kg.items()}
        return Image(self.at, (), self._shown, values)

    def deliver(self, lot: Lot) -> None:
        """A lorry brings a raw lot to the store."""
        self._reports.add(LotReceived(self.at, lot))

    def reconnect(self, since: int) -> None:
        """A new controller connects that has committed every report up to ``since``."""
        self._reports.read_to = since
        self._watch.forget_all()

    def write(self, commands: Sequence[AnyCommand]) -> None:
        """Take commands; what the state table forbids is ignored."""
        for each in commands:
            self._take(each)
        self._watch.look(self.at, self._value)

    def _take(self, command: AnyCommand) -> None:
        match command:
            case StartService():
                self._start(command)
            case CommandService():
                self._command(command)
            case WatchCondition():
                self._watch.watch(command.condition)
            case ForgetCondition():
                self._watch.forget(command.condition)
            case AnalyseSample():
                self._laboratory.take(command, self.at)
            case StockLot():
                pass  # paper charges whatever it is asked for

    def advance(self, to: Instant) -> Instant:
        """Tick by tick to ``to``, or until something is reported."""
        while self.at < to and not self._reports.waiting:
            self.at = min(to, self.at + seconds(TICK_S))
            self._tick()
        return self.at

    def fail(self, unit: UnitId, service: ServiceName) -> None:
        """The service leaves its way: it goes to HELD by itself."""
        self._leave(self._services[unit, service], Command.HOLD)

    def trip(self, unit: UnitId) -> None:
        """An interlock of the unit aborts everything that runs on it."""
        for each in self._services.values():
            if each.unit == unit and each.state is not State.IDLE:
                self._leave(each, Command.ABORT)

    def present(self, unit: UnitId, lots: Sequence[LotId]) -> None:
        """Bags of other lots than asked for are brought to the scanner of a unit next."""
        self.presented.setdefault(unit, []).extend(lots)

    def late_results(self, more: int) -> bool:
        """What the laboratory analyses takes ``more`` µs longer."""
        self._laboratory.late(more)
        return True

    def fail_result(self, *, late: bool = False) -> bool:
        """The next result is outside every limit, or the next that is the last of its sample."""
        if late:
            self._laboratory.failing_late += 1
        else:
            self._laboratory.failing += 1
        return True

    def report_next(self, key: tuple[UnitId, ServiceName], reports: Mapping[str, Value]) -> bool:
        """A service reports something else at its next end."""
        self.reporting.setdefault(key, []).append(dict(reports))
        return True

    def saggars_free(self) -> dict[PoolId, int]:
        """How many saggars of each pool stand ready to be filled."""
        return {pool: self._material.saggars.free(pool) for pool in self.plant.pools}

    def broken(self) -> list[str]:
        """Paper has no balance of its own."""
        return []

    @property
    def holding_places(self) -> list[PlaceId]:
        """The places of units in which material lies."""
        kinds = {PlaceKind.WELL_MIXED, PlaceKind.LAYERED}
        return [
            place.id for unit in self.plant.units for place in unit.places if place.kind in kinds
        ]

    def forget(self, unit: UnitId, service: ServiceName) -> None:
        """The PLC comes back from a power failure and knows nothing of the run."""
        each = self._services[unit, service]
        each.state, each.ticket = State.IDLE, 0
        self._looks_different(each)

    def _leave(self, each: PaperService, why: Command) -> None:
        target = next_state(each.state, why)
        if target is None:
            return
        self._interrupt(each)
        self._to(each, target)
        self._to(each, WHEN_DONE[target])

    def _start(self, asked: StartService) -> None:
        key = (asked.unit, asked.service)
        each = self._services[key]
        if each.state is not State.IDLE or asked.ticket <= each.ticket:
            return
        if key in self.stuck or key in self.refusing:
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

    def _duration_s(self, each: PaperService) -> float:
        if each.name == "charge":
            return float(each.parameters["mass_kg"]) / self._times.charge_kg_per_s
        return self._times.durations_s.get(each.name, self._times.default_s)

    def _command(self, asked: CommandService) -> None:
        each = self._services[asked.unit, asked.service]
        if asked.ticket != each.ticket or (asked.unit, asked.service) in self.stuck:
            return
        target = next_state(each.state, asked.command)
        if target is None:
            return
        self._interrupt(each)
        if asked.command in {Command.RESTART, Command.RESUME}:
            each.ends_at = self.at + each.left
        self._to(each, target)
        if target is not State.COMPLETING:
            self._to(each, WHEN_DONE[target])

    def _interrupt(self, each: PaperService) -> None:
        if each.state is State.RUNNING:
            each.left = max(0, each.ends_at - self.at)

    def _looks_different(self, each: PaperService) -> None:
        """It is read anew, and works at each tick or not."""
        self._shown = {}
        key = (each.unit, each.name)
        if each.works:
            self._at_work[key] = each
        else:
            self._at_work.pop(key, None)

    def _to(self, each: PaperService, state: State) -> None:
        each.state = state
        self._looks_different(each)
        reports: dict[str, Value] = {}
        cut_short = state in {State.STOPPED, State.ABORTED} and each.moved_kg == 0.0
        if each.name == "charge" and cut_short:
            done = 1.0 - each.left / seconds(self._duration_s(each))
            self._material.charge(each, done, self.at)
        if state in {State.COMPLETE, State.HELD, State.STOPPED, State.ABORTED}:
            self._material.settle(each, self._receiver(each.unit), self.at)
            reports = {"mass_kg": each.moved_kg}
            waiting = self.reporting.get((each.unit, each.name))
            if waiting and state is State.COMPLETE:
                reports |= waiting.pop(0)
        self._tell_line(each)
        changed = ServiceStateChanged(self.at, each.unit, each.name, state, each.ticket, reports)
        self._reports.add(changed)

    def _tell_line(self, each: PaperService) -> None:
        """A line tells its own state, and at the end of each run what it used."""
        unit = self.plant.unit(each.unit)
        if unit is None or unit.use is not Use.LINE:
            return
        state = _LINE_STATES.get((each.name, each.state))
        if state is not None:
            self._reports.add(LineStateChanged(self.at, each.unit, state))
        if each.state is State.COMPLETE:
            used = UtilitiesMetered(self.at, each.since, each.unit, each.batch, each.moved_kg)
            self._reports.add(used)

    def _tick(self) -> None:
        for each in tuple(self._at_work.values()):
            if each.works:
                self._work(each)
        self._material.rows_out(self.at)
        self._material.saggars.come_back(self.at)
        self._laboratory.work(self.at)
        self._watch.look(self.at, self._value)

    def _work(self, each: PaperService) -> None:
        match each.name:
            case "convey" | "receive":
                if each.state is State.COMPLETING:
                    self._to(each, State.COMPLETE)
            case "send":
                self._send(each)
            case "feed":
                self._feed(each)
            case _ if self.at >= each.ends_at:
                self._finish(each)

    def _finish(self, each: PaperService) -> None:
        if each.name == "hook-up":
            waiting = self.presented.get(each.unit)
            lot = waiting.pop(0) if waiting else LotId(str(each.parameters["lot"]))
            bag = f"{lot}#{each.ticket}"
            self._reports.add(BagScanned(self.at, each.unit, each.ticket, lot, bag))
        if each.name == "charge":
            self._material.charge(each, 1.0, self.at)
        if each.name == "empty":
            self._material.empty(each.unit, each.ticket, each.since, self.at)
        if each.state is State.RUNNING:
            self._to(each, State.COMPLETING)
        self._to(each, State.COMPLETE)

    def _send(self, each: PaperService) -> None:
        for path in self.plant.transfers:
            ready = (
                path.source == each.unit
                and self.state(path.line, _CONVEY) is State.RUNNING
                and self.state(path.destination, _RECEIVE) is State.RUNNING
            )
            if ready:
                self._material.send(each, path.destination, self.at)
                self._drained(each, PlaceId(each.unit))
                return

    def _feed(self, each: PaperService) -> None:
        unit = self.plant.unit(each.unit)
        source = None if unit is None else each.ends(unit)[0]
        if unit is not None and source is not None:
            self._material.feed(each, unit, source, self.at)
            self._drained(each, source)

    def _drained(self, each: PaperService, source: PlaceId) -> None:
        if each.state is State.COMPLETING and self._material.mass_kg(source) <= 0.0:
            self._material.settle(each, self._receiver(each.unit), self.at)
            self._material.emptied(source, self.at)
            self._to(each, State.COMPLETE)

    def _receiver(self, source: UnitId) -> UnitId | None:
        """The unit that receives from ``source`` at present."""
        return next(
            (
                each
                for each in self._receivers.get(source, ())
                if self.state(each, _RECEIVE) is not State.IDLE
            ),
            None,
        )

    def _value(self, signal: SignalId) -> float:
        return self._material.mass_kg(_place_of(signal))


@cache
def _place_of(signal: SignalId) -> PlaceId:
    return PlaceId(signal.partition(".")[0])
