"""What need not be asked again: where nothing changed that a rule looks at, nothing follows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from heapq import heappop, heappush
from operator import attrgetter
from typing import Final

from lizao.control.entries import Picked, put
from lizao.control.looks import Change, Look, change, counted, look
from lizao.control.run import EMPTY_RUN, BatchRun, Run
from lizao.model.identifiers import BatchId
from lizao.model.instants import HOUR, Instant

NUMBERS: Final = frozenset(
    {"shown", "reports_read", "contents_kg", "rows", "saggar_claims", "saggars_out"}
)
"""Fields that change without a decision. ``contents_kg`` is written into facts, and says what is
decided of a unit that is given or given back; whether it is, follows from other fields. Of ``rows``
it matters who has some inside. How many saggars are claimed and out matters while somebody waits
for some."""
LOOKS_AGAIN: Final = HOUR
"""However quiet it is, it is asked again after so long."""
_asked = attrgetter(*(each.name for each in fields(Run) if each.name not in NUMBERS))


@dataclass(frozen=True, slots=True)
class Quiet:
    """``decide`` said nothing about ``run``, and says nothing about it before ``until``."""

    run: Run
    until: Instant
    looks: Mapping[BatchId, Look]

    def holds_for(self, run: Run, now: Instant) -> bool:
        """Whether ``decide`` says nothing about ``run`` either."""
        if now >= self.until or run.rows.keys() != self.run.rows.keys():
            return False
        if counted(run) != counted(self.run):
            return False
        return all(old is new for old, new in zip(_asked(self.run), _asked(run), strict=True))


NEVER_ASKED: Final = Quiet(EMPTY_RUN, 0, {})
"""Of a run about which nobody asked yet."""


def _sees_lines(seen: Look) -> bool:
    return seen.lines is not None


_SEE_LINES: Final[Picked[BatchId, Look]] = Picked(_sees_lines)


class Looks:
    """Which batches have to be asked: of the others nothing has changed that was looked at."""

    def __init__(self, before: Quiet, run: Run, now: Instant) -> None:
        """Begin with what was seen before and looks the same, unless it is too long ago."""
        self._before = before.looks if now < before.until else {}
        self._noted: dict[BatchId, Look] = {}
        known = len(self._before) == len(run.batches)
        self._open = set() if known else set(run.batches).difference(self._before)
        self._opened: list[BatchId] = []
        self._run = before.run
        self.renew(run)

    @property
    def are_of_all(self) -> bool:
        """Whether nothing is to be said about any batch."""
        return not self._open

    @property
    def seen(self) -> Mapping[BatchId, Look]:
        """What there was to see of each batch when it was asked last."""
        return put(self._before, self._noted)

    def in_turn(self, run: Run) -> Iterator[BatchId]:
        """The batches to be asked as they were created, with those that open on the way.

        One that opens after its turn has to wait for the next.
        """
        self._opened = [*self._open]
        waiting: list[tuple[int, BatchId]] = []
        last = -1
        while waiting or self._opened:
            for each in self._opened:
                heappush(waiting, (run.batches[each].number, each))
            self._opened.clear()
            number, batch = heappop(waiting)
            if number > last:
                last = number
                yield batch

    def note(self, run: Run, batch: BatchRun) -> None:
        """Nothing is to be said about ``batch`` of ``run`` any more."""
        self.renew(run)
        self._noted[batch.batch] = look(run, batch)
        self._open.discard(batch.batch)

    def renew(self, run: Run) -> None:
        """Open whatever may look otherwise by now."""
        if run is self._run:
            return
        touched = self._touched(change(self._run, run)) - self._open
        self._open |= touched
        self._opened += touched
        self._run = run

    def _touched(self, changed: Change) -> set[BatchId]:
        """The batches of which the rules may see something else now."""
        if changed.shared:
            known = {**self._before, **self._noted}
            awake = (key for key, each in known.items() if not each.rests)
            return changed.batches.union(awake).intersection(known)
        theirs = changed.units | changed.given
        found = {each for each in changed.batches if self._look(each) is not None}
        for key in (*_SEE_LINES.of(self._before), *self._noted):
            seen = self._look(key)
            if seen is None or seen.lines is None:
                continue
            free = seen.free and changed.for_lines
            if free or not theirs.isdisjoint(seen.lines):
                found.add(key)
        return found

    def _look(self, batch: BatchId) -> Look | None:
        return self._noted.get(batch) or self._before.get(batch)
