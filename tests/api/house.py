"""The service on a running home of the paper plant: real processes' parts, real sockets."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from lizao.api.browsers import COOKIE, CSRF_HEADER, Browsers
from lizao.api.house import House
from lizao.api.service import service
from lizao.app.clock import SystemClock
from lizao.app.follower import Follower
from lizao.app.live_client import LiveClient
from lizao.app.requests import Sender
from lizao.testing.scene import Scene
from tests.api.description import hold_to_description
from tests.app.running_house import RunningHouse, found, running
from tests.equipment.socket_bench import own_folder

KEY = "the key of the start link"
ORIGIN = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class Page:
    """A browser with our page in it."""

    client: TestClient
    csrf: str

    def get(self, path: str, **headers: str) -> Response:
        """Read."""
        return self.client.get(path, headers=headers)

    def post(self, path: str, **body: Any) -> Response:  # noqa: ANN401 - JSON
        """Ask."""
        return self.client.post(path, json=body, headers={CSRF_HEADER: self.csrf})


@dataclass(frozen=True, slots=True)
class Served:
    """A running home, and its service."""

    running: RunningHouse
    house: House
    app: FastAPI

    def stranger(self) -> TestClient:
        """A browser that nobody let in; all that it is told keeps the description."""
        client = TestClient(self.app, base_url=ORIGIN)
        client.event_hooks["response"] = [hold_to_description]
        return client

    def local(self) -> Page:
        """Whoever followed the start link."""
        return self._in({"key": KEY})

    def signed_in(self, sender: Sender) -> Page:
        """A user who gave her password."""
        return self._in({"user": sender.user, "password": sender.password})

    def _in(self, entry: dict[str, str]) -> Page:
        client = self.stranger()
        told = client.post("/api/session", json=entry)
        assert told.status_code == 200, told.text
        assert COOKIE in client.cookies
        return Page(client, told.json()["csrf"])


@contextmanager
def served(
    scene: Scene | None = None,
    prepare: Callable[[Path], None] | None = None,
    follow: type[Follower] = Follower,
) -> Iterator[Served]:
    """The mini plant at work, or another scene, with a service beside its controller.

    ``prepare`` is given the folder of the home before anything runs in it; ``follow`` is how the
    service follows it.
    """
    clock = SystemClock()
    with ExitStack() as stack:
        folder = own_folder(stack)
        found(folder, stack, scene)
        if prepare is not None:
            prepare(folder)
        at_work = stack.enter_context(running(folder))
        follower = stack.enter_context(closing(follow.of(folder, None)))
        live = stack.enter_context(closing(LiveClient(folder, clock.elapsed_s)))
        house = House(folder, None, follower, live, Browsers(KEY, clock.identifier), clock)
        yield Served(at_work, house, service(house))
