"""The process that serves the page of a home."""

import json
import os
import sys
from contextlib import closing, suppress
from pathlib import Path
from socket import socket
from typing import Final

import uvicorn
from typing_extensions import override

from lizao.api.browsers import Browsers
from lizao.api.house import House
from lizao.api.keeper import HOST, LINK
from lizao.api.patience import Farewells, PatientProtocol
from lizao.api.service import service
from lizao.app.clock import SystemClock
from lizao.app.follower import Follower
from lizao.app.live_client import LiveClient
from lizao.app.standby import told_to_begin

QUIET_S: Final = 2
"""Connections that are still open so long after the end was asked for are cut."""
MOST_CONNECTIONS: Final = 500
"""Beyond so many, whoever asks is told 503; far fewer than the files a process may open."""
LONGEST_WISH: Final = 256 * 1024
"""Bytes of a message from a page: the names of all signals that it may watch at one time."""
FAREWELL_TICKS: Final = 100
"""Tenths of a second that a connection may take to be closed, and as many again."""
FAILED: Final = 1


def serve(home: Path, database_url: str | None, site: Path | None, port: int, program: int) -> None:
    """Serve the page of ``home`` at a port of this machine until SIGTERM or SIGINT.

    ``program`` is the process that started this one; without it this one ends.
    """
    clock = SystemClock()
    key = clock.identifier()
    with (
        closing(Follower.of(home, database_url)) as follower,
        closing(LiveClient(home, clock.elapsed_s)) as live,
    ):
        house = House(home, site, follower, live, Browsers(key, clock.identifier), clock)
        settings = uvicorn.Config(
            service(house),
            host=HOST,
            port=port,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=QUIET_S,
            limit_concurrency=MOST_CONNECTIONS,
            http=PatientProtocol,
            ws="websockets-sansio",
            ws_max_size=LONGEST_WISH,
            ws_ping_interval=None,
            ws_per_message_deflate=False,  # a frame for each of many would be packed for each anew
        )
        PageServer(settings, house, home / LINK, key, program).run()
        if follower.is_torn:
            sys.exit(FAILED)


class PageServer(uvicorn.Server):
    """A server that says where it is once its home is up, and takes that back at its end."""

    def __init__(
        self, config: uvicorn.Config, house: House, file: Path, key: str, program: int
    ) -> None:
        """``file`` will say where the page is and ``key``; ``program`` is to outlive it."""
        super().__init__(config)
        self._house = house
        self._file = file
        self._key = key
        self._said = False
        self._program = program
        self._farewells = Farewells()

    @override
    async def on_tick(self, counter: int) -> bool:
        """Say where the page is as soon as the controller is heard: before, nobody is let in.

        A page whose program was killed ends too: the next start finds its port free. And so does
        one that cannot follow its home any more, rather than show what is not so.
        """
        if not self._said and self._house.live.number > 0:
            self._said = True
            port = self.servers[0].sockets[0].getsockname()[1]
            write_link(self._file, f"http://{HOST}:{port}/", self._key)
        if counter % FAREWELL_TICKS == 0:
            self._farewells.look(self.server_state.connections)
        orphaned = os.getppid() != self._program
        return await super().on_tick(counter) or orphaned or self._house.follower.is_torn

    @override
    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Take back what was said, then end."""
        with suppress(FileNotFoundError):
            self._file.unlink()
        await super().shutdown(sockets)


def write_link(file: Path, address: str, key: str) -> None:
    """Write where the page is, for nobody but the owner of the home to read."""
    part = file.with_suffix(".part")
    with suppress(FileNotFoundError):
        part.unlink()
    part.touch(mode=0o600)
    told = {"address": address, "key": key, "process": os.getpid()}
    part.write_text(json.dumps(told), encoding="utf-8")
    part.replace(file)


def main(home: str, database_url: str, site: str, port: str, program: str) -> None:
    """Serve once told to, as the process that was started for it."""
    if told_to_begin():
        place, own = Path(home), Path(site) if site else None
        serve(place, database_url or None, own, int(port), int(program))


if __name__ == "__main__":
    main(*sys.argv[1:])
