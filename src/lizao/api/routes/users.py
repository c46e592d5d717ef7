"""Users: who there is, with which roles; for administrators."""

from typing import Any

from fastapi import APIRouter

from lizao.api.bodies import Body, Name, Reason, Why
from lizao.api.guards import Asking, InHouse
from lizao.app.answers import people as told
from lizao.app.answers.deeds import Done
from lizao.app.user_requests import AddUser, AskUsers, ChangeUser, DeactivateUser, ResetPassword

router = APIRouter(prefix="/api/users", tags=["users"])


class NewUser(Body):
    """A person who is to have a name; ``roles`` with commas between."""

    user: Name
    roles: Name
    title: Name = ""


class Changed(Body):
    """Another title or other roles; what is empty stays."""

    roles: Name = ""
    title: Name = ""
    reason: Reason = ""


@router.get("", response_model=told.UserList)
def users(house: InHouse, browser: Asking) -> dict[str, Any]:
    """Everybody who was ever added."""
    return house.ask(browser, AskUsers())


@router.post("", response_model=told.OneTimePassword)
def add(house: InHouse, browser: Asking, new: NewUser) -> dict[str, Any]:
    """Give a person a name; the one-time password is told once."""
    return house.ask(browser, AddUser(new.user, new.roles, new.title))


@router.post("/{user}", response_model=Done)
def change(house: InHouse, browser: Asking, user: str, changed: Changed) -> dict[str, Any]:
    """Another title, or other roles."""
    request = ChangeUser(user, changed.roles, changed.title, changed.reason)
    return house.ask(browser, request)


@router.post("/{user}/deactivate", response_model=Done)
def deactivate(house: InHouse, browser: Asking, user: str, why: Why) -> dict[str, Any]:
    """Let a person sign in no more."""
    return house.ask(browser, DeactivateUser(user, why.reason))


@router.post("/{user}/reset-password", response_model=told.OneTimePassword)
def reset(house: InHouse, browser: Asking, user: str) -> dict[str, Any]:
    """A password for one time, told once."""
    return house.ask(browser, ResetPassword(user))
