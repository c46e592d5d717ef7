"""What may be asked about the users of a home."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SignIn:
    """Begin a session: the key that is answered stands for the name and the password."""


@dataclass(frozen=True, slots=True)
class SignOut:
    """End the session whose key was shown."""


@dataclass(frozen=True, slots=True)
class AskMyself:
    """Who the controller takes the sender for, and what she may do."""


@dataclass(frozen=True, slots=True)
class AskSessions:
    """Which of these sessions may still watch; ``keys`` with commas between."""

    keys: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AskUsers:
    """Everybody who was ever added."""


@dataclass(frozen=True, slots=True)
class AddUser:
    """Give a person a name to sign in with; ``roles`` with commas between."""

    user: str
    roles: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class ChangeUser:
    """Another title or other roles; what is empty stays."""

    user: str
    roles: str = ""
    title: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DeactivateUser:
    """Let a person sign in no more."""

    user: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ResetPassword:
    """Give another person a password for one time."""

    user: str


@dataclass(frozen=True, slots=True)
class ChoosePassword:
    """Choose the next password of one's own."""

    new: str = field(repr=False)
