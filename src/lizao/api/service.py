"""The service put together: guards, routes, the live WebSocket, and the page itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from fastapi import FastAPI, WebSocket
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles

from lizao.api.browsers import COOKIE, Browser
from lizao.api.errors import language_of, refusal, status_of, tell_errors
from lizao.api.guards import guard, is_ours, within_limits
from lizao.api.house import House
from lizao.api.interface import LIVE, Interface
from lizao.api.live import Hub
from lizao.model.errors import LizaoError, NotSignedInError

PAGE: Final = "page"
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost"})
WORTH_PACKING_BYTES: Final = 10_000
PACKING_LEVEL: Final = 2
"""The description of 8,700 signals shrinks to a twentieth in a few hundredths of a second."""


def service(house: House, hosts: frozenset[str] = LOOPBACK) -> FastAPI:
    """The service of a home, answering under the names of ``hosts`` only."""
    hub = Hub(house)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(hub.run())
        yield
        hub.end()
        await task

    app = Interface(life)
    app.state.house = house
    # Behind the guard, where the length of an answer is still known: a short one is not packed.
    app.add_middleware(
        GZipMiddleware, minimum_size=WORTH_PACKING_BYTES, compresslevel=PACKING_LEVEL
    )
    guard(app, hosts)
    tell_errors(app)

    @app.websocket(LIVE)
    async def live(link: WebSocket) -> None:
        try:
            browser = await asyncio.to_thread(_watching, link, hosts)
        except LizaoError as error:
            told = refusal(error, language_of(link))
            await link.send_denial_response(JSONResponse(told, status_of(error)))
            return
        await link.accept()
        await hub.serve(link, browser)

    built = page_folder()
    if built is not None:
        app.mount("/", StaticFiles(directory=built, html=True), name=PAGE)
    return app


def page_folder() -> Path | None:
    """Where the built page lies; None in a tree in which it was not built."""
    folder = Path(str(files("lizao.api").joinpath(PAGE)))
    return folder if (folder / "index.html").is_file() else None


def _comes_from_our_page(link: WebSocket, hosts: frozenset[str]) -> bool:
    """Whether a browser says that our own page opened it; a program says nothing of the kind."""
    origin = link.headers.get("origin")
    own = link.headers.get("host")
    return is_ours(own, hosts) and (origin is None or urlsplit(origin).netloc == own)


def _watching(link: WebSocket, hosts: frozenset[str]) -> Browser:
    """The browser that asks to watch; raises why it may not."""
    house: House = link.app.state.house
    within_limits(house, link)
    if not _comes_from_our_page(link, hosts):
        raise NotSignedInError
    browser = house.browsers.known(link.cookies.get(COOKIE))
    house.myself(browser)
    return browser
