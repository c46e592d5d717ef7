"""Connections that would last without end: what is begun has to be ended in time."""

import asyncio
from collections.abc import Iterable
from typing import ClassVar, Final, Protocol

from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE_S: Final = 10.0
"""A request that is not whole after so long is not waited for."""
LONGEST_REQUEST: Final = 1 << 20
"""Bytes of a request with its body; as much as the controller takes at one time."""


class PatientProtocol(H11Protocol):
    """HTTP as uvicorn speaks it; who begins a request and does not end it is cut off.

    So is one whose request has no end. Between two requests uvicorn itself waits five seconds.
    """

    patience_s: ClassVar[float] = PATIENCE_S
    _deadline: asyncio.TimerHandle | None = None
    _taken = 0

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait()

    @override
    def data_received(self, data: bytes) -> None:
        """A piece of a request; the time counts from its first."""
        if self._deadline is None:
            self._wait()
        self._taken += len(data)
        if self._taken > LONGEST_REQUEST:
            self.transport.abort()
            return
        super().data_received(data)
        if self._is_whole():
            self._rest()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for."""
        self._rest()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(self.patience_s, self._let_go)

    def _rest(self) -> None:
        self._taken = 0
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _is_whole(self) -> bool:
        """Whether a request is there with its body, or the connection is a WebSocket's now."""
        if self.transport.get_protocol() is not self:
            return True
        return self.cycle is not None and not (self.cycle.more_body or self.cycle.response_complete)

    def _let_go(self) -> None:
        self._deadline = None
        self.transport.close()


class Connection(Protocol):
    """A connection of a server."""

    transport: asyncio.Transport


class Farewells:
    """Connections that are being closed: who does not take the rest does not keep hers open."""

    def __init__(self) -> None:
        """None is."""
        self._closing: set[asyncio.Transport] = set()

    def look(self, connections: Iterable[Connection]) -> None:
        """Cut those that were being closed at the last look already."""
        closing = {each.transport for each in connections if each.transport.is_closing()}
        for each in closing & self._closing:
            each.abort()
        self._closing = closing
