"""The users of a home and what they have signed, folded from facts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from lizao.model.errors import UnknownNameError
from lizao.model.facts import Fact, Signed, UserAdded, UserChanged, UserDeactivated
from lizao.model.people import UserName, UserRole

USER: Final = "user"


@dataclass(frozen=True, slots=True)
class User:
    """A person who has, or had, a name to sign in with."""

    name: UserName
    title: str
    roles: frozenset[UserRole]
    active: bool = True


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who was ever added, and every signature, in their order."""

    users: Mapping[UserName, User] = field(default_factory=dict)
    signatures: tuple[Signed, ...] = ()

    def user(self, name: str) -> User:
        """The user called ``name``; UnknownNameError if there is none."""
        found = self.users.get(UserName(name))
        if found is None:
            raise UnknownNameError(USER, name, ", ".join(self.users))
        return found

    def active_user(self, name: str) -> User:
        """The user called ``name`` who can sign in; UnknownNameError if there is none."""
        found = self.users.get(UserName(name))
        if found is None or not found.active:
            known = [each.name for each in self.users.values() if each.active]
            raise UnknownNameError(USER, name, ", ".join(known))
        return found

    def active(self, role: UserRole) -> list[User]:
        """Those with a role who can sign in."""
        return [each for each in self.users.values() if each.active and role in each.roles]

    def signed(self, what: str) -> tuple[Signed, ...]:
        """The signatures under one thing."""
        return tuple(each for each in self.signatures if each.what == what)


def apply(people: People, fact: Fact) -> People:
    """The people after ``fact``."""
    fold = _FOLDS.get(type(fact))
    return people if fold is None else fold(people, fact)


def _with(people: People, user: User) -> People:
    return replace(people, users={**people.users, user.name: user})


def _added(people: People, fact: UserAdded) -> People:
    return _with(people, User(fact.user, fact.title, frozenset(fact.roles)))


def _changed(people: People, fact: UserChanged) -> People:
    old = people.users[fact.user]
    return _with(people, replace(old, title=fact.title, roles=frozenset(fact.roles)))


def _deactivated(people: People, fact: UserDeactivated) -> People:
    return _with(people, replace(people.users[fact.user], active=False))


def _signed(people: People, fact: Signed) -> People:
    return replace(people, signatures=(*people.signatures, fact))


_FOLDS: Final[Mapping[type, Callable[[People, Any], People]]] = {
    UserAdded: _added,
    UserChanged: _changed,
    UserDeactivated: _deactivated,
    Signed: _signed,
}
