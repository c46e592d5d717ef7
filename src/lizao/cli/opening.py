"""The page of a home that is started: its process, the link that is said, the browser."""

import webbrowser
from typing import TYPE_CHECKING

from lizao.api.keeper import PageKeeper
from lizao.cli.door import Door
from lizao.model.errors import PageEndedError, PortTakenError

if TYPE_CHECKING:
    from lizao.app.home import Home
    from lizao.app.settings import Settings


class Opening:
    """Serves the page beside the controller; without it the home runs on all the same."""

    def __init__(
        self, door: Door, settings: "Settings", port: int | None, *, browser: bool
    ) -> None:
        """Have the process of the page load; without a ``port`` there will be none."""
        self._door = door
        self._browser = browser
        self._keeper: PageKeeper | None = None
        if port is not None:
            self._keeper = PageKeeper(settings.home, settings.database_url, settings.site, port)
        self._said = False

    def begin(self, _: "Home") -> None:
        """Serve the page of a home that is there."""
        if self._keeper is not None:
            self._keeper.begin()

    def look(self) -> None:
        """Say where the page is as soon as it is there, or why it is not.

        One that was there and has ended begins again; one that does not come up is left alone.
        """
        if self._keeper is None:
            return
        try:
            if self._said:
                self._look_after(self._keeper)
            else:
                self._say(self._keeper.link())
        except (PageEndedError, PortTakenError) as error:
            self._keeper.end()
            self._keeper = None
            self._door.say("cli.start.no_page", stderr=True, why=self._door.texts.error(error))

    def _say(self, link: str | None) -> None:
        if link is not None:
            self._said = True
            self._door.say("cli.start.page", link=link)
            if self._browser:
                self._browser = False
                webbrowser.open(link)

    def _look_after(self, keeper: "PageKeeper") -> None:
        """A link is good for one process: the next is said as the first was."""
        if keeper.has_ended:
            self._said = False
            why = self._door.texts.error(keeper.ended())
            self._door.say("cli.start.page_again", stderr=True, why=why)
            keeper.again()

    def close(self) -> None:
        """End the process."""
        if self._keeper is not None:
            self._keeper.end()
