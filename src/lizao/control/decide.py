"""``decide(run, now) -> (facts, commands)``: every rule until all is blocked, in one pass."""

from collections.abc import Iterator

from lizao.control import allocation, batches, conditions, elements, exceptions
from lizao.control.apply import apply
from lizao.control.run import Run
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
from lizao.model.identifiers import PlaceId
from lizao.model.instants import Instant
from lizao.model.states import Command

RULES = (
    exceptions.next_facts,
    batches.next_facts,
    conditions.next_facts,
    allocation.next_facts,
    elements.next_facts,
)
"""Each looks at the run and gives the facts of the one next step it sees, or nothing."""


def decide(run: Run, now: Instant) -> tuple[tuple[Fact, ...], tuple[AnyCommand, ...]]:
    """All that follows from ``run`` at ``now``: the new facts, and the commands they ask for."""
    facts: list[Fact] = []
    while new := next_step(run, now):
        for fact in new:
            run = apply(run, fact)
        facts += new
    commands = tuple(command for fact in facts for command in commands_of(fact))
    return tuple(facts), commands


def next_step(run: Run, now: Instant) -> tuple[Fact, ...]:
    """The facts of the first rule that has something to say."""
    for rule in RULES:
        if new := rule(run, now):
            return new
    return ()


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
    return min((at for at in due if at is not None), default=None)
