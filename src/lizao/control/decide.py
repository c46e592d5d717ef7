"""``decide(run, now) -> (facts, commands)``: every rule until all is blocked, in one pass."""

from collections.abc import Iterable, Iterator
from typing import Final

from lizao.control import (
    allocation,
    batches,
    conditions,
    elements,
    exceptions,
    questions,
    strays,
)
from lizao.control.apply import apply
from lizao.control.run import BatchRun, Run
from lizao.model.commands import (
    AnalyseSample,
    AnyCommand,
    CommandService,
    ForgetCondition,
    StartService,
    WatchCondition,
)
from lizao.model.facts import (
    ConditionArmed,
    ConditionDisarmed,
    Fact,
    SampleTaken,
    ServiceCommanded,
)
from lizao.model.identifiers import BatchId, PlaceId
from lizao.model.instants import Instant
from lizao.model.states import FINAL, Command, State

BATCH_RULES: Final = (
    exceptions.next_facts,
    questions.timed_out,
    batches.next_facts,
    allocation.next_facts,
    elements.next_facts,
)
"""Each looks at one batch and gives the facts of the one next step it sees, or nothing."""
PLANT_RULES: Final = (allocation.allocated, conditions.next_facts, strays.next_facts)
"""Each looks at what the batches share."""


def decide(run: Run, now: Instant) -> tuple[tuple[Fact, ...], tuple[AnyCommand, ...]]:
    """All that follows from ``run`` at ``now``: the new facts, and the commands they ask for."""
    facts, _ = settled(run, now)
    return facts, tuple(command for fact in facts for command in commands_of(fact))


def settled(run: Run, now: Instant) -> tuple[tuple[Fact, ...], Run]:
    """The facts that follow from ``run`` at ``now``, and the run they fold into."""
    facts: list[Fact] = []
    again = True
    while again:
        before = len(facts)
        for batch in run.batches:
            while not at_rest(run.batches[batch]) and (new := _of_batch(run, batch, now)):
                run = _folded(run, new)
                facts += new
        while new := _of_plant(run, now):
            run = _folded(run, new)
            facts += new
        again = len(facts) > before
    return tuple(facts), run


def at_rest(batch: BatchRun) -> bool:
    """Whether a batch has ended, or not begun, and holds nothing: no rule looks at it any more."""
    still = batch.state in FINAL or (batch.state is State.IDLE and batch.asked is None)
    return still and len(batch.released) == len(batch.units)


def _of_batch(run: Run, batch: BatchId, now: Instant) -> tuple[Fact, ...]:
    for rule in BATCH_RULES:
        if new := rule(run, run.batches[batch], now):
            return new
    return ()


def _of_plant(run: Run, now: Instant) -> tuple[Fact, ...]:
    for rule in PLANT_RULES:
        if new := rule(run, now):
            return new
    return ()


def _folded(run: Run, facts: Iterable[Fact]) -> Run:
    for fact in facts:
        run = apply(run, fact)
    return run


def commands_of(fact: Fact) -> Iterator[AnyCommand]:
    """The commands that a fact announces: an intent is a fact first, a command after its commit."""
    match fact:
        case ServiceCommanded(command=Command.START):
            yield StartService(fact.unit, fact.service, fact.ticket, fact.batch, fact.parameters)
        case ServiceCommanded():
            yield CommandService(fact.unit, fact.service, fact.ticket, fact.command)
        case ConditionArmed():
            yield WatchCondition(fact.condition)
        case ConditionDisarmed():
            yield ForgetCondition(fact.condition)
        case SampleTaken():
            yield AnalyseSample(fact.sample, PlaceId(fact.unit), fact.batch, fact.panel)
        case _:
            return


def next_deadline(run: Run) -> Instant | None:
    """The earliest instant at which time alone makes ``decide`` say something."""
    unanswered = (each for each in run.runs.values() if each.asked is not None)
    due = (batches.repeat_at(run, each) if each.overdue else each.answer_by for each in unanswered)
    others = (strays.next_deadline(run), questions.next_deadline(run))
    return min((at for at in (*due, *others) if at is not None), default=None)
