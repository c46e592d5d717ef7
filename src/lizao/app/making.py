"""The one key: drive a batch until it is packed, judged and the last sample is back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lizao.app.clock import Clock
from lizao.app.home import Home
from lizao.app.loop import Loop
from lizao.app.virtual import SNAPSHOT_EVERY
from lizao.control.run import BatchRun
from lizao.model.facts import BatchCommanded, Fact
from lizao.model.identifiers import BatchId
from lizao.model.instants import SECOND, Instant, seconds
from lizao.model.states import FINAL, Command, State, next_state
from lizao.plant.virtual import VirtualPlant

PACE_SLICE_S = 0.05
"""How often a paced run wakes up."""


class Ending(StrEnum):
    """Why a run came to its end."""

    DONE = "done"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Pace:
    """Plant seconds per wall second; None runs as fast as the machine can."""

    speed: float | None = None


@dataclass(slots=True)
class Making:
    """One batch on its way; ``interrupted`` tells at every turn whether to hold it."""

    home: Home
    loop: Loop
    plant: VirtualPlant
    clock: Clock
    batch: BatchId
    pace: Pace
    interrupted: Callable[[], bool]
    watch: Callable[["Making"], None]
    judged_after_s: float | None = None

    @property
    def run(self) -> BatchRun:
        """The batch as control sees it."""
        return self.home.rooms.run.batches[self.batch]

    def drive(self, requests: Sequence[Fact] = ()) -> Ending:
        """Turn the loop until the batch ends and is judged and reported, or is held."""
        began_s, began_at = self.clock.elapsed_s(), self.loop.now
        snapshot_at = self.loop.now
        while True:
            self.loop.turn((*requests, *self._hold_if_interrupted()))
            requests = ()
            if self.judged_after_s is None and self._judged():
                self.judged_after_s = self.clock.elapsed_s() - began_s
            self.watch(self)
            if (ending := self._ending()) is not None:
                self.loop.commit()
                self.plant.save_snapshot(self.home.ledger.last_number)
                return ending
            if self.loop.now - snapshot_at >= SNAPSHOT_EVERY:
                snapshot_at = self.loop.now
                self.loop.commit()
                self.plant.save_snapshot(self.home.ledger.last_number)
            self._advance(began_s, began_at, snapshot_at + SNAPSHOT_EVERY)

    def _advance(self, began_s: float, began_at: Instant, no_later: Instant) -> None:
        speed = self.pace.speed
        if speed is None:
            self.loop.advance(no_later)
            return
        allowed = began_at + seconds((self.clock.elapsed_s() - began_s) * speed)
        if allowed < self.loop.now + SECOND:
            self.clock.pause(PACE_SLICE_S)
            return
        self.loop.advance(min(no_later, allowed // SECOND * SECOND))

    def _hold_if_interrupted(self) -> tuple[Fact, ...]:
        asked = self.run.asked
        if asked is not None or next_state(self.run.state, Command.HOLD) is None:
            return ()
        hold, now = Command.HOLD, self.loop.now
        if self.interrupted():
            return (BatchCommanded(now, self.batch, hold, "operator", "interrupted"),)
        if self._waits_for_an_answer():
            return (BatchCommanded(now, self.batch, hold, "operator", "recipe"),)
        return ()

    def _waits_for_an_answer(self) -> bool:
        """Whether nothing of the batch goes on but a question that nobody can answer here."""
        run = self.home.rooms.run
        is_asked = any(
            each.batch == self.batch and not each.default for each in run.questions.values()
        )
        still = (each.state is State.HELD for each in run.runs_of(self.batch))
        return is_asked and self.run.state is State.RUNNING and all(still)

    def _judged(self) -> bool:
        register = self.home.rooms.register
        has_lots = any(each.batch == self.batch for each in register.lots.values())
        return has_lots and register.settled(self.batch)

    def _ending(self) -> Ending | None:
        if self.run.state is State.HELD:
            return Ending.HELD
        if self.run.state not in FINAL:
            return None
        if self.interrupted():
            return Ending.HELD
        owed = [each for each in self.home.rooms.run.samples.values() if each.batch == self.batch]
        judged = self.run.state is not State.COMPLETE or self._judged()
        return Ending.DONE if judged and not owed else None
