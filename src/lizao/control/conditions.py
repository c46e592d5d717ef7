"""Conditions of a recipe: what is known already, and what the transport must watch."""

from enum import Enum

from lizao.control.run import BatchRun, Run
from lizao.control.scopes import ENDED, state_of
from lizao.control.watched import is_handled, is_watched
from lizao.model.conditions import WatchedCondition
from lizao.model.facts import ConditionArmed, ConditionDisarmed, Fact
from lizao.model.identifiers import ConditionId, Role, StepPath, signal_id
from lizao.model.instants import Instant
from lizao.model.recipe import RecipeCondition, Subject
from lizao.model.states import FINAL


class Outlook(Enum):
    """What can be said of a condition now."""

    HOLDS = "holds"
    WAITS = "waits"
    UNWATCHED = "unwatched"
    """It needs the transport to watch a signal that nobody watches yet."""


def next_facts(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    """Stop watching for what nobody of a batch waits for any more."""
    for key, each in run.conditions_of(batch.batch).items():
        if not (each.met and _is_kept(batch, each.step)) and _is_over(batch, key, each.step):
            return (ConditionDisarmed(now, key),)
    return ()


def _is_kept(batch: BatchRun, step: StepPath) -> bool:
    """Whether what was met still counts: for a step always, for an exception while handled.

    An exception may be met and never be handled: its element is stopped for a severer one.
    """
    return step not in batch.procedure.hosts or is_handled(batch, step)


def _is_over(batch: BatchRun, key: ConditionId, step: StepPath) -> bool:
    """Whether nobody waits for what a step waited for, or an exception is not watched any more."""
    if step in batch.procedure.hosts and not is_watched(batch, step):
        return True
    is_old = not key.endswith(f":{batch.step(step).visit}")
    is_done = is_old or batch.state in FINAL or batch.done(step)
    return is_done or state_of(batch, step) in ENDED


def outlook(
    run: Run, batch: BatchRun, step: StepPath, purpose: str, condition: RecipeCondition | None
) -> Outlook:
    """Whether ``condition`` of ``step`` holds, waits or has to be watched; None always holds."""
    if condition is None:
        return Outlook.HOLDS
    if not all(batch.done(path) for path in condition.after):
        return Outlook.WAITS
    if condition.subject is not Subject.SIGNAL:
        return Outlook.HOLDS if known_to_hold(run, batch, condition) else Outlook.WAITS
    if condition.role not in batch.units:
        return Outlook.WAITS
    watched = run.conditions.get(condition_id(batch, step, purpose))
    if watched is None:
        return Outlook.UNWATCHED
    return Outlook.HOLDS if watched.met else Outlook.WAITS


def known_to_hold(run: Run, batch: BatchRun, condition: RecipeCondition) -> bool:
    """Whether a condition that needs no signal holds."""
    if condition.subject is Subject.CLEARED:
        unit = batch.units.get(condition.role) if condition.role else None
        return unit is not None and run.rows.get((unit, batch.batch), 0) == 0
    value: object = None
    if condition.subject is Subject.FORMULA:
        value = batch.recipe.formula.get(condition.name)
    elif condition.subject is Subject.REPORT and condition.step is not None:
        value = batch.step(condition.step).reports.get(condition.name)
    elif condition.subject is Subject.RESULT:
        _, value = batch.results.get(condition.name, (None, None))
    if condition.equals:
        return value == condition.equals
    return isinstance(value, int | float) and condition.comparison.holds(value, condition.limit)


def condition_id(batch: BatchRun, step: StepPath, purpose: str) -> ConditionId:
    """The identifier under which the condition of a step is watched."""
    return ConditionId(f"{batch.batch}/{step}:{purpose}:{batch.step(step).visit}")


def arm(
    batch: BatchRun, step: StepPath, purpose: str, condition: RecipeCondition, now: Instant
) -> tuple[Fact, ...]:
    """Have the transport watch a signal condition of a step."""
    unit = batch.units[condition.role or Role("")]
    watched = WatchedCondition(
        condition_id(batch, step, purpose),
        signal_id(unit, condition.name),
        condition.comparison,
        condition.limit,
        condition.hold_s,
    )
    return (ConditionArmed(now, watched, batch.batch, step),)
