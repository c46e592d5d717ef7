"""What the exceptions of a recipe do: watch, begin their branch, hold what it says, and end it."""

from typing import TYPE_CHECKING, Final

from lizao.control.conditions import Outlook, arm, outlook
from lizao.control.exceptions import RULE
from lizao.control.run import BatchRun, Run, Scope
from lizao.control.scopes import accepts, contains, scope_of, state_of
from lizao.control.watched import (
    EXCEPTION,
    exceptions_in,
    handling_of,
    is_exhausted,
    is_handled,
    is_over,
    is_watched,
    leading,
    severity_of,
)
from lizao.model.facts import (
    BatchCommanded,
    ExceptionEnded,
    ExceptionRaised,
    Fact,
    QuestionAnswered,
    QuestionAsked,
)
from lizao.model.identifiers import QuestionId, StepPath
from lizao.model.instants import Instant
from lizao.model.recipe import Element, Meanwhile, Then
from lizao.model.states import Command, State

if TYPE_CHECKING:
    from lizao.model.commands import Value

_AT_REST: Final = frozenset({State.STOPPED, State.ABORTED})


def next_facts(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    """The next thing that follows for the exceptions of a batch."""
    if not batch.procedure.hosts:
        return ()
    for top in batch.ahead:
        if batch.step(top).state is State.RUNNING and (new := _inside(run, batch, top, now)):
            return new
    return ()


def is_met(run: Run, batch: BatchRun, exception: StepPath) -> bool:
    """Whether an exception is watched and its condition holds."""
    return is_watched(batch, exception) and _outlook(run, batch, exception) is Outlook.HOLDS


def keeps_open(run: Run, batch: BatchRun, host: Element) -> bool:
    """Whether an element may not end yet: an exception of it is handled, or waits to be."""
    return any(is_handled(batch, each) or is_met(run, batch, each) for each in host.exceptions)


def _inside(run: Run, batch: BatchRun, top: StepPath, now: Instant) -> tuple[Fact, ...]:
    """What follows in one unit procedure."""
    exceptions = exceptions_in(batch, top)
    for each in exceptions:
        if new := _armed(run, batch, each, now):
            return new
    lead = leading(batch, top)
    if new := _raised(run, batch, exceptions, lead, now):
        return new
    if lead is None:
        return _let_go(batch, exceptions, now)
    host = batch.procedure.hosts[lead]
    return _led(run, batch, lead, now) if state_of(batch, host) is State.RUNNING else ()


def _purpose(batch: BatchRun, exception: StepPath) -> str:
    """Each time it is watched anew the condition has another name."""
    return f"{EXCEPTION}-{batch.step(exception).round}"


def _outlook(run: Run, batch: BatchRun, exception: StepPath) -> Outlook:
    condition = batch.procedure.elements[exception].condition
    return outlook(run, batch, exception, _purpose(batch, exception), condition)


def _armed(run: Run, batch: BatchRun, exception: StepPath, now: Instant) -> tuple[Fact, ...]:
    condition = batch.procedure.elements[exception].condition
    if condition is None or not is_watched(batch, exception):
        return ()
    if _outlook(run, batch, exception) is not Outlook.UNWATCHED:
        return ()
    return arm(batch, exception, _purpose(batch, exception), condition, now)


def _raised(
    run: Run,
    batch: BatchRun,
    exceptions: tuple[StepPath, ...],
    lead: StepPath | None,
    now: Instant,
) -> tuple[Fact, ...]:
    """Begin the severest exception that is met, unless one as severe is handled already."""
    hosts = batch.procedure.hosts
    met = [
        each
        for each in exceptions
        if is_met(run, batch, each) and state_of(batch, hosts[each]) is State.RUNNING
    ]
    if not met:
        return ()
    worst = max(met, key=lambda each: severity_of(batch, each))
    severity = severity_of(batch, worst)
    if lead is not None and severity <= severity_of(batch, lead):
        return ()
    raised = ExceptionRaised(now, batch.batch, worst, severity)
    if not is_exhausted(batch, worst):
        return (raised,)
    ended = ExceptionEnded(now, batch.batch, worst, Then.HOLD)
    text = "exception_exhausted"
    return (raised, ended, *_held(run, batch, worst, text, now))


def _led(run: Run, batch: BatchRun, lead: StepPath, now: Instant) -> tuple[Fact, ...]:
    """Bring the exception that leads on: begin anew, hold its element, end."""
    if batch.step(lead).overtaken:
        return _begun_anew(run, batch, lead, now)
    if is_over(batch, lead):
        return _followed(run, batch, lead, now)
    if handling_of(batch.procedure.elements[lead]).meanwhile is Meanwhile.HOLD:
        return _commanded(batch, lead, Command.HOLD, now)
    return ()


def _begun_anew(run: Run, batch: BatchRun, lead: StepPath, now: Instant) -> tuple[Fact, ...]:
    """A branch that a severer exception had interrupted begins with its first step again."""
    if any(contains(lead, each.step) for each in run.runs_of(batch.batch)):
        return ()
    closed = (
        QuestionAnswered(now, key, Command.RESET, RULE)
        for key, each in run.questions.items()
        if each.batch == batch.batch and contains(lead, each.step)
    )
    return (*closed, ExceptionRaised(now, batch.batch, lead, severity_of(batch, lead)))


def _followed(run: Run, batch: BatchRun, lead: StepPath, now: Instant) -> tuple[Fact, ...]:
    """What the element around does now that the branch is over."""
    then, host = handling_of(batch.procedure.elements[lead]).then, batch.procedure.hosts[lead]
    ended = ExceptionEnded(now, batch.batch, lead, then)
    match then:
        case Then.CONTINUE:
            return (ended,)
        case Then.REPEAT:
            stopped = _commanded(batch, lead, Command.STOP, now)
            return stopped or ((ended,) if _is_still(run, batch, host) else ())
        case Then.STOP:
            stop = BatchCommanded(now, batch.batch, Command.STOP, RULE, EXCEPTION, host)
            return (ended, stop)
        case _:
            text = "exception_held"
            return (ended, *_held(run, batch, lead, text, now))


def _is_still(run: Run, batch: BatchRun, host: StepPath) -> bool:
    """Whether nothing is under way in an element any more."""
    children = batch.procedure.elements[host].children
    ended = all(
        batch.step(each).state is not State.RUNNING or scope_of(batch, each).state in _AT_REST
        for each in children
    )
    return ended and not any(contains(host, each.step) for each in run.runs_of(batch.batch))


def _commanded(
    batch: BatchRun, exception: StepPath, command: Command, now: Instant
) -> tuple[Fact, ...]:
    """Command what is under way in the element around an exception, but not its branches."""
    host = batch.procedure.elements[batch.procedure.hosts[exception]]
    for each in host.children:
        if batch.step(each).state is not State.RUNNING or scope_of(batch, each).asked is not None:
            continue
        if accepts(batch, each, command):
            return (BatchCommanded(now, batch.batch, command, RULE, EXCEPTION, each),)
    return ()


def _let_go(batch: BatchRun, exceptions: tuple[StepPath, ...], now: Instant) -> tuple[Fact, ...]:
    """Restart what was held for an exception that is over."""
    for host in dict.fromkeys(batch.procedure.hosts[each] for each in exceptions):
        if state_of(batch, host) is not State.RUNNING:
            continue
        for each in batch.procedure.elements[host].children:
            scope = batch.scopes.get(each)
            if scope is not None and _is_ours(scope):
                restart = Command.RESTART
                return (BatchCommanded(now, batch.batch, restart, RULE, EXCEPTION, each),)
    return ()


def _is_ours(scope: Scope) -> bool:
    """Whether an element is held for an exception, and nothing else was asked of it since."""
    held = scope.state is State.HELD and scope.asked is None
    return held and scope.reason == EXCEPTION


def _held(
    run: Run, batch: BatchRun, exception: StepPath, text: str, now: Instant
) -> tuple[Fact, ...]:
    """Hold the element around an exception, and ask."""
    element = batch.procedure.elements[exception]
    details: dict[str, Value] = {
        "exception": exception,
        "severity": severity_of(batch, exception),
        "rounds": element.at_most,
    }
    host = batch.procedure.hosts[exception]
    question = QuestionId(f"Q{run.questions_asked + 1}")
    return (
        QuestionAsked(now, question, batch.batch, host, text, details),
        BatchCommanded(now, batch.batch, Command.HOLD, RULE, text, host),
    )
