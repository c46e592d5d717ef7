"""What must hold at every turn of a soak, and what must have come about at its end."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from lizao.control.apply import apply
from lizao.control.deadlock import circle
from lizao.control.run import EMPTY_RUN, Run
from lizao.equipment.transport import Transport
from lizao.ledger.chain import chained, genesis
from lizao.ledger.store import CONTROLLER, Ledger
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
    ConditionArmed,
    Fact,
    LotReceived,
    MaterialMoved,
    ReportsRead,
    SampleTaken,
    ServiceCommanded,
    ServiceRead,
    ServiceStateChanged,
    StepCompleted,
)
from lizao.model.image import Image
from lizao.model.instants import Instant
from lizao.model.states import FINAL, Command, State
from lizao.testing.paper import PaperPlant


@dataclass(slots=True)
class Committed:
    """What the ledger holds durably, followed commit by commit."""

    facts: list[Fact] = field(default_factory=list)
    intents: dict[int, ServiceCommanded] = field(default_factory=dict)
    reports_read: int = 0
    acknowledged: int = 0
    violations: list[str] = field(default_factory=list)
    _number: int = 0
    _said: set[object] = field(default_factory=set)
    _results: set[int] = field(default_factory=set)

    def follow(self, ledger: Ledger) -> None:
        """Read what was committed since."""
        for number, fact in ledger.facts(self._number):
            self._number = number
            self.facts.append(fact)
            self._take(fact)

    def check(self, command: AnyCommand) -> None:
        """Every command needs its committed intent, a reset also the committed result."""
        if _said(command) not in self._said:
            self.violations.append(f"intent: {command} was written before its commit")
        match command:
            case CommandService(command=Command.RESET) if command.ticket not in self._results:
                self.violations.append(f"result: {command} was written before it")
            case _:
                pass

    def acknowledge(self, sequence: int) -> None:
        """A report may be acknowledged only once it is committed."""
        self.acknowledged = max(self.acknowledged, sequence)
        if sequence > self.reports_read:
            self.violations.append(f"report: {sequence} was acknowledged before it was committed")

    def _take(self, fact: Fact) -> None:
        match fact:
            case ServiceCommanded():
                self._said.add((fact.ticket, fact.command))
                if fact.command is Command.START:
                    self.intents[fact.ticket] = fact
            case ConditionArmed() | AlarmWatched() | SampleTaken() | LotReceived():
                self._said.add(_announced(fact))
            case ReportsRead():
                self.reports_read = fact.sequence
            case ServiceStateChanged() | ServiceRead() if fact.state in FINAL:
                self._results.add(fact.ticket)
            case _:
                pass


def _announced(fact: ConditionArmed | AlarmWatched | SampleTaken | LotReceived) -> object:
    match fact:
        case SampleTaken():
            return fact.sample
        case LotReceived():
            return fact.lot.id
        case _:
            return fact.condition.id


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


class Watched:
    """A transport that holds every command against what is committed."""

    def __init__(
        self,
        inner: Transport,
        committed: Committed,
        ledger: Ledger,
        after_write: Callable[[], None],
    ) -> None:
        """Watch ``inner``; ``after_write`` is called when commands were written."""
        self._inner, self._committed, self._ledger = inner, committed, ledger
        self._after_write = after_write

    def read(self) -> Image:
        """As the inner transport."""
        return self._inner.read()

    def write(self, commands: Sequence[AnyCommand]) -> None:
        """Check, then write."""
        self._committed.follow(self._ledger)
        for each in commands:
            self._committed.check(each)
        self._inner.write(commands)
        if commands:
            self._after_write()

    def advance(self, to: Instant) -> Instant:
        """As the inner transport."""
        return self._inner.advance(to)

    def acknowledge(self, sequence: int) -> None:
        """Check, then acknowledge."""
        self._committed.follow(self._ledger)
        self._committed.acknowledge(sequence)
        self._inner.acknowledge(sequence)


def violations_now(run: Run) -> list[str]:
    """No unit belongs to two, the book of owners says what the batches say, and no deadlock."""
    held: dict[str, str] = {}
    members = circle(run) if run.queue else ()
    found: list[str] = [f"deadlock: {'; '.join(members)}"] if members else []
    for batch in run.batches.values():
        for role, unit in batch.units.items():
            if role in batch.released:
                continue
            if unit in held:
                found.append(f"owner: {unit} belongs to {held[unit]} and {batch.batch}/{role}")
            held[unit] = f"{batch.batch}/{role}"
    for unit, owner in run.owners.items():
        if unit not in held:
            found.append(f"owner: {unit} was given back by {owner} and is still taken")
    return found


def violations_at_end(
    committed: Committed, calm: Committed, plant: PaperPlant, live: Run
) -> list[str]:
    """What the batch came to, held against the plant's own records and against a calm run."""
    return [
        *_unfinished(live),
        *_starts(committed, calm, plant),
        *_steps(committed, calm),
        *_transfers(committed, plant),
        *_material(committed, plant),
        *_replay(committed, live),
    ]


def chain_violations(ledger: Ledger) -> list[str]:
    """Whether every entry follows from the one before."""
    previous = genesis(CONTROLLER)
    for number, entry in enumerate(ledger.entries(), start=1):
        if entry.number != number or chained(entry, previous).hash != entry.hash:
            return [f"chain: broken at {number}"]
        previous = entry.hash
    return []


def _unfinished(live: Run) -> Iterator[str]:
    for batch in live.batches.values():
        if batch.state is not State.COMPLETE:
            yield f"end: {batch.batch} is {batch.state} ({batch.reason})"
    for thing, left in (
        ("units", live.owners),
        ("requests", live.queue),
        ("service runs", live.runs),
        ("conditions", live.conditions),
        ("questions", live.questions),
    ):
        if left:
            yield f"end: {thing} are left: {left}"


def _starts(committed: Committed, calm: Committed, plant: PaperPlant) -> Iterator[str]:
    """The plant's journal: every run number once, for the same members of the same steps."""
    tickets = Counter(ticket for ticket, _, _ in plant.starts)
    yield from (f"twice: run {key} was started {n} times" for key, n in tickets.items() if n > 1)
    unknown = [ticket for ticket in tickets if ticket not in committed.intents]
    yield from (f"intent: run {ticket} is not in the ledger" for ticket in unknown)
    here = Counter(_member(committed.intents[key]) for key in tickets if key not in unknown)
    there = Counter(_member(intent) for intent in calm.intents.values())
    yield from (f"twice: {member} × {n}" for member, n in (here - there).items())
    yield from (f"skipped: {member} × {n}" for member, n in (there - here).items())


def _member(intent: ServiceCommanded) -> tuple[str, str, str]:
    return str(intent.batch), str(intent.step), intent.member


def _steps(committed: Committed, calm: Committed) -> Iterator[str]:
    here, there = (
        Counter((each.batch, each.step) for each in facts if isinstance(each, StepCompleted))
        for facts in (committed.facts, calm.facts)
    )
    yield from (f"twice: {step} completed × {n}" for step, n in (here - there).items())
    yield from (f"skipped: {step} × {n}" for step, n in (there - here).items())


def _transfers(committed: Committed, plant: PaperPlant) -> Iterator[str]:
    """Destination before line before source."""
    order = {"destination": 0, "line": 1, "source": 2}
    reached: dict[tuple[str, str], int] = {}
    for ticket, unit, _ in plant.starts:
        intent = committed.intents.get(ticket)
        if intent is None or intent.member not in order:
            continue
        key = (str(intent.batch), str(intent.step))
        if order[intent.member] != reached.get(key, 0):
            yield f"order: {unit} started as {intent.member} of {key}"
        reached[key] = (reached.get(key, 0) + 1) % len(order)


def _material(committed: Committed, plant: PaperPlant) -> Iterator[str]:
    """Every movement the plant made is in the ledger once, in its order."""
    here = [each for each in committed.facts if isinstance(each, MaterialMoved)]
    there = [each.fact for each in plant.reports if isinstance(each.fact, MaterialMoved)]
    if here != there:
        lost = Counter(map(repr, there)) - Counter(map(repr, here))
        doubled = Counter(map(repr, here)) - Counter(map(repr, there))
        yield f"material: {lost.total()} movements lost, {doubled.total()} doubled"


def _replay(committed: Committed, live: Run) -> Iterator[str]:
    """The committed facts alone fold into what the live controller knew."""
    run = EMPTY_RUN
    for fact in committed.facts:
        run = apply(run, fact)
    if run != live:
        yield "replay: the ledger folds into another run"
