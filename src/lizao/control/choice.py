"""Which free unit a batch is given: the one it prefers, else by the rule of its role or class."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias

from lizao.control.campaigns import COOL, settings_of
from lizao.control.run import BatchRun, Run
from lizao.model.equipment import Choice, Unit
from lizao.model.identifiers import Role
from lizao.model.recipe import Work

_Rank: TypeAlias = tuple[int, ...]


def ranked(run: Run, batch: BatchRun, role: Role, free: Sequence[Unit]) -> list[Unit]:
    """The free units, the best one first; of equals the first in the plant file."""
    demand = batch.recipe.demand(role)

    def rank(unit: Unit) -> _Rank:
        rule = _RULES[demand.choose or unit.choose]
        return (int(unit.id != demand.prefer), *rule(run, batch, role, unit))

    return sorted(free, key=rank)


def _first(_run: Run, _batch: BatchRun, _role: Role, _unit: Unit) -> _Rank:
    return ()


def _idle(run: Run, _batch: BatchRun, _role: Role, unit: Unit) -> _Rank:
    return (run.standing(unit.id).used_until,)


def _changeover(run: Run, batch: BatchRun, role: Role, unit: Unit) -> _Rank:
    """How many settings change, whether the line must be heated, whether the product changes."""
    campaign = run.campaigns.get(unit.id)
    there = campaign.settings if campaign else {}
    wanted = {
        name: value
        for phase in batch.procedure.phases_on.get(role, ())
        if batch.procedure.action_of(phase).work is Work.CAMPAIGN
        for name, value in settings_of(batch, phase).items()
    }
    changes = sum(there.get(name) != value for name, value in wanted.items())
    product = run.standing(unit.id).product
    other = product is not None and product != batch.recipe.product
    return (changes, int(run.lines.get(unit.id) in COOL), int(other))


_RULES: Final[Mapping[Choice, Callable[[Run, BatchRun, Role, Unit], _Rank]]] = MappingProxyType(
    {
        Choice.FIRST_AVAILABLE: _first,
        Choice.LONGEST_IDLE: _idle,
        Choice.LEAST_CHANGEOVER: _changeover,
    }
)
