"""Alarms of what control says itself: silence, holds, questions, the link."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from lizao.alarms.keeping import with_alarm
from lizao.alarms.state import RULE, Alarm, Alarms
from lizao.model.alarms import AlarmSource
from lizao.model.facts import (
    BatchCommanded,
    BatchStateChanged,
    CommandUnanswered,
    LinkLost,
    LinkRestored,
    QuestionAnswered,
    QuestionAsked,
    ServiceCommanded,
    ServiceRead,
    ServiceStateChanged,
    StepStateChanged,
)
from lizao.model.identifiers import AlarmId, BatchId, ServiceName, UnitId
from lizao.model.instants import Instant, seconds
from lizao.model.states import FINAL, Command, State

WHOLE: Final = ""
"""The path of a batch itself."""
IN_HAND: Final = "exception"
"""Why a rule holds an element for the time of a branch: it lets go by itself."""
_STANDING: Final = frozenset({State.HOLDING, State.HELD})


def _begins(
    state: Alarms, source: AlarmSource, subject: str, at: Instant, due: Instant | None = None
) -> Alarms:
    """The cause of an alarm is there; it counts from ``due`` on, by default after the delay."""
    definition = state.definitions.get(source)
    if definition is None:
        return state
    key = AlarmId(f"{subject}.{definition.name}")
    old = state.alarms.get(key, Alarm(key, definition, subject, entered=at))
    if old.active_from is not None:
        return state
    active_from = at + seconds(definition.on_delay_s) if due is None else due
    return with_alarm(state, replace(old, active_from=active_from))


def _ends(state: Alarms, source: AlarmSource, subject: str) -> Alarms:
    """The cause of an alarm is gone."""
    definition = state.definitions.get(source)
    old = state.alarms.get(AlarmId(f"{subject}.{definition.name}")) if definition else None
    if old is None or old.active_from is None:
        return state
    return with_alarm(state, replace(old, active_from=None))


def _command_unanswered(state: Alarms, fact: CommandUnanswered) -> Alarms:
    silent = {**state.silent, (fact.unit, fact.service): fact.ticket}
    source = AlarmSource.COMMAND_UNANSWERED
    return _begins(replace(state, silent=silent), source, fact.unit, fact.at)


def _service_heard(state: Alarms, fact: ServiceStateChanged | ServiceRead) -> Alarms:
    return _speaks(state, fact.unit, fact.service)


def _service_commanded(state: Alarms, fact: ServiceCommanded) -> Alarms:
    """Nobody waits any more for the answer of an earlier run."""
    waiting = state.silent.get((fact.unit, fact.service), fact.ticket)
    return state if waiting == fact.ticket else _speaks(state, fact.unit, fact.service)


def _speaks(state: Alarms, unit: UnitId, service: ServiceName) -> Alarms:
    """A service that was silent is not any more; its unit may have another that is."""
    if (unit, service) not in state.silent:
        return state
    silent = {key: each for key, each in state.silent.items() if key != (unit, service)}
    state = replace(state, silent=silent)
    if any(other == unit for other, _ in silent):
        return state
    return _ends(state, AlarmSource.COMMAND_UNANSWERED, unit)


def _batch_commanded(state: Alarms, fact: BatchCommanded) -> Alarms:
    by_rule = fact.command is Command.HOLD and fact.by == RULE and fact.reason != IN_HAND
    return _held(state, fact.batch, fact.step or WHOLE, fact.at) if by_rule else state


def _batch_state_changed(state: Alarms, fact: BatchStateChanged) -> Alarms:
    if fact.state not in _STANDING:
        state = _let_go(state, fact.batch, WHOLE)
    return _batch_ended(state, fact.batch) if fact.state in FINAL else state


def _step_state_changed(state: Alarms, fact: StepStateChanged) -> Alarms:
    return state if fact.state in _STANDING else _let_go(state, fact.batch, fact.step)


def _held(state: Alarms, batch: BatchId, element: str, at: Instant) -> Alarms:
    others = tuple(each for each in state.held.get(batch, ()) if each != element)
    state = replace(state, held={**state.held, batch: (*others, element)})
    return _begins(state, AlarmSource.BATCH_HELD, batch, at)


def _let_go(state: Alarms, batch: BatchId, element: str) -> Alarms:
    """An element goes on; the batch may have another that is held."""
    if element not in state.held.get(batch, ()):
        return state
    others = tuple(each for each in state.held[batch] if each != element)
    if others:
        return replace(state, held={**state.held, batch: others})
    return _ends(_without_held(state, batch), AlarmSource.BATCH_HELD, batch)


def _without_held(state: Alarms, batch: BatchId) -> Alarms:
    return replace(state, held={key: each for key, each in state.held.items() if key != batch})


def _batch_ended(state: Alarms, batch: BatchId) -> Alarms:
    """Nobody has to act for a batch that has ended."""
    state = _ends(_without_held(state, batch), AlarmSource.BATCH_HELD, batch)
    for question, asking in state.questions.items():
        if asking == batch:
            state = _ends(state, AlarmSource.QUESTION_OVERDUE, question)
    kept = {key: asking for key, asking in state.questions.items() if asking != batch}
    return replace(state, questions=kept)


def _question_asked(state: Alarms, fact: QuestionAsked) -> Alarms:
    """A question that answers itself in time is no alarm; another may have a time of its own."""
    if fact.default:
        return state
    questions = {**state.questions, fact.question: fact.batch}
    state = replace(state, questions=questions)
    return _begins(state, AlarmSource.QUESTION_OVERDUE, fact.question, fact.at, fact.answer_by)


def _question_answered(state: Alarms, fact: QuestionAnswered) -> Alarms:
    kept = {key: batch for key, batch in state.questions.items() if key != fact.question}
    state = replace(state, questions=kept)
    return _ends(state, AlarmSource.QUESTION_OVERDUE, fact.question)


def _link_lost(state: Alarms, fact: LinkLost) -> Alarms:
    lost = replace(state, linked=False)
    return _begins(lost, AlarmSource.LINK_LOST, state.plant, fact.at)


def _link_restored(state: Alarms, _fact: LinkRestored) -> Alarms:
    return _ends(replace(state, linked=True), AlarmSource.LINK_LOST, state.plant)


CONTROL_FOLDS: Final[Mapping[type, Callable[[Alarms, Any], Alarms]]] = MappingProxyType(
    {
        CommandUnanswered: _command_unanswered,
        ServiceStateChanged: _service_heard,
        ServiceRead: _service_heard,
        ServiceCommanded: _service_commanded,
        BatchCommanded: _batch_commanded,
        BatchStateChanged: _batch_state_changed,
        StepStateChanged: _step_state_changed,
        QuestionAsked: _question_asked,
        QuestionAnswered: _question_answered,
        LinkLost: _link_lost,
        LinkRestored: _link_restored,
    }
)
