"""Which units would do: for a role of a batch, and as the line of a transfer."""

from lizao.control.run import BatchRun, Run
from lizao.model.equipment import Transfer, Unit
from lizao.model.identifiers import Role, StepPath


def line_role(path: StepPath) -> Role:
    """The role under which a transfer phase holds its line."""
    return Role(path)


def fitting(run: Run, batch: BatchRun, role: Role) -> tuple[Unit, ...]:
    """The units that would do for a role, in the order of the plant file."""
    return run.plant.of_class(batch.recipe.roles[role]) if run.plant else ()


def paths_of(run: Run, batch: BatchRun, phase: StepPath) -> tuple[Transfer, ...]:
    """The paths between the units that a transfer phase has as its source and destination."""
    action = batch.procedure.action_of(phase)
    ends = tuple(batch.units.get(role or Role("")) for role in (action.source, action.destination))
    known = run.plant.transfers if run.plant else ()
    return tuple(each for each in known if (each.source, each.destination) == ends)
