"""What stands before every route: which host was called, who is let in, what a page may do."""

import hmac
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Annotated, Final, cast

from fastapi import Depends, FastAPI, Request, Response
from fastapi.requests import HTTPConnection
from fastapi.responses import JSONResponse

from lizao.api.browsers import COOKIE, CSRF_HEADER, Browser
from lizao.api.errors import language_of, refusal, status_of
from lizao.api.house import House
from lizao.api.limits import STRANGERS
from lizao.model.errors import AskedTooOftenError, NotSignedInError
from lizao.texts import languages

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""The page loads nothing from elsewhere, lies in no frame and tells nobody where it was."""
API: Final = "/api"
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
Next = Callable[[Request], Awaitable[Response]]


def guard(app: FastAPI, hosts: frozenset[str]) -> None:
    """Answer only under our own name, and say with each answer what a page may do.

    Another site's page that had our name resolved to this machine is refused by the host it says.
    """

    @app.middleware("http")
    async def stand(request: Request, call_next: Next) -> Response:
        if not is_ours(request.headers.get("host"), hosts):
            error = refusal(NotSignedInError(), language_of(request))
            return JSONResponse(error, HTTPStatus.MISDIRECTED_REQUEST)
        try:
            if request.url.path.startswith(API):
                within_limits(house_of(request), request)
        except AskedTooOftenError as error:
            return JSONResponse(refusal(error, language_of(request)), status_of(error))
        response = await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.url.path.startswith(API):
            response.headers["Cache-Control"] = "no-store"
        return response


def within_limits(house: House, asking: HTTPConnection) -> None:
    """AskedTooOftenError where a browser, or strangers together, ask more than they may."""
    cookie = asking.cookies.get(COOKIE)
    house.limits.take(cookie if cookie and house.browsers.knows(cookie) else STRANGERS)


def is_ours(host: str | None, hosts: frozenset[str]) -> bool:
    """Whether a request was meant for one of ``hosts``."""
    return host is not None and host.partition(":")[0] in hosts


def house_of(request: Request) -> House:
    """The house of the service that answers."""
    return cast("House", request.app.state.house)


def browser_of(request: Request) -> Browser:
    """The browser that asks; NotSignedInError where it was not let in.

    What changes anything also needs what only its own page knows.
    """
    browser = house_of(request).browsers.known(request.cookies.get(COOKIE))
    shown = request.headers.get(CSRF_HEADER, "")
    if request.method not in SAFE and not hmac.compare_digest(
        shown.encode(), browser.csrf.encode()
    ):
        raise NotSignedInError
    return browser


def watcher_of(request: Request) -> Browser:
    """A browser whose person may watch at this moment, as the controller says."""
    browser = browser_of(request)
    house_of(request).myself(browser)
    return browser


InHouse = Annotated[House, Depends(house_of)]
Asking = Annotated[Browser, Depends(browser_of)]
Watching = Annotated[Browser, Depends(watcher_of)]
Language = Annotated[languages.Language, Depends(language_of)]
