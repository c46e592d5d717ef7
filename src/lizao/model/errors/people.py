"""Errors of people: who is not let in, and what she may not do."""

from dataclasses import dataclass
from typing import ClassVar

from lizao.model.errors.root import LizaoError


@dataclass(eq=False)
class ReasonMissingError(LizaoError):
    """Something that nobody may do without saying why."""

    key: ClassVar[str] = "reason_missing"
    thing: str


@dataclass(eq=False)
class NameMissingError(LizaoError):
    """Something that needs a name or number, which is empty or too long."""

    key: ClassVar[str] = "name_missing"
    thing: str


@dataclass(eq=False)
class SignInRefusedError(LizaoError):
    """A name and a password that do not belong together, or that of nobody who may sign in."""

    key: ClassVar[str] = "sign_in_refused"
    user: str


@dataclass(eq=False)
class NotSignedInError(LizaoError):
    """A session that has ended, or was never begun."""

    key: ClassVar[str] = "not_signed_in"


@dataclass(eq=False)
class AskedTooOftenError(LizaoError):
    """One question more than anybody may ask in so short a time."""

    key: ClassVar[str] = "asked_too_often"
    wait_s: float


@dataclass(eq=False)
class TooManyAttemptsError(LizaoError):
    """A password that is not looked at, so soon after one that was wrong."""

    key: ClassVar[str] = "too_many_attempts"
    user: str
    wait_s: float


@dataclass(eq=False)
class OneTimePasswordError(LizaoError):
    """A password that is only good to choose the next."""

    key: ClassVar[str] = "one_time_password"
    user: str


@dataclass(eq=False)
class WeakPasswordError(LizaoError):
    """A password that is too short, too long, or the name of its user."""

    key: ClassVar[str] = "weak_password"
    user: str
    shortest: int
    longest: int


@dataclass(eq=False)
class UnreadablePasswordsError(LizaoError):
    """A file of passwords that holds something else."""

    key: ClassVar[str] = "unreadable_passwords"
    file: str


@dataclass(eq=False)
class NotPermittedError(LizaoError):
    """Something that none of a user's roles may do; ``roles`` are those that may."""

    key: ClassVar[str] = "not_permitted"
    user: str
    deed: str
    roles: tuple[str, ...]


@dataclass(eq=False)
class SignatureNeededError(LizaoError):
    """Something that only counts with the signature of a person, and nobody has signed in."""

    key: ClassVar[str] = "signature_needed"
    deed: str


@dataclass(eq=False)
class NameTakenError(LizaoError):
    """A name for a user that is not free; a name is never given twice."""

    key: ClassVar[str] = "name_taken"
    value: str


@dataclass(eq=False)
class LastAdministratorError(LizaoError):
    """A change after which nobody could look after the users."""

    key: ClassVar[str] = "last_administrator"
    user: str
