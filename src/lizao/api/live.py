"""What is shown live: each moment is written down once for all who ask for the same."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import orjson
from fastapi import WebSocket, WebSocketDisconnect

from lizao.api.house import House
from lizao.app.answers.signals import TickFrame
from lizao.app.live_client import nothing
from lizao.app.live_frames import Telling, signals_of
from lizao.model.identifiers import SignalId

STATUS_S: Final = 0.5
"""The status is told at most so often; it is larger than the values."""
REPEAT_S: Final = 1.0
"""So often something is said even where nothing changed: silence means that the link is lost."""
ENDED: Final = 50
"""So many of the batches that are over are told live; the others are asked for."""
MOST_SIGNALS: Final = 5_000


@dataclass(eq=False, slots=True)
class Viewer:
    """One page that watches: what it asked for, and the latest that waits for it."""

    signals: tuple[SignalId, ...] = ()
    waiting: dict[str, str] = field(default_factory=dict)
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def offer(self, kind: str, frame: str) -> None:
        """The latest of its kind; one that was not sent yet is skipped."""
        self.waiting[kind] = frame
        self.woken.set()

    async def next_frames(self) -> list[str]:
        """What waits, once something does."""
        await self.woken.wait()
        self.woken.clear()
        frames = [*self.waiting.values()]
        self.waiting.clear()
        return frames


class Hub:
    """Tells every viewer what the home shows as soon as it is told; silence is told too."""

    def __init__(self, house: House) -> None:
        """Nobody watches yet."""
        self._house = house
        self._viewers: set[Viewer] = set()
        self._woken = asyncio.Event()
        self._ends = False
        self._places: dict[SignalId, int] = {}
        self._told = -1
        self._said_s = self._status_s = -REPEAT_S
        self._revision = -1

    async def run(self) -> None:
        """Go on until the end."""
        with self._house.follower.reading() as home:
            names = signals_of(home.foundation.plant)
        self._places = {name: place for place, name in enumerate(names)}
        loop = asyncio.get_running_loop()
        self._house.live.heard = partial(loop.call_soon_threadsafe, self._woken.set)
        while not self._ends:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), REPEAT_S)
            self._woken.clear()
            if self._viewers:
                await self._look()
        self._house.live.heard = nothing

    def end(self) -> None:
        """Tell nobody any more."""
        self._ends = True
        self._woken.set()

    async def serve(self, link: WebSocket) -> None:
        """Show one page what it asks for until it leaves."""
        viewer = Viewer()
        self._viewers.add(viewer)
        self._revision = -1
        sender = asyncio.create_task(_send(link, viewer))
        try:
            with suppress(WebSocketDisconnect):
                while True:
                    viewer.signals = self._known(await link.receive_text())
                    self._told = -1
        finally:
            self._viewers.discard(viewer)
            sender.cancel()
            with suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
                await sender

    async def _look(self) -> None:
        now_s = self._house.clock.elapsed_s()
        telling = self._house.telling()
        if telling is None:
            return
        new = self._house.live.number != self._told
        if new or now_s - self._said_s >= REPEAT_S:
            self._told, self._said_s = self._house.live.number, now_s
            self._tell(telling)
        if now_s - self._status_s >= STATUS_S and telling.revision != self._revision:
            self._status_s, self._revision = now_s, telling.revision
            frame = await asyncio.to_thread(self._written_status)
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


async def _send(link: WebSocket, viewer: Viewer) -> None:
    """Send what waits; a page that is slow skips what came meanwhile."""
    while True:
        for frame in await viewer.next_frames():
            await link.send_text(frame)
