"""Requests about one's own session: what they make of it, and who the controller takes one for."""

from typing import Final, TypeAlias

from lizao.app.answers import people as told
from lizao.app.answers.deeds import Done
from lizao.app.user_requests import AskMyself, AskSessions, SignIn, SignOut
from lizao.model.errors import NotSignedInError
from lizao.model.facts import (
    Fact,
    PasswordChanged,
    SignedIn,
    SignedOut,
    UserChanged,
    UserDeactivated,
)
from lizao.model.instants import Instant
from lizao.model.people import UserName, UserRole
from lizao.people.permissions import PERMISSIONS, Deed
from lizao.people.register import People
from lizao.people.sessions import Sessions

SessionRequest: TypeAlias = SignIn | SignOut | AskMyself | AskSessions
SESSION: Final = "session"
SESSIONS: Final = "sessions"


def act_on_sessions(
    request: SessionRequest, user: UserName | None, now: Instant
) -> tuple[Fact, ...]:
    """The facts that follow from a request; NotSignedInError where nobody would sign in or out."""
    if isinstance(request, AskMyself | AskSessions):
        return ()
    if user is None:
        raise NotSignedInError
    return (SignedIn(now, user),) if isinstance(request, SignIn) else (SignedOut(now, user),)


def told_of_session(
    sessions: Sessions,
    people: People,
    request: SessionRequest,
    user: UserName | None,
    key: str,
) -> told.Myself | told.SessionBegun | told.Watchers | Done:
    """What is answered once it is committed: ``key`` is what a new session is known by."""
    if isinstance(request, SignIn) and user is not None:
        sessions.begin(user, key)
        return {SESSION: key, **_told_of(people, user)}
    if isinstance(request, SignOut):
        sessions.end(key)
        return {}
    if isinstance(request, AskSessions):
        asked = request.keys.split(",")
        return {SESSIONS: [each for each in asked if _watches(sessions, people, each)]}
    return _told_of(people, user)


def keep_sessions(sessions: Sessions, facts: tuple[Fact, ...]) -> None:
    """After the commit: who has another password, other roles, or none, signs in anew."""
    for fact in facts:
        if isinstance(fact, PasswordChanged | UserChanged | UserDeactivated):
            sessions.end_all(fact.user)


def roles_of(people: People, user: UserName | None) -> frozenset[UserRole]:
    """The roles of a user at this instant; whoever sits at this machine is an operator."""
    if user is None:
        return frozenset({UserRole.OPERATOR})
    found = people.user(user)
    return found.roles if found.active else frozenset()


def _watches(sessions: Sessions, people: People, key: str) -> bool:
    user = sessions.looked_up(key)
    return user is not None and not PERMISSIONS[Deed.WATCH].isdisjoint(roles_of(people, user))


def _told_of(people: People, user: UserName | None) -> told.Myself:
    roles = roles_of(people, user)
    return {
        "user": user,
        "title": people.user(user).title if user is not None else "",
        "roles": [each for each in UserRole if each in roles],
        "deeds": [each for each, allowed in PERMISSIONS.items() if not allowed.isdisjoint(roles)],
    }
