"""Which batches need not be asked again: a rule for one batch looks at little of what all share."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter, is_not
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

from lizao.control.candidates import paths_of
from lizao.control.entries import differing
from lizao.control.run import BatchRun, Run, ServiceRun
from lizao.model.identifiers import BatchId, UnitId
from lizao.model.states import FINAL, State

_Queue: TypeAlias = tuple[Any, ...]
_Entries: TypeAlias = Mapping[Any, Any] | _Queue
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
    """A field of the run of which a batch sees its own part, and that of the units it has.

    ``whose`` tells the batch and the unit of an entry from its key and value, ``seen`` what matters
    of it.
    """

    field: str
    whose: Callable[[Any, Any], "_Whose"]
    seen: Callable[[Any], object]


_Whose: TypeAlias = tuple[BatchId | None, UnitId | None]


class _OfBatch(Protocol):
    """What says of which batch it is."""

    @property
    def batch(self) -> BatchId:
        """The batch."""


def _batch_of(_key: object, each: _OfBatch) -> _Whose:
    return each.batch, None


def _batch_first(key: tuple[BatchId, object], _each: object) -> _Whose:
    return key[0], None


def _batch_last(key: tuple[object, BatchId], _each: object) -> _Whose:
    return key[1], None


def _both_of(_key: object, each: ServiceRun) -> _Whose:
    return each.batch, each.unit


def _unit_first(key: tuple[UnitId, object], _each: object) -> _Whose:
    return None, key[0]


def _unit(key: UnitId, _each: object) -> _Whose:
    return None, key


def _all_of_it(each: object) -> object:
    return each


def _that_it_is(_each: object) -> object:
    return True


OWN: Final = (
    Part("queue", _batch_of, _all_of_it),
    Part("saggar_queue", _batch_of, _all_of_it),
    Part("saggar_claims", _batch_first, _that_it_is),
    Part("conditions", _batch_of, _all_of_it),
    Part("questions", _batch_of, _all_of_it),
    Part("rows", _batch_last, _that_it_is),
    Part("runs", _both_of, _all_of_it),
    Part("services", _unit_first, _that_it_is),
    Part("lines", _unit, _all_of_it),
    Part("campaigns", _unit, _all_of_it),
)
"""What belongs to a batch, or to a unit that it has."""
_APART: Final = COUNTED_ON | {"batches", *FOR_LINES, *(each.field for each in OWN)}
_shared = attrgetter(*(each.name for each in fields(Run) if each.name not in _APART))


@dataclass(frozen=True, slots=True)
class Change:
    """What two states of a run differ in: for all, for lines, for some batches and units.

    ``given`` are the units that somebody else has now, or that stand otherwise.
    """

    shared: bool
    for_lines: bool
    batches: set[BatchId]
    units: set[UnitId]
    given: set[UnitId]


def change(before: Run, now: Run) -> Change:
    """What two states of a run differ in; what a unit shows is seen by the batch that has it."""
    fields_of = ((part, getattr(before, part.field), getattr(now, part.field)) for part in OWN)
    parts = [(part, old, new) for part, old, new in fields_of if old is not new]
    whose = {each for part, old, new in parts for each in _differing(part, old, new)}
    units = {unit for _, unit in whose if unit is not None}
    batches = set(differing(before.batches, now.batches))
    batches.update(batch for batch, _ in whose if batch is not None)
    batches.update(now.owners[each] for each in units & now.owners.keys())
    shared = not _same(_shared(before), _shared(now))
    given = {
        *differing(before.owners, now.owners),
        *differing(before.standings, now.standings),
    }
    return Change(shared, bool(given) or counted(before) != counted(now), batches, units, given)


def _differing(part: Part, before: _Entries, now: _Entries) -> Iterator[_Whose]:
    """Whose part is another: whatever was changed, came or went."""
    if isinstance(before, tuple) and isinstance(now, tuple):
        before, now = _apart(before, now)
    old, new = _by_key(before), _by_key(now)
    for key in differing(old, new):
        was, is_ = old.get(key), new.get(key)
        if was is None or is_ is None or part.seen(was) != part.seen(is_):
            yield part.whose(key, was if is_ is None else is_)


def _apart(before: _Queue, now: _Queue) -> tuple[_Queue, _Queue]:
    """What lies between the same at the beginning of two queues and the same at their end."""
    begin = _same_at_first(before, now)
    before, now = before[begin:], now[begin:]
    end = _same_at_first(before[::-1], now[::-1])
    return before[: len(before) - end], now[: len(now) - end]


def _same_at_first(one: _Queue, other: _Queue) -> int:
    others = [*map(is_not, one, other)]
    return others.index(True) if True in others else len(others)


def _by_key(entries: _Entries) -> Mapping[Any, Any]:
    """The entries of a queue stand for themselves."""
    return entries if isinstance(entries, Mapping) else {id(each): each for each in entries}


@dataclass(frozen=True, slots=True)
class Look:
    """What the rules looked at beside a batch when they had nothing to say about it.

    One that ``rests`` sees nothing but itself. ``lines`` are those that would do for a transfer
    that could begin; None where none could. One of them is ``free``, and was not given: whether it
    is follows from what everybody has.
    """

    rests: bool
    lines: frozenset[UnitId] | None
    free: bool = False


def at_rest(batch: BatchRun) -> bool:
    """Whether a batch has ended, or not begun, and holds nothing: only a person goes on with it."""
    still = batch.state in FINAL or (batch.state is State.IDLE and batch.asked is None)
    return still and len(batch.released) == len(batch.units)


def look(run: Run, batch: BatchRun) -> Look:
    """What there is to see of a batch."""
    begun = [
        path
        for path, earlier in batch.procedure.transfers.items()
        if batch.begun(batch.procedure.top_of[path])
        and not batch.begun(path)
        and all(map(batch.done, earlier))
    ]
    lines = frozenset(each.line for path in begun for each in paths_of(run, batch, path))
    if at_rest(batch) or not begun:
        return Look(at_rest(batch), None)
    return Look(rests=False, lines=lines, free=any(map(run.is_free, lines)))


def counted(run: Run) -> object:
    """The saggars of every line, while somebody waits for some."""
    return (run.saggar_claims, run.saggars_out, run.rows) if run.saggar_queue else None


def _same(old: tuple[object, ...], new: tuple[object, ...]) -> bool:
    return all(one is other for one, other in zip(old, new, strict=True))
