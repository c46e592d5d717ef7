"""Questions that a recipe asks: they block only their phase, and time may answer."""

from typing import TYPE_CHECKING, Final

from lizao.control.exceptions import RULE
from lizao.control.run import BatchRun, Run
from lizao.control.scopes import state_of
from lizao.model.facts import Fact, QuestionAnswered, QuestionAsked, StepCompleted
from lizao.model.identifiers import QuestionId
from lizao.model.instants import Instant, seconds
from lizao.model.recipe import Element
from lizao.model.states import State

if TYPE_CHECKING:
    from lizao.model.commands import Value

ANSWER: Final = "answer"
"""The report value of a phase that asks."""


def next_facts(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    """What a running phase that asks does next: ask once, and end with the answer."""
    step = batch.step(element.path)
    if step.answer:
        reports = {ANSWER: step.answer}
        done = StepCompleted(now, batch.batch, element.path, reports, step.automatic, step.manual)
        return (done,)
    is_asked = any(
        each.batch == batch.batch and each.step == element.path and each.options
        for each in run.questions.values()
    )
    runs = state_of(batch, element.path) is State.RUNNING
    return _asked(run, batch, element, now) if runs and not is_asked else ()


def timed_out(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    """The default of a question that nobody answered in time."""
    for key, each in run.questions.items():
        if each.batch == batch.batch and each.default and each.is_overdue(now):
            return (QuestionAnswered(now, key, each.default, RULE),)
    return ()


def next_deadline(run: Run) -> Instant | None:
    """When the first default is taken."""
    due = (each.answer_by for each in run.questions.values() if each.default)
    return min((at for at in due if at is not None), default=None)


def _asked(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    inquiry = batch.procedure.action_of(element.path).inquiry
    assert inquiry is not None, "a phase of the work ASK has an inquiry"
    text = "recipe"
    details: dict[str, Value] = {
        "text_en": inquiry.text_en,
        "text_zh": inquiry.text_zh,
        "options": " / ".join(inquiry.options),
    }
    asked = QuestionAsked(
        now,
        QuestionId(f"Q{run.questions_asked + 1}"),
        batch.batch,
        element.path,
        text,
        details,
        inquiry.options,
        inquiry.default,
        now + seconds(inquiry.within_s) if inquiry.within_s else None,
    )
    return (asked,)
