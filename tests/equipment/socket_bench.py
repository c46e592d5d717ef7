"""A plant server in a thread whose plant goes on only when a test says so."""

import socket
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from typing_extensions import override

from lizao.app.clock import StillClock
from lizao.app.plant_log import Mark, PlantLog
from lizao.app.plant_server import Kept, PlantServer, ServedPlant
from lizao.equipment.address import open_door
from lizao.equipment.socket import SocketTransport
from lizao.model.commands import ForgetCondition
from lizao.model.identifiers import ConditionId
from lizao.model.image import Image
from lizao.model.instants import Instant
from tests.equipment.whole_plant import WholePlant

PATIENCE_S = 60.0
"""Nothing here takes so long; what hangs fails."""
NOTHING = ForgetCondition(ConditionId("nothing"))


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


class KeptPlant(WholePlant):
    """A paper plant that has nothing to keep."""

    def save_snapshot(self, number: int) -> None:
        """Paper is patient."""


class StepPace:
    """Plant time goes to where it is allowed, and stops where something is reported."""

    speed = 1.0

    def __init__(self, at: Instant) -> None:
        self._allowed = self._at = at

    def allow(self, to: Instant) -> None:
        """Let plant time go on to ``to``."""
        self._allowed = max(self._allowed, to)

    def wait_s(self) -> float:
        """No time while the plant may go on."""
        return 0.0 if self._at < self._allowed else PATIENCE_S

    def allowed(self) -> Instant:
        """What was allowed."""
        return self._allowed

    def reached(self, at: Instant, *, reported: bool) -> None:
        """Stop at a report."""
        self._at = at
        if reported:
            self._allowed = at


class FreePace(StepPace):
    """Plant time goes wherever it is allowed, whatever is reported on the way."""

    @override
    def reached(self, at: Instant, *, reported: bool) -> None:
        """Go on."""
        self._at = at


class Stepped(Protocol):
    """A served plant whose time a test allows."""

    home: Path
    pace: StepPace
    server: PlantServer


class Served:
    """A plant behind a server in a thread; ``file`` chooses socket file or port."""

    def __init__(
        self,
        plant: ServedPlant,
        home: Path,
        stack: ExitStack,
        *,
        file: bool = True,
        pace: StepPace | None = None,
    ) -> None:
        self.plant = plant
        self.home = home
        self.pace = pace or StepPace(plant.at)
        self.log = PlantLog(home / "plant", durable=False)
        self.log.recall()
        mark = self.log.mark or Mark(plant.at, 0)
        door = open_door(home, "secret", file=file)
        self.server = PlantServer(plant, Kept(self.log, mark), door, self.pace, StillClock())
        self._thread = threading.Thread(target=self.server.serve)
        self._thread.start()
        self._stack = stack
        stack.callback(self.end)

    def end(self) -> None:
        """Stop the server."""
        if self._thread.is_alive():
            self.server.stop()
            self._thread.join()
            self.log.close()

    def connect(self, since: int = 0) -> "SteppedTransport":
        """A new controller's link."""
        transport = SteppedTransport(self, since)
        self._stack.callback(transport.close)
        assert transport.opened(PATIENCE_S)
        return transport


class SteppedTransport(SocketTransport):
    """Asks the stepped server for plant time, as the memory transport asks its equipment."""

    def __init__(self, served: Stepped, since: int = 0) -> None:
        self._served = served
        super().__init__(served.home, StillClock().elapsed_s, since, silence_s=PATIENCE_S)

    @override
    def read(self) -> Image:
        """Have the server look up, then read."""
        self.write((NOTHING,))
        return super().read()

    @override
    def advance(self, to: Instant, within_s: float | None = None) -> Instant:
        """Allow the server so much plant time, then wait for it."""
        self.write((NOTHING,))
        if not self._got.waiting:
            self._served.pace.allow(to)
            self._served.server.wake()
        return super().advance(to, within_s)


class OneAtATime:
    """Connects controllers to a served plant, each when the one before is gone."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._last: SteppedTransport | None = None

    def connect(self, since: int) -> SteppedTransport:
        """The next controller's link."""
        if self._last is not None:
            self._last.close()
        self._last = self._served.connect(since)
        return self._last


def own_folder(stack: ExitStack) -> Path:
    """A folder with a path short enough for a socket file, gone in the end."""
    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lizao-")))
