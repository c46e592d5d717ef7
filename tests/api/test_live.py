"""What a page sees live: the values it asked for, and the batches as they go on."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.testclient import WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from tests.api.description import hold_frame
from tests.api.house import ORIGIN, Served

LIVE = "ws://127.0.0.1:8000/api/live"


def frames_until(link: WebSocketTestSession, kind: str, most: int = 200) -> dict[str, Any]:
    """The next frame of a kind."""
    for _ in range(most):
        frame: dict[str, Any] = link.receive_json()
        hold_frame(frame)
        if kind in frame:
            found: dict[str, Any] = frame[kind]
            return found
    raise AssertionError(kind)


def test_a_page_sees_the_home_as_it_goes_on(home: Served) -> None:
    """A batch that is started on the page is on the page."""
    page = home.local()
    with page.client as client, client.websocket_connect(LIVE) as link:
        link.send_json({"signals": ["no-such.signal"]})
        tick = frames_until(link, "tick")
        assert tick["connected"]
        assert tick["values"] == {}
        assert page.post("/api/batches", recipe="mini", tonnes="0.5").status_code == 201
        status = frames_until(link, "status")
        while not status["batches"] or status["batches"][0]["state"] != "COMPLETE":
            status = frames_until(link, "status")
        assert status["batches"][0]["batch"] == "mini-001"
        assert status["units"][0]["services"]
        assert page.get("/api/status").json()["revision"] >= status["revision"]


@pytest.mark.parametrize("said", ["nonsense", "{}", '{"signals": 3}', '{"signals": [1, null]}'])
def test_what_a_page_says_that_is_no_question_asks_for_nothing(home: Served, said: str) -> None:
    """And breaks nothing."""
    with home.local().client as client, client.websocket_connect(LIVE) as link:
        link.send_text(said)
        assert frames_until(link, "tick")["values"] == {}


@pytest.mark.parametrize("headers", [{}, {"origin": "http://evil.example"}])
def test_nobody_watches_who_was_not_let_in_or_from_another_site(
    home: Served, headers: dict[str, str]
) -> None:
    """The link is closed before anything is shown."""
    client = home.local().client if headers else TestClient(home.app, base_url=ORIGIN)
    with (
        client,
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect(LIVE, headers=headers),
    ):
        pass
