"""What need not be asked again: where nothing changed that a rule looks at, nothing follows."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, Final, TypeAlias

from lizao.control.run import EMPTY_RUN, BatchRun, Run, ServiceRun
from lizao.model.identifiers import BatchId
from lizao.model.instants import HOUR, Instant
from lizao.model.states import State

NUMBERS: Final = frozenset({"reports_read", "contents_kg", "rows", "saggar_claims", "saggars_out"})
"""Fields that change without a decision. ``contents_kg`` is written into facts, and says what is
decided of a unit that is given or given back; whether it is, follows from other fields. Of ``rows``
it matters who has some inside. How many saggars are claimed and out matters while somebody waits
for some."""
ONE_BY_ONE: Final = frozenset(
    {
        "batches",
        "runs",
        "services",
        "samples",
        "charged_kg",
        "last_ticket",
        "questions_asked",
        "campaigns_opened",
    }
)
"""A rule for one batch looks at its own batch and runs, and at which services are free; the
numbers are only counted on."""
LOOKS_AGAIN: Final = HOUR
"""However quiet it is, it is asked again after so long."""
_names = [each.name for each in fields(Run) if each.name not in NUMBERS]
_asked = attrgetter(*_names)
_shared = attrgetter(*(each for each in _names if each not in ONE_BY_ONE))
_Fields: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What the rules saw of a run when they had nothing to say about one batch of it."""

    shared: "Shared"
    batch: BatchRun
    runs: tuple[ServiceRun, ...]

    def holds_for(self, shared: "Shared", run: Run, batch: BatchRun) -> bool:
        """Whether they see the same of ``batch`` in ``run``."""
        if batch is not self.batch or not shared.same_as(self.shared):
            return False
        return all(old is run.runs.get(old.ticket) for old in self.runs)


@dataclass(frozen=True, slots=True)
class Shared:
    """What every batch sees of a run; ``busy`` are services that are not free.

    ``counted`` is what is counted while somebody waits for it.
    """

    run: Run
    fields: _Fields
    inside: frozenset[object]
    busy: frozenset[object]
    counted: object

    def same_as(self, other: "Shared") -> bool:
        """Whether a batch sees the same of both."""
        if self is other:
            return True
        same = all(old is new for old, new in zip(other.fields, self.fields, strict=True))
        return (
            same
            and self.inside == other.inside
            and self.busy == other.busy
            and self.counted == other.counted
        )


def shared_of(run: Run) -> Shared:
    """What every batch sees of ``run``."""
    busy = {key for key, view in run.services.items() if view.state is not State.IDLE}
    busy.update((each.unit, each.service) for each in run.runs.values())
    return Shared(run, _shared(run), frozenset(run.rows), frozenset(busy), _counted(run))


def _counted(run: Run) -> object:
    """The saggars of every line, while somebody waits for some."""
    return (run.saggar_claims, run.saggars_out, run.rows) if run.saggar_queue else None


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
        if _counted(run) != _counted(self.run):
            return False
        return all(old is new for old, new in zip(_asked(self.run), _asked(run), strict=True))


NEVER_ASKED: Final = Quiet(EMPTY_RUN, 0, {})
"""Of a run about which nobody asked yet."""


class Looks:
    """Which batches were looked at in vain, and what was seen of them."""

    def __init__(self, before: Quiet, now: Instant) -> None:
        """Begin with what was seen before, unless it is too long ago."""
        self.seen = dict(before.looks) if now < before.until else {}
        self._shared = shared_of(EMPTY_RUN)

    def in_vain(self, run: Run, batch: BatchRun) -> bool:
        """Whether nothing changed since nothing was to be said about ``batch``."""
        last = self.seen.get(batch.batch)
        return last is not None and last.holds_for(self._of(run), run, batch)

    def note(self, run: Run, batch: BatchRun) -> None:
        """Nothing is to be said about ``batch`` of ``run``."""
        self.seen[batch.batch] = Look(self._of(run), batch, run.runs_of(batch.batch))

    def _of(self, run: Run) -> Shared:
        if self._shared.run is not run:
            self._shared = shared_of(run)
        return self._shared
