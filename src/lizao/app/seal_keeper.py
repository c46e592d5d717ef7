"""Seals the days of a running home, in a process of its own: the loop never waits.

The process reads the ledger as anybody may, writes the file of one finished day, says what the
controller needs for its fact, and ends. The controller commits the fact; only then does the file
count. If either is killed at any instant, the day is still in the tail and is sealed anew.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from lizao.app.clock import Clock
from lizao.ledger.files import write_file
from lizao.ledger.sealing import FOLDER, Prepared, date_of
from lizao.ledger.store import Ledger
from lizao.model.errors import LizaoError, SealingFailedError
from lizao.model.facts import SegmentSealed
from lizao.model.instants import DAY, MINUTE, Duration, Instant

SEAL_LOCK: Final = "signals.lock"
"""Held by whoever writes a file of signals: no two write the same one."""
PREPARED: Final = f"{FOLDER}/prepared"
"""The file in the home by which the process hands over what it has done."""
SETTLED: Final[Duration] = 30 * MINUTE
"""Plant time after the end of a day in which its last signals come in."""
AGAIN_AFTER_S: Final = 30.0
NICE: Final = 10
"""The plant and its controller come first."""
LATER: Final = 3
"""The exit code of a process that found another one at work."""


class SealKeeper:
    """Starts the process for each finished day of a home; one at a time.

    ``failed`` is told once why days cannot be sealed, until one can again.
    """

    def __init__(
        self,
        home: Path,
        ledger: Ledger,
        database_url: str | None,
        clock: Clock,
        failed: Callable[[LizaoError], None],
    ) -> None:
        """Nothing is under way; what is finished already comes first."""
        self._home = home
        self._ledger = ledger
        self._arguments = [str(home), database_url or "", str(os.getpid())]
        self._clock = clock
        self._failed = failed
        self._child: subprocess.Popen[bytes] | None = None
        self._day = 0
        self._looked_for = -1
        self._not_before_s = 0.0
        self._said = False

    def look(self, now: Instant) -> tuple[SegmentSealed, ...]:
        """Plant time is ``now``; the fact of what has been written, to be committed."""
        if self._child is not None:
            return self._looked_after(self._child, now)
        today = (now - SETTLED) // DAY
        if today != self._looked_for and self._clock.elapsed_s() >= self._not_before_s:
            finished = [each for each in self._ledger.unsealed_days() if each < today]
            if finished:
                self._start(finished[0])
            else:
                self._looked_for = today
        return ()

    def end(self) -> None:
        """End what is under way; its day is sealed another time."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    @property
    def at_work(self) -> bool:
        """Whether a process is under way, or has ended and was not looked at yet."""
        return self._child is not None

    def _start(self, day: int) -> None:
        self._day = day
        with suppress(OSError):
            (self._home / PREPARED).unlink()
        self._child = subprocess.Popen(
            [sys.executable, "-m", "lizao.app.seal_keeper", *self._arguments, str(day)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def _looked_after(
        self, child: subprocess.Popen[bytes], now: Instant
    ) -> tuple[SegmentSealed, ...]:
        """What came of the process, if it has ended."""
        if child.poll() is None:
            return ()
        said, _ = child.communicate()
        self._child = None
        if child.returncode == 0:
            self._said = False
            return self._sealed(now)
        self._not_before_s = self._clock.elapsed_s() + AGAIN_AFTER_S
        if child.returncode != LATER and not self._said:
            self._said = True
            reason = (said.decode(errors="replace").strip().splitlines() or [""])[-1]
            self._failed(SealingFailedError(date_of(self._day), reason))
        return ()

    def _sealed(self, now: Instant) -> tuple[SegmentSealed, ...]:
        try:
            prepared = Prepared.unpacked((self._home / PREPARED).read_bytes())
            (self._home / PREPARED).unlink()
        except FileNotFoundError:
            return ()
        fact = self._ledger.sealed(prepared, now)
        return () if fact is None else (fact,)


def seal_lock(home: Path, within_s: float) -> FileLock:
    """The lock of whoever writes a file of signals; Timeout where somebody else does."""
    return FileLock(home / SEAL_LOCK, timeout=within_s, mode=0o600)


def main(home: str, database_url: str, parent: str, day: str) -> int:
    """Write the file of a day, as the process that was started for it; the exit code.

    A process whose controller is gone does nothing: the next controller starts its own.
    """
    os.nice(NICE)
    place = Path(home)
    try:
        with seal_lock(place, 0.0), Ledger.read(place, database_url=database_url or None) as ledger:
            if os.getppid() != int(parent):
                return LATER
            prepared = ledger.prepare(int(day))
            if prepared is not None:
                write_file(place / PREPARED, prepared.packed)
    except Timeout:
        return LATER
    except SealingFailedError as error:
        sys.stdout.write(error.reason)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
