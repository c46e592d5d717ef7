"""Batch commands and what goes wrong: hold, restart, stop, abort, unanswered commands, failed services."""

from lizao.control.run import BatchRun, Run, ServiceRun
from lizao.control.services import command, failed
from lizao.model.commands import Value
from lizao.model.facts import (
    BatchCommanded,
    BatchStateChanged,
    CommandUnanswered,
    Fact,
    QuestionAnswered,
    QuestionAsked,
    ServiceCommanded,
)
from lizao.model.identifiers import QuestionId, StepPath
from lizao.model.instants import Instant
from lizao.model.states import FINAL, Command, State, next_state

_CARRIED_DOWN = {
    State.HOLDING: Command.HOLD,
    State.STOPPING: Command.STOP,
    State.ABORTING: Command.ABORT,
}
"""The command that a batch on its way passes to its service runs."""
_REACHED = {
    State.HOLDING: State.HELD,
    State.STOPPING: State.STOPPED,
    State.ABORTING: State.ABORTED,
}
_TRANSFER_ORDER = ("destination", "line", "source")
RULE = "rule"
"""Who acts when no person does."""


def next_facts(run: Run, now: Instant) -> tuple[Fact, ...]:
    """The next thing to say about commands and failures."""
    if new := _unanswered(run, now):
        return new
    for batch in run.batches.values():
        if batch.state in FINAL:
            continue
        if new := _failures(run, batch, now) or _batch(run, batch, now):
            return new
    return ()


def ask(  # noqa: PLR0913 - a question names all it is about
    run: Run,
    batch: BatchRun,
    step: StepPath,
    text: str,
    details: dict[str, Value],
    now: Instant,
) -> tuple[Fact, ...]:
    """Hold a batch and ask a person; ``text`` is a text key."""
    question = QuestionAsked(
        now, QuestionId(f"Q{run.questions_asked + 1}"), batch.batch, step, text, details
    )
    if next_state(batch.state, Command.HOLD) is None or batch.asked is Command.HOLD:
        return (question,)
    return (question, BatchCommanded(now, batch.batch, Command.HOLD, RULE, text))


def _unanswered(run: Run, now: Instant) -> tuple[Fact, ...]:
    for each in run.runs.values():
        if each.asked is None or each.overdue or now < each.answer_by:
            continue
        fact = CommandUnanswered(now, each.unit, each.service, each.asked, each.ticket)
        details: dict[str, Value] = {
            "unit": each.unit,
            "service": each.service,
            "command": each.asked,
        }
        asked = ask(run, run.batches[each.batch], each.step, "service_unanswered", details, now)
        return (fact, *asked)
    return ()


def _failures(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    if batch.state is not State.RUNNING or batch.asked is not None:
        return ()
    for each in run.runs_of(batch.batch):
        if failed(batch, each):
            details: dict[str, Value] = {
                "unit": each.unit,
                "service": each.service,
                "state": each.state,
            }
            return ask(run, batch, each.step, "service_failed", details, now)
    return ()


def _batch(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    if batch.asked is not None:
        return _obey(run, batch, batch.asked, now)
    match batch.state:
        case State.HOLDING | State.STOPPING | State.ABORTING:
            return _carry_down(run, batch, now)
        case State.RESTARTING:
            return _restart(run, batch, now)
        case State.RUNNING if _finished(run, batch):
            return (BatchStateChanged(now, batch.batch, State.COMPLETE),)
        case _:
            return ()


def _obey(run: Run, batch: BatchRun, asked: Command, now: Instant) -> tuple[Fact, ...]:
    """Begin what the batch was told; a start leads to RUNNING at once, as in the ISA-88 model."""
    target = next_state(batch.state, asked)
    if target is None:
        return ()
    state = State.RUNNING if target is State.STARTING else target
    changed = BatchStateChanged(now, batch.batch, state, batch.reason)
    if asked is not Command.RESTART:
        return (changed,)
    answered = (
        QuestionAnswered(now, key, Command.RESTART, RULE)
        for key, each in run.questions.items()
        if each.batch == batch.batch
    )
    return (changed, *answered)


def _carry_down(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    runs = run.runs_of(batch.batch)
    passed = _CARRIED_DOWN[batch.state]
    for each in runs:
        if new := command(run, each, passed, now):
            return new
    if batch.state is not State.HOLDING:
        for each in runs:
            if each.state in FINAL and (new := command(run, each, Command.RESET, now)):
                return new
    if all(_at_rest(each, batch.state) for each in runs):
        reached = _REACHED[batch.state]
        return (BatchStateChanged(now, batch.batch, reached, batch.reason),)
    return ()


def _at_rest(each: ServiceRun, state: State) -> bool:
    """Whether a run keeps its batch from reaching the state it is on the way to."""
    if state is not State.HOLDING:
        return each.overdue
    return each.overdue or (each.asked is None and each.state in {State.HELD, *FINAL})


def _restart(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    runs = run.runs_of(batch.batch)
    for each in runs:
        if each.overdue and each.asked is not None:
            return (again(each, now),)
    for each in sorted(runs, key=lambda one: _restart_order(one.member)):
        if each.state is State.HELD and _partner_runs(run, batch, each):
            if new := command(run, each, Command.RESTART, now):
                return new
    if any(each.state in {State.HELD, State.RESTARTING} for each in runs):
        return ()
    return (BatchStateChanged(now, batch.batch, State.RUNNING),)


def again(each: ServiceRun, now: Instant) -> ServiceCommanded:
    """Say an unanswered command once more, under the same run number."""
    asked = each.asked or Command.START
    return ServiceCommanded(
        at=now,
        unit=each.unit,
        service=each.service,
        command=asked,
        ticket=each.ticket,
        answer_by=now + max(each.answer_by - now, 30_000_000),
        batch=each.batch,
        step=each.step,
        member=each.member,
        parameters=each.parameters,
    )


def _restart_order(member: str) -> int:
    return _TRANSFER_ORDER.index(member) if member in _TRANSFER_ORDER else 0


def _partner_runs(run: Run, batch: BatchRun, each: ServiceRun) -> bool:
    """In a transfer the line restarts after the destination runs, the source after the line."""
    order = _restart_order(each.member)
    if order == 0:
        return True
    before = run.run_of(batch.step(each.step), _TRANSFER_ORDER[order - 1])
    return before is None or before.state is not State.HELD and before.state is not State.RESTARTING


def _finished(run: Run, batch: BatchRun) -> bool:
    return all(batch.done(top) for top in batch.procedure.tops) and not run.runs_of(batch.batch)
