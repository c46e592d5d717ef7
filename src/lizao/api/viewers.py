"""Pages that watch live: as many as there is room for, each as long as its browser may."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lizao.api.browsers import Browser
from lizao.api.house import House
from lizao.model.errors import NoControllerError, UnansweredError
from lizao.model.identifiers import SignalId

NOT_LET_IN: Final = 4401
"""A WebSocket is closed with this where HTTP would say 401."""
TOO_SLOW: Final = 4408
"""And with this where a page has taken nothing for long."""
TOO_MANY: Final = 4429
"""And with this where HTTP would say 429: too many pages, or too many wishes."""
MOST: Final = 200
MOST_OF_BROWSER: Final = 20
"""Pages that watch at one time."""
PATIENCE_S: Final = 10.0
"""A page that takes nothing for so long is let go."""


@dataclass(eq=False, slots=True)
class Viewer:
    """One page that watches: what it asked for, and the latest that waits for it.

    ``end`` is done once it may watch no more, with the code that its link is closed with;
    ``sending_s`` says since when something is on its way to it.
    """

    browser: Browser
    signals: tuple[SignalId, ...] = ()
    waiting: dict[str, str] = field(default_factory=dict)
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    end: asyncio.Future[int] = field(default_factory=asyncio.Future)
    sending_s: float | None = None

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

    def dismiss(self, code: int) -> None:
        """It watches no more."""
        if not self.end.done():
            self.end.set_result(code)


class Viewers:
    """All pages that watch; of all at once it is found out who may watch no more."""

    def __init__(self, house: House) -> None:
        """Nobody watches yet."""
        self._house = house
        self._all: set[Viewer] = set()

    def __iter__(self) -> Iterator[Viewer]:
        """Each page."""
        return iter(self._all)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._all)

    def let_in(self, browser: Browser) -> Viewer | None:
        """One page more of a browser; None where there is no room for it."""
        same = sum(each.browser.cookie == browser.cookie for each in self._all)
        if len(self._all) >= MOST or same >= MOST_OF_BROWSER:
            return None
        viewer = Viewer(browser)
        self._all.add(viewer)
        return viewer

    def leave(self, viewer: Viewer) -> None:
        """A page is gone."""
        self._all.discard(viewer)

    async def look_over(self) -> None:
        """Let go who may watch no more, and who takes nothing.

        A browser that left is known here. Of all the sessions behind the others the controller is
        asked in one question; while there is none to be asked, nothing new is shown either.
        """
        now_s = self._house.clock.elapsed_s()
        for each in [*self._all]:
            if not self._house.browsers.knows(each.browser.cookie):
                each.dismiss(NOT_LET_IN)
            elif each.sending_s is not None and now_s - each.sending_s > PATIENCE_S:
                each.dismiss(TOO_SLOW)
        asked = {each.browser.session for each in self._all} - {""}
        watching = await asyncio.to_thread(self._watching, asked) if asked else None
        if watching is not None:
            for each in [*self._all]:
                if each.browser.session in asked - watching:
                    each.dismiss(NOT_LET_IN)

    def _watching(self, sessions: set[str]) -> set[str] | None:
        """Those of the sessions that may still watch; None where nobody can tell."""
        try:
            return self._house.watching(sessions)
        except (NoControllerError, UnansweredError):
            return None
