"""Batches, and elements of them: what a person or a rule asks, carried down to the services."""

from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Final

from lizao.control.campaigns import REHEAT, reheated, too_cold
from lizao.control.exceptions import RULE, service_failed
from lizao.control.run import BatchRun, Run, Scope, ServiceRun
from lizao.control.scopes import (
    TOP,
    changed,
    contains,
    runs_below,
    runs_governed,
    scopes_of,
    state_of,
)
from lizao.control.services import again, anew, can_pause, command, reset
from lizao.model.facts import Fact, QuestionAnswered
from lizao.model.instants import Instant, seconds
from lizao.model.states import FINAL, Command, State, next_state

_CARRIED_DOWN: Final = MappingProxyType(
    {
        State.HOLDING: Command.HOLD,
        State.HELD: Command.HOLD,
        State.STOPPING: Command.STOP,
        State.ABORTING: Command.ABORT,
    }
)
"""The command that a batch or an element passes to its service runs."""
_REACHED: Final = MappingProxyType(
    {
        State.HOLDING: State.HELD,
        State.STOPPING: State.STOPPED,
        State.ABORTING: State.ABORTED,
    }
)
_AT_ONCE: Final = MappingProxyType({State.STARTING: State.RUNNING, State.RESETTING: State.IDLE})
"""States with nothing to do in them, as in the ISA-88 model, and where they lead."""
_ANSWERS_NOTHING: Final = frozenset({Command.HOLD, Command.PAUSE, Command.RESUME})
"""Commands after which what was asked is still to be answered."""
_MAY_COMPLETE: Final = frozenset(
    {
        State.HOLDING,
        State.HELD,
        State.RESTARTING,
        State.PAUSING,
        State.PAUSED,
        State.RESUMING,
    }
)
"""States in which a commanded element may still come to its own end."""
_WILL_PAUSE: Final = frozenset(
    {State.STARTING, State.RUNNING, State.PAUSING, State.RESUMING, State.RESTARTING}
)
"""States of a service that can pause and does not yet."""
_PAUSES: Final = frozenset({State.PAUSING, State.PAUSED, State.RESUMING})
_TRANSFER_ORDER: Final = ("destination", "line", "source")
_NOT_YET: Final = frozenset(
    {
        State.HELD,
        State.RESTARTING,
        State.STOPPING,
        State.STOPPED,
        State.ABORTING,
        State.ABORTED,
        State.RESETTING,
    }
)
"""States in which a service keeps a restart waiting."""
REPEAT_AFTER: Final = seconds(600)
"""A hold, stop or abort that was not answered is said again after this long."""


def next_facts(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    """The next thing that a batch as a whole does, or a commanded element of it."""
    for scope in scopes_of(batch):
        if new := _of_scope(run, batch, scope, now):
            return new
    return ()


def _of_scope(run: Run, batch: BatchRun, scope: Scope, now: Instant) -> tuple[Fact, ...]:
    if scope.asked is not None:
        return _obey(run, batch, scope, scope.asked, now)
    if scope.step != TOP and scope.state in _MAY_COMPLETE and batch.done(scope.step):
        return _completed(run, batch, scope, now)
    rule = _RULES.get(scope.state)
    return () if rule is None else rule(run, batch, scope, now)


def repeat_at(run: Run, each: ServiceRun) -> Instant | None:
    """When an overdue command is said again by itself; None where a person has to restart."""
    state = state_of(run.batches[each.batch], each.step)
    waits = state in _CARRIED_DOWN and not _at_rest(each, state)
    return each.answer_by + REPEAT_AFTER if waits else None


def _obey(
    run: Run, batch: BatchRun, scope: Scope, asked: Command, now: Instant
) -> tuple[Fact, ...]:
    """Begin what was told; a start leads to RUNNING at once, a reset to IDLE."""
    target = next_state(scope.state, asked) or scope.state
    told = changed(batch, scope, _AT_ONCE.get(target, target), now)
    if asked in _ANSWERS_NOTHING:
        return (told,)
    return (told, *_answered(run, batch, scope, asked, now))


def _answered(run: Run, batch: BatchRun, scope: Scope, answer: str, now: Instant) -> Iterator[Fact]:
    """What becomes of a batch or an element answers all that was asked about it.

    What a phase asks outlives a restart: only the end of what it lies in closes it.
    """
    for key, each in run.questions.items():
        ours = each.batch == batch.batch and contains(scope.step, each.step)
        if ours and not (each.options and answer == Command.RESTART):
            yield QuestionAnswered(now, key, answer, RULE)


def _running(run: Run, batch: BatchRun, scope: Scope, now: Instant) -> tuple[Fact, ...]:
    if scope.step != TOP or batch.tickets:
        return ()
    if not all(batch.done(top) for top in batch.procedure.tops):
        return ()
    return _completed(run, batch, scope, now, "")


def _completed(
    run: Run, batch: BatchRun, scope: Scope, now: Instant, reason: str | None = None
) -> tuple[Fact, ...]:
    """What comes to its own end answers what was asked about it, and was not restarted for."""
    told = changed(batch, scope, State.COMPLETE, now, reason)
    return (told, *_answered(run, batch, scope, State.COMPLETE, now))


def _held(run: Run, batch: BatchRun, scope: Scope, now: Instant) -> tuple[Fact, ...]:
    """Pass the command on to each service run; a late answer does not slip through."""
    for each in runs_governed(run, batch, scope):
        if new := _passed_down(run, scope, each, now):
            return new
    return ()


def _on_the_way(run: Run, batch: BatchRun, scope: Scope, now: Instant) -> tuple[Fact, ...]:
    if new := _held(run, batch, scope, now):
        return new
    if not all(_at_rest(each, scope.state) for each in runs_below(run, batch, scope)):
        return ()
    if scope.step != TOP and batch.done(scope.step):
        return _completed(run, batch, scope, now)
    reached = _REACHED[scope.state]
    told = changed(batch, scope, reached, now)
    if reached is State.HELD:
        return (told,)
    return (told, *_answered(run, batch, scope, reached, now))


def _passed_down(run: Run, scope: Scope, each: ServiceRun, now: Instant) -> tuple[Fact, ...]:
    if each.state is State.RESETTING:
        return ()
    ended = each.state in FINAL
    holds = _CARRIED_DOWN[scope.state] is Command.HOLD
    passed = Command.RESET if ended and not holds else _CARRIED_DOWN[scope.state]
    if new := command(run, each, passed, now):
        return new
    due = repeat_at(run, each) if each.overdue else None
    return (again(run, each, now),) if due is not None and now >= due else ()


def _at_rest(each: ServiceRun, state: State) -> bool:
    """Whether a run no longer keeps what is around it from reaching the state it is on the way to.

    A service that was never heard to start is at rest; one that runs is not until it reports so.
    """
    if each.state is State.IDLE:
        return each.lost or each.finished or each.overdue
    if _CARRIED_DOWN[state] is not Command.HOLD:
        return False
    return each.state in {State.HELD, *FINAL} and (each.asked is None or each.overdue)


def _restarting(run: Run, batch: BatchRun, scope: Scope, now: Instant) -> tuple[Fact, ...]:
    runs = sorted(runs_governed(run, batch, scope), key=lambda each: _order(each.member))
    for each in runs:
        if each.overdue:
            return (again(run, each, now),)
        if new := _recovered(run, batch, each, now):
            return new
    if any(each.lost or (each.state in _NOT_YET and not each.finished) for each in runs):
        return ()
    return (changed(batch, scope, State.RUNNING, now, ""),)


def _recovered(run: Run, batch: BatchRun, each: ServiceRun, now: Instant) -> tuple[Fact, ...]:
    """Restart what was held; what stopped or was lost is reset and started once more.

    A line that has cooled meanwhile is brought back to its campaign first. What is held again
    after it was restarted has failed: only a person can help.
    """
    if each.finished:
        return reset(run, each, now) if each.member == REHEAT else ()
    if each.state in {State.STOPPED, State.ABORTED}:
        return command(run, each, Command.RESET, now)
    if not _partner_runs(run, batch, each):
        return ()
    if too_cold(run, each.unit, each.service):
        return reheated(run, batch, each.step, each.unit, now)
    if each.lost:
        return (anew(run, each, now),)
    if each.restarted and each.state is State.HELD and each.asked is None:
        return service_failed(run, batch, each, now)
    return command(run, each, Command.RESTART, now)


def _paused(run: Run, batch: BatchRun, scope: Scope, now: Instant) -> tuple[Fact, ...]:
    """Pause what can pause; what cannot goes on to its own end."""
    for each in runs_governed(run, batch, scope):
        if can_pause(run, each) and (new := command(run, each, Command.PAUSE, now)):
            return new
    return ()


def _pausing(run: Run, batch: BatchRun, scope: Scope, now: Instant) -> tuple[Fact, ...]:
    if new := _paused(run, batch, scope, now):
        return new
    if any(_will_pause(run, each) for each in runs_below(run, batch, scope)):
        return ()
    return (changed(batch, scope, State.PAUSED, now),)


def _will_pause(run: Run, each: ServiceRun) -> bool:
    """Whether a service has still to report that it is paused; silence is not waited for."""
    begins = each.asked is Command.START
    return not each.overdue and (begins or each.state in _WILL_PAUSE) and can_pause(run, each)


def _resuming(run: Run, batch: BatchRun, scope: Scope, now: Instant) -> tuple[Fact, ...]:
    runs = runs_governed(run, batch, scope)
    for each in runs:
        if each.state is State.PAUSED and (new := command(run, each, Command.RESUME, now)):
            return new
    if any(each.state in _PAUSES and not each.overdue for each in runs):
        return ()
    return (changed(batch, scope, State.RUNNING, now, ""),)


def _order(member: str) -> int:
    return _TRANSFER_ORDER.index(member) if member in _TRANSFER_ORDER else 0


def _partner_runs(run: Run, batch: BatchRun, each: ServiceRun) -> bool:
    """In a transfer the line restarts after the destination runs, the source after the line."""
    order = _order(each.member)
    if order == 0:
        return True
    before = run.run_of(batch.step(each.step), _TRANSFER_ORDER[order - 1])
    return before is None or not (before.state in _NOT_YET or before.state is State.IDLE)


_Rule = Callable[[Run, BatchRun, Scope, Instant], tuple[Fact, ...]]
_RULES: Final[MappingProxyType[State, _Rule]] = MappingProxyType(
    {
        State.RUNNING: _running,
        State.HOLDING: _on_the_way,
        State.HELD: _held,
        State.RESTARTING: _restarting,
        State.PAUSING: _pausing,
        State.PAUSED: _paused,
        State.RESUMING: _resuming,
        State.STOPPING: _on_the_way,
        State.ABORTING: _on_the_way,
    }
)
