"""The service put together: guards, routes, the live WebSocket, and the page itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from fastapi import FastAPI, WebSocket
from fastapi.staticfiles import StaticFiles

import lizao
from lizao.api.browsers import COOKIE
from lizao.api.errors import REFUSALS, tell_errors
from lizao.api.guards import guard, is_ours
from lizao.api.house import House
from lizao.api.live import Hub
from lizao.api.routes import (
    alarms,
    audit,
    batches,
    history,
    lots,
    papers,
    plant,
    recipes,
    sessions,
    shift,
    trials,
    units,
    users,
    wall,
)
from lizao.model.errors import LizaoError

PAGE: Final = "page"
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost"})
ROUTES: Final = (
    sessions, plant, batches, recipes, trials, papers, alarms, audit, lots, units, users,
    history, shift, wall,
)  # fmt: skip
NOT_LET_IN: Final = 4401
"""A WebSocket is closed with this where HTTP would say 401."""


def service(house: House, hosts: frozenset[str] = LOOPBACK) -> FastAPI:
    """The service of a home, answering under the names of ``hosts`` only."""
    hub = Hub(house)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(hub.run())
        yield
        hub.end()
        await task

    app = FastAPI(
        title="Lizao", version=lizao.__version__, lifespan=life, docs_url=None, redoc_url=None
    )
    app.state.house = house
    guard(app, hosts)
    tell_errors(app)
    for each in ROUTES:
        app.include_router(each.router, responses=REFUSALS)

    @app.websocket("/api/live")
    async def live(link: WebSocket) -> None:
        if not _comes_from_our_page(link, hosts) or not await asyncio.to_thread(_may_watch, link):
            await link.close(NOT_LET_IN)
            return
        await link.accept()
        await hub.serve(link)

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


def _may_watch(link: WebSocket) -> bool:
    house: House = link.app.state.house
    try:
        house.myself(house.browsers.known(link.cookies.get(COOKIE)))
    except LizaoError:
        return False
    return True
