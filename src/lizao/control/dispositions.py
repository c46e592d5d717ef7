"""What a recipe decides about the lot of its batch: quarantine, and the concession of a person."""

from lizao.control.exceptions import RULE
from lizao.control.run import BatchRun, Run
from lizao.control.watched import EXCEPTION
from lizao.model.facts import Fact, LotStatusChanged, StepCompleted
from lizao.model.identifiers import StepPath
from lizao.model.instants import Instant
from lizao.model.material import LotStatus
from lizao.model.recipe import Element


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
