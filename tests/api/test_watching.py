"""Who may watch live: as long as she may, as many as there is room for, as fast as a page needs."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from lizao.api.browsers import COOKIE
from lizao.api.limits import OF_BROWSER, OF_STRANGERS
from lizao.api.viewers import (
    MOST_OF_BROWSER,
    NOT_LET_IN,
    PATIENCE_S,
    TOO_MANY,
    TOO_SLOW,
    Viewers,
)
from lizao.app.clock import StillClock
from lizao.app.requests import Sender
from lizao.app.user_requests import ChangeUser, ChoosePassword, DeactivateUser, SignOut
from tests.api.house import Page, Served
from tests.api.test_live import LIVE, frames_until
from tests.app.running_house import ADMINISTRATOR, ENGINEER, QUALITY

Ending = Callable[[Served, Page], object]


def closed_with(link: WebSocketTestSession) -> int:
    """The code that a link is closed with, whatever is told before."""
    try:
        while True:
            link.receive_json()
    except WebSocketDisconnect as closed:
        return closed.code


def watching(client: TestClient, page: Page) -> WebSocketTestSession:
    """A page that watches, beside others at the same service."""
    cookie = page.client.cookies[COOKIE]
    return client.websocket_connect(LIVE, headers={"cookie": f"{COOKIE}={cookie}"})


def refused(client: TestClient) -> WebSocketDenialResponse:
    """How a client is refused that would watch."""
    with pytest.raises(WebSocketDenialResponse) as told, client.websocket_connect(LIVE):
        pass
    return told.value


def leave(_: Served, page: Page) -> object:
    """She signs out on the page."""
    return page.client.delete("/api/session", headers={"X-Lizao-CSRF": page.csrf})


def leave_elsewhere(home: Served, page: Page) -> object:
    """Her session is ended at another door."""
    browser = home.house.browsers.known(page.client.cookies[COOKIE])
    return home.running.ask(SignOut(), Sender(session=browser.session))


def deactivated(home: Served, _: Page) -> object:
    """An administrator lets her in no more."""
    return home.running.ask(DeactivateUser(ENGINEER.user, "left"), ADMINISTRATOR)


def other_roles(home: Served, _: Page) -> object:
    """An administrator gives her other roles."""
    return home.running.ask(ChangeUser(ENGINEER.user, "planner", reason="moved"), ADMINISTRATOR)


def other_password(home: Served, _: Page) -> object:
    """She chooses another password."""
    return home.running.ask(ChoosePassword("a kettle for eleven"), ENGINEER)


@pytest.mark.parametrize(
    "ending", [leave, leave_elsewhere, deactivated, other_roles, other_password]
)
def test_who_may_watch_no_more_is_shown_nothing_more(home: Served, ending: Ending) -> None:
    """Whoever else watches goes on."""
    engineer, quality = home.signed_in(ENGINEER), home.signed_in(QUALITY)
    with (
        home.stranger() as client,
        watching(client, engineer) as hers,
        watching(client, quality) as others,
        watching(client, home.local()) as local,
    ):
        for link in (hers, others, local):
            frames_until(link, "tick")
        ending(home, engineer)
        assert closed_with(hers) == NOT_LET_IN
        told = engineer.get("/api/session")
        assert (told.status_code, told.json()["error"]) == (401, "not_signed_in")
        for link in (others, local):
            link.send_json({"signals": []})
            frames_until(link, "tick")


def test_who_is_not_let_in_is_told_why(home: Served) -> None:
    """As over HTTP, and no more often than there."""
    with home.stranger() as client:
        first = refused(client)
        assert (first.status_code, first.json()["error"]) == (401, "not_signed_in")
        told = {refused(client).status_code for _ in range(round(2 * OF_STRANGERS.at_once))}
        assert told == {401, 429}


def test_a_browser_has_room_for_so_many_pages_and_others_have_theirs(home: Served) -> None:
    """When one is closed there is room again."""
    page, other = home.local(), home.local()
    with home.stranger() as client:
        links = [watching(client, page) for _ in range(MOST_OF_BROWSER)]
        for link in links:
            link.__enter__()
        with watching(client, page) as one_too_many:
            assert closed_with(one_too_many) == TOO_MANY
        with watching(client, other) as link:
            frames_until(link, "status")
        links.pop().__exit__(None, None, None)
        with watching(client, page) as link:
            frames_until(link, "status")
        for link in links:
            link.__exit__(None, None, None)


def test_a_page_that_asks_without_end_is_let_go(home: Served) -> None:
    """What is no text asks for nothing, and breaks nothing."""
    with home.stranger() as client, watching(client, home.local()) as link:
        link.send_bytes(b"\x00\xff")
        assert frames_until(link, "tick")["values"] == {}
        for _ in range(round(2 * OF_BROWSER.at_once)):
            link.send_text("{}")
        assert closed_with(link) == TOO_MANY


def test_a_page_that_takes_nothing_is_let_go(home: Served) -> None:
    """Not one that is merely slow."""

    async def story() -> int:
        """What the viewer meets."""
        clock = StillClock()
        house = home.house
        still = replace(house, clock=clock)
        viewers = Viewers(still)
        viewer = viewers.let_in(home.house.browsers.let_in(""))
        assert viewer is not None
        viewer.sending_s = clock.elapsed_s()
        clock.pause(0.9 * PATIENCE_S)
        await viewers.look_over()
        assert not viewer.end.done()
        clock.pause(0.2 * PATIENCE_S)
        await viewers.look_over()
        return viewer.end.result()

    assert asyncio.run(story()) == TOO_SLOW


def test_nobody_is_sent_away_while_no_controller_can_be_asked(home: Served, tmp_path: Path) -> None:
    """One that was started anew knows no session of the one before."""

    async def story() -> int:
        """What the viewer meets."""
        house = home.house
        at = replace(house, folder=tmp_path)
        viewers = Viewers(at)
        viewer = viewers.let_in(house.browsers.let_in("a session of the controller before"))
        assert viewer is not None
        await viewers.look_over()
        assert not viewer.end.done()
        at.folder = house.folder
        await viewers.look_over()
        return viewer.end.result()

    assert asyncio.run(story()) == NOT_LET_IN
