"""When it need not be asked again what follows: nothing changed that a decision looks at."""

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Final

from lizao.control.decide import next_deadline
from lizao.control.run import EMPTY_RUN, Run
from lizao.model.instants import HOUR, Instant

UNASKED: Final = frozenset({"reports_read", "contents_kg", "rows"})
"""Fields that change without a decision: ``contents_kg`` is only written into facts, and of
``rows`` it matters who has some inside."""
LOOKS_AGAIN: Final = HOUR
"""However quiet it is, it is asked again after so long."""
_asked = attrgetter(*(each.name for each in fields(Run) if each.name not in UNASKED))


@dataclass(frozen=True, slots=True)
class Quiet:
    """``decide`` said nothing about ``run``, and says nothing about it before ``until``."""

    run: Run
    until: Instant

    def holds_for(self, run: Run, now: Instant) -> bool:
        """Whether ``decide`` says nothing about ``run`` either."""
        if now >= self.until or run.rows.keys() != self.run.rows.keys():
            return False
        return all(old is new for old, new in zip(_asked(self.run), _asked(run), strict=True))


NEVER_ASKED: Final = Quiet(EMPTY_RUN, 0)
"""Of a run about which nobody asked yet."""


def quiet(run: Run, now: Instant) -> Quiet:
    """How long ``run``, about which ``decide`` has nothing more to say at ``now``, stays so."""
    deadline = next_deadline(run)
    latest = now + LOOKS_AGAIN
    return Quiet(run, latest if deadline is None else min(deadline, latest))
