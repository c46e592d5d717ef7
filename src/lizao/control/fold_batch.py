"""How facts about batches and their elements fold into the run."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from lizao.control.candidates import fitting
from lizao.control.changed import replace
from lizao.control.entries import put, without
from lizao.control.exceptions import RULE
from lizao.control.fold_scopes import ended_below
from lizao.control.fold_units import given_back, taken
from lizao.control.run import BatchRun, Question, Run, StepRun, UnitRequest
from lizao.control.scopes import contains
from lizao.control.shared import shared
from lizao.model.facts import (
    BatchCreated,
    ChargesPlanned,
    HomeMade,
    LoopRepeated,
    QuestionAnswered,
    QuestionAsked,
    StepCompleted,
    StepSkipped,
    StepStarted,
    UnitAllocated,
    UnitReleased,
    UnitRequested,
)
from lizao.model.recipe import ChargeRule
from lizao.model.states import State

_PLANT_AHEAD: Final = "plant_ahead"
"""What recovery asks where services did more than the ledger knows of."""


def _home_made(run: Run, fact: HomeMade) -> Run:
    return replace(run, plant=fact.plant, materials={each.name: each for each in fact.materials})


def _batch_created(run: Run, fact: BatchCreated) -> Run:
    number = len(run.batches)
    return run.with_batch(BatchRun(fact.batch, *shared(run.batches, fact.recipe), number=number))


def _charges_planned(run: Run, fact: ChargesPlanned) -> Run:
    batch = run.batches[fact.batch]
    carriers = {each.name for each in batch.recipe.charges if each.rule is ChargeRule.SOLIDS}
    dry_kg = sum(
        each.mass_kg * (1.0 - run.lots[each.lot].certificate.water)
        for each in fact.portions
        if each.charge not in carriers and each.lot in run.lots
    )
    return run.with_batch(replace(batch, portions=fact.portions, dry_kg=dry_kg))


def _step_started(run: Run, fact: StepStarted) -> Run:
    old = run.batches[fact.batch].step(fact.step)
    started = StepRun(State.RUNNING, unit=fact.unit, round=old.round, visit=old.visit)
    return run.with_step(fact.batch, fact.step, started)


def _step_completed(run: Run, fact: StepCompleted) -> Run:
    old = run.batches[fact.batch].step(fact.step)
    done = replace(old, state=State.COMPLETE, reports=fact.reports)
    met = [
        key
        for key, each in run.conditions_of(fact.batch).items()
        if each.met and each.step == fact.step
    ]
    run = replace(run, conditions=without(run.conditions, met))
    return run.with_step(fact.batch, fact.step, done).with_booked(fact.batch, fact.step)


def _step_skipped(run: Run, fact: StepSkipped) -> Run:
    """What had begun is over with all below it; services that still have a run of it are strays."""
    batch = run.batches[fact.batch]
    below = batch.procedure.descendants[fact.step] if batch.begun(fact.step) else ()
    steps = dict(batch.steps)
    for path in (fact.step, *below):
        if not batch.done(path):
            visit = batch.step(path).visit
            steps[path] = StepRun(State.COMPLETE, skipped=True, visit=visit)
    scopes = {path: each for path, each in batch.scopes.items() if not contains(fact.step, path)}
    over = replace(batch, scopes=scopes).with_steps(steps, batch.procedure.top_of[fact.step])
    return _not_queued_for(ended_below(run.with_batch(over), over, fact.step), fact)


def _not_queued_for(run: Run, fact: StepSkipped) -> Run:
    """A unit procedure that never runs asks for no unit any more."""
    batch = run.batches[fact.batch]
    if fact.step not in batch.procedure.needs:
        return run
    wanted = {
        role
        for top, roles in batch.procedure.needs.items()
        if not batch.done(top)
        for role in roles
    }
    queue = tuple(each for each in run.queue if each.batch != batch.batch or each.role in wanted)
    return replace(run, queue=queue)


def _loop_repeated(run: Run, fact: LoopRepeated) -> Run:
    batch = run.batches[fact.batch]
    steps = dict(batch.steps)
    for path in batch.procedure.descendants[fact.step]:
        steps[path] = StepRun(visit=batch.step(path).visit + 1)
    steps[fact.step] = replace(batch.step(fact.step), round=fact.round)
    return run.with_batch(batch.with_steps(steps, fact.step))


def _unit_requested(run: Run, fact: UnitRequested) -> Run:
    request = UnitRequest(fact.batch, fact.role, fact.unit_class)
    return replace(run, queue=(*run.queue, request))


def _unit_allocated(run: Run, fact: UnitAllocated) -> Run:
    batch = run.batches[fact.batch]
    run = replace(run, owners=put(run.owners, {fact.unit: fact.batch}), queue=_served(run, fact))
    run = taken(run, fact.unit, batch, fact.at)
    units = {**batch.units, fact.role: fact.unit}
    return run.with_batch(replace(batch, units=units, released=batch.released - {fact.role}))


def _served(run: Run, fact: UnitAllocated) -> tuple[UnitRequest, ...]:
    """The queue without the request that was served; who stood before it was overtaken."""
    theirs = (
        place
        for place, each in enumerate(run.queue)
        if each.batch == fact.batch and each.role == fact.role
    )
    place = next(theirs, None)
    if place is None:
        return run.queue
    unit_class = run.queue[place].unit_class
    before = (
        each if each.unit_class != unit_class else _overtaken(run, each, fact)
        for each in run.queue[:place]
    )
    return (*before, *run.queue[place + 1 :])


def _overtaken(run: Run, request: UnitRequest, fact: UnitAllocated) -> UnitRequest:
    """A request of the same class that stood before; overtaken if the unit would have done."""
    if request.batch == fact.batch:
        return request
    would_do = fitting(run, run.batches[request.batch], request.role)
    if all(each.id != fact.unit for each in would_do):
        return request
    return replace(request, overtaken=request.overtaken + 1)


def _unit_released(run: Run, fact: UnitReleased) -> Run:
    batch = run.batches[fact.batch]
    owners = without(run.owners, (fact.unit,))
    batch = replace(batch, released=batch.released | {fact.role})
    run = given_back(run, fact.unit, fact.at)
    return replace(run, owners=owners).with_batch(batch)


def _question_asked(run: Run, fact: QuestionAsked) -> Run:
    question = Question(
        fact.batch,
        fact.step,
        fact.text,
        fact.details,
        fact.options,
        fact.default,
        fact.answer_by,
    )
    questions = put(run.questions, {fact.question: question})
    return replace(run, questions=questions, questions_asked=run.questions_asked + 1)


def _question_answered(run: Run, fact: QuestionAnswered) -> Run:
    """Close a question; with what the plant was ahead is looked at, and not asked again."""
    question = run.questions.get(fact.question)
    if question is None:
        return run
    questions = without(run.questions, (fact.question,))
    run = replace(run, questions=questions)
    if question.text == _PLANT_AHEAD:
        run = replace(run, last_ticket=max((run.last_ticket, *run.foreign)))
    step = run.batches[question.batch].steps.get(question.step)
    if step is None:
        return run
    step = replace(step, refused=0)
    if fact.answer in question.options:
        by_rule = fact.by == RULE
        step = replace(
            step,
            answer=fact.answer,
            answered_by=fact.by,
            answer_reason=fact.reason,
            automatic=step.automatic + by_rule,
            manual=step.manual + (not by_rule),
        )
    return run.with_step(question.batch, question.step, step)


FOLDS: Final[Mapping[type, Callable[[Run, Any], Run]]] = MappingProxyType(
    {
        HomeMade: _home_made,
        BatchCreated: _batch_created,
        ChargesPlanned: _charges_planned,
        StepStarted: _step_started,
        StepCompleted: _step_completed,
        StepSkipped: _step_skipped,
        LoopRepeated: _loop_repeated,
        UnitRequested: _unit_requested,
        UnitAllocated: _unit_allocated,
        UnitReleased: _unit_released,
        QuestionAsked: _question_asked,
        QuestionAnswered: _question_answered,
    }
)
