"""What need not be asked again: where nothing changed that a rule looks at, nothing follows."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Final

from lizao.control.looks import Look, change, counted, look, touched
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


class Looks:
    """Which batches were looked at in vain, and what was seen of them: nothing changed since."""

    def __init__(self, before: Quiet, run: Run, now: Instant) -> None:
        """Begin with what was seen before and looks the same, unless it is too long ago."""
        self.seen = dict(before.looks) if now < before.until else {}
        self._run = before.run
        self.renew(run)

    def are_of_all(self, run: Run) -> bool:
        """Whether nothing is to be said about any batch."""
        return run.batches.keys() <= self.seen.keys()

    def note(self, run: Run, batch: BatchRun) -> None:
        """Nothing is to be said about ``batch`` of ``run`` any more."""
        self.renew(run)
        self.seen[batch.batch] = look(run, batch)

    def renew(self, run: Run) -> None:
        """Forget whatever may look otherwise by now."""
        if run is self._run:
            return
        for batch in touched(self.seen, change(self._run, run)):
            del self.seen[batch]
        self._run = run
