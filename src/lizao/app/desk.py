"""Where requests are carried out: what each makes of the home as it is now, or why not."""

from dataclasses import dataclass
from pathlib import Path

from lizao.app.home import OPERATOR, Home
from lizao.app.orders import Ordered, read_order
from lizao.app.requests import (
    AddBatch,
    AnswerQuestion,
    AskStatus,
    ChangeUnit,
    CommandBatch,
    HoldAll,
    Request,
    Values,
)
from lizao.app.units import UNIT, change_unit
from lizao.control.start import start_batch
from lizao.model.errors import (
    AnswerNotOfferedError,
    CommandRefusedError,
    QuestionClosedError,
    UnknownNameError,
)
from lizao.model.facts import BatchCommanded, Fact, QuestionAnswered
from lizao.model.identifiers import BatchId, QuestionId
from lizao.model.instants import Instant
from lizao.model.states import Command

BATCH = "batch"
QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Desk:
    """Turns requests into facts; the loop folds and commits them before the answer goes out."""

    home: Home
    site: Path | None

    def prepare(self, request: Request) -> Ordered | None:
        """Read the papers that a request needs, outside the loop; raises what is wrong in them."""
        if isinstance(request, AddBatch):
            return read_order(self.site, self.home.foundation.plant, request)
        return None

    def act(self, request: Request, prepared: object, now: Instant) -> tuple[Fact, ...]:
        """The facts that follow from a request; raises why it cannot be."""
        match request:
            case AddBatch():
                assert isinstance(prepared, Ordered)
                return self._add(prepared, now)
            case CommandBatch():
                return (self._command(request, now),)
            case HoldAll():
                return self.holds(request.reason, now)
            case AnswerQuestion():
                return (self._answer(request, now),)
            case ChangeUnit():
                return change_unit(self.home.rooms.run, request, OPERATOR, now)
            case AskStatus():
                return ()

    def holds(self, reason: str, now: Instant) -> tuple[BatchCommanded, ...]:
        """A hold for every batch that can be held."""
        return tuple(
            BatchCommanded(now, each.batch, Command.HOLD, OPERATOR, reason)
            for each in self.home.rooms.run.batches.values()
            if each.asked is None and each.accepts(Command.HOLD)
        )

    def _add(self, order: Ordered, now: Instant) -> tuple[Fact, ...]:
        return start_batch(
            self.home.rooms.run,
            self.home.foundation.plant,
            order.master,
            order.specification,
            order.mass_kg,
            order.overrides,
            OPERATOR,
            now,
        )

    def _command(self, request: CommandBatch, now: Instant) -> BatchCommanded:
        batches = self.home.rooms.run.batches
        batch = batches.get(BatchId(request.batch))
        if batch is None:
            raise UnknownNameError(BATCH, request.batch, ", ".join(batches))
        command = Command(request.command)
        if not batch.accepts(command):
            raise CommandRefusedError(batch.batch, command, batch.state)
        return BatchCommanded(now, batch.batch, command, OPERATOR, request.reason)

    def _answer(self, request: AnswerQuestion, now: Instant) -> QuestionAnswered:
        asked = self.home.rooms.run.questions
        question = QuestionId(request.question)
        closed = self.home.rooms.views.answers.get(question)
        if closed is not None:
            raise QuestionClosedError(question, closed.answer, closed.by)
        if question not in asked:
            raise UnknownNameError(QUESTION, request.question, ", ".join(asked))
        options = asked[question].options
        if options and request.answer not in options:
            raise AnswerNotOfferedError(question, request.answer, ", ".join(options))
        return QuestionAnswered(now, question, request.answer, OPERATOR)


def answered(request: Request, facts: tuple[Fact, ...]) -> Values:
    """What is told of a request that was committed: the batches and the question it was about."""
    told: Values = {"batches": list(dict.fromkeys(_batches(facts)))}
    if isinstance(request, AnswerQuestion):
        told[QUESTION] = request.question
    if isinstance(request, ChangeUnit):
        told[UNIT] = request.unit
    return told


def _batches(facts: tuple[Fact, ...]) -> list[BatchId]:
    return [each.batch for each in facts if isinstance(each, BatchCommanded)]
