"""Facts about people: who may sign in, and what was signed. None of them holds a password."""

from dataclasses import dataclass

from lizao.model.instants import Instant
from lizao.model.people import Meaning, UserName, UserRole


@dataclass(frozen=True, slots=True)
class UserAdded:
    """A person was given a name to sign in with; ``title`` is what she is called."""

    at: Instant
    user: UserName
    title: str
    roles: tuple[UserRole, ...]
    by: str


@dataclass(frozen=True, slots=True)
class UserChanged:
    """A person has another title or other roles from now on."""

    at: Instant
    user: UserName
    title: str
    roles: tuple[UserRole, ...]
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class UserDeactivated:
    """A person can sign in no more; the name stays hers."""

    at: Instant
    user: UserName
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PasswordChanged:
    """A person has another password; ``one_time``: good for nothing but choosing the next."""

    at: Instant
    user: UserName
    by: str
    one_time: bool


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person gave her password and began a session."""

    at: Instant
    user: UserName


@dataclass(frozen=True, slots=True)
class SignedOut:
    """A person ended her session."""

    at: Instant
    user: UserName


@dataclass(frozen=True, slots=True)
class SignInRefused:
    """Somebody gave ``user`` as a name and a password that does not fit."""

    at: Instant
    user: str


@dataclass(frozen=True, slots=True)
class Signed:
    """``by`` gave the password again and signed ``what``, in the same commit as what follows."""

    at: Instant
    what: str
    meaning: Meaning
    reason: str
    by: UserName
