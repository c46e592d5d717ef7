"""Real ``kill -9``: controller and plant of a running home die at instants drawn from a seed.

``python -m lizao.testing.kills --times 200`` prints what came of it as JSON and ends with 0 if
every promise was kept, with 1 if not.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

from lizao.app.channel_client import ask
from lizao.app.clock import SystemClock
from lizao.app.home import working_home
from lizao.app.requests import AddBatch, AskStatus, CommandBatch, Request, Values
from lizao.ledger.verify import verify
from lizao.model.errors import LizaoError
from lizao.model.facts import Fact, ServiceCommanded, ServiceStateChanged
from lizao.model.states import Command, State
from lizao.plant.journal import Journal

CLOCK: Final = SystemClock()
UP_WITHIN_S: Final = 240.0
"""A controller that does not answer by then is stuck."""
LOOK_S: Final = 0.2
LONGEST_LIFE_S: Final = 2.5
UNSEEN: Final = 0.1
"""The share of lives of which nobody waits to see whether they began."""
PLANT: Final = "lizao.app.plant_process"
RECIPES: Final = ("lfp-26", "lfp-24")


class StuckError(AssertionError):
    """What should have come about did not."""


@dataclass(slots=True)
class Kills:
    """A home in ``folder`` whose processes are killed; nobody else may use it meanwhile."""

    folder: Path
    random: Random
    speed: float
    batches: int
    killed: Counter[str] = field(default_factory=Counter)
    added: int = 0
    _controller: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> Path:
        """The home."""
        return self.folder / "home"

    def run(self, times: int) -> None:
        """Kill so many times, then let every batch come to its end."""
        self._start()
        while sum(self.killed.values()) < times:
            self._live(self.random.random() ** 2 * LONGEST_LIFE_S)
            self._kill(self.random.choice(("controller", "controller", "plant", "both")))
            self._start()
        self._until_done()
        self._end()

    def _start(self) -> None:
        if self._controller is not None and self._controller.poll() is None:
            return
        home = ("--home", str(self.home), "--speed", f"x{self.speed:g}", "--no-page")
        with (self.folder / "said.txt").open("ab") as said:
            self._controller = subprocess.Popen(
                [sys.executable, "-c", "from lizao.cli.main import main; main()", "start", *home],
                stdout=said,
                stderr=said,
                env={**os.environ, "LIZAO_STATE": str(self.folder / "state")},
            )

    def _live(self, longest_s: float) -> None:
        """Wait for an answer, most of the time, and keep batches coming; then live on a little."""
        if self.random.random() < UNSEEN:
            CLOCK.pause(self.random.random() * LONGEST_LIFE_S)
            return
        self._see_to(self._up())
        CLOCK.pause(longest_s)

    def _up(self) -> Values:
        limit_s = CLOCK.elapsed_s() + UP_WITHIN_S
        while CLOCK.elapsed_s() < limit_s:
            told = self._ask(AskStatus())
            if told is not None:
                return told
            self._start()
            CLOCK.pause(LOOK_S)
        raise StuckError((self.folder / "said.txt").read_text()[-2000:])

    def _see_to(self, told: Values) -> list[str]:
        """Restart what a failure held, and add a batch if too few are under way."""
        open_ = [each for each in told["batches"] if each["state"] not in {"COMPLETE"}]
        for each in open_:
            if each["state"] == State.HELD:
                self._ask(CommandBatch(each["batch"], Command.RESTART.value, "kills"))
        if len(open_) < min(2, self.batches - len(told["batches"])):
            recipe = RECIPES[len(told["batches"]) % len(RECIPES)]
            self._ask(AddBatch(recipe, "6 t"))
        return [each["batch"] for each in open_]

    def _ask(self, request: Request) -> dict[str, Any] | None:
        with suppress(LizaoError, OSError):
            return ask(self.home, request)
        return None

    def _kill(self, victim: str) -> None:
        if victim in {"controller", "both"} and self._controller is not None:
            self._controller.kill()
            self._controller.wait()
        if victim in {"plant", "both"}:
            for process in self._plants():
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
        self.killed[victim] += 1

    def _plants(self) -> list[int]:
        """The plant processes of this home."""
        found: list[int] = []
        for each in Path("/proc").iterdir():
            with suppress(OSError):
                words = (each / "cmdline").read_bytes().split(b"\0") if each.name.isdigit() else []
                if PLANT.encode() in words and str(self.home).encode() in words:
                    found.append(int(each.name))
        return found

    def _until_done(self) -> None:
        limit_s = CLOCK.elapsed_s() + 2 * UP_WITHIN_S
        while self._see_to(told := self._up()) or len(told["batches"]) < self.batches:
            if CLOCK.elapsed_s() > limit_s:
                raise StuckError(json.dumps(told["batches"])[:4000])
            CLOCK.pause(LOOK_S)

    def _end(self) -> None:
        if self._controller is not None:
            self._controller.send_signal(signal.SIGINT)
            self._controller.wait(UP_WITHIN_S)

    def close(self) -> None:
        """Leave nothing running."""
        self._kill("both")

    def violations(self) -> list[str]:
        """What the ledger, the plant's journal and the seals say against it."""
        state = self.folder / "state"
        found = [] if verify(self.home, state=state).intact else ["verify: the chain is broken"]
        with working_home(self.home, None, state) as home:
            facts = [fact for _, fact in home.ledger.facts()]
            batches = home.rooms.run.batches.values()
            found += [
                f"skipped: {path} of {each.batch}"
                for each in batches
                for path in each.procedure.tops
                if not each.done(path)
            ]
        journal = Counter(each.ticket for each in Journal(self.home / "plant").starts)
        return [*found, *_against_journal(facts, journal)]


def _against_journal(facts: Sequence[Fact], journal: Counter[int]) -> list[str]:
    """No run was started twice, none without an intent, and none is complete unseen."""
    asked = {
        each.ticket
        for each in facts
        if isinstance(each, ServiceCommanded) and each.command is Command.START
    }
    complete = Counter(
        each.ticket
        for each in facts
        if isinstance(each, ServiceStateChanged) and each.state is State.COMPLETE
    )
    return [
        *(f"twice: run {ticket} was started {n} times" for ticket, n in journal.items() if n > 1),
        *(
            f"intent: run {ticket} is not in the ledger"
            for ticket in journal
            if ticket not in asked
        ),
        *(f"twice: run {ticket} completed {n} times" for ticket, n in complete.items() if n > 1),
        *(
            f"journal: run {ticket} was never started"
            for ticket in complete
            if ticket not in journal
        ),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill, and print what came of it."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--times", type=int, default=200)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--batches", type=int, default=4)
    words.add_argument("--speed", type=float, default=10_000.0)
    asked = words.parse_args(arguments)
    began_s = CLOCK.elapsed_s()
    with tempfile.TemporaryDirectory() as folder:
        kills = Kills(Path(folder), Random(asked.seed), asked.speed, asked.batches)
        broken: list[str] = []
        try:
            kills.run(asked.times)
            broken = kills.violations()
        except StuckError as stuck:
            broken = [f"hang: {stuck}"]
        finally:
            kills.close()
    figures = {
        "kills": dict(kills.killed),
        "batches": asked.batches,
        "violations": broken,
        "wall_seconds": round(CLOCK.elapsed_s() - began_s, 1),
    }
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
