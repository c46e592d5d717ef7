"""Requests about users: what they make of the people of a home, and of its passwords."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from lizao.app.answers import people as told
from lizao.app.answers.deeds import Done
from lizao.app.clock import Clock
from lizao.app.home import Home
from lizao.app.user_requests import (
    AddUser,
    AskUsers,
    ChangeUser,
    ChoosePassword,
    DeactivateUser,
    ResetPassword,
)
from lizao.model.facts import Fact, PasswordChanged, UserAdded, UserDeactivated
from lizao.model.instants import Instant
from lizao.model.people import UserName, UserRole
from lizao.people.changes import Wish, add_user, change_user, deactivate_user
from lizao.people.passwords import Kept, Passwords, hashed, one_time_password, refuse_weak
from lizao.people.register import People

USERS: Final = "users"
ONE_TIME: Final = "one_time_password"
CONTROLLER: Final = "controller"
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


def ensure_administrator(
    home: Home, passwords: Passwords, clock: Clock
) -> Iterator[tuple[UserName, str]]:
    """A home that no administrator can sign in to gets one, with a password for one time.

    That is a new home, and one whose file of passwords was taken away.
    """
    known = home.rooms.people.active(UserRole.ADMINISTRATOR)
    if any(passwords.has(each.name) for each in known):
        return
    now, new = home.ledger.last_at or home.foundation.at, for_one_time(clock.identifier())
    name = known[0].name if known else ADMINISTRATOR
    facts: list[Fact] = [PasswordChanged(now, name, CONTROLLER, one_time=True)]
    if not known:
        facts.insert(0, UserAdded(now, name, name, (UserRole.ADMINISTRATOR,), CONTROLLER))
    home.keep(facts, clock.wall_now())
    passwords.keep(name, new.kept)
    yield name, new.shown


def keep_passwords(passwords: Passwords, facts: tuple[Fact, ...], new: NewPassword | None) -> None:
    """After the commit: keep what was changed, forget who was deactivated."""
    for fact in facts:
        if isinstance(fact, PasswordChanged) and new is not None:
            passwords.keep(fact.user, new.kept)
        elif isinstance(fact, UserDeactivated):
            passwords.forget(fact.user)


def told_of_users(
    people: People, request: UserRequest, new: NewPassword | None
) -> told.UserList | told.OneTimePassword | Done:
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
