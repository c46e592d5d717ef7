"""Coming in, leaving, and who one is."""

from typing import Any

from fastapi import APIRouter, Response

from lizao.api.bodies import Choice, Entry
from lizao.api.browsers import COOKIE, Browser
from lizao.api.guards import Asking, InHouse
from lizao.api.house import House
from lizao.app.answers.deeds import Done
from lizao.app.answers.people import Session
from lizao.app.channel_client import ask
from lizao.app.requests import Sender
from lizao.app.user_requests import ChoosePassword, SignIn, SignOut

router = APIRouter(prefix="/api", tags=["session"])


@router.get("/session", response_model=Session)
def myself(house: InHouse, browser: Asking) -> dict[str, Any]:
    """Who the browser is taken for, and what she may do."""
    return _told(house, browser)


@router.post("/session", response_model=Session)
def come_in(house: InHouse, entry: Entry, response: Response) -> dict[str, Any]:
    """Let a browser in, by the key of the start link or by name and password."""
    if entry.key:
        browser = house.browsers.by_key(entry.key)
    else:
        told = ask(house.folder, SignIn(), Sender(entry.user, entry.password))
        browser = house.browsers.let_in(told["session"])
    response.set_cookie(COOKIE, browser.cookie, httponly=True, samesite="strict")
    return _told(house, browser)


@router.delete("/session", response_model=Done)
def leave(house: InHouse, browser: Asking, response: Response) -> dict[str, Any]:
    """Forget a browser, and the session behind it."""
    house.browsers.forget(browser)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return house.ask(browser, SignOut()) if browser.session else {}


@router.post("/password", response_model=Done)
def choose(house: InHouse, choice: Choice) -> dict[str, Any]:
    """Choose the next password of a user, who gives the one that she has."""
    return ask(house.folder, ChoosePassword(choice.new), Sender(choice.user, choice.password))


def _told(house: House, browser: Browser) -> dict[str, Any]:
    return {**house.myself(browser), "csrf": browser.csrf}
