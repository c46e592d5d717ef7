"""Connections that would last without end: over real sockets, and by the hand of the clock."""

import asyncio
from collections.abc import Awaitable, Callable

import uvicorn
from typing_extensions import override
from uvicorn.server import ServerState

from lizao.api.patience import LONGEST_REQUEST, Farewells, PatientProtocol

Send = Callable[..., Awaitable[None]]
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
WHOLE = b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"
HALF = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\nhalf"


class Hasty(PatientProtocol):
    """The same with less patience."""

    patience_s = 0.05


def met(
    story: Callable[[Callable[[], Awaitable[Streams]], asyncio.Event], Awaitable[None]],
    protocol: type[PatientProtocol] = Hasty,
) -> None:
    """A story with a server whose one answer is given once an event is set."""

    async def told() -> None:
        """The server, and the story beside it."""
        answers = asyncio.Event()

        async def app(_scope: object, _receive: object, send: Send) -> None:
            """One answer, once it may be given."""
            await answers.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"answered"})

        config = uvicorn.Config(app, lifespan="off", log_config=None)
        config.load()
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: protocol(config, ServerState(), {}, loop), "127.0.0.1", 0
        )
        port = server.sockets[0].getsockname()[1]
        async with server:
            await story(lambda: asyncio.open_connection("127.0.0.1", port), answers)

    asyncio.run(told())


async def rest_of(reader: asyncio.StreamReader) -> bytes:
    """What comes until the connection is gone."""
    try:
        return await reader.read()
    except ConnectionError:
        return b""


def test_who_does_not_end_what_she_began_is_cut_off_and_who_waits_for_her_answer_is_not() -> None:
    """Nor is she who says nothing at all waited for."""

    async def story(call: Callable[[], Awaitable[Streams]], answers: asyncio.Event) -> None:
        """What happens at the door."""
        reader, writer = await call()
        writer.write(WHOLE)
        for begun in (b"", b"GET / HT", HALF):
            cut, cutting = await call()
            cutting.write(begun)
            assert await rest_of(cut) == b""
            cutting.close()
        answers.set()
        assert b"answered" in await rest_of(reader)
        writer.close()

    met(story)


def test_a_request_that_has_no_end_is_cut_off() -> None:
    """However fast it comes."""

    async def story(call: Callable[[], Awaitable[Streams]], _: asyncio.Event) -> None:
        """What happens at the door."""
        reader, writer = await call()
        writer.write(b"POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n")
        piece = b"10000\r\n" + bytes(0x10000) + b"\r\n"
        for _number in range(LONGEST_REQUEST // 0x10000 + 1):
            writer.write(piece)
        assert await rest_of(reader) == b""
        writer.close()

    met(story, PatientProtocol)


class Line(asyncio.Transport):
    """A line whose far end takes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.closing = self.aborted = False

    @override
    def is_closing(self) -> bool:
        """Whether it is being closed."""
        return self.closing

    @override
    def abort(self) -> None:
        """Cut it."""
        self.aborted = True


class End:
    """What holds a line."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport = Line()


def test_who_does_not_take_the_rest_does_not_keep_her_connection() -> None:
    """It is cut at the second look; one that is in use never."""
    at_work, leaving = End(), End()
    lines = [each.transport for each in (at_work, leaving)]
    assert all(isinstance(each, Line) for each in lines)
    farewells = Farewells()
    leaving.transport.closing = True  # type: ignore[attr-defined]
    farewells.look([at_work, leaving])
    assert [each.aborted for each in lines] == [False, False]  # type: ignore[attr-defined]
    farewells.look([at_work, leaving])
    assert [each.aborted for each in lines] == [False, True]  # type: ignore[attr-defined]
