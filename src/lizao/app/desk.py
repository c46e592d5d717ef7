"""Where requests are carried out: what each makes of the home as it is now, or why not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lizao.app.alarms import ALARM, change_alarm
from lizao.app.batch_desk import act_on_batch
from lizao.app.home import OPERATOR, Home
from lizao.app.lot_desk import LOT, change_lot
from lizao.app.lot_requests import ChangeLot
from lizao.app.orders import Ordered, read_order
from lizao.app.permits import deed_of, signing_of
from lizao.app.recipe_desk import (
    RecipeRequest,
    act_on_recipes,
    read_recipe_for,
    told_of_recipes,
)
from lizao.app.recipe_requests import RegisterRecipe
from lizao.app.requests import (
    AddBatch,
    AnswerQuestion,
    AskAlarmFigures,
    AskAlarms,
    AskStatus,
    ChangeMode,
    ChangeUnit,
    CommandAlarm,
    CommandBatch,
    EmptyUnit,
    GiveBackUnit,
    HandleStep,
    HoldAll,
    Letter,
    Request,
    Sender,
    TakeUnit,
    Told,
    Values,
)
from lizao.app.session_desk import (
    SessionRequest,
    act_on_sessions,
    keep_sessions,
    roles_of,
    told_of_session,
)
from lizao.app.shift_desk import ShiftRequest, write_shift_book
from lizao.app.units import UNIT, change_unit
from lizao.app.user_desk import (
    NewPassword,
    UserRequest,
    act_on_users,
    keep_passwords,
    prepared_password,
    told_of_users,
)
from lizao.app.user_requests import ChoosePassword, SignIn
from lizao.control.exceptions import RULE
from lizao.control.start import start_batch
from lizao.documents.recipe_book import refuse_unapproved
from lizao.model.errors import (
    AnswerNotOfferedError,
    QuestionClosedError,
    QuestionTimedOutError,
    SignatureNeededError,
    SignInRefusedError,
    UnknownNameError,
)
from lizao.model.facts import AlarmChanged, BatchCommanded, Fact, QuestionAnswered, Signed
from lizao.model.identifiers import BatchId, QuestionId
from lizao.model.instants import Instant
from lizao.model.people import UserName
from lizao.model.states import Command, State
from lizao.people.gate import Gate
from lizao.people.permissions import demand

QUESTION = "question"
PAUSED = "paused"
PAUSES = frozenset({State.PAUSING, State.PAUSED})


@dataclass(frozen=True, slots=True)
class Received:
    """A request that came in: who asks, or why she was not let in, and what was read for it.

    ``signs``: she gave her password with it.
    """

    user: UserName | None
    papers: object = None
    refused: SignInRefusedError | None = None
    signs: bool = False
    session: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Desk:
    """Turns requests into facts; the loop folds and commits them before the answer goes out."""

    home: Home
    site: Path | None
    gate: Gate
    identifier: Callable[[], str]

    def receive(self, letter: Letter) -> Received:
        """Let in who asks and read what the request needs, outside the loop; raises what is wrong.

        A password that does not fit is not raised but told, so that the loop can keep it.
        """
        try:
            user = self._admitted(letter.request, letter.sender)
        except SignInRefusedError as error:
            return Received(None, refused=error)
        self._permit(letter.request, user)
        papers = self._papers(letter.request, user or "")
        sender = letter.sender
        return Received(user, papers, signs=bool(sender.password), session=sender.session)

    def _admitted(self, request: Request, sender: Sender) -> UserName | None:
        if not sender.session and not sender.user:
            return None
        user = self.gate.sessions.user(sender.session) if sender.session else sender.user
        if sender.session and not sender.password:
            return UserName(user)
        to_change_it = isinstance(request, ChoosePassword)
        return self.gate.admit(user, sender.password, to_change_it=to_change_it)

    def _papers(self, request: Request, user: str) -> object:
        if isinstance(request, UserRequest):
            return prepared_password(request, user, self.identifier())
        return self.prepare(request)

    def prepare(self, request: Request) -> object:
        """Read the papers that a request needs; raises what is wrong in them."""
        plant = self.home.foundation.plant
        if isinstance(request, AddBatch):
            return read_order(self.site, plant, request, self.home.rooms.recipes)
        if isinstance(request, RegisterRecipe):
            return read_recipe_for(self.site, plant, request)
        return None

    def act(self, request: Request, received: Received, now: Instant) -> tuple[Fact, ...]:
        """The facts that follow from a request, its signature among them; raises why not."""
        if received.refused is not None:
            raise received.refused
        by = received.user or OPERATOR
        self._permit(request, received.user)
        signing = signing_of(request, self.home.rooms.run)
        if not received.signs and (signing or isinstance(request, ChoosePassword | SignIn)):
            raise SignatureNeededError(deed_of(request, self.home.rooms.run))
        facts = self._facts(request, received, by, now)
        if signing is None:
            return facts
        signed = Signed(now, signing.what, signing.meaning, signing.reason, UserName(by))
        return (signed, *facts)

    def _permit(self, request: Request, user: UserName | None) -> None:
        """Asked before anything is read, and again at the moment of the deed."""
        roles = roles_of(self.home.rooms.people, user)
        demand(user or OPERATOR, roles, deed_of(request, self.home.rooms.run))

    def _facts(
        self, request: Request, received: Received, by: str, now: Instant
    ) -> tuple[Fact, ...]:
        match request:
            case AddBatch():
                assert isinstance(received.papers, Ordered)
                return self._add(received.papers, by, now)
            case CommandBatch() | HoldAll() | ChangeMode() | HandleStep():
                return self._commands(request, by, now)
            case AnswerQuestion():
                return (self._answer(request, by, now),)
            case ChangeUnit() | TakeUnit() | GiveBackUnit() | EmptyUnit():
                return change_unit(self.home.rooms.run, request, by, now)
            case AskStatus() | AskAlarms() | AskAlarmFigures():
                return ()
            case _:
                return self._beside(request, received, by, now)

    def _beside(
        self,
        request: CommandAlarm
        | ChangeLot
        | UserRequest
        | RecipeRequest
        | SessionRequest
        | ShiftRequest,
        received: Received,
        by: str,
        now: Instant,
    ) -> tuple[Fact, ...]:
        """Facts that bring no batch about, and command none."""
        rooms = self.home.rooms
        if isinstance(request, CommandAlarm):
            return change_alarm(rooms.alarms, request, by, now)
        if isinstance(request, ChangeLot):
            return (change_lot(rooms, request, by, now),)
        if isinstance(request, ShiftRequest):
            return (write_shift_book(rooms.views.shift, request, by, now),)
        if isinstance(request, RecipeRequest):
            return act_on_recipes(rooms.recipes, request, received.papers, by, now)
        if isinstance(request, SessionRequest):
            return act_on_sessions(request, received.user, now)
        return act_on_users(rooms.people, request, UserName(by), now)

    def committed(self, request: Request, received: Received, facts: tuple[Fact, ...]) -> Told:
        """What is told of a request that was committed; a new password is kept now."""
        if isinstance(request, RecipeRequest):
            return told_of_recipes(self.home.rooms.recipes, request, received.papers)
        if isinstance(request, SessionRequest):
            key = received.session or self.identifier()
            people = self.home.rooms.people
            return told_of_session(self.gate.sessions, people, request, received.user, key)
        if not isinstance(request, UserRequest):
            return answered(request, facts)
        new = received.papers if isinstance(received.papers, NewPassword) else None
        keep_passwords(self.gate.passwords, facts, new)
        keep_sessions(self.gate.sessions, facts)
        return told_of_users(self.home.rooms.people, request, new)

    def holds(self, reason: str, now: Instant, by: str = OPERATOR) -> tuple[BatchCommanded, ...]:
        """A hold for every batch that can be held.

        One that a person has paused says so, and is not gone on with by itself.
        """
        return tuple(
            BatchCommanded(
                now, each.batch, Command.HOLD, by, PAUSED if each.state in PAUSES else reason
            )
            for each in self.home.rooms.run.batches.values()
            if each.asked is None and each.accepts(Command.HOLD)
        )

    def _add(self, order: Ordered, by: str, now: Instant) -> tuple[Fact, ...]:
        refuse_unapproved(self.home.rooms.recipes, order.master)
        return start_batch(
            self.home.rooms.run,
            self.home.foundation.plant,
            order.master,
            order.specification,
            order.mass_kg,
            order.overrides,
            by,
            now,
        )

    def _commands(
        self,
        request: CommandBatch | ChangeMode | HandleStep | HoldAll,
        by: str,
        now: Instant,
    ) -> tuple[Fact, ...]:
        if isinstance(request, HoldAll):
            return self.holds(request.reason, now, by)
        return act_on_batch(self.home.rooms.run, request, by, now)

    def _answer(self, request: AnswerQuestion, by: str, now: Instant) -> QuestionAnswered:
        asked = self.home.rooms.run.questions
        question = QuestionId(request.question)
        closed = self.home.rooms.views.answers.get(question)
        if closed is not None and closed.by == RULE:
            raise QuestionTimedOutError(question, closed.answer)
        if closed is not None:
            raise QuestionClosedError(question, closed.answer, closed.by)
        if question not in asked:
            raise UnknownNameError(QUESTION, request.question, ", ".join(asked))
        options = asked[question].options
        if options and request.answer not in options:
            raise AnswerNotOfferedError(question, request.answer, ", ".join(options))
        return QuestionAnswered(now, question, request.answer, by, request.reason)


def answered(request: Request, facts: tuple[Fact, ...]) -> Values:
    """What is told of a request that was committed: the batches and the question it was about."""
    told: Values = {"batches": list(dict.fromkeys(_batches(facts)))}
    if isinstance(request, AnswerQuestion):
        told[QUESTION] = request.question
    if isinstance(request, ChangeUnit | TakeUnit | GiveBackUnit | EmptyUnit):
        told[UNIT] = request.unit
    if isinstance(request, ChangeLot):
        told[LOT] = request.lot
    if isinstance(request, CommandAlarm):
        told[ALARM] = [each.alarm for each in facts if isinstance(each, AlarmChanged)]
    return told


def _batches(facts: tuple[Fact, ...]) -> list[BatchId]:
    return [each.batch for each in facts if isinstance(each, BatchCommanded)]
