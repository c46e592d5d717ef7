"""Which batches need not be asked again: a rule for one batch looks at little of what all share."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias

from lizao.control.candidates import paths_of
from lizao.control.run import BatchRun, Run, ServiceRun
from lizao.control.same import Same
from lizao.model.identifiers import BatchId, UnitId
from lizao.model.states import State

_Groups: TypeAlias = Mapping[Any, tuple[object, ...]]
COUNTED_ON: Final = frozenset(
    {
        *("reports_read", "contents_kg", "samples", "charged_kg", "last_ticket"),
        *("questions_asked", "campaigns_opened", "saggars_out"),
    }
)
"""Numbers that rules count on, and what is only written into facts."""
FOR_LINES: Final = ("owners", "standings")
"""What is asked before the line of a transfer is given away."""


class Part(NamedTuple):
    """A field of the run of which a batch sees its own part, by batch or by unit."""

    field: str
    of: Callable[[Same[Any]], _Groups]
    by_unit: bool = False


@lru_cache(maxsize=8)
def _by_batch(of: Same[Mapping[object, Any]]) -> _Groups:
    return _grouped((each.batch, each) for each in of.it.values())


@lru_cache(maxsize=8)
def _queued(of: Same[tuple[Any, ...]]) -> _Groups:
    return _grouped((each.batch, each) for each in of.it)


@lru_cache(maxsize=8)
def _claims(of: Same[Mapping[tuple[BatchId, object], object]]) -> _Groups:
    return _grouped((batch, step) for batch, step in of.it)


@lru_cache(maxsize=8)
def _rows(of: Same[Mapping[tuple[UnitId, BatchId], int]]) -> _Groups:
    return _grouped((batch, unit) for unit, batch in of.it)


@lru_cache(maxsize=8)
def _busy(of: Same[Mapping[tuple[UnitId, str], Any]]) -> _Groups:
    not_idle = (key for key, view in of.it.items() if view.state is not State.IDLE)
    return _grouped(not_idle)


@lru_cache(maxsize=8)
def _open(of: Same[Mapping[int, ServiceRun]]) -> _Groups:
    return _grouped((each.unit, each.service) for each in of.it.values())


@lru_cache(maxsize=8)
def _of_unit(of: Same[Mapping[UnitId, object]]) -> _Groups:
    return _grouped(of.it.items())


def _grouped(pairs: Iterable[tuple[object, object]]) -> _Groups:
    found: dict[object, tuple[object, ...]] = {}
    for key, each in pairs:
        found[key] = (*found.get(key, ()), each)
    return found


OWN: Final = (
    Part("queue", _queued),
    Part("saggar_queue", _queued),
    Part("saggar_claims", _claims),
    Part("conditions", _by_batch),
    Part("questions", _by_batch),
    Part("rows", _rows),
    Part("services", _busy, by_unit=True),
    Part("runs", _open, by_unit=True),
    Part("lines", _of_unit, by_unit=True),
    Part("campaigns", _of_unit, by_unit=True),
)
"""What belongs to a batch, or to a unit that it has; of claims and rows, whether there are some."""
_APART: Final = COUNTED_ON | {"batches", *FOR_LINES, *(each.field for each in OWN)}
_shared = attrgetter(*(each.name for each in fields(Run) if each.name not in _APART))
_for_lines = attrgetter(*FOR_LINES)


@dataclass(frozen=True, slots=True)
class Change:
    """What two states of a run differ in: for all batches, for lines, for some batches and units.

    Of the batches themselves it does not speak.
    """

    shared: bool
    for_lines: bool
    batches: frozenset[object]
    units: frozenset[object]


@lru_cache(maxsize=64)
def change(old: Same[Run], new: Same[Run]) -> Change:
    """What two states of a run differ in."""
    before, now = old.it, new.it
    parts = [each for each in OWN if getattr(before, each.field) is not getattr(now, each.field)]
    runs = before.runs if before.runs is not now.runs else {}
    of_runs = (each.batch for ticket, each in runs.items() if now.runs.get(ticket) is not each)
    of_parts = (_differing(each, before, now) for each in parts if not each.by_unit)
    return Change(
        not _same(_shared(before), _shared(now)),
        not _same_for_lines(before, now),
        frozenset().union(of_runs, *of_parts),
        frozenset().union(*(_differing(each, before, now) for each in parts if each.by_unit)),
    )


def _differing(part: Part, old: Run, new: Run) -> set[object]:
    """The batches or units whose own part is another."""
    before = part.of(Same(getattr(old, part.field)))
    now = part.of(Same(getattr(new, part.field)))
    return {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}


@dataclass(frozen=True, slots=True)
class Look:
    """What the rules looked at when they had nothing to say about one batch.

    ``units`` are those it has had, and the ``lines`` that would do for a transfer that could begin.
    """

    batch: BatchRun
    units: frozenset[UnitId]
    lines: bool

    def holds_for(self, old: Run, run: Run, batch: BatchRun) -> bool:
        """Whether they see the same of ``batch`` in ``run`` as in ``old``."""
        if batch is not self.batch:
            return False
        if old is run:
            return True
        changed = change(Same(old), Same(run))
        return not (
            changed.shared
            or (self.lines and changed.for_lines)
            or batch.batch in changed.batches
            or not changed.units.isdisjoint(self.units)
        )


def look(run: Run, batch: BatchRun) -> Look:
    """What there is to see of a batch."""
    begun = [
        path
        for path in batch.procedure.transfers
        if batch.begun(batch.procedure.top_of[path]) and not batch.begun(path)
    ]
    lines = (each.line for path in begun for each in paths_of(run, batch, path))
    return Look(batch, frozenset((*batch.units.values(), *lines)), bool(begun))


def counted(run: Run) -> object:
    """The saggars of every line, while somebody waits for some."""
    return (run.saggar_claims, run.saggars_out, run.rows) if run.saggar_queue else None


def _same_for_lines(old: Run, new: Run) -> bool:
    return _same(_for_lines(old), _for_lines(new)) and counted(old) == counted(new)


def _same(old: tuple[object, ...], new: tuple[object, ...]) -> bool:
    return all(one is other for one, other in zip(old, new, strict=True))
