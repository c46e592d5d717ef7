"""What must hold after every turn of a storm, followed fact by fact."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from lizao.control.run import Run
from lizao.model.commands import (
    AnalyseSample,
    AnyCommand,
    CommandService,
    StartService,
    StockLot,
    WatchCondition,
)
from lizao.model.facts import (
    AlarmWatched,
    BatchStateChanged,
    ConditionArmed,
    Fact,
    LotReceived,
    PortionCharged,
    ReportsRead,
    SampleTaken,
    ServiceCommanded,
    ServiceRead,
    ServiceStateChanged,
    StepCompleted,
    StepStarted,
)
from lizao.model.identifiers import BatchId, StepPath
from lizao.model.recipe import Work
from lizao.model.states import FINAL, Command, State
from lizao.testing.storm.standing import Standing
from lizao.testing.storm.twin import Twin

_STORY: Final = 12
_MEMBERS: Final = ("destination", "line", "source")
_ONCE: Final = MappingProxyType(
    {Work.SERVICE: ("service",), Work.TRANSFER: _MEMBERS, Work.CAMPAIGN: ()}
)
_CHARGE: Final = "charge"
_Step = tuple[BatchId, StepPath]


@dataclass(slots=True)
class Watch:
    """Holds what is committed and commanded against the plant's own journal."""

    plant: Twin
    found: list[str] = field(default_factory=list)
    last: deque[Fact] = field(default_factory=lambda: deque(maxlen=_STORY))
    reports_read: int = 0
    acknowledged: int = 0
    _intents: dict[int, ServiceCommanded] = field(default_factory=dict)
    _said: set[object] = field(default_factory=set)
    _results: set[int] = field(default_factory=set)
    _runs: dict[_Step, list[int]] = field(default_factory=dict)
    _members: dict[_Step, set[str]] = field(default_factory=dict)
    _recent: list[Fact] = field(default_factory=list)
    _completed: set[int] = field(default_factory=set)
    _looked_at: int = 0
    _starts_seen: int = 0
    _started: set[int] = field(default_factory=set)
    standing: Standing = field(init=False)
    _takes: dict[type, Callable[[Any, Run], None]] = field(init=False)

    def __post_init__(self) -> None:
        """Which kind of fact is taken how."""
        self.standing = Standing(self.found)
        self._takes = {
            ServiceCommanded: self._take_command,
            ReportsRead: self._take_reports,
            ServiceStateChanged: self._take_state,
            ServiceRead: self._take_state,
            AlarmWatched: self._take_armed,
            ConditionArmed: self._take_armed,
            SampleTaken: self._take_sample,
            LotReceived: self._take_lot,
            StepStarted: self._take_started,
            PortionCharged: self._take_charged,
            StepCompleted: self._take_completed,
            BatchStateChanged: self._take_batch,
        }

    def follow(self, facts: Sequence[Fact], run: Run) -> None:
        """Take what was committed since; ``run`` has folded it."""
        self._look_at_plant()
        for fact in facts:
            self.last.append(fact)
            for takes in (self._takes, self.standing.takes):
                take = takes.get(type(fact))
                if take is not None:
                    take(fact, run)
            if type(fact) is not ReportsRead:
                self._recent.append(fact)

    def check(self, commands: Sequence[AnyCommand]) -> None:
        """Every command needs its committed intent, a reset also the committed result."""
        self.standing.check(commands)
        for command in commands:
            if _said(command) not in self._said:
                self.found.append(f"intent: {command} was written before its commit")
            match command:
                case CommandService(command=Command.RESET) if command.ticket not in self._results:
                    self.found.append(f"result: {command} was written before it")
                case _:
                    pass

    def acknowledge(self, sequence: int) -> None:
        """A report may be acknowledged only once it is committed."""
        self.acknowledged = max(self.acknowledged, sequence)
        if sequence > self.reports_read:
            self.found.append(f"report: {sequence} was acknowledged before it was committed")

    def look_at_starts(self) -> None:
        """The plant's journal: every run number once, ordered, in the order of its members."""
        starts = self.plant.starts
        while self._starts_seen < len(starts):
            ticket, unit, service = starts[self._starts_seen]
            self._starts_seen += 1
            intent = self._intents.get(ticket)
            if ticket in self._started:
                self.found.append(f"twice: run {ticket} was started twice ({unit} {service})")
            self._started.add(ticket)
            if intent is None or (intent.unit, intent.service) != (unit, service):
                self.found.append(f"intent: run {ticket} of {unit} {service} is not in the ledger")
                continue
            self._check_order(intent)

    def _check_order(self, intent: ServiceCommanded) -> None:
        if intent.member not in _MEMBERS:
            return
        members = self._members.setdefault(_step(intent), set())
        members.add(intent.member)
        position = _MEMBERS.index(intent.member)
        if position and _MEMBERS[position - 1] not in members:
            self.found.append(f"order: {intent.unit} started as {intent.member} of {intent.step}")

    def _look_at_plant(self) -> None:
        reports = self.plant.reports
        for at in range(self._looked_at, len(reports)):
            fact = reports[at].fact
            if type(fact) is ServiceStateChanged and fact.state is State.COMPLETE:
                if fact.ticket in self._completed:
                    self.found.append(f"twice: run {fact.ticket} was completed twice")
                self._completed.add(fact.ticket)
        self._looked_at = len(reports)

    def _take_command(self, fact: ServiceCommanded, _run: Run) -> None:
        self._said.add((fact.ticket, fact.command))
        if fact.command is Command.START and fact.ticket not in self._intents:
            self._intents[fact.ticket] = fact
            self._runs.setdefault(_step(fact), []).append(fact.ticket)

    def _take_reports(self, fact: ReportsRead, _run: Run) -> None:
        """What the plant reported is in the ledger once, in its order."""
        count = fact.sequence - self.reports_read
        there = [each.fact for each in self.plant.reports[self.reports_read : fact.sequence]]
        if self._recent[-count:] != there:
            self.found.append(f"balance: reports {self.reports_read + 1} to {fact.sequence} differ")
        self._recent.clear()
        self.reports_read = fact.sequence

    def _take_state(self, fact: ServiceStateChanged | ServiceRead, _run: Run) -> None:
        if fact.state in FINAL:
            self._results.add(fact.ticket)

    def _take_armed(self, fact: ConditionArmed | AlarmWatched, _run: Run) -> None:
        self._said.add(fact.condition.id)

    def _take_lot(self, fact: LotReceived, _: Run) -> None:
        self._said.add(fact.lot.id)

    def _take_sample(self, fact: SampleTaken, _run: Run) -> None:
        self._said.add(fact.sample)

    def _take_started(self, fact: StepStarted, _run: Run) -> None:
        key = (fact.batch, fact.step)
        self._runs.pop(key, None)
        self._members.pop(key, None)

    def _take_charged(self, fact: PortionCharged, _run: Run) -> None:
        """One bag, one run of the charge that was completed."""
        if not self.standing.cut_short(fact.batch, fact.step):
            self._count((fact.batch, fact.step), _CHARGE)
        self._runs.pop((fact.batch, fact.step), None)

    def _take_completed(self, fact: StepCompleted, run: Run) -> None:
        """A phase is complete when each of its members was, once."""
        action = run.batches[fact.batch].procedure.elements[fact.step].action
        if action is not None:
            for member in _ONCE.get(action.work, ()):
                self._count((fact.batch, fact.step), member)
            self._runs.pop((fact.batch, fact.step), None)

    def _count(self, step: _Step, member: str) -> None:
        tickets = [
            each for each in self._runs.get(step, ()) if self._intents[each].member == member
        ]
        times = sum(each in self._completed for each in tickets)
        if times != 1:
            word = "skipped" if times == 0 else "twice"
            self.found.append(f"{word}: {member} of {step} was completed {times} times")

    def _take_batch(self, fact: BatchStateChanged, run: Run) -> None:
        if fact.state is not State.COMPLETE:
            return
        batch = run.batches[fact.batch]
        procedure = batch.procedure
        left_out = {path for path, step in batch.steps.items() if step.skipped}
        exceptions = procedure.hosts.keys()
        skipped = {
            *exceptions,
            *(below for path in (*left_out, *exceptions) for below in procedure.descendants[path]),
        }
        self.found += (
            f"skipped: {path} of {fact.batch}"
            for path in procedure.elements
            if path not in skipped and not batch.done(path)
        )


def _step(fact: ServiceCommanded) -> _Step:
    return fact.batch or BatchId(""), fact.step or StepPath("")


def _said(command: AnyCommand) -> object:
    match command:
        case StartService():
            return (command.ticket, Command.START)
        case CommandService():
            return (command.ticket, command.command)
        case WatchCondition():
            return command.condition.id
        case AnalyseSample():
            return command.sample
        case StockLot():
            return command.lot.id
        case _:
            return command.condition
