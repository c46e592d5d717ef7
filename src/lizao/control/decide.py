"""``decide(run, now) -> (facts, commands)``: every rule until all is blocked, in one pass."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from lizao.control import (
    allocation,
    batches,
    branches,
    conditions,
    elements,
    exceptions,
    questions,
    saggar_rules,
    strays,
)
from lizao.control.apply import apply
from lizao.control.deadlines import due_at
from lizao.control.entries import Picked
from lizao.control.quiet import LOOKS_AGAIN, NEVER_ASKED, Looks, Quiet
from lizao.control.run import Run, ServiceRun
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
from lizao.model.states import Command

BATCH_RULES: Final = (
    exceptions.next_facts,
    questions.timed_out,
    batches.next_facts,
    branches.next_facts,
    saggar_rules.released,
    allocation.next_facts,
    elements.next_facts,
    conditions.next_facts,
)
"""Each looks at one batch and gives the facts of the one next step it sees, or nothing."""
PlantRule: TypeAlias = Callable[[Run, Instant], tuple[Fact, ...]]
PLANT_RULES: Final[tuple[PlantRule, ...]] = (
    allocation.allocated,
    saggar_rules.claimed,
    strays.next_facts,
)
"""Each looks at what the batches share."""


def decide(run: Run, now: Instant) -> tuple[tuple[Fact, ...], tuple[AnyCommand, ...]]:
    """All that follows from ``run`` at ``now``: the new facts, and the commands they ask for."""
    facts, _ = settled(run, now)
    return facts, tuple(command for fact in facts for command in commands_of(fact))


def settled(
    run: Run,
    now: Instant,
    before: Quiet = NEVER_ASKED,
    plant_rules: Sequence[PlantRule] = PLANT_RULES,
) -> tuple[tuple[Fact, ...], Quiet]:
    """The facts that follow from ``run`` at ``now``, and the run they fold into, as it is quiet.

    ``before`` spares questions that were asked in vain of an earlier state of the same run.
    A test may put in other rules for what the batches share.
    """
    if before.holds_for(run, now):
        return (), before
    facts: list[Fact] = []
    looks = Looks(before, run, now)
    while True:
        run = _in_turn(run, now, looks, plant_rules, facts)
        if looks.are_of_all:
            return tuple(facts), Quiet(run, _quiet_until(run, now), looks.seen)


def _in_turn(
    run: Run, now: Instant, looks: Looks, plant_rules: Sequence[PlantRule], facts: list[Fact]
) -> Run:
    """Ask for every batch that may have something new, and then for what they share."""
    for batch in looks.in_turn(run):
        while new := _of_batch(run, batch, now):
            run = _folded(run, new)
            facts += new
        looks.note(run, run.batches[batch])
    while new := _of_plant(run, now, plant_rules):
        run = _folded(run, new)
        facts += new
    looks.renew(run)
    return run


def _quiet_until(run: Run, now: Instant) -> Instant:
    deadline = next_deadline(run)
    latest = now + LOOKS_AGAIN
    return latest if deadline is None else min(deadline, latest)


def _of_batch(run: Run, batch: BatchId, now: Instant) -> tuple[Fact, ...]:
    """What the first rule that has anything to say says about one batch."""
    known = run.batches[batch]
    for rule in BATCH_RULES:
        if new := rule(run, known, now):
            return new
    return ()


def _of_plant(run: Run, now: Instant, rules: Sequence[PlantRule]) -> tuple[Fact, ...]:
    for rule in rules:
        if new := rule(run, now):
            return new
    return ()


def _folded(run: Run, facts: Iterable[Fact]) -> Run:
    for fact in facts:
        run = apply(run, fact)
    return run


ANNOUNCING: Final = (ServiceCommanded, ConditionArmed, ConditionDisarmed, SampleTaken)
"""The kinds of fact that announce commands."""


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


def _is_spoken_to(each: ServiceRun) -> bool:
    return each.asked is not None or each.told is not None


_SPOKEN_TO: Final[Picked[int, ServiceRun]] = Picked(_is_spoken_to)


def next_deadline(run: Run) -> Instant | None:
    """The earliest instant at which time alone makes ``decide`` say something."""
    spoken_to = [run.runs[ticket] for ticket in _SPOKEN_TO.of(run.runs)]
    due = (_answer_due(run, each) for each in spoken_to)
    late = (due_at(run, each) for each in spoken_to)
    others = (strays.next_deadline(run), questions.next_deadline(run))
    return min((at for at in (*due, *late, *others) if at is not None), default=None)


def _answer_due(run: Run, each: ServiceRun) -> Instant | None:
    """When what a service was asked has to be answered, or is said again."""
    if each.asked is None or each.unit in run.taken:
        return None
    return batches.repeat_at(run, each) if each.overdue else each.answer_by
