"""Who commands a unit: the program, or an operator who has taken it over.

Control sends nothing to a unit that an operator has. What it hears of it counts as ever.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from lizao.control.candidates import line_role
from lizao.control.changed import replace
from lizao.control.entries import put, without
from lizao.control.run import BatchRun, Run, ServiceRun
from lizao.model.facts import UnitGivenBack, UnitTaken
from lizao.model.identifiers import Role, StepPath, UnitId
from lizao.model.instants import Instant
from lizao.model.recipe import Work


def taken_unit(run: Run, batch: BatchRun, path: StepPath) -> UnitId | None:
    """The first unit of a phase that an operator has; a phase that only waits has none."""
    action = batch.procedure.elements[path].action
    if action is None or action.work in {Work.WAIT, Work.ASK}:
        return None
    roles: tuple[Role | None, ...] = (batch.procedure.role_of(path),)
    if action.work is Work.TRANSFER:
        roles = (action.source, line_role(path), action.destination)
    units = (batch.units.get(role) for role in roles if role is not None)
    return next((unit for unit in units if unit in run.taken), None)


def _taken(run: Run, fact: UnitTaken) -> Run:
    return replace(run, taken=put(run.taken, {fact.unit: fact.by}))


def _given_back(run: Run, fact: UnitGivenBack) -> Run:
    """What was asked before nobody waited for: it counts as unanswered at once, and is asked."""
    taken = without(run.taken, (fact.unit,))
    due = {key: _due(each, fact.at) for key, each in run.runs.items() if each.unit == fact.unit}
    return replace(run, taken=taken, runs=put(run.runs, due))


def _due(each: ServiceRun, now: Instant) -> ServiceRun:
    return each if each.asked is None else replace(each, answer_by=now, overdue=False)


FOLDS: Final[Mapping[type, Callable[[Run, Any], Run]]] = MappingProxyType(
    {UnitTaken: _taken, UnitGivenBack: _given_back}
)
