"""What the program refuses, in the words of HTTP: one sentence in the reader's language."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.requests import HTTPConnection
from fastapi.responses import JSONResponse

from lizao.app.answers.answer import Refusal
from lizao.model.errors import (
    AnswerNotOfferedError,
    AskedTooOftenError,
    HomeLockedError,
    LizaoError,
    NameTakenError,
    NoControllerError,
    NotFollowedError,
    NotNowError,
    NotPermittedError,
    NotSignedInError,
    NotUnderstoodError,
    OneTimePasswordError,
    QuestionClosedError,
    QuestionTimedOutError,
    SignatureNeededError,
    SignInRefusedError,
    TooManyAttemptsError,
    UnansweredError,
    UnitBusyError,
    UnknownNameError,
)
from lizao.texts import Texts
from lizao.texts.languages import Language

STATUSES: Final[Mapping[type[LizaoError], HTTPStatus]] = {
    NotSignedInError: HTTPStatus.UNAUTHORIZED,
    SignInRefusedError: HTTPStatus.UNAUTHORIZED,
    OneTimePasswordError: HTTPStatus.UNAUTHORIZED,
    SignatureNeededError: HTTPStatus.UNAUTHORIZED,
    NotPermittedError: HTTPStatus.FORBIDDEN,
    UnknownNameError: HTTPStatus.NOT_FOUND,
    AskedTooOftenError: HTTPStatus.TOO_MANY_REQUESTS,
    TooManyAttemptsError: HTTPStatus.TOO_MANY_REQUESTS,
    NoControllerError: HTTPStatus.SERVICE_UNAVAILABLE,
    UnansweredError: HTTPStatus.SERVICE_UNAVAILABLE,
    NotFollowedError: HTTPStatus.SERVICE_UNAVAILABLE,
    HomeLockedError: HTTPStatus.CONFLICT,
    AnswerNotOfferedError: HTTPStatus.CONFLICT,
    NameTakenError: HTTPStatus.CONFLICT,
    NotNowError: HTTPStatus.CONFLICT,
    QuestionClosedError: HTTPStatus.CONFLICT,
    QuestionTimedOutError: HTTPStatus.CONFLICT,
    UnitBusyError: HTTPStatus.CONFLICT,
}
"""Whatever is not here is 422: what was given is wrong."""


BESIDE: Final = (HTTPStatus.MISDIRECTED_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY)
REFUSED_WITH: Final = tuple(sorted({*STATUSES.values(), *BESIDE}))
"""The statuses with which any route may refuse."""


def language_of(request: HTTPConnection) -> Language:
    """The first of our languages that a browser names."""
    named = request.headers.get("accept-language", "").lower()
    places = {each: named.find(each) for each in ("en", "zh")}
    return "zh" if places["zh"] >= 0 and not 0 <= places["en"] < places["zh"] else "en"


def refusal(error: LizaoError, lang: Language) -> Refusal:
    """An error as JSON tells it."""
    return {"error": error.key, "details": error.details(), "text": Texts(lang).error(error)}


def status_of(error: LizaoError) -> HTTPStatus:
    """The status that goes with an error."""
    return STATUSES.get(type(error), HTTPStatus.UNPROCESSABLE_ENTITY)


def tell_errors(app: FastAPI) -> None:
    """Let every refusal come out as one sentence, and what cannot be read as one of them."""

    @app.exception_handler(LizaoError)
    async def refused(request: Request, error: LizaoError) -> JSONResponse:
        return JSONResponse(refusal(error, language_of(request)), status_of(error))

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, error: RequestValidationError) -> JSONResponse:
        where = ", ".join(".".join(map(str, each["loc"])) for each in error.errors())
        found = NotUnderstoodError(where)
        return JSONResponse(refusal(found, language_of(request)), status_of(found))
