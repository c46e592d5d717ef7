"""The rows of a batch record, each kind picked out of the facts of the batch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from lizao.app.record_data import (
    ActionRow,
    ChargeRow,
    DeviationRow,
    MovementRow,
    PhaseRow,
    ResultRow,
)
from lizao.control.run import BatchRun
from lizao.ledger.store import Ledger
from lizao.model.commands import Value
from lizao.model.equipment import Actor, Plant
from lizao.model.facts import (
    BagAccepted,
    BagRefused,
    BagScanned,
    BatchCommanded,
    BatchCreated,
    BatchStateChanged,
    CommandUnanswered,
    ControllerStarted,
    ExceptionRaised,
    Fact,
    LotJudged,
    LotStatusChanged,
    MaterialMoved,
    ModeChanged,
    PortionCharged,
    QuestionAnswered,
    QuestionAsked,
    RecallOpened,
    SampleResult,
    SampleTaken,
    ServiceCommanded,
    ServiceRead,
    ServiceStateChanged,
    StepCompleted,
    StepReleased,
    StepRepeated,
    StepSkipped,
    StepStarted,
    StepStateChanged,
)
from lizao.model.identifiers import BatchId, LotId, StepPath, UnitId
from lizao.model.instants import Instant
from lizao.model.material import Lot
from lizao.model.states import FINAL, Command, State

if TYPE_CHECKING:
    from lizao.app.words import Words
    from lizao.quality.register import LotFile

Facts = Sequence[Fact]
ABNORMAL: Final = frozenset({State.HELD, State.STOPPED, State.ABORTED})
"""States of a batch that a reader of the record must see."""
WHOLE: Final = frozenset({"service", "prepare", ""})
"""Members of a phase whose service is the phase itself."""


def facts_of(ledger: Ledger, batch: BatchId, last: int) -> list[Fact]:
    """The facts from the creation of ``batch`` to number ``last``, in their order."""
    begin = next(
        number
        for number, fact in ledger.facts(kinds={BatchCreated})
        if isinstance(fact, BatchCreated) and fact.batch == batch
    )
    told = takewhile(lambda each: each[0] <= last, ledger.facts(begin - 1))
    return [fact for _, fact in told]


def _tickets(facts: Facts, batch: BatchId) -> dict[int, ServiceCommanded]:
    """The first start of every service run of a batch."""
    starts: dict[int, ServiceCommanded] = {}
    for fact in facts:
        if (
            isinstance(fact, ServiceCommanded)
            and fact.batch == batch
            and fact.command is Command.START
        ):
            starts.setdefault(fact.ticket, fact)
    return starts


@dataclass(slots=True)
class _Phase:
    """A phase as far as it is told."""

    path: str
    unit: str
    started: Instant
    actor: Actor
    parameters: Mapping[str, Value] = field(default_factory=dict)
    ended: Instant | None = None
    state: State = State.STARTING
    reports: Mapping[str, Value] = field(default_factory=dict)

    def row(self) -> PhaseRow:
        """The finished row."""
        return PhaseRow(
            path=self.path,
            unit=self.unit,
            started=self.started,
            ended=self.ended,
            state=self.state,
            actor=self.actor,
            parameters=self.parameters,
            reports=self.reports,
        )


def phases(facts: Facts, run: BatchRun, plant: Plant) -> tuple[PhaseRow, ...]:
    """Every service run of a batch, and the phases that needed no service, by time of start."""
    starts = _tickets(facts, run.batch)
    served = {each.step for each in starts.values()}
    drafts = {ticket: _draft(start, plant) for ticket, start in starts.items()}
    others: dict[StepPath, list[_Phase]] = {}
    for fact in facts:
        match fact:
            case ServiceStateChanged() | ServiceRead() if fact.ticket in drafts:
                _reported(drafts[fact.ticket], fact)
            case StepStarted() if _is_served_by_none(fact, run, served):
                unit = fact.unit or ""
                draft = _Phase(fact.step, unit, fact.at, Actor.AUTOMATIC, state=State.RUNNING)
                others.setdefault(fact.step, []).append(draft)
            case StepCompleted() if fact.batch == run.batch and fact.step in others:
                _completed(others[fact.step][-1], fact)
            case _:
                pass
    found = [*drafts.values(), *(each for several in others.values() for each in several)]
    return tuple(each.row() for each in sorted(found, key=lambda each: each.started))


def _is_served_by_none(fact: StepStarted, run: BatchRun, served: Iterable[StepPath | None]) -> bool:
    if fact.batch != run.batch or fact.step in served:
        return False
    return run.procedure.elements[fact.step].action is not None


def _draft(start: ServiceCommanded, plant: Plant) -> _Phase:
    unit = plant.unit(start.unit)
    service = None if unit is None else unit.service(start.service)
    path = str(start.step) if start.member in WHOLE else f"{start.step}/{start.service}"
    actor = Actor.AUTOMATIC if service is None else service.by
    return _Phase(path, start.unit, start.at, actor, start.parameters)


def _reported(phase: _Phase, fact: ServiceStateChanged | ServiceRead) -> None:
    """Take a reported state; a service that is reset or idle says nothing about its last run."""
    if fact.state in {State.RESETTING, State.IDLE}:
        return
    phase.state = fact.state
    phase.ended = fact.at if fact.state in FINAL else None
    phase.reports = {**phase.reports, **fact.reports}


def _completed(phase: _Phase, fact: StepCompleted) -> None:
    phase.state, phase.ended, phase.reports = State.COMPLETE, fact.at, fact.reports
    phase.actor = Actor.MANUAL if fact.manual else Actor.AUTOMATIC


def charges(facts: Facts, batch: BatchId, lots: Mapping[LotId, Lot]) -> tuple[ChargeRow, ...]:
    """Every bag that was scanned and every amount that was charged."""
    starts = _tickets(facts, batch)
    scanned: dict[StepPath | None, Instant] = {}
    accepted: dict[StepPath, str] = {}
    rows: list[ChargeRow] = []
    for fact in facts:
        match fact:
            case BagScanned() if fact.ticket in starts:
                scanned[starts[fact.ticket].step] = fact.at
            case BagAccepted() if fact.batch == batch:
                accepted[fact.step] = fact.bag
            case BagRefused() if fact.batch == batch:
                rows.append(_refused(fact, lots, scanned.pop(fact.step, None)))
            case PortionCharged() if fact.batch == batch:
                bag = accepted.pop(fact.step, "–")
                rows.append(_charged(fact, lots, bag, scanned.pop(fact.step, None)))
            case _:
                pass
    return tuple(rows)


def _charged(
    fact: PortionCharged, lots: Mapping[LotId, Lot], bag: str, scanned_at: Instant | None
) -> ChargeRow:
    material = lots[fact.lot].material
    return ChargeRow(material, fact.lot, bag, fact.planned_kg, fact.mass_kg, scanned_at)


def _refused(fact: BagRefused, lots: Mapping[LotId, Lot], scanned_at: Instant | None) -> ChargeRow:
    expected = lots.get(LotId(fact.expected))
    material = "–" if expected is None else expected.material
    return ChargeRow(material, fact.lot, fact.bag, None, None, scanned_at, fact.reason)


def movements(facts: Facts, batch: BatchId) -> tuple[MovementRow, ...]:
    """Every movement of material of a batch."""
    return tuple(
        MovementRow(fact.at, fact.source, fact.destination, fact.mass_kg, fact.flow)
        for fact in facts
        if isinstance(fact, MaterialMoved) and fact.batch == batch
    )


def deviations(
    facts: Facts, run: BatchRun, lots: "Sequence[LotFile]", words: "Words"
) -> tuple[DeviationRow, ...]:
    """What did not go as the recipe says: refused bags, silence, holds, questions, recalls."""
    seen = _Deviant(run, frozenset(_tickets(facts, run.batch)), {each.lot for each in lots})
    return tuple(DeviationRow(fact.at, words.fact(fact)) for fact in facts if seen.deviates(fact))


@dataclass(slots=True)
class _Deviant:
    """Tells what deviates in one batch, fact by fact; ``state`` is the batch's at that moment."""

    run: BatchRun
    tickets: frozenset[int]
    lots: set[LotId]
    state: State = State.IDLE

    def deviates(self, fact: Fact) -> bool:
        """Whether a reader of the record must see ``fact``."""
        match fact:
            case BatchStateChanged() if fact.batch == self.run.batch:
                self.state = fact.state
                return fact.state in ABNORMAL
            case StepStateChanged() if fact.batch == self.run.batch:
                return fact.state in ABNORMAL
            case BagRefused() | ExceptionRaised() | QuestionAsked():
                is_planned = isinstance(fact, QuestionAsked) and bool(fact.options)
                return fact.batch == self.run.batch and not is_planned
            case CommandUnanswered():
                return fact.ticket in self.tickets
            case RecallOpened():
                return fact.lot in self.lots
            case ControllerStarted():
                return self.state is State.RUNNING
            case _:
                return False


def results(facts: Facts, run: BatchRun, words: "Words") -> tuple[ResultRow, ...]:
    """What the laboratory reported of the samples of a batch."""
    units: dict[str, UnitId] = {}
    rows: list[ResultRow] = []
    for fact in facts:
        if isinstance(fact, SampleTaken) and fact.batch == run.batch:
            units[fact.sample] = fact.unit
        elif isinstance(fact, SampleResult) and fact.sample in units:
            limits = run.recipe.specification.limits(fact.attribute)
            unit = words.attribute_unit(fact.attribute) if limits is None else limits.unit
            place = units[fact.sample]
            rows.append(ResultRow(fact.at, fact.sample, place, fact.attribute, fact.value, unit))
    return tuple(rows)


def _is_told(fact: QuestionAnswered | LotJudged, asked: set[str], ours: set[LotId]) -> bool:
    """Whether an answer or a judgement belongs to the batch."""
    return fact.question in asked if isinstance(fact, QuestionAnswered) else fact.lot in ours


def actions(
    facts: Facts, run: BatchRun, lots: "Sequence[LotFile]", words: "Words"
) -> tuple[ActionRow, ...]:
    """What a person or a rule did with a batch and its lots."""
    ours = {each.lot for each in lots}
    asked: set[str] = set()
    rows: list[ActionRow] = []
    for fact in facts:
        match fact:
            case BatchCommanded() if fact.batch == run.batch:
                what = words.word("command", fact.command)
                what = f"{what}: {words.step(fact.step)}" if fact.step else what
                rows.append(ActionRow(fact.at, fact.by, what, words.reason(fact.reason)))
            case QuestionAsked() if fact.batch == run.batch:
                asked.add(fact.question)
            case QuestionAnswered() | LotJudged() if _is_told(fact, asked, ours):
                rows.append(ActionRow(fact.at, fact.by, words.fact(fact)))
            case ModeChanged() | StepReleased() | StepRepeated() | StepSkipped() if (
                fact.batch == run.batch and fact.by
            ):
                rows.append(ActionRow(fact.at, fact.by, words.fact(fact)))
            case LotStatusChanged() if fact.lot in ours:
                what = f"{fact.lot}: {words.word('lot_status', fact.status)}"
                rows.append(ActionRow(fact.at, fact.by, what, words.reason(fact.reason)))
            case _:
                pass
    return tuple(rows)
