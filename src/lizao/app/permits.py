"""What a request is, in the words of the people room: two tables, one line for each request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lizao.app.lot_requests import ChangeLot, LotWish
from lizao.app.recipe_requests import MoveRecipe, RegisterRecipe
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
    Request,
    TakeUnit,
)
from lizao.app.shift_requests import ExplainStandstill, NoteShift
from lizao.app.user_requests import (
    AddUser,
    AskMyself,
    AskSessions,
    AskUsers,
    ChangeUser,
    ChoosePassword,
    DeactivateUser,
    ResetPassword,
    SignIn,
    SignOut,
)
from lizao.control.by_hand import Wish
from lizao.control.dispositions import following
from lizao.control.run import Run
from lizao.documents.recipe_book import MEANINGS, version_name
from lizao.model.alarms import AlarmEvent
from lizao.model.errors import ReasonMissingError
from lizao.model.identifiers import QuestionId
from lizao.model.people import Meaning
from lizao.model.recipe import Work
from lizao.model.recipe_life import RecipeStep
from lizao.model.states import Command
from lizao.people.permissions import Deed


@dataclass(frozen=True, slots=True)
class Signing:
    """What is signed by a request, what that means, and why it is done."""

    what: str
    meaning: Meaning
    reason: str


DEEDS: Final[Mapping[type[Request], Deed]] = {
    AddBatch: Deed.ADD_BATCH,
    CommandBatch: Deed.COMMAND_BATCH,
    HoldAll: Deed.COMMAND_BATCH,
    ChangeMode: Deed.COMMAND_BATCH,
    HandleStep: Deed.COMMAND_BATCH,
    AnswerQuestion: Deed.ANSWER,
    ChangeLot: Deed.QUARANTINE_LOT,
    ChangeUnit: Deed.CHANGE_UNIT,
    TakeUnit: Deed.CHANGE_UNIT,
    GiveBackUnit: Deed.CHANGE_UNIT,
    EmptyUnit: Deed.CHANGE_UNIT,
    CommandAlarm: Deed.HANDLE_ALARM,
    AskAlarms: Deed.WATCH,
    AskAlarmFigures: Deed.WATCH,
    AskStatus: Deed.WATCH,
    NoteShift: Deed.KEEP_SHIFT_BOOK,
    ExplainStandstill: Deed.KEEP_SHIFT_BOOK,
    AskUsers: Deed.WATCH,
    AskMyself: Deed.WATCH,
    AskSessions: Deed.WATCH,
    SignIn: Deed.WATCH,
    SignOut: Deed.WATCH,
    AddUser: Deed.MANAGE_USERS,
    ChangeUser: Deed.MANAGE_USERS,
    DeactivateUser: Deed.MANAGE_USERS,
    ResetPassword: Deed.MANAGE_USERS,
    ChoosePassword: Deed.OWN_PASSWORD,
    RegisterRecipe: Deed.REGISTER_RECIPE,
    MoveRecipe: Deed.MOVE_RECIPE,
}
"""What a person must be permitted to do; a request that is not here is not carried out."""


_LOT_MEANINGS: Final = {True: Meaning.APPROVED, False: Meaning.RESPONSIBLE}
"""What it means to let a lot go (True), or to keep it back."""


def _aborting(request: CommandBatch, _run: Run) -> Signing | None:
    if request.command != Command.ABORT:
        return None
    return Signing(request.batch, Meaning.RESPONSIBLE, request.reason)


def _changing(request: ChangeMode, _run: Run) -> Signing:
    return Signing(request.batch, Meaning.RESPONSIBLE, request.reason)


def _handling(request: HandleStep, _run: Run) -> Signing | None:
    """A release is the ordinary work of its mode; a skip or a repeat departs from the recipe."""
    if request.wish == Wish.RELEASE:
        return None
    return Signing(request.batch, Meaning.RESPONSIBLE, request.reason)


def _answering(request: AnswerQuestion, run: Run) -> Signing | None:
    """An answer that lets a lot go, or puts it in quarantine, is signed like the deed itself."""
    works = _disposing(request, run)
    if not works:
        return None
    lot = run.batches[run.questions[QuestionId(request.question)].batch].lot_to_make
    return Signing(lot, _LOT_MEANINGS[Work.CONCESSION in works], request.reason)


def _disposing(request: AnswerQuestion, run: Run) -> frozenset[Work]:
    """What becomes of the lot of a batch by an answer; nothing for one that cannot be given."""
    question = run.questions.get(QuestionId(request.question))
    if question is None:
        return frozenset()
    return following(run.batches[question.batch], question.step, request.answer)


def _disposed(request: ChangeLot, _run: Run) -> Signing:
    return Signing(request.lot, _LOT_MEANINGS[request.wish == LotWish.RELEASE], request.reason)


def _emptying(request: EmptyUnit, _run: Run) -> Signing:
    """What goes into the rework does not come back as what it was."""
    return Signing(request.unit, Meaning.RESPONSIBLE, request.reason)


def _moving(request: MoveRecipe, _run: Run) -> Signing:
    meaning = MEANINGS[RecipeStep(request.step)]
    return Signing(version_name(request.recipe, request.version), meaning, request.reason)


SIGNED: Final[Mapping[type[Request], Callable[[Any, Run], Signing | None]]] = {
    AnswerQuestion: _answering,
    ChangeLot: _disposed,
    CommandBatch: _aborting,
    ChangeMode: _changing,
    EmptyUnit: _emptying,
    HandleStep: _handling,
    MoveRecipe: _moving,
}
"""What only counts with a signature, which may depend on how the run stands."""


def deed_of(request: Request, run: Run) -> Deed:
    """What a person must be permitted to do."""
    match request:
        case CommandBatch(command=Command.ABORT):
            return Deed.ABORT_BATCH
        case CommandAlarm(event=AlarmEvent.REMOVE | AlarmEvent.RESTORE):
            return Deed.WITHDRAW_ALARM
        case ChangeLot(wish=LotWish.RELEASE):
            return Deed.RELEASE_LOT
        case AnswerQuestion():
            return _deed_of_answer(_disposing(request, run))
        case _:
            return DEEDS[type(request)]


def _deed_of_answer(works: frozenset[Work]) -> Deed:
    if Work.CONCESSION in works:
        return Deed.RELEASE_LOT
    return Deed.QUARANTINE_LOT if works else Deed.ANSWER


def signing_of(request: Request, run: Run) -> Signing | None:
    """What a request signs, if it needs that; ReasonMissingError where it does not say why."""
    signed = SIGNED.get(type(request))
    signing = None if signed is None else signed(request, run)
    if signing is not None and not signing.reason.strip():
        raise ReasonMissingError(signing.what)
    return signing
