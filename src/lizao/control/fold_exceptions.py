"""How facts about the exceptions of a recipe fold into the run."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from lizao.control.changed import replace
from lizao.control.entries import without
from lizao.control.run import BatchRun, Run, StepRun
from lizao.control.scopes import contains
from lizao.control.watched import exceptions_in, is_handled
from lizao.model.facts import ExceptionEnded, ExceptionRaised
from lizao.model.identifiers import StepPath
from lizao.model.recipe import Then
from lizao.model.states import State


def _raised(run: Run, fact: ExceptionRaised) -> Run:
    """Its branch begins with the first step; whatever is less severe waits for it."""
    batch = run.batches[fact.batch]
    steps = _anew(batch, batch.procedure.descendants[fact.step])
    for each in exceptions_in(batch, batch.procedure.top_of[fact.step]):
        if is_handled(batch, each):
            steps[each] = replace(batch.step(each), overtaken=True)
    old = batch.step(fact.step)
    steps[fact.step] = StepRun(State.RUNNING, round=old.round, visit=old.visit)
    return run.with_batch(_with(batch, steps))


def _ended(run: Run, fact: ExceptionEnded) -> Run:
    """It is watched again; an element that is repeated has not run."""
    batch = run.batches[fact.batch]
    steps = _anew(batch, batch.procedure.descendants[fact.step])
    steps[fact.step] = _next_round(batch.step(fact.step))
    over = {fact.step}
    if fact.then is Then.REPEAT:
        host = batch.procedure.hosts[fact.step]
        below = batch.procedure.descendants[host]
        over |= set(below)
        steps = _anew(batch, below) | {fact.step: steps[fact.step]}
        scopes = {
            path: each
            for path, each in batch.scopes.items()
            if path == host or not contains(host, path)
        }
        batch = replace(batch, scopes=scopes)
    met = [
        key for key, each in run.conditions_of(fact.batch).items() if each.met and each.step in over
    ]
    return replace(run, conditions=without(run.conditions, met)).with_batch(_with(batch, steps))


def _anew(batch: BatchRun, paths: Iterable[StepPath]) -> dict[StepPath, StepRun]:
    """The steps of a batch with some of them as if they had not run.

    What a charge has put in stays in. How often an exception was raised counts on, so that two
    that repeat their elements in turn come to an end.
    """
    steps = dict(batch.steps)
    for path in paths:
        old = steps.get(path)
        if old is None:
            continue
        if path in batch.procedure.hosts:
            steps[path] = _next_round(old) if is_handled(batch, path) else old
        else:
            steps[path] = StepRun(visit=old.visit + 1, load=old.load)
    return steps


def _next_round(old: StepRun) -> StepRun:
    return StepRun(round=old.round + 1, visit=old.visit)


def _with(batch: BatchRun, steps: Mapping[StepPath, StepRun]) -> BatchRun:
    batch = replace(batch, steps=steps)
    return replace(batch, ahead=batch.first_tops())


FOLDS: Final[Mapping[type, Callable[[Run, Any], Run]]] = MappingProxyType(
    {ExceptionRaised: _raised, ExceptionEnded: _ended}
)
