"""What a recipe decides about the lot of its batch: quarantine, and the concession of a person."""

from collections.abc import Iterator
from typing import Final

from lizao.control.exceptions import RULE
from lizao.control.questions import ANSWER
from lizao.control.run import BatchRun, Run
from lizao.control.scopes import contains
from lizao.control.watched import EXCEPTION
from lizao.model.facts import Fact, LotStatusChanged, StepCompleted
from lizao.model.identifiers import StepPath
from lizao.model.instants import Instant
from lizao.model.material import LotStatus
from lizao.model.recipe import Element, Form, RecipeCondition, Subject, Work

_ASKED_FIRST: Final = frozenset({Form.CHOICE, Form.EXCEPTION})
"""What is done only if its condition holds."""


def quarantine(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    """Put the lot of the batch in quarantine, be it made already or not."""
    del run
    reason = batch.procedure.action_of(element.path).reason or EXCEPTION
    status = LotStatus.QUARANTINE
    return _changed(batch, element, LotStatusChanged(now, batch.lot_to_make, status, RULE, reason))


def concession(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    """Lift the quarantine in the name of whoever answered, and for their reason."""
    del run
    asked = batch.step(batch.procedure.action_of(element.path).asked or StepPath(""))
    reason = asked.answer_reason or asked.answer
    status = LotStatus.RELEASED
    lot = batch.lot_to_make
    return _changed(batch, element, LotStatusChanged(now, lot, status, asked.answered_by, reason))


def _changed(batch: BatchRun, element: Element, changed: LotStatusChanged) -> tuple[Fact, ...]:
    step = batch.step(element.path)
    done = StepCompleted(changed.at, batch.batch, element.path, {}, step.automatic + 1, step.manual)
    return (changed, done)


def following(batch: BatchRun, asked: StepPath, answer: str) -> frozenset[Work]:
    """What becomes of the lot by an answer to ``asked``: quarantine, concession, or neither."""
    works: set[Work] = set()
    for element in batch.procedure.elements.values():
        action = element.action
        if action is None or action.work not in {Work.QUARANTINE, Work.CONCESSION}:
            continue
        conditions = tuple(_on_the_answer(batch, asked, element.path))
        depends = bool(conditions) or action.asked == asked
        if depends and all(each.equals == answer for each in conditions):
            works.add(action.work)
    return frozenset(works)


def _on_the_answer(batch: BatchRun, asked: StepPath, path: StepPath) -> Iterator[RecipeCondition]:
    """The conditions around a step that look at what was answered to ``asked``."""
    for each in batch.procedure.elements.values():
        condition = each.condition
        if condition is None or each.form not in _ASKED_FIRST or not contains(each.path, path):
            continue
        if (condition.subject, condition.step, condition.name) == (Subject.REPORT, asked, ANSWER):
            yield condition
