"""Which batches need not be asked again: a rule for one batch looks at little of what all share."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

from lizao.control.candidates import paths_of
from lizao.control.run import BatchRun, Run, ServiceRun
from lizao.model.identifiers import BatchId, UnitId
from lizao.model.states import FINAL, State

_Entries: TypeAlias = Mapping[Any, Any] | tuple[Any, ...]
COUNTED_ON: Final = frozenset(
    {
        "shown",
        *("reports_read", "contents_kg", "samples", "charged_kg", "last_ticket"),
        *("questions_asked", "campaigns_opened", "saggars_out"),
    }
)
"""Numbers that rules count on, and what is only written into facts."""
FOR_LINES: Final = ("owners", "standings")
"""What is asked before the line of a transfer is given away."""


class Part(NamedTuple):
    """A field of the run of which a batch sees its own part, by batch or by unit.

    ``whose`` tells the batch or the unit of an entry from its key and value, ``seen`` what matters
    of it.
    """

    field: str
    whose: Callable[[Any, Any], object]
    seen: Callable[[Any], object]
    by_unit: bool = False


class _OfBatch(Protocol):
    """What says of which batch it is."""

    @property
    def batch(self) -> BatchId:
        """The batch."""


def _batch_of(_key: object, each: _OfBatch) -> object:
    return each.batch


def _first(key: tuple[object, object], _each: object) -> object:
    return key[0]


def _last(key: tuple[object, object], _each: object) -> object:
    return key[1]


def _unit_of(_key: object, each: ServiceRun) -> object:
    return each.unit


def _itself(key: object, _each: object) -> object:
    return key


def _all_of_it(each: object) -> object:
    return each


def _that_it_is(_each: object) -> object:
    return True


OWN: Final = (
    Part("queue", _batch_of, _all_of_it),
    Part("saggar_queue", _batch_of, _all_of_it),
    Part("saggar_claims", _first, _that_it_is),
    Part("conditions", _batch_of, _all_of_it),
    Part("questions", _batch_of, _all_of_it),
    Part("rows", _last, _that_it_is),
    Part("runs", _batch_of, _all_of_it),
    Part("runs", _unit_of, _that_it_is, by_unit=True),
    Part("services", _first, _that_it_is, by_unit=True),
    Part("lines", _itself, _all_of_it, by_unit=True),
    Part("campaigns", _itself, _all_of_it, by_unit=True),
)
"""What belongs to a batch, or to a unit that it has."""
_APART: Final = COUNTED_ON | {"batches", *FOR_LINES, *(each.field for each in OWN)}
_shared = attrgetter(*(each.name for each in fields(Run) if each.name not in _APART))
_for_lines = attrgetter(*FOR_LINES)


@dataclass(frozen=True, slots=True)
class Change:
    """What two states of a run differ in: for all, for lines, for some batches and units."""

    shared: bool
    for_lines: bool
    batches: set[object]
    units: set[object]


def change(before: Run, now: Run) -> Change:
    """What two states of a run differ in."""
    batches: set[object] = set()
    units: set[object] = set()
    for part in OWN:
        old, new = getattr(before, part.field), getattr(now, part.field)
        if old is not new:
            (units if part.by_unit else batches).update(_differing(part, old, new))
    old, new = before.batches, now.batches
    batches.update(key for key, each in new.items() if old.get(key) is not each)
    shared, for_lines = not _same(_shared(before), _shared(now)), not _same_for_lines(before, now)
    return Change(shared, for_lines, batches, units)


def _differing(part: Part, before: _Entries, now: _Entries) -> Iterator[object]:
    """Whose part is another: whatever was changed, came or went."""
    old, new = _by_key(before), _by_key(now)
    for key in [key for key, each in new.items() if old.get(key) is not each]:
        was, is_ = old.get(key), new[key]
        if was is None or part.seen(was) != part.seen(is_):
            yield part.whose(key, is_)
    for key in old.keys() - new.keys():
        yield part.whose(key, old[key])


def _by_key(entries: _Entries) -> Mapping[Any, Any]:
    """The entries of a queue stand for themselves."""
    return entries if isinstance(entries, Mapping) else {id(each): each for each in entries}


@dataclass(frozen=True, slots=True)
class Look:
    """What the rules looked at when they had nothing to say about one batch.

    ``units`` are those it has, and the ``lines`` that would do for a transfer that could begin.
    One that ``rests`` sees nothing but itself.
    """

    batch: BatchId
    units: frozenset[UnitId]
    lines: bool
    rests: bool

    def is_touched(self, changed: Change) -> bool:
        """Whether the rules may see something else of the batch now."""
        if self.batch in changed.batches:
            return True
        if self.rests:
            return False
        lines = self.lines and changed.for_lines
        return changed.shared or lines or not changed.units.isdisjoint(self.units)


def at_rest(batch: BatchRun) -> bool:
    """Whether a batch has ended, or not begun, and holds nothing: only a person goes on with it."""
    still = batch.state in FINAL or (batch.state is State.IDLE and batch.asked is None)
    return still and len(batch.released) == len(batch.units)


def look(run: Run, batch: BatchRun) -> Look:
    """What there is to see of a batch."""
    begun = [
        path
        for path in batch.procedure.transfers
        if batch.begun(batch.procedure.top_of[path]) and not batch.begun(path)
    ]
    lines = (each.line for path in begun for each in paths_of(run, batch, path))
    held = (unit for role, unit in batch.units.items() if role not in batch.released)
    units = frozenset((*held, *lines))
    return Look(batch.batch, units, bool(begun), at_rest(batch))


def counted(run: Run) -> object:
    """The saggars of every line, while somebody waits for some."""
    return (run.saggar_claims, run.saggars_out, run.rows) if run.saggar_queue else None


def _same_for_lines(old: Run, new: Run) -> bool:
    return _same(_for_lines(old), _for_lines(new)) and counted(old) == counted(new)


def _same(old: tuple[object, ...], new: tuple[object, ...]) -> bool:
    return all(one is other for one, other in zip(old, new, strict=True))
