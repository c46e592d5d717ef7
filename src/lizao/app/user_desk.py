"""Requests about users: what they make of the people of a home, and of its passwords."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from lizao.app.requests import Values
from lizao.app.user_requests import (
    AddUser,
    AskUsers,
    ChangeUser,
    ChoosePassword,
    DeactivateUser,
    ResetPassword,
)
from lizao.model.facts import Fact, PasswordChanged, UserDeactivated
from lizao.model.instants import Instant
from lizao.model.people import UserName, UserRole
from lizao.people.changes import Wish, add_user, change_user, deactivate_user
from lizao.people.passwords import Kept, Passwords, hashed, one_time_password, refuse_weak
from lizao.people.register import People

USERS: Final = "users"
ONE_TIME: Final = "one_time_password"
ADMINISTRATOR: Final = UserName("administrator")
UserRequest: TypeAlias = (
    AskUsers | AddUser | ChangeUser | DeactivateUser | ResetPassword | ChoosePassword
)


@dataclass(frozen=True, slots=True)
class NewPassword:
    """A password hashed in time; ``shown`` is told once if it is for one time."""

    kept: Kept
    shown: str = ""


def prepared_password(request: UserRequest, user: str, identifier: str) -> NewPassword | None:
    """The password that a request needs; hashing takes longer than the loop may stand still.

    WeakPasswordError for one that nobody should choose.
    """
    match request:
        case ChoosePassword(new):
            refuse_weak(user, new)
            return NewPassword(hashed(new))
        case AddUser() | ResetPassword():
            return for_one_time(identifier)
        case _:
            return None


def for_one_time(identifier: str) -> NewPassword:
    """A password by chance, that is good for nothing but choosing the next."""
    shown = one_time_password(identifier)
    return NewPassword(hashed(shown, one_time=True), shown)


def act_on_users(
    people: People, request: UserRequest, by: UserName, now: Instant
) -> tuple[Fact, ...]:
    """The facts that follow from a request; raises why it cannot be."""
    match request:
        case AddUser():
            return add_user(people, Wish(request.user, request.title, request.roles), by, now)
        case ChangeUser(user, roles, title, reason):
            return (change_user(people, Wish(user, title, roles, reason), by, now),)
        case DeactivateUser():
            return deactivate_user(people, request.user, request.reason, by, now)
        case ResetPassword():
            return (PasswordChanged(now, people.active_user(request.user).name, by, one_time=True),)
        case ChoosePassword():
            return (PasswordChanged(now, by, by, one_time=False),)
        case AskUsers():
            return ()


def keep_passwords(passwords: Passwords, facts: tuple[Fact, ...], new: NewPassword | None) -> None:
    """After the commit: keep what was changed, forget who was deactivated."""
    for fact in facts:
        if isinstance(fact, PasswordChanged) and new is not None:
            passwords.keep(fact.user, new.kept)
        elif isinstance(fact, UserDeactivated):
            passwords.forget(fact.user)


def told_of_users(people: People, request: UserRequest, new: NewPassword | None) -> Values:
    """What is answered: the users, or the one password that is shown once."""
    if isinstance(request, AskUsers):
        return {
            USERS: [
                {
                    "user": each.name,
                    "title": each.title,
                    "roles": [role for role in UserRole if role in each.roles],
                    "active": each.active,
                }
                for each in people.users.values()
            ]
        }
    return {ONE_TIME: new.shown} if new is not None and new.shown else {}
