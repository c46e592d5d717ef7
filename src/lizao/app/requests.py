"""What may be asked of a running home, and how it travels: one JSON object a line, each way."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final, TypeAlias, get_args

from lizao.app.lot_requests import ChangeLot
from lizao.app.recipe_requests import MoveRecipe, RegisterRecipe
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
from lizao.model.alarms import BY_HAND
from lizao.model.equipment import UnitStatus
from lizao.model.errors import LizaoError, NotUnderstoodError
from lizao.model.states import Command, Mode

COMMANDS: Final = (
    Command.HOLD,
    Command.RESTART,
    Command.PAUSE,
    Command.RESUME,
    Command.STOP,
    Command.ABORT,
    Command.RESET,
)
"""What may be asked of a batch that is there, or of an element of it."""
LONGEST_LINE: Final = 1 << 20
KIND: Final = "request"
TOKEN: Final = "token"
SENDER: Final = "sender"
ERROR: Final = "error"
DETAILS: Final = "details"
Values: TypeAlias = dict[str, Any]
"""What was read, before anybody has held it against a shape."""
Told: TypeAlias = Mapping[str, object]
"""An answer, whatever its shape."""


@dataclass(frozen=True, slots=True)
class AddBatch:
    """Create a batch and start it; quantities as they were written."""

    recipe: str
    tonnes: str
    overrides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CommandBatch:
    """Hold, restart, pause, resume, stop or abort a batch, or a step of it; reset a step."""

    batch: str
    command: str
    reason: str = ""
    step: str = ""

    def __post_init__(self) -> None:
        """NotUnderstoodError for a command that nobody may give."""
        if self.command not in COMMANDS:
            raise NotUnderstoodError(self.command)


@dataclass(frozen=True, slots=True)
class ChangeMode:
    """Let a batch go on automatic, semi-automatic or manual."""

    batch: str
    mode: str
    reason: str = ""

    def __post_init__(self) -> None:
        """NotUnderstoodError for a mode that there is not."""
        if self.mode not in set(Mode):
            raise NotUnderstoodError(self.mode)


@dataclass(frozen=True, slots=True)
class HandleStep:
    """Release, skip or repeat one step of a batch."""

    batch: str
    step: str
    wish: str
    reason: str = ""

    def __post_init__(self) -> None:
        """NotUnderstoodError for anything else."""
        if self.wish not in set(Wish):
            raise NotUnderstoodError(self.wish)


@dataclass(frozen=True, slots=True)
class HoldAll:
    """Hold every batch that can be held."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """Answer what a person was asked."""

    question: str
    answer: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangeUnit:
    """Take a unit out of use, or give it back; ``until`` as it was written."""

    unit: str
    status: str
    reason: str = ""
    until: str = ""

    def __post_init__(self) -> None:
        """NotUnderstoodError for a status that there is not."""
        if self.status not in {each.value for each in UnitStatus}:
            raise NotUnderstoodError(self.status)


@dataclass(frozen=True, slots=True)
class CommandAlarm:
    """Do something with an alarm, or acknowledge all (no name); ``shelf`` as it was written."""

    alarm: str
    event: str
    reason: str = ""
    shelf: str = ""

    def __post_init__(self) -> None:
        """NotUnderstoodError for what no person may do."""
        if self.event not in {each.value for each in BY_HAND}:
            raise NotUnderstoodError(self.event)


@dataclass(frozen=True, slots=True)
class AskAlarms:
    """Every alarm of the plant."""


@dataclass(frozen=True, slots=True)
class AskAlarmFigures:
    """How much the alarms asked of an operator; ``period`` as it was written, empty for all."""

    period: str = ""


@dataclass(frozen=True, slots=True)
class TakeUnit:
    """Take a unit over: the program sends it nothing."""

    unit: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GiveBackUnit:
    """Give a unit back to the program."""

    unit: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EmptyUnit:
    """Have what is left in a unit taken out and into the rework."""

    unit: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AskStatus:
    """Everything at one instant, under one revision."""


Request: TypeAlias = (
    AddBatch
    | CommandBatch
    | ChangeMode
    | HandleStep
    | HoldAll
    | AnswerQuestion
    | ChangeUnit
    | TakeUnit
    | GiveBackUnit
    | EmptyUnit
    | ChangeLot
    | CommandAlarm
    | AskAlarms
    | AskAlarmFigures
    | AskStatus
    | NoteShift
    | ExplainStandstill
    | SignIn
    | SignOut
    | AskMyself
    | AskSessions
    | AskUsers
    | AddUser
    | ChangeUser
    | DeactivateUser
    | ResetPassword
    | ChoosePassword
    | RegisterRecipe
    | MoveRecipe
)
_KINDS: Final[Mapping[str, type[Request]]] = {each.__name__: each for each in get_args(Request)}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who asks: by name and password, or by the key of a session.

    Without either it is whoever sits at this machine, with the role of an operator. A password
    beside a session signs.
    """

    user: str = ""
    password: str = field(default="", repr=False)
    session: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """A request as it came: the token that was shown, and who asks."""

    request: Request
    token: str
    sender: Sender = Sender()


def request_line(request: Request, token: str, sender: Sender) -> bytes:
    """A request as it travels, with the token of the door."""
    said = {KIND: type(request).__name__, TOKEN: token, **asdict(request)}
    if sender.user or sender.session:
        said[SENDER] = asdict(sender)
    return json.dumps(said).encode() + b"\n"


def letter_of(line: bytes) -> Letter:
    """The request in a line; NotUnderstoodError for anything else, without what is secret in it."""
    kind = ""
    try:
        said: Values = json.loads(line)
        token = str(said.pop(TOKEN, ""))
        sender = Sender(**said.pop(SENDER, {}))
        kind = said.pop(KIND)
        request = _KINDS[kind](**said)
    except NotUnderstoodError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotUnderstoodError(str(kind)) from None
    if not (_is_written(request) and _is_written(sender)):
        raise NotUnderstoodError(kind)
    return Letter(request, token, sender)


def _is_written(said: Request | Sender) -> bool:
    return all(_is_text(getattr(said, each.name)) for each in fields(said))


def _is_text(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(each, str) for each in value.values())
    return isinstance(value, str)


def answer_line(told: Told) -> bytes:
    """An answer as it travels."""
    return json.dumps(told).encode() + b"\n"


def refusal(error: LizaoError) -> Told:
    """An answer that says why not."""
    return {ERROR: error.key, DETAILS: error.details()}


def answer_of(line: bytes) -> Values:
    """The answer in a line; raises the error that it tells of."""
    values: Values = json.loads(line)
    if ERROR not in values:
        return values
    kinds = {each.key: each for each in _errors(LizaoError)}
    raise kinds[values[ERROR]](**values[DETAILS])


def _errors(root: type[LizaoError]) -> Iterator[type[LizaoError]]:
    for each in root.__subclasses__():
        yield each
        yield from _errors(each)
