"""Pools of saggars: how many a feed needs, how many are claimed, how many lie free.

Rows leave a kiln whatever the batches do, and their saggars come back; so only what is claimed and
not filled yet keeps anybody waiting for a batch.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from lizao.control.candidates import fitting
from lizao.control.procedure import Procedure
from lizao.control.run import BatchRun, Claim, Run
from lizao.control.same import Same
from lizao.control.services import parameters_of
from lizao.model.equipment import LOAD, Plant, Saggars
from lizao.model.identifiers import BatchId, PoolId, Role, ServiceName, StepPath, UnitId
from lizao.model.recipe import ControlRecipe, Work

Claims: TypeAlias = Mapping[tuple[BatchId, StepPath], Claim]
"""What is claimed, by batch and by the phase that fills it."""


class Need(NamedTuple):
    """So many saggars, of one of these pools, for the rows that a step fills."""

    step: StepPath
    saggars: int
    pools: frozenset[PoolId]


def saggars_of(run: Run, unit: UnitId | None) -> Saggars | None:
    """The saggars in which a unit carries its rows, if it does."""
    found = run.plant.unit(unit) if run.plant and unit is not None else None
    return None if found is None else found.saggars


def filled_by(batch: BatchRun, path: StepPath, saggars: Saggars | None) -> bool:
    """Whether a phase fills rows."""
    action = batch.procedure.action_of(path)
    filling = saggars is not None and action.service == saggars.filled_by
    return filling and action.work is Work.SERVICE


def needed(batch: BatchRun, path: StepPath, saggars: Saggars) -> int:
    """What a phase claims: saggars for all that may come, at most the whole pool."""
    settings = batch.procedure.action_of(path).settings
    told = parameters_of(batch, settings).get(LOAD)
    load_kg = told if isinstance(told, float | int) else saggars.load_kg
    rows = max(1, math.ceil(batch.dry_kg / (load_kg * saggars.per_row)))
    return min(rows * saggars.per_row, saggars.count)


def free_now(run: Run, pool: PoolId) -> int:
    """How many saggars of a pool stand ready to be filled."""
    lines = run.plant.pools[pool] if run.plant else ()
    inside: dict[UnitId, int] = {}
    for (unit, _), rows in run.rows.items():
        inside[unit] = inside.get(unit, 0) + rows
    free = -run.saggars_out.get(pool, 0)
    for line in lines:
        own = line.saggars
        assert own is not None, "a pool is that of its lines"
        in_rows = inside.get(line.id, 0) * own.per_row
        free += in_rows - max(in_rows, own.standing)
    return free + _count(run, pool)


def claimed(run: Run, pool: PoolId) -> Iterator[Claim]:
    """What of a pool is set aside and not filled yet."""
    for each in run.saggar_claims.values():
        own = saggars_of(run, each.unit)
        if own is not None and own.pool == pool:
            yield each


def unclaimed(run: Run) -> dict[PoolId, int]:
    """What of each pool nobody has claimed, were all rows back."""
    return {} if run.plant is None else dict(_unclaimed(Same(run.plant), Same(run.saggar_claims)))


@lru_cache(maxsize=16)
def _unclaimed(plant: Same[Plant], claims: Same[Claims]) -> Mapping[PoolId, int]:
    run = Run(plant.it)
    free = {pool: _count(run, pool) for pool in plant.it.pools}
    for pool, saggars in set_aside(plant.it, claims.it.values()).items():
        free[pool] -= saggars
    return free


def claims_of(run: Run, batch: BatchId) -> tuple[Claim, ...]:
    """What is claimed for a batch and not filled yet."""
    return _by_batch(Same(run.saggar_claims)).get(batch, ())


@lru_cache(maxsize=16)
def _by_batch(claims: Same[Claims]) -> Mapping[BatchId, tuple[Claim, ...]]:
    found: dict[BatchId, tuple[Claim, ...]] = {}
    for each in claims.it.values():
        found[each.batch] = (*found.get(each.batch, ()), each)
    return found


def set_aside(plant: Plant, claims: Iterable[Claim]) -> Mapping[PoolId, int]:
    """How many saggars of each pool are claimed."""
    found: dict[PoolId, int] = {}
    for each in claims:
        own = saggars_of(Run(plant), each.unit)
        if own is not None:
            found[own.pool] = found.get(own.pool, 0) + each.saggars
    return found


def fits(run: Run, request: Claim, saggars: Saggars) -> bool:
    """Whether a pool has saggars for the first row now, and for all rows once others are back."""
    first_row = min(request.saggars, saggars.per_row)
    enough = unclaimed(run)[saggars.pool] >= request.saggars
    return enough and free_now(run, saggars.pool) >= first_row


def needs_of(
    plant: Plant, batch: BatchRun, claims: Sequence[Claim], within: StepPath | None = None
) -> tuple[Need, ...]:
    """What a batch that has some ``claims`` has still to claim, phase by phase.

    ``within`` one unit procedure, or in all.
    """
    steps = {each.step for each in claims}
    top_of = batch.procedure.top_of
    return tuple(
        each
        for each in _needs_of(Same(plant), Same(batch))
        if each.step not in steps and within in {None, top_of[each.step]}
    )


@lru_cache(maxsize=1024)
def _needs_of(plant: Same[Plant], batch: Same[BatchRun]) -> tuple[Need, ...]:
    """What a batch needs for all feeds that are not complete, whether it has claimed it or not."""
    return tuple(_needs(plant.it, batch.it))


def _needs(plant: Plant, batch: BatchRun) -> Iterator[Need]:
    found = (
        _need(plant, batch, role, path)
        for role, path in _feeds(Same(plant), Same(batch.recipe), Same(batch.procedure))
        if not batch.done(path) and not batch.done(batch.procedure.top_of[path])
    )
    return (each for each in found if each.pools)


def _need(plant: Plant, batch: BatchRun, role: Role, path: StepPath) -> Need:
    filled = [each for each in _lines(plant, batch, role) if filled_by(batch, path, each)]
    most = max((needed(batch, path, each) for each in filled), default=0)
    return Need(path, most, frozenset(each.pool for each in filled))


@lru_cache(maxsize=1024)
def _feeds(
    plant: Same[Plant], recipe: Same[ControlRecipe], procedure: Same[Procedure]
) -> tuple[tuple[Role, StepPath], ...]:
    """The phases of a recipe that may fill rows of a line, each with the role of the line."""
    return tuple(
        (role, path)
        for top in procedure.it.tops
        if (role := procedure.it.elements[top].role) is not None
        for path in procedure.it.phases_on.get(role, ())
        if procedure.it.top_of[path] == top
        and procedure.it.action_of(path).work is Work.SERVICE
        and procedure.it.action_of(path).service in _filling(plant, recipe.it.roles[role])
    )


def _lines(plant: Plant, batch: BatchRun, role: Role) -> Sequence[Saggars]:
    """The saggars of the line that a batch has for a role, or of those that it may be given."""
    unit = None if role in batch.released else batch.units.get(role)
    lines = fitting(Run(plant), batch, role) if unit is None else (plant.unit(unit),)
    return [each.saggars for each in lines if each is not None and each.saggars is not None]


@lru_cache(maxsize=256)
def _filling(plant: Same[Plant], unit_class: str) -> frozenset[ServiceName]:
    """The services by which lines of a class fill rows."""
    own = (each.saggars for each in plant.it.of_class(unit_class))
    return frozenset(each.filled_by for each in own if each is not None)


def can_be_had(
    needs: Sequence[Need], pools: Mapping[PoolId, int], own: Mapping[PoolId, int]
) -> bool:
    """Whether a batch can have all it needs, one after the other: its own claims come to an end."""
    return all(
        any(pools[pool] + own.get(pool, 0) >= each.saggars for pool in each.pools) for each in needs
    )


def _count(run: Run, pool: PoolId) -> int:
    own = run.plant.pools[pool][0].saggars if run.plant else None
    return 0 if own is None else own.count
