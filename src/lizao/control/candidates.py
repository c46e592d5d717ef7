"""Which units would do: for a role of a batch, and as the line of a transfer."""

from functools import lru_cache
from typing import Final

from lizao.control.network import lines_between, pipes_of
from lizao.control.piping import piped
from lizao.control.run import BatchRun, Run
from lizao.control.same import Alike, Same, as_given
from lizao.model.equipment import Plant, Transfer, Unit
from lizao.model.identifiers import Role, StepPath, UnitId

_NONE: Final[frozenset[UnitId]] = frozenset()


def line_role(path: StepPath) -> Role:
    """The role under which a transfer phase holds its line."""
    return Role(path)


def fitting(run: Run, batch: BatchRun, role: Role) -> tuple[Unit, ...]:
    """The units that would do for a role, in the order of the plant file.

    They are of its class, able to do what is needed, and piped to what the batch holds.
    """
    return () if run.plant is None else _fitting(Same(run.plant), as_given(batch), role)


@lru_cache(maxsize=8192)
def _fitting(plant: Same[Plant], given: Alike[BatchRun], role: Role) -> tuple[Unit, ...]:
    recipe = given.it.recipe
    unit_class, needs = recipe.roles[role], recipe.demand(role).needs
    return _joined(plant, unit_class, needs, piped(plant.it, given.it, role))


@lru_cache(maxsize=4096)
def _joined(
    plant: Same[Plant], unit_class: str, needs: tuple[str, ...], joined: frozenset[UnitId] | None
) -> tuple[Unit, ...]:
    """The units of a class that can do what is needed, of those that are ``joined``; None: any."""
    units = plant.it.of_class(unit_class, needs)
    return units if joined is None else tuple(each for each in units if each.id in joined)


def lines_for(run: Run, batch: BatchRun, phase: StepPath) -> frozenset[UnitId]:
    """The lines that may convey for a transfer phase, whichever units it is given."""
    if run.plant is None:
        return _NONE
    action = batch.procedure.action_of(phase)
    sources, destinations = (
        _possible(run, batch, role or Role("")) for role in (action.source, action.destination)
    )
    return lines_between(Same(run.plant), sources, destinations)


def _possible(run: Run, batch: BatchRun, role: Role) -> frozenset[UnitId]:
    """The unit that a batch has for a role, or those that it may be given."""
    if role in batch.units and role not in batch.released:
        return frozenset({batch.units[role]})
    known = role in batch.recipe.roles
    return names_of(Same(fitting(run, batch, role))) if known else _NONE


@lru_cache(maxsize=4096)
def names_of(units: Same[tuple[Unit, ...]]) -> frozenset[UnitId]:
    """The names of some units."""
    return frozenset(each.id for each in units.it)


def paths_of(run: Run, batch: BatchRun, phase: StepPath) -> tuple[Transfer, ...]:
    """The paths between the units that a transfer phase has as its source and destination."""
    action = batch.procedure.action_of(phase)
    source, destination = (
        batch.units.get(role or Role("")) for role in (action.source, action.destination)
    )
    if run.plant is None or source is None or destination is None:
        return ()
    lines = pipes_of(Same(run.plant)).lines.get((source, destination), ())
    return tuple(Transfer(source, line, destination) for line in lines)
