"""Asking a running home: one request, one answer, after the commit."""

from pathlib import Path
from typing import Final

from lizao.app.requests import (
    LONGEST_LINE,
    Request,
    Sender,
    Values,
    answer_of,
    request_line,
)
from lizao.equipment.address import CONTROL, call
from lizao.model.errors import NoControllerError, UnansweredError

PATIENCE_S: Final = 60.0
_LONGEST_ANSWER: Final = 64 * LONGEST_LINE


def ask(home: Path, request: Request, sender: Sender = Sender()) -> Values:  # noqa: B008 - frozen
    """The answer of the controller of ``home`` to a sender; raises what it refuses with.

    NoControllerError where none listens. UnansweredError where it ended meanwhile: then nobody
    here knows whether the request was committed.
    """
    called = call(home, PATIENCE_S, CONTROL)
    if called is None:
        raise NoControllerError(str(home))
    link, token = called
    try:
        with link, link.makefile("rb") as lines:
            link.sendall(request_line(request, token, sender))
            line = lines.readline(_LONGEST_ANSWER)
    except OSError:
        line = b""
    if not line.endswith(b"\n"):
        raise UnansweredError(str(home))
    return answer_of(line)
