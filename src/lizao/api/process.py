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
from lizao.api.service import service
from lizao.app.clock import SystemClock
from lizao.app.follower import Follower
from lizao.app.live_client import LiveClient
from lizao.app.trials import Trials

LINK: Final = "page.json"
"""The file in the home that says where its page is, with the key that lets one in."""
HOST: Final = "127.0.0.1"
QUIET_S: Final = 2
"""Connections that are still open so long after the end was asked for are cut."""


def serve(home: Path, database_url: str | None, site: Path | None, port: int) -> None:
    """Serve the page of ``home`` at a port of this machine until SIGTERM or SIGINT."""
    clock = SystemClock()
    key = clock.identifier()
    with (
        closing(Follower.of(home, database_url)) as follower,
        closing(LiveClient(home, clock.elapsed_s)) as live,
        closing(Trials(home, database_url, site)) as trials,
    ):
        house = House(home, site, follower, live, Browsers(key, clock.identifier), clock, trials)
        settings = uvicorn.Config(
            service(house),
            host=HOST,
            port=port,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=QUIET_S,
            ws_ping_interval=None,
            ws_per_message_deflate=False,  # a frame for each of many would be packed for each anew
        )
        _Told(settings, live, home / LINK, key).run()


class _Told(uvicorn.Server):
    """A server that says where it is once its home is up, and takes that back at its end."""

    def __init__(self, config: uvicorn.Config, live: LiveClient, file: Path, key: str) -> None:
        super().__init__(config)
        self._live = live
        self._file = file
        self._key = key
        self._said = False
        self._parent = os.getppid()

    @override
    async def on_tick(self, counter: int) -> bool:
        """Say where the page is as soon as the controller is heard: before, nobody is let in.

        A page whose program was killed ends too: the next start finds its port free.
        """
        if not self._said and self._live.number > 0:
            self._said = True
            port = self.servers[0].sockets[0].getsockname()[1]
            write_link(self._file, f"http://{HOST}:{port}/", self._key)
        orphaned = os.getppid() != self._parent
        return await super().on_tick(counter) or orphaned

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


def main(home: str, database_url: str, site: str, port: str) -> None:
    """Serve, as the process that was started for it."""
    serve(Path(home), database_url or None, Path(site) if site else None, int(port))


if __name__ == "__main__":
    main(*sys.argv[1:])
