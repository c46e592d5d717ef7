"""No deadlock over units: a unit is given away only if every batch can still come to its end.

The banker's rule, with what each batch holds, what its recipe may still ask for, the lines that its
transfers still need, and the saggars that its rows will fill. A unit that is out of use comes back,
so it counts as free; so do the saggars of rows that were filled.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from operator import or_
from typing import TypeAlias

from lizao.control.candidates import fitting, lines_for
from lizao.control.run import BatchRun, Claim, Run, UnitRequest
from lizao.control.saggars import (
    Need,
    can_be_had,
    claims_of,
    needs_of,
    set_aside,
    unclaimed,
)
from lizao.control.same import Alike, Same, as_given
from lizao.model.equipment import Plant, Unit
from lizao.model.identifiers import BatchId, PoolId, Role, UnitId
from lizao.model.states import FINAL

Units: TypeAlias = int
"""Units of a plant, each a bit of a number: the rule asks very often who has some in common."""


@dataclass(frozen=True, slots=True)
class _Account:
    """What a batch holds and may still ask for.

    ``wanted`` has, for each unit to come, those that would do; it needs one of its own of each.
    ``lines`` has, for each transfer to come, the lines that would do; it needs one at a time.
    ``claimed`` are the saggars set aside for it, ``saggars`` what it has still to claim, one feed
    at a time.
    """

    batch: BatchId
    held: Units
    wanted: "Wanted"
    lines: frozenset[Units]
    claimed: Mapping[PoolId, int]
    saggars: tuple[Need, ...]

    def can_end(self, free: Units, pools: Mapping[PoolId, int]) -> bool:
        """Whether the batch can come to its end with what is free and its own."""
        reached = free | self.held
        for each in self.lines:
            if not each & reached:
                return False
        return self.wanted.can_be_had(free) and can_be_had(self.saggars, pools, self.claimed)

    def lacking(self, free: Units) -> Units:
        """The units of which some have to come back before it can end."""
        lines = (each for each in self.lines if not each & (free | self.held))
        return reduce(or_, lines, self.wanted.lacking(free))


def is_safe(run: Run, request: UnitRequest, unit: UnitId) -> bool:
    """Whether the request can be given ``unit`` and nobody is kept from his end by it."""
    return not blocked_by(run, request.batch, request.role, unit)


def blocked_by(run: Run, batch: BatchId, role: Role, unit: UnitId) -> tuple[BatchId, ...]:
    """The batches that could not end any more if ``batch`` were given ``unit`` for a role."""
    free = _coming_back(run) & ~_together(run, (unit,))
    return _never_ending(run, _granted(run, run.batches[batch], role, unit), free, unclaimed(run))


def blocked_by_claim(run: Run, claim: Claim) -> tuple[BatchId, ...]:
    """The batches that could not end any more if the saggars of ``claim`` were set aside."""
    claims = {**run.saggar_claims, (claim.batch, claim.step): claim}
    run = replace(run, saggar_claims=claims)
    granted = _account(run, run.batches[claim.batch])
    return _never_ending(run, granted, _coming_back(run), unclaimed(run))


def _never_ending(
    run: Run, granted: _Account, free: Units, pools: dict[PoolId, int]
) -> tuple[BatchId, ...]:
    """Let one after the other end that can, and give back what it has; who is left cannot.

    None where the one that was granted something can end: it then gives back more than it had
    before, so whoever could end without the grant still can.
    """
    waiting, in_vain = deque(_others(run, granted, free)), 0
    while in_vain or not granted.can_end(free, pools):
        if in_vain == len(waiting):
            left = {each.batch for each in waiting}
            return (granted.batch, *(each for each in run.batches if each in left))
        account = _account(run, waiting[0])
        if account.can_end(free, pools):
            waiting.popleft()
            in_vain = 0
            free |= account.held
            for pool, saggars in account.claimed.items():
                pools[pool] += saggars
        else:
            waiting.rotate(-1)
            in_vain += 1
    return ()


def _others(run: Run, granted: _Account, free: Units) -> list[BatchRun]:
    """Who else holds something; first who holds what the one that was granted something lacks."""
    lacking, bits = granted.lacking(free), _bits_of(run)
    first = {owner for unit, owner in run.owners.items() if bits[unit] & lacking}
    holding = {
        key: each
        for key, each in run.batches.items()
        if _holds(each) and each.state not in FINAL and key != granted.batch
    }
    return [holding.pop(key) for key in run.batches if key in first and key in holding] + [
        *holding.values()
    ]


def _coming_back(run: Run) -> Units:
    """The units that nobody has, or only a batch that has ended and waits for its rows."""
    ended = {key for key, each in run.batches.items() if each.state in FINAL}
    going = (unit for unit, owner in run.owners.items() if owner not in ended)
    return _every(run) & ~_together(run, going)


def _every(run: Run) -> Units:
    assert run.plant is not None, "a batch is made on a plant"
    return (1 << len(run.plant.units)) - 1


def _together(run: Run, units: Iterable[UnitId]) -> Units:
    return reduce(or_, map(_bits_of(run).__getitem__, units), 0)


def _bits_of(run: Run) -> Mapping[UnitId, Units]:
    assert run.plant is not None, "a batch is made on a plant"
    return _bits(Same(run.plant))


@lru_cache(maxsize=8)
def _bits(plant: Same[Plant]) -> Mapping[UnitId, Units]:
    return {each.id: 1 << place for place, each in enumerate(plant.it.units)}


def could_end_alone(run: Run, batch: BatchRun) -> bool:
    """Whether the plant has all that a batch asks for, if it had it for itself."""
    alone = replace(run, saggar_claims={})
    return _account(alone, batch).can_end(_every(run), unclaimed(alone))


class Wanted:
    """Units to come: for each, those that would do."""

    def __init__(self, wanted: Sequence[Units]) -> None:
        """Count once who asks for the same."""
        self._wanted = wanted
        self._counts = tuple(Counter(wanted).items())
        sizes = sum(each.bit_count() for each, _ in self._counts)
        self._apart = sizes == reduce(or_, wanted, 0).bit_count()

    def lacking(self, free: Units) -> Units:
        """Those that would do where too few of them are free."""
        short = (each for each, count in self._counts if (each & free).bit_count() < count)
        return reduce(or_, short, 0)

    def can_be_had(self, free: Units) -> bool:
        """Whether every one can have a free unit of its own."""
        for each, count in self._counts:
            if (each & free).bit_count() < count:
                return False
        return self._apart or self._can_be_shared_out(free)

    def _can_be_shared_out(self, free: Units) -> bool:
        """Whether nobody is left over where one unit would do for several."""
        taken: dict[Units, int] = {}

        def place(number: int, tried: set[Units]) -> bool:
            for unit in _one_by_one(self._wanted[number] & free):
                if unit not in tried:
                    tried.add(unit)
                    if unit not in taken or place(taken[unit], tried):
                        taken[unit] = number
                        return True
            return False

        return all(place(number, set()) for number in range(len(self._wanted)))


def _one_by_one(units: Units) -> Iterator[Units]:
    while units:
        lowest = units & -units
        yield lowest
        units ^= lowest


def _holds(batch: BatchRun) -> bool:
    return len(batch.units) > len(batch.released)


def _granted(run: Run, batch: BatchRun, role: Role, unit: UnitId) -> _Account:
    """The account of a batch, once it were given a unit."""
    units, released = {**batch.units, role: unit}, batch.released - {role}
    return _account(run, replace(batch, units=units, released=released))


def _account(run: Run, batch: BatchRun) -> _Account:
    assert run.plant is not None, "a batch is made on a plant"
    return _account_of(Same(run.plant), Same(batch), claims_of(run, batch.batch))


@lru_cache(maxsize=1024)
def _account_of(plant: Same[Plant], known: Same[BatchRun], claims: tuple[Claim, ...]) -> _Account:
    batch = known.it
    begun = tuple(map(batch.begun, batch.procedure.tops))
    done = tuple(map(batch.done, (*batch.procedure.transfers, *batch.procedure.tops)))
    held, wanted, lines = _units_of(plant, as_given(batch, begun, done))
    needs = needs_of(plant.it, batch, claims)
    return _Account(batch.batch, held, wanted, lines, set_aside(plant.it, claims), needs)


@lru_cache(maxsize=1024)
def _units_of(plant: Same[Plant], given: Alike[BatchRun]) -> tuple[Units, Wanted, frozenset[Units]]:
    """The units that a batch holds, those that would do for each to come, and the lines."""
    run, batch = Run(plant.it), given.it
    held = {role: unit for role, unit in batch.units.items() if role not in batch.released}
    wanted = tuple(
        _would_do(plant, Same(fitting(run, batch, role)))
        for role in dict.fromkeys(_to_come(batch))
        if role not in held
    )
    return _together(run, held.values()), Wanted(wanted), frozenset(_lines_to_come(plant, batch))


def _to_come(batch: BatchRun) -> Iterator[Role]:
    """The roles of the unit procedures that have not started."""
    for top in batch.procedure.tops:
        if not batch.begun(top):
            yield from batch.procedure.needs[top]


def _lines_to_come(plant: Same[Plant], batch: BatchRun) -> Iterator[Units]:
    """For each transfer that is not complete, the lines that would do, where there are any."""
    run = Run(plant.it)
    for path in batch.procedure.transfers:
        if not batch.done(path) and not batch.done(batch.procedure.top_of[path]):
            lines = _lines(plant, Same(lines_for(run, batch, path)))
            if lines:
                yield lines


@lru_cache(maxsize=4096)
def _would_do(plant: Same[Plant], units: Same[tuple[Unit, ...]]) -> Units:
    return _together(Run(plant.it), (each.id for each in units.it))


@lru_cache(maxsize=4096)
def _lines(plant: Same[Plant], lines: Same[frozenset[UnitId]]) -> Units:
    return _together(Run(plant.it), lines.it)
