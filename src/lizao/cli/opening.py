"""The page of a home that is started: its process, the link that is said, the browser."""

import webbrowser
from typing import TYPE_CHECKING

from lizao.cli.door import Door
from lizao.model.errors import PageEndedError

if TYPE_CHECKING:
    from lizao.api.keeper import PageKeeper
    from lizao.app.home import Home
    from lizao.app.settings import Settings


class Opening:
    """Serves the page beside the controller; without it the home runs on all the same."""

    def __init__(
        self, door: Door, settings: "Settings", port: int | None, *, browser: bool
    ) -> None:
        """Nothing is served yet; without a ``port`` nothing will be."""
        self._door = door
        self._settings = settings
        self._port = port
        self._browser = browser
        self._keeper: PageKeeper | None = None
        self._said = False

    def begin(self, home: "Home") -> None:
        """Start the process."""
        if self._port is None:
            return
        from lizao.api.keeper import PageKeeper

        settings = self._settings
        self._keeper = PageKeeper(home.folder, settings.database_url, settings.site, self._port)

    def look(self) -> None:
        """Say where the page is as soon as it is there, or why it is not."""
        if self._keeper is None or self._said:
            return
        try:
            link = self._keeper.link()
        except PageEndedError as error:
            self._said = True
            self._door.say("cli.start.no_page", stderr=True, why=self._door.texts.error(error))
            return
        if link is not None:
            self._said = True
            self._door.say("cli.start.page", link=link)
            if self._browser:
                webbrowser.open(link)

    def close(self) -> None:
        """End the process."""
        if self._keeper is not None:
            self._keeper.end()
