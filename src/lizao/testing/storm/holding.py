"""Who owns what, what is held, and who waits for a reason: looked at now and then."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lizao.control.deadlock import circle
from lizao.control.run import BatchRun, Run
from lizao.control.waiting import names_a_reason, waits_of
from lizao.control.waits import ON_A_PERSON, ON_ANOTHER
from lizao.model.identifiers import BatchId, ServiceName, UnitId
from lizao.model.instants import HOUR, Instant
from lizao.model.states import FINAL, State
from lizao.testing.storm.twin import Twin

GRACE: Final = HOUR
"""A service that goes on for so long under a held batch was not held."""
LONGEST: Final = 96 * HOUR
"""A batch that says nothing for so long, and waits for nothing it names, hangs."""
_HOLDS: Final = frozenset({State.HOLDING, State.HELD})
_AT_WORK: Final = frozenset(
    {State.STARTING, State.RUNNING, State.COMPLETING, State.RESTARTING, State.RESUMING}
)


@dataclass(slots=True)
class Holding:
    """Follows ownership, held batches and idle ones."""

    plant: Twin
    _owners: object = None
    _allocation: object = None
    _running_since: dict[int, Instant] = field(default_factory=dict)
    _nameless_since: dict[BatchId, Instant] = field(default_factory=dict)
    moved_at: dict[BatchId, Instant] = field(default_factory=dict)

    def owners(self, run: Run) -> list[str]:
        """No unit belongs to two, and the book of owners says what the batches say."""
        if run.owners is self._owners:
            return []
        self._owners = run.owners
        found: list[str] = []
        held: dict[UnitId, BatchId] = {}
        for batch, unit in _units(run):
            if unit in held:
                found.append(f"owner: {unit} belongs to {held[unit]} and {batch}")
            held[unit] = batch
        if run.owners != held:
            wrong = dict(run.owners.items() ^ held.items())
            found.append(f"owner: taken by one book only: {wrong}")
        return found

    def deadlock(self, run: Run) -> list[str]:
        """Nobody stands in a circle of those who wait for each other."""
        if (run.owners, run.queue, run.saggar_queue) == self._allocation:
            return []
        self._allocation = (run.owners, run.queue, run.saggar_queue)
        members = circle(run)
        return [f"deadlock: {'; '.join(members)}"] if members else []

    def held(self, run: Run, excused: set[tuple[UnitId, ServiceName]]) -> list[str]:
        """Every service of a held batch stands still, unless it hears nothing at present."""
        at_work: dict[int, Instant] = {}
        found: list[str] = []
        for batch in run.batches.values():
            if batch.state not in _HOLDS:
                continue
            for each in run.runs_of(batch.batch):
                key = (each.unit, each.service)
                if (
                    key in excused
                    or each.unit in run.taken
                    or self.plant.ticket(*key) != each.ticket
                ):
                    continue
                if self.plant.state(*key) in _AT_WORK:
                    since = self._running_since.get(each.ticket, self.plant.at)
                    at_work[each.ticket] = since
                    if self.plant.at - since > GRACE:
                        found.append(f"held: {each.unit} {each.service} runs on for {batch.batch}")
        self._running_since = at_work
        return found

    def unseen(self) -> None:
        """The link is lost: nobody can be held, and nobody can say that he was."""
        self._running_since.clear()

    def waiting(self, run: Run, now: Instant) -> list[str]:
        """Every batch is at work, or names what it waits for; and of that something ends."""
        open_ = [each for each in run.batches.values() if each.state not in FINAL]
        quiet = [each for each in open_ if now - self.moved_at.get(each.batch, now) > LONGEST]
        waits = {each.batch: waits_of(run, each) for each in quiet}
        found = self._nameless(run, open_, now)
        if quiet and len(quiet) == len(open_) and all(map(self._runs, quiet)):
            return [*found, f"hang: nothing goes on; {_where(quiet)}"]
        excused = ON_A_PERSON | ON_ANOTHER
        return [
            *found,
            *(
                f"hang: {each.batch} does not go on; {_where([each])}"
                for each in quiet
                if self._runs(each) and not any(x.cause in excused for x in waits[each.batch])
            ),
        ]

    def _nameless(self, run: Run, open_: list[BatchRun], now: Instant) -> list[str]:
        """Batches that run and have, for a while, neither a service at work nor a named reason."""
        idle = [each for each in open_ if not (each.tickets or names_a_reason(run, each))]
        self._nameless_since = {
            each.batch: self._nameless_since.get(each.batch, now) for each in idle
        }
        return [
            f"hang: {each.batch} waits for nothing it names; {_where([each])}"
            for each in idle
            if now - self._nameless_since[each.batch] > GRACE
        ]

    def _runs(self, batch: BatchRun) -> bool:
        return batch.state not in {State.HELD, State.IDLE}


def _units(run: Run) -> Iterator[tuple[BatchId, UnitId]]:
    """Each unit that a batch was given and has not given back."""
    for batch in run.batches.values():
        if len(batch.released) == len(batch.units):
            continue
        for role, unit in batch.units.items():
            if role not in batch.released:
                yield batch.batch, unit


def _where(batches: list[BatchRun]) -> str:
    return "; ".join(
        f"{each.batch} {each.state}: "
        + ", ".join(path for path, step in each.steps.items() if step.state is State.RUNNING)
        for each in batches
    )
