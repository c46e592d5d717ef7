"""A process of a home that is started early: it loads what it needs, and waits for the word.

A home takes three processes, and most of the start of each is loading its libraries, which needs
no home: so they load side by side, while the controller reads the papers and opens the ledger.
"""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

PLANT: Final = "lizao.app.plant_process"
END: Final = b"\n"
_OUT_AND_ERROR: Final = (1, 2)


class Standby:
    """A process in a session of its own, so that Ctrl-C at the keyboard is not for it.

    Where this process ends before it gives the word, the other one ends by itself.
    """

    def __init__(self, module: str, *arguments: str) -> None:
        """Start it; until it begins, what it says appears where this process speaks."""
        self._child = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        self._begun = False

    def begin(self, said: Path) -> "subprocess.Popen[bytes]":
        """Give the word; from here on what the process says goes to the file ``said``."""
        self._begun = True
        word = self._child.stdin
        assert word is not None, "it was given a pipe"
        with suppress(BrokenPipeError), word:  # one that has ended is found out by who waits for it
            word.write(os.fsencode(said.absolute()) + END)
        return self._child

    def close(self) -> None:
        """End a process that has not begun; one that has goes on."""
        if not self._begun:
            with self._child:
                self._child.kill()


def plant_standby(home: Path, database_url: str | None, speed: float) -> Standby:
    """The plant process of ``home``, which need not be there yet."""
    return Standby(PLANT, str(home), repr(speed), database_url or "")


def told_to_begin() -> bool:
    """Wait for the word, in the process that stands by; whether it came."""
    word = sys.stdin.buffer.readline()
    if not word.endswith(END):
        return False
    file = os.open(
        os.fsdecode(word.removesuffix(END)), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600
    )
    for stream in _OUT_AND_ERROR:
        os.dup2(file, stream)
    os.close(file)
    return True
