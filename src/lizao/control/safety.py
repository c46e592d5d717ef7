"""No deadlock over units: a unit is given away only if every batch can still come to its end.

The banker's rule, with what each batch holds, what its recipe may still ask for, the lines that its
transfers still need, and the saggars that its rows will fill. A unit that is out of use comes back,
so it counts as free; so do the saggars of rows that were filled.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from lizao.control.candidates import fitting, lines_for
from lizao.control.run import BatchRun, Claim, Run, UnitRequest
from lizao.control.saggars import Need, can_be_had, claimed_by, needs_of, unclaimed
from lizao.control.same import Same
from lizao.model.equipment import Plant
from lizao.model.identifiers import BatchId, PoolId, Role, UnitId
from lizao.model.states import FINAL

Units: TypeAlias = frozenset[UnitId]


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
    wanted: tuple[Units, ...]
    lines: frozenset[Units]
    claimed: Mapping[PoolId, int]
    saggars: tuple[Need, ...]

    def can_end(self, free: Set[UnitId], pools: Mapping[PoolId, int]) -> bool:
        """Whether the batch can come to its end with what is free and its own."""
        return (
            all(each & free or each & self.held for each in self.lines)
            and each_has_one(self.wanted, free)
            and can_be_had(self.saggars, pools, self.claimed)
        )


def is_safe(run: Run, request: UnitRequest, unit: UnitId) -> bool:
    """Whether all batches can end, one after the other, once the request is given ``unit``."""
    return not blocked_by(run, request.batch, request.role, unit)


def blocked_by(run: Run, batch: BatchId, role: Role, unit: UnitId) -> tuple[BatchId, ...]:
    """The batches that could not end any more if ``batch`` were given ``unit`` for a role."""
    free = _coming_back(run) - {unit}
    accounts = [
        _account(run, each, {role: unit} if each.batch == batch else {})
        for each in run.batches.values()
        if each.state not in FINAL and (each.batch == batch or _holds(each))
    ]
    return _never_ending(accounts, free, unclaimed(run))


def blocked_by_claim(run: Run, claim: Claim) -> tuple[BatchId, ...]:
    """The batches that could not end any more if the saggars of ``claim`` were set aside."""
    claims = {**run.saggar_claims, (claim.batch, claim.step): claim}
    run = replace(run, saggar_claims=claims)
    accounts = [
        _account(run, each, {})
        for each in run.batches.values()
        if each.state not in FINAL and _holds(each)
    ]
    return _never_ending(accounts, _coming_back(run), unclaimed(run))


def _never_ending(
    accounts: list[_Account], free: set[UnitId], pools: dict[PoolId, int]
) -> tuple[BatchId, ...]:
    """Let one after the other end that can, and give back what it has; who is left cannot."""
    while accounts:
        ending = [each for each in accounts if each.can_end(free, pools)]
        if not ending:
            break
        free.update(unit for each in ending for unit in each.held)
        for pool, saggars in (more for each in ending for more in each.claimed.items()):
            pools[pool] += saggars
        accounts = [each for each in accounts if each not in ending]
    return tuple(each.batch for each in accounts)


def _coming_back(run: Run) -> set[UnitId]:
    """The units that nobody has, or only a batch that has ended and waits for its rows."""
    going = {unit for unit, owner in run.owners.items() if run.batches[owner].state not in FINAL}
    units = run.plant.units if run.plant else ()
    return {each.id for each in units if each.id not in going}


def could_end_alone(run: Run, batch: BatchRun) -> bool:
    """Whether the plant has all that a batch asks for, if it had it for itself."""
    units = run.plant.units if run.plant else ()
    alone = replace(run, saggar_claims={})
    return _account(alone, batch, {}).can_end({each.id for each in units}, unclaimed(alone))


def each_has_one(wanted: Sequence[Units], free: Set[UnitId]) -> bool:
    """Whether every one of ``wanted`` can have a free unit of its own."""
    counts = Counter(wanted)
    if sum(map(len, counts)) == len(frozenset().union(*counts)):
        return all(len(each & free) >= count for each, count in counts.items())
    taken: dict[UnitId, int] = {}

    def place(number: int, tried: set[UnitId]) -> bool:
        for unit in wanted[number] & free:
            if unit not in tried:
                tried.add(unit)
                if unit not in taken or place(taken[unit], tried):
                    taken[unit] = number
                    return True
        return False

    return all(place(number, set()) for number in range(len(wanted)))


def _holds(batch: BatchRun) -> bool:
    return len(batch.units) > len(batch.released)


def _account(run: Run, batch: BatchRun, granted: dict[Role, UnitId]) -> _Account:
    if granted:
        units, released = {**batch.units, **granted}, batch.released - frozenset(granted)
        batch = replace(batch, units=units, released=released)
    assert run.plant is not None, "a batch is made on a plant"
    held, wanted, lines = _units_of(Same(run.plant), Same(batch))
    claims = claimed_by(run, batch.batch)
    return _Account(batch.batch, held, wanted, lines, claims, needs_of(run, batch))


@lru_cache(maxsize=1024)
def _units_of(
    plant: Same[Plant], batch: Same[BatchRun]
) -> tuple[Units, tuple[Units, ...], frozenset[Units]]:
    """The units that a batch holds, those that would do for each to come, and the lines."""
    run, each = Run(plant.it), batch.it
    held = {role: unit for role, unit in each.units.items() if role not in each.released}
    wanted = tuple(
        frozenset(unit.id for unit in fitting(run, each, role))
        for role in dict.fromkeys(_to_come(each))
        if role not in held
    )
    return frozenset(held.values()), wanted, frozenset(_lines_to_come(run, each))


def _to_come(batch: BatchRun) -> Iterator[Role]:
    """The roles of the unit procedures that have not started."""
    for top in batch.procedure.tops:
        if not batch.begun(top):
            yield from batch.procedure.needs[top]


def _lines_to_come(run: Run, batch: BatchRun) -> Iterator[Units]:
    """For each transfer that is not complete, the lines that would do, where there are any."""
    for path in batch.procedure.transfers:
        if not batch.done(path) and not batch.done(batch.procedure.top_of[path]):
            lines = frozenset(lines_for(run, batch, path))
            if lines:
                yield lines
