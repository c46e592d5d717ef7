"""What becomes of a wish to add, change or deactivate a user."""

import re
from dataclasses import dataclass
from typing import Final

from lizao.model.errors import LastAdministratorError, NameTakenError, UnknownNameError
from lizao.model.facts import PasswordChanged, UserAdded, UserChanged, UserDeactivated
from lizao.model.instants import Instant
from lizao.model.people import UserName, UserRole
from lizao.people.register import USER, People

ROLE: Final = "user_role"
NAME: Final = re.compile(r"[a-z][a-z0-9._-]{1,31}")
FORM: Final = "a-z, 0-9, . _ -"
RESERVED: Final = frozenset({"controller", "laboratory", "operator", "quality", "rule", "supplier"})
"""Names under which facts are written that no person has signed in for."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked about a user; what is empty stays as it is. Roles with commas between."""

    name: str
    title: str
    roles: str
    reason: str = ""


def add_user(
    people: People, wish: Wish, by: str, now: Instant
) -> tuple[UserAdded, PasswordChanged]:
    """A new user with a password for one time.

    UnknownNameError for a role or a name that cannot be, NameTakenError for one that is not free.
    """
    if NAME.fullmatch(wish.name) is None:
        raise UnknownNameError(USER, wish.name, FORM)
    user = UserName(wish.name)
    if user in people.users or wish.name in RESERVED:
        raise NameTakenError(wish.name)
    return (
        UserAdded(now, user, wish.title.strip() or wish.name, roles_of(wish.roles), by),
        PasswordChanged(now, user, by, one_time=True),
    )


def change_user(people: People, wish: Wish, by: str, now: Instant) -> UserChanged:
    """Another title or other roles; LastAdministratorError where nobody would be left."""
    old = people.active_user(wish.name)
    kept = tuple(each for each in UserRole if each in old.roles)
    wanted = roles_of(wish.roles) if wish.roles else kept
    if UserRole.ADMINISTRATOR not in wanted:
        _refuse_last_administrator(people, old.name)
    return UserChanged(now, old.name, wish.title.strip() or old.title, wanted, by, wish.reason)


def deactivate_user(
    people: People, name: str, reason: str, by: str, now: Instant
) -> tuple[UserDeactivated, ...]:
    """The user can sign in no more; nothing where that is so already."""
    old = people.user(name)
    if not old.active:
        return ()
    _refuse_last_administrator(people, old.name)
    return (UserDeactivated(now, old.name, by, reason),)


def roles_of(written: str) -> tuple[UserRole, ...]:
    """Roles as they were written, with commas between; UnknownNameError for one there is not.

    >>> roles_of("planner, operator")
    (<UserRole.OPERATOR: 'operator'>, <UserRole.PLANNER: 'planner'>)
    """
    named = {each.strip() for each in written.split(",")}
    for each in sorted(named - set(UserRole)):
        raise UnknownNameError(ROLE, each, ", ".join(UserRole))
    return tuple(each for each in UserRole if each in named)


def _refuse_last_administrator(people: People, name: UserName) -> None:
    if [each.name for each in people.active(UserRole.ADMINISTRATOR)] == [name]:
        raise LastAdministratorError(name)
