"""Keeps the plant process of a home up: starts it, meets one that is there, ends it cleanly."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from lizao.app.clock import Clock
from lizao.app.home import PLANT_LOCK
from lizao.app.standby import Standby
from lizao.equipment.socket import SocketTransport
from lizao.model.errors import PlantEndedError

if TYPE_CHECKING:
    import subprocess

SAID: Final = "plant.out"
"""The file in the home that takes what the plant process says."""
UP_WITHIN_S: Final = 180.0
"""A new installation compiles the plant first."""
END_WITHIN_S: Final = 20.0
AGAIN_AFTER_S: Final = 10.0
"""A plant process that died is started again, but not more often than this."""
LOOK_S: Final = 0.25
LONG_S: Final = 5.0
"""A plant that is not up by then is being compiled."""


class PlantKeeper:
    """The plant process of ``home`` in its own session: Ctrl-C at the keyboard is not for it.

    It lives on if this process is killed, as a real plant would; the next keeper meets it.
    """

    def __init__(
        self, home: Path, standby: Standby, another: Callable[[], Standby], clock: Clock
    ) -> None:
        """Let the process that stands by begin, unless one is there; ``another`` if that dies."""
        self._home = home
        self._another = another
        self._clock = clock
        self._child: subprocess.Popen[bytes] | None = None
        self._started_s = clock.elapsed_s()
        if self._is_served(0.0):
            standby.close()
        else:
            self._start(standby)

    def wait_until_up(
        self,
        transport: SocketTransport,
        interrupted: Callable[[], bool],
        slow: Callable[[], None],
    ) -> None:
        """Wait for the link; ``slow`` is called once if it takes long.

        PlantEndedError where the process ended instead, KeyboardInterrupt where nobody waits.
        """
        said = False
        while not transport.opened(LOOK_S):
            if interrupted():
                raise KeyboardInterrupt
            waited_s = self._clock.elapsed_s() - self._started_s
            if self._is_gone() or waited_s > UP_WITHIN_S:
                raise PlantEndedError(str(self._home / SAID))
            if waited_s > LONG_S and not said:
                said = True
                slow()

    def look(self) -> None:
        """Start the process again if it died; it comes back as after a power failure."""
        late_s = self._clock.elapsed_s() - self._started_s
        if late_s > AGAIN_AFTER_S and self._is_gone():
            self._start(self._another())

    def end(self, transport: SocketTransport) -> None:
        """End the plant: it stands still until the next start."""
        transport.end_plant(END_WITHIN_S)
        transport.close()
        child = self._child
        if child is not None and child.poll() is None:
            child.terminate()
            child.wait(END_WITHIN_S)
        self._is_served(END_WITHIN_S)

    def _is_gone(self) -> bool:
        """Whether there is no plant process, neither ours nor one that was met."""
        if self._child is not None:
            return self._child.poll() is not None
        return not self._is_served(0.0)

    def _start(self, standby: Standby) -> None:
        self._started_s = self._clock.elapsed_s()
        self._child = standby.begin(self._home / SAID)

    def _is_served(self, within_s: float) -> bool:
        """Whether a plant process is there, and still is after ``within_s``."""
        try:
            with FileLock(self._home / PLANT_LOCK, timeout=within_s, mode=0o600):
                return False
        except Timeout:
            return True
