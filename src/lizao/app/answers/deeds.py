"""What is told of a request that was committed."""

from lizao.app.answers.answer import Answer
from lizao.model.identifiers import AlarmId, BatchId, LotId, QuestionId, UnitId


class Done(Answer):
    """It is done, and there is nothing to say about it."""


class Committed(Answer):
    """The batches that were commanded."""

    batches: list[BatchId]


class AnswerCommitted(Committed):
    """The question that was answered."""

    question: QuestionId


class UnitCommitted(Committed):
    """The unit that was changed."""

    unit: UnitId


class LotCommitted(Committed):
    """The lot that was changed."""

    lot: LotId


class AlarmsCommitted(Committed):
    """The alarms that were changed."""

    alarm: list[AlarmId]
