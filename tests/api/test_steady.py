"""What goes wrong with what is shown: it is written down once, and nothing old passes for live."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from typing_extensions import override

from lizao.api.steady import Steady
from lizao.app.clock import SystemClock
from lizao.app.follower import Follower
from lizao.app.home import Home
from tests.api.house import served
from tests.api.test_live import LIVE, frames_until
from tests.app.test_live import until


class Stumbling(Follower):
    """A follower whose disk cannot be read for a while."""

    broken = False
    stumbled = 0

    @override
    @contextmanager
    def reading(self) -> Iterator[Home]:
        """Lend the home, or fail."""
        if self.broken:
            self.stumbled += 1
            raise OSError
        with super().reading() as home:
            yield home


def test_the_first_of_many_failures_is_written_down_and_so_is_their_end(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Each turn is taken, whatever the one before came to."""
    fails = [False, True, True, True, False, False, True]
    went: list[bool] = []

    async def act() -> None:
        """One turn."""
        if fails[len(went)]:
            raise OSError

    async def story() -> None:
        """All of them, one after another."""
        steady = Steady("the tea")
        while len(went) < len(fails):
            went.append(await steady.turn(act))

    asyncio.run(story())
    assert [not each for each in went] == fails
    said = [(each.levelno, each.getMessage()) for each in caplog.records]
    assert said == [
        (logging.ERROR, "the tea failed"),
        (logging.WARNING, "the tea goes on"),
        (logging.ERROR, "the tea failed"),
    ]
    assert caplog.records[0].exc_info


def test_while_the_facts_cannot_be_read_no_values_are_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The page greys by itself; once they can be read it is told all of it again."""
    clock = SystemClock()
    with served(follow=Stumbling) as home:
        follower = home.house.follower
        assert isinstance(follower, Stumbling)
        page = home.local()
        with page.client as client, client.websocket_connect(LIVE) as link:
            frames_until(link, "status")
            follower.broken = True
            assert page.post("/api/batches", recipe="mini", tonnes="0.5").status_code == 201
            until(lambda: follower.stumbled >= 1)
            began = clock.wall_now()
            until(lambda: follower.stumbled >= 3)
            ended = clock.wall_now()
            follower.broken = False
            told = []
            while not (frame := link.receive_json()).get("status", {}).get("batches"):
                told.append(frame)
            at = [each["tick"]["wall_at"] for each in told if "tick" in each]
            assert not [each for each in at if began < each < ended]
            assert frames_until(link, "tick")["wall_at"] > began
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR] == [
        "telling what is shown live failed"
    ]
