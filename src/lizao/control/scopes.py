"""Scopes: a batch, and every element of it that was commanded; which of them governs what."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from lizao.control.run import BATCH_COMMANDS, BatchRun, Run, Scope, ServiceRun
from lizao.model.facts import BatchStateChanged, Fact, StepStateChanged
from lizao.model.identifiers import StepPath
from lizao.model.instants import Instant
from lizao.model.recipe import Form, HoldLevel
from lizao.model.states import ALLOWED, FINAL, Command, State

TOP: Final = StepPath("")
"""The path of the batch itself: it contains every element."""
STEP_COMMANDS: Final = tuple(each for each in BATCH_COMMANDS if each is not Command.START)
"""What may be asked of an element; of two asked at once the later in this order counts."""
ENDED: Final = frozenset({State.STOPPED, State.ABORTED})
"""States in which an element waits for its reset, and all that comes after it with it."""
GOES_ON: Final = frozenset({State.RUNNING, State.PAUSING, State.PAUSED, State.RESUMING})
"""States in which what has started goes on to its own end; only in RUNNING anything starts."""
ENDING: Final = FINAL | {State.STOPPING, State.ABORTING}
_SEVERITY: Final = MappingProxyType(
    {
        State.RESUMING: 1,
        State.PAUSING: 2,
        State.PAUSED: 2,
        State.RESTARTING: 3,
        State.HOLDING: 4,
        State.HELD: 4,
        State.STOPPING: 5,
        State.STOPPED: 5,
        State.ABORTING: 6,
        State.ABORTED: 6,
    }
)
_FORMS: Final = MappingProxyType(
    {
        HoldLevel.PHASE: Form.PHASE,
        HoldLevel.OPERATION: Form.OPERATION,
        HoldLevel.UNIT_PROCEDURE: Form.UNIT_PROCEDURE,
    }
)


def top_scope(batch: BatchRun) -> Scope:
    """The batch as the scope around all others."""
    return Scope(TOP, batch.state, batch.asked, batch.reason)


def scopes_of(batch: BatchRun) -> Iterator[Scope]:
    """The batch, then every element that was commanded, in the order of the commands."""
    yield top_scope(batch)
    yield from batch.scopes.values()


def scope_of(batch: BatchRun, step: StepPath) -> Scope:
    """An element as a scope, whether it was commanded or not; TOP is the batch."""
    if step == TOP:
        return top_scope(batch)
    return batch.scopes.get(step) or Scope(step, batch.step(step).state)


def standing(batch: BatchRun, step: StepPath) -> State:
    """The state a person is shown of an element: that of what ends around it, else its own."""
    around = state_of(batch, step)
    return around if around in ENDING else scope_of(batch, step).state


def contains(scope: StepPath, path: StepPath) -> bool:
    """Whether an element is the one at ``scope``, or lies below it."""
    return scope in {TOP, path} or path.startswith(f"{scope}/")


def governing(batch: BatchRun, path: StepPath) -> Scope:
    """The most severe of the batch, the commanded elements around ``path``, and itself.

    Of two alike the outer one.
    """
    found = top_scope(batch)
    for each in sorted(batch.scopes.values(), key=lambda scope: len(scope.step)):
        severer = _SEVERITY.get(each.state, 0) > _SEVERITY.get(found.state, 0)
        if severer and contains(each.step, path):
            found = each
    return found


def state_of(batch: BatchRun, path: StepPath) -> State:
    """The state that counts for an element: nothing below starts unless it is RUNNING."""
    return governing(batch, path).state if batch.scopes else batch.state


def prevails(command: Command, asked: Command | None) -> bool:
    """Whether a command counts instead of what is asked already: it is stronger than that."""
    order = BATCH_COMMANDS.index
    return asked is None or order(command) > order(asked)


def is_asked(batch: BatchRun, path: StepPath) -> bool:
    """Whether a command to an element, to one around it, or to the batch is still to be obeyed."""
    return any(each.asked is not None and contains(each.step, path) for each in scopes_of(batch))


def accepts(batch: BatchRun, step: StepPath, command: Command) -> bool:
    """Whether a command may be given now: to the batch (TOP), or to an element of it.

    An element that stopped takes its reset only; below what ends nothing is commanded, but for an
    abort where all around it only stops.
    """
    if step == TOP:
        return batch.accepts(command)
    if step not in batch.procedure.elements or command not in STEP_COMMANDS:
        return False
    around = state_of(batch, StepPath(step.rpartition("/")[0]))
    if around in ENDING and (around, command) != (State.STOPPING, Command.ABORT):
        return False
    state = scope_of(batch, step).state
    if state in FINAL:
        return command is Command.RESET and state in ENDED
    return command in ALLOWED[state]


def level_of(batch: BatchRun, step: StepPath) -> StepPath:
    """What is held when a service of ``step`` fails: as far up as the recipe says.

    What is complete already cannot be held; then what is around it is.
    """
    form = _FORMS.get(batch.recipe.hold_level)
    elements = batch.procedure.elements
    reached = False
    while form is not None and step != TOP:
        reached = reached or step not in elements or elements[step].form is form
        if reached and accepts(batch, step, Command.HOLD):
            return step
        step = StepPath(step.rpartition("/")[0])
    return TOP


def runs_below(run: Run, batch: BatchRun, scope: Scope) -> tuple[ServiceRun, ...]:
    """The open service runs of a scope, but for units that an operator has taken over."""
    runs = _commandable(run, batch)
    if scope.step == TOP:
        return runs
    return tuple(each for each in runs if contains(scope.step, each.step))


def runs_governed(run: Run, batch: BatchRun, scope: Scope) -> tuple[ServiceRun, ...]:
    """Those of them that follow this scope, and no severer one."""
    runs = _commandable(run, batch)
    if not batch.scopes:
        return runs
    return tuple(each for each in runs if governing(batch, each.step).step == scope.step)


def _commandable(run: Run, batch: BatchRun) -> tuple[ServiceRun, ...]:
    runs = run.runs_of(batch.batch)
    if not run.taken:
        return runs
    return tuple(each for each in runs if each.unit not in run.taken)


def changed(
    batch: BatchRun, scope: Scope, state: State, now: Instant, reason: str | None = None
) -> Fact:
    """The fact that a scope reached a state; its own reason unless another is given."""
    reason = scope.reason if reason is None else reason
    if scope.step == TOP:
        return BatchStateChanged(now, batch.batch, state, reason)
    return StepStateChanged(now, batch.batch, scope.step, state, reason)
