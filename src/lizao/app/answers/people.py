"""What is told of people: who one is, who there is, who did what, what the shift wrote down."""

from lizao.app.answers.answer import Answer
from lizao.app.shift_requests import Standstill
from lizao.model.identifiers import UnitId
from lizao.model.instants import Instant
from lizao.model.people import UserName, UserRole
from lizao.people.permissions import Deed


class Myself(Answer):
    """Who somebody is taken for, and what she may do; at this machine one needs no name."""

    user: UserName | None
    title: str
    roles: list[UserRole]
    deeds: list[Deed]


class SessionBegun(Myself):
    """Somebody who signed in, and the key that stands for her from now on."""

    session: str


class Watchers(Answer):
    """The keys of those, of several, whose people may watch."""

    sessions: list[str]


class Session(Myself):
    """Who a browser is taken for; ``csrf`` goes with everything that its page asks for."""

    csrf: str


class User(Answer):
    """Somebody who was ever added; whoever is not active signs in no more."""

    user: UserName
    title: str
    roles: list[UserRole]
    active: bool


class UserList(Answer):
    """Everybody who was ever added."""

    users: list[User]


class OneTimePassword(Answer):
    """A password that is good for choosing the next, and told once."""

    one_time_password: str


class AuditDeed(Answer):
    """One deed: when in the plant and on the wall, whose, its kind and a sentence about it."""

    number: int
    at: Instant
    wall_at: Instant
    who: str
    kind: str
    text: str


class AuditFound(Answer):
    """Deeds, the newest first; ``more`` is where the search goes on."""

    deeds: list[AuditDeed]
    more: int | None


class ShiftNote(Answer):
    """What somebody wrote into the hand-over book."""

    at: Instant
    text: str
    by: str


class ShiftStop(Answer):
    """A time in which a line stood still, and why as far as somebody has said."""

    unit: UnitId
    since: Instant
    until: Instant | None
    reason: str | None
    note: str
    by: str | None


class Shift(Answer):
    """The latest notes and standstills, the newest first, and the reasons there are."""

    notes: list[ShiftNote]
    standstills: list[ShiftStop]
    reasons: list[Standstill]
