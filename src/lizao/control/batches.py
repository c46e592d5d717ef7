"""Batches as wholes: what a person or a rule asks of them, carried down to their services."""

from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Final

from lizao.control.exceptions import RULE, service_failed
from lizao.control.run import BatchRun, Run, ServiceRun
from lizao.control.services import again, anew, command
from lizao.model.facts import BatchStateChanged, Fact, QuestionAnswered
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
"""The command that a batch passes to its service runs."""
_REACHED: Final = MappingProxyType(
    {
        State.HOLDING: State.HELD,
        State.STOPPING: State.STOPPED,
        State.ABORTING: State.ABORTED,
    }
)
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
"""States in which a service keeps a restarting batch waiting."""
REPEAT_AFTER: Final = seconds(600)
"""A hold, stop or abort that was not answered is said again after this long."""


def next_facts(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    """The next thing that a batch as a whole does."""
    if batch.asked is not None:
        return _obey(run, batch, batch.asked, now)
    rule = _RULES.get(batch.state)
    return () if rule is None else rule(run, batch, now)


def repeat_at(run: Run, each: ServiceRun) -> Instant | None:
    """When an overdue command is said again by itself; None where a person has to restart."""
    state = run.batches[each.batch].state
    waits = state in _CARRIED_DOWN and not _at_rest(each, state)
    return each.answer_by + REPEAT_AFTER if waits else None


def _obey(run: Run, batch: BatchRun, asked: Command, now: Instant) -> tuple[Fact, ...]:
    """Begin what the batch was told; a start leads to RUNNING at once, as in the ISA-88 model."""
    target = next_state(batch.state, asked) or batch.state
    state = State.RUNNING if target is State.STARTING else target
    changed = BatchStateChanged(now, batch.batch, state, batch.reason)
    if asked is Command.HOLD:
        return (changed,)
    return (changed, *_answered(run, batch, asked, now))


def _answered(run: Run, batch: BatchRun, answer: str, now: Instant) -> Iterator[Fact]:
    """What becomes of a batch answers all that was asked about it.

    What a phase asks outlives a restart: only the end of the batch closes it.
    """
    for key, each in run.questions.items():
        if each.batch == batch.batch and not (each.options and answer == Command.RESTART):
            yield QuestionAnswered(now, key, answer, RULE)


def _running(_run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    if batch.tickets or not all(batch.done(top) for top in batch.procedure.tops):
        return ()
    return (BatchStateChanged(now, batch.batch, State.COMPLETE),)


def _held(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    """Pass the batch's command to each service run; a late answer does not slip through."""
    for each in run.runs_of(batch.batch):
        if new := _passed_down(run, batch, each, now):
            return new
    return ()


def _on_the_way(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    if new := _held(run, batch, now):
        return new
    if all(_at_rest(each, batch.state) for each in run.runs_of(batch.batch)):
        reached = BatchStateChanged(now, batch.batch, _REACHED[batch.state], batch.reason)
        holds = reached.state is State.HELD
        return (reached,) if holds else (reached, *_answered(run, batch, reached.state, now))
    return ()


def _passed_down(run: Run, batch: BatchRun, each: ServiceRun, now: Instant) -> tuple[Fact, ...]:
    if each.state is State.RESETTING:
        return ()
    ended = each.state in FINAL
    holds = _CARRIED_DOWN[batch.state] is Command.HOLD
    passed = Command.RESET if ended and not holds else _CARRIED_DOWN[batch.state]
    if new := command(run, each, passed, now):
        return new
    due = repeat_at(run, each) if each.overdue else None
    return (again(run, each, now),) if due is not None and now >= due else ()


def _at_rest(each: ServiceRun, state: State) -> bool:
    """Whether a run no longer keeps its batch from reaching the state it is on the way to.

    A service that was never heard to start is at rest; one that runs is not until it reports so.
    """
    if each.state is State.IDLE:
        return each.lost or each.finished or each.overdue
    if _CARRIED_DOWN[state] is not Command.HOLD:
        return False
    return each.state in {State.HELD, *FINAL} and (each.asked is None or each.overdue)


def _restarting(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    runs = sorted(run.runs_of(batch.batch), key=lambda each: _order(each.member))
    for each in runs:
        if each.overdue:
            return (again(run, each, now),)
        if new := _recovered(run, batch, each, now):
            return new
    if any(each.lost or (each.state in _NOT_YET and not each.finished) for each in runs):
        return ()
    return (BatchStateChanged(now, batch.batch, State.RUNNING),)


def _recovered(run: Run, batch: BatchRun, each: ServiceRun, now: Instant) -> tuple[Fact, ...]:
    """Restart what was held; what stopped or was lost is reset and started once more.

    What is held again after it was restarted has failed: only a person can help.
    """
    if each.finished:
        return ()
    if each.state in {State.STOPPED, State.ABORTED}:
        return command(run, each, Command.RESET, now)
    if not _partner_runs(run, batch, each):
        return ()
    if each.lost:
        return (anew(run, each, now),)
    if each.restarted and each.state is State.HELD and each.asked is None:
        return service_failed(run, batch, each, now)
    return command(run, each, Command.RESTART, now)


def _order(member: str) -> int:
    return _TRANSFER_ORDER.index(member) if member in _TRANSFER_ORDER else 0


def _partner_runs(run: Run, batch: BatchRun, each: ServiceRun) -> bool:
    """In a transfer the line restarts after the destination runs, the source after the line."""
    order = _order(each.member)
    if order == 0:
        return True
    before = run.run_of(batch.step(each.step), _TRANSFER_ORDER[order - 1])
    return before is None or not (before.state in _NOT_YET or before.state is State.IDLE)


_RULES: Final[MappingProxyType[State, Callable[[Run, BatchRun, Instant], tuple[Fact, ...]]]] = (
    MappingProxyType(
        {
            State.RUNNING: _running,
            State.HOLDING: _on_the_way,
            State.HELD: _held,
            State.RESTARTING: _restarting,
            State.STOPPING: _on_the_way,
            State.ABORTING: _on_the_way,
        }
    )
)
