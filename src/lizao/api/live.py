"""What is shown live: each moment is written down once for all who ask for the same."""

import asyncio
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from functools import partial
from typing import Any, Final

import orjson
from fastapi import WebSocket, WebSocketDisconnect

from lizao.api.browsers import Browser
from lizao.api.house import House
from lizao.api.steady import Steady
from lizao.api.viewers import TOO_MANY, Viewer, Viewers
from lizao.app.answers.signals import TickFrame
from lizao.app.live_client import nothing
from lizao.app.live_frames import Telling, signals_of
from lizao.model.errors import AskedTooOftenError
from lizao.model.identifiers import SignalId

STATUS_S: Final = 0.5
"""The status is told at most so often; it is larger than the values."""
REPEAT_S: Final = 1.0
"""So often something is said even where nothing changed: silence means that the link is lost."""
LOOK_OVER_S: Final = 0.5
"""So often it is asked who may still watch."""
ENDED: Final = 50
"""So many of the batches that are over are told live; the others are asked for."""
MOST_SIGNALS: Final = 5_000
GONE: Final = 0
"""The code where no link is left that could be closed."""


class Hub:
    """Tells every viewer what the home shows as soon as it is told; silence is told too.

    A moment that cannot be told whole is not told at all: then the pages of all grey by themselves,
    until one can be told again.
    """

    def __init__(self, house: House) -> None:
        """Nobody watches yet."""
        self._house = house
        self._viewers = Viewers(house)
        self._woken = asyncio.Event()
        self._over = asyncio.Event()
        with house.follower.reading() as home:
            names = signals_of(home.foundation.plant)
        self._places = {name: place for place, name in enumerate(names)}
        self._told = -1
        self._said_s = self._status_s = -REPEAT_S
        self._revision = -1

    async def run(self) -> None:
        """Go on until the end."""
        loop = asyncio.get_running_loop()
        self._house.live.heard = partial(loop.call_soon_threadsafe, self._woken.set)
        looking_over = asyncio.create_task(self._look_over())
        telling = Steady("telling what is shown live")
        try:
            while not self._over.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), REPEAT_S)
                self._woken.clear()
                if not await telling.turn(self._look):
                    await self._rest(REPEAT_S)
        finally:
            self._house.live.heard = nothing
            looking_over.cancel()
            await asyncio.wait([looking_over])

    def end(self) -> None:
        """Tell nobody any more."""
        self._over.set()
        self._woken.set()

    async def serve(self, link: WebSocket, browser: Browser) -> None:
        """Show one page of a browser what it asks for until it leaves, or may watch no more."""
        viewer = self._viewers.let_in(browser)
        if viewer is None:
            await link.close(TOO_MANY)
            return
        self._revision = -1
        try:
            code = await _first_of(viewer.end, self._listen(link, viewer), self._send(link, viewer))
        finally:
            self._viewers.leave(viewer)
        if code != GONE:
            with suppress(WebSocketDisconnect, RuntimeError):
                await link.close(code)

    async def _look_over(self) -> None:
        """Look after who watches, until the end."""
        looking = Steady("asking who may still watch")
        while not self._over.is_set():
            await self._rest(LOOK_OVER_S)
            if self._viewers:
                await looking.turn(self._viewers.look_over)

    async def _rest(self, limit_s: float) -> None:
        """Wait for so long, or until the end."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), limit_s)

    async def _listen(self, link: WebSocket, viewer: Viewer) -> int:
        """Take the wishes of a page, as many as of any browser."""
        while (said := await _next_said(link)) is not None:
            try:
                self._house.limits.take(viewer.browser.cookie)
            except AskedTooOftenError:
                return TOO_MANY
            viewer.signals = self._known(said)
            self._told = -1
        return GONE

    async def _send(self, link: WebSocket, viewer: Viewer) -> int:
        """Send what waits; a page that is slow skips what came meanwhile."""
        with suppress(WebSocketDisconnect, RuntimeError):
            while True:
                for frame in await viewer.next_frames():
                    viewer.sending_s = self._house.clock.elapsed_s()
                    await link.send_text(frame)
                    viewer.sending_s = None
        return GONE

    async def _look(self) -> None:
        """Tell what is new; the values only once the status that belongs to them is told."""
        telling = self._house.telling()
        if telling is None:
            return
        now_s = self._house.clock.elapsed_s()
        if now_s - self._status_s >= STATUS_S and telling.revision != self._revision:
            await self._tell_status(telling.revision)
            self._status_s = now_s
        new = self._house.live.number != self._told
        if self._viewers and (new or now_s - self._said_s >= REPEAT_S):
            self._told, self._said_s = self._house.live.number, now_s
            self._tell(telling)

    async def _tell_status(self, revision: int) -> None:
        """Where nobody watches the facts are followed all the same: the next waits for none."""
        self._revision, before = revision, self._revision
        try:
            if not self._viewers:
                await asyncio.to_thread(self._house.follower.keep_up)
                return
            frame = await asyncio.to_thread(self._written_status)
        except BaseException:
            self._revision = before
            raise
        for viewer in self._viewers:
            viewer.offer("status", frame)

    def _tell(self, telling: Telling) -> None:
        """One frame for all who ask for the same signals."""
        frames: dict[tuple[SignalId, ...], str] = {}
        for viewer in self._viewers:
            if viewer.signals not in frames:
                frames[viewer.signals] = self._tick(telling, viewer.signals)
            viewer.offer("tick", frames[viewer.signals])

    def _tick(self, telling: Telling, signals: tuple[SignalId, ...]) -> str:
        values, places = telling.values, self._places
        frame: TickFrame = {
            "tick": {
                "at": telling.at,
                "wall_at": telling.wall_at,
                "connected": telling.connected,
                "lost_at": telling.lost_at,
                "speed": telling.equipment["speed"],
                "revision": telling.revision,
                "values": {each: values[places[each]] for each in signals},
            }
        }
        return orjson.dumps(frame).decode()

    def _written_status(self) -> str:
        return orjson.dumps({"status": self._house.status(ENDED)}).decode()

    def _known(self, text: str) -> tuple[SignalId, ...]:
        """The signals that a page asks for, as far as there are any of that name."""
        try:
            said: Any = orjson.loads(text)
            asked: Iterable[object] = said["signals"][:MOST_SIGNALS]
        except (ValueError, KeyError, TypeError):
            return ()
        named = (SignalId(each) for each in asked if isinstance(each, str))
        return tuple(sorted({each for each in named if each in self._places}))


async def _next_said(link: WebSocket) -> str | None:
    """The next that a page says, empty where it is no text; None once it has left."""
    message = await link.receive()
    return None if message["type"] == "websocket.disconnect" else message.get("text") or ""


async def _first_of(end: asyncio.Future[int], *acts: Coroutine[Any, Any, int]) -> int:
    """What comes first; the others are broken off."""
    tasks = [asyncio.create_task(each) for each in acts]
    try:
        done, _ = await asyncio.wait([end, *tasks], return_when=asyncio.FIRST_COMPLETED)
        return max(each.result() for each in done)
    finally:
        for each in tasks:
            each.cancel()
        await asyncio.wait(tasks)
