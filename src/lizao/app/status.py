"""A running home in one atomic read: one instant, under the number of its last fact."""

from collections.abc import Iterable

from lizao.app.alarms import alarm_counts
from lizao.app.answers import status as told
from lizao.app.home import Home
from lizao.app.unfinished import unfinished_batches
from lizao.app.units import units_told
from lizao.control.looks import at_rest
from lizao.control.run import BatchRun, Run
from lizao.control.waiting import waits_of
from lizao.control.waits import Wait
from lizao.control.watched import failure_index
from lizao.model.identifiers import StepPath
from lizao.model.instants import Instant
from lizao.model.material import LotStatus
from lizao.model.recipe import Form
from lizao.model.states import FINAL, State
from lizao.quality.register import LotFile


def status(
    home: Home,
    now: Instant,
    equipment: told.Link,
    loop: told.Pace,
    ended: int | None = None,
) -> told.Status:
    """What the home is, does and waits for; ``revision`` is the number of its last fact.

    Of the batches that have ended only the latest ``ended`` are told, if so many are asked for.

    ``done``: every batch has ended, is judged and has its last result. ``will_stay_done``: also
    nothing is under way that could change that: until somebody asks for more, or equipment that
    nobody commanded reports something, the answer remains.
    """
    run = home.rooms.run
    done = next(unfinished_batches(home), None) is None
    at_peace = all(at_rest(each) for each in run.batches.values())
    still = at_peace and not (run.runs or run.queue or run.questions)
    return {
        "revision": home.rooms.views.facts,
        "at": now,
        "done": done,
        "will_stay_done": done and still and equipment["connected"],
        "simulated": home.foundation.plant.simulated,
        "batches": [batch_told(home, each) for each in _told_of(run, ended)],
        "questions": [
            {
                "question": key,
                "batch": each.batch,
                "step": each.step,
                "text": each.text,
                "details": dict(each.details),
                "options": list(each.options),
                "default": each.default,
                "answer_by": each.answer_by,
                "overdue": each.is_overdue(now),
            }
            for key, each in run.questions.items()
        ],
        "queue": [
            {"batch": each.batch, "role": each.role, "class": each.unit_class} for each in run.queue
        ],
        "units": units_told(run),
        "alarms": alarm_counts(home.rooms.alarms),
        "equipment": equipment,
        "loop": loop,
    }


def _told_of(run: Run, ended: int | None) -> Iterable[BatchRun]:
    batches = run.batches.values()
    if ended is None:
        return batches
    over = [each.batch for each in batches if each.state in FINAL]
    old = frozenset(over[: max(0, len(over) - ended)])
    return [each for each in batches if each.batch not in old]


def steps_told(batch: BatchRun) -> dict[StepPath, State]:
    """The state of every element of a batch that was begun, in the order of the recipe."""
    elements = batch.procedure.elements
    return {path: batch.steps[path].state for path in elements if path in batch.steps}


def batch_told(home: Home, batch: BatchRun) -> told.Batch:
    """One batch: what it is, how far it is, what it has and what it waits for."""
    figures = home.rooms.views.batches[batch.batch]
    lots = [each for each in home.rooms.register.lots.values() if each.batch == batch.batch]
    return {
        "batch": batch.batch,
        "recipe": batch.recipe.name,
        "product": batch.recipe.product,
        "mass_kg": batch.recipe.mass_kg,
        "packed_kg": sum(bag.mass_kg for bag in figures.bags),
        "state": batch.state,
        "reason": batch.reason,
        "failure_index": failure_index(home.rooms.run, batch),
        "mode": batch.mode,
        "steps": {
            path: {"state": each.state, "reason": each.reason}
            for path, each in batch.scopes.items()
        },
        "stages": {each: batch.step(each).state for each in batch.procedure.tops},
        "started": figures.started,
        "ended": figures.ended,
        "phases": [] if batch.state in FINAL else _phases(batch),
        "units": {role: unit for role, unit in batch.units.items() if role not in batch.released},
        "lots": {each.lot: _standing_of(home, each) for each in lots},
        "waits_for": [_wait(each) for each in waits_of(home.rooms.run, batch)],
    }


def _standing_of(home: Home, lot: LotFile) -> str | None:
    """How a lot was judged; one in quarantine is not."""
    in_quarantine = lot.lot in home.rooms.register.quarantined
    return LotStatus.QUARANTINE if in_quarantine else lot.disposition


def _phases(batch: BatchRun) -> list[StepPath]:
    elements = batch.procedure.elements
    return [
        path
        for path, step in batch.steps.items()
        if step.state is State.RUNNING and elements[path].form is Form.PHASE
    ]


def _wait(wait: Wait) -> told.Wait:
    return {
        "cause": wait.cause,
        "step": wait.step,
        "behind": list(wait.behind),
        "details": dict(wait.details),
    }
