"""What every route is given: the home that is followed, its live door, its controller."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from lizao.api.browsers import Browser, Browsers
from lizao.api.limits import Limits
from lizao.app.answers.status import Status
from lizao.app.channel_client import ask
from lizao.app.clock import Clock
from lizao.app.follower import Follower
from lizao.app.live_client import SILENCE_S, LiveClient
from lizao.app.live_frames import Telling
from lizao.app.requests import Request, Sender, Values
from lizao.app.session_desk import SESSIONS
from lizao.app.status import status
from lizao.app.user_requests import AskMyself, AskSessions


@dataclass(slots=True)
class House:
    """A running home as the service sees it; its facts from beside, its values from the live door.

    Nothing is changed here: whatever is asked goes to the controller, who answers after the commit.
    """

    folder: Path
    site: Path | None
    follower: Follower
    live: LiveClient
    browsers: Browsers
    clock: Clock
    limits: Limits = field(init=False)
    _told: Telling | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Everybody may ask as much as she is allowed."""
        self.limits = Limits(self.clock.elapsed_s)

    def ask(self, browser: Browser, request: Request, password: str = "") -> Values:
        """The controller's answer to whoever sits at a browser; raises what it refuses with."""
        return ask(self.folder, request, Sender(session=browser.session, password=password))

    def myself(self, browser: Browser) -> Values:
        """Who the controller takes a browser for."""
        return self.ask(browser, AskMyself())

    def watching(self, sessions: Iterable[str]) -> set[str]:
        """Those of some sessions that may still watch; to be asked about is not to be used."""
        told = ask(self.folder, AskSessions(",".join(sessions)), Sender())
        return {*told[SESSIONS]}

    def telling(self) -> Telling | None:
        """The latest telling; one of a home that has fallen silent says that the link is lost."""
        latest = self.live.latest
        if latest is None or self.live.silent_s <= SILENCE_S:
            self._told = latest
            return latest
        if self._told is None or self._told.connected:
            self._told = _lost(latest)
        return self._told

    def status(self, ended: int | None = None) -> Status | None:
        """Everything at one instant, with the latest ``ended`` of the batches that are over.

        None before the home was ever heard.
        """
        telling = self.telling()
        if telling is None:
            return None
        with self.follower.reading() as home:
            return status(home, telling.at, telling.equipment, telling.loop, ended)


def _lost(telling: Telling) -> Telling:
    """A telling of which nothing is heard any more."""
    return Telling(
        telling.at,
        telling.wall_at,
        connected=False,
        lost_at=telling.wall_at,
        revision=telling.revision,
        equipment={**telling.equipment, "connected": False},
        loop=telling.loop,
        values=telling.values,
    )
