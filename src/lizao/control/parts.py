"""The parts of a unit procedure that was split: one may do the work of the others too."""

from lizao.control.run import BatchRun, Run
from lizao.control.splitting import siblings
from lizao.model.identifiers import Role, StepPath


def does_without(batch: BatchRun, top: StepPath) -> bool:
    """Whether a split unit procedure never runs: another one has done the work they share.

    So it runs on as many units as could be had meanwhile.
    """
    roles = batch.procedure
    others = (roles.elements[each].role for each in siblings(roles.tops, top))
    return any(role is not None and _worked(batch, role) for role in others)


def others_at_work(run: Run, batch: BatchRun, top: StepPath) -> bool:
    """Whether a service works for another part of a split."""
    others = siblings(batch.procedure.tops, top)
    at_work = {batch.procedure.top_of[each.step] for each in run.runs_of(batch.batch)}
    return not at_work.isdisjoint(others)


def phase_is_over(batch: BatchRun, path: StepPath) -> bool:
    """Whether a phase is complete or never runs any more; rows may still be inside."""
    return batch.done(path) or batch.done(batch.procedure.top_of[path])


def _worked(batch: BatchRun, role: Role) -> bool:
    """Whether all that a batch does with a unit is over, and was done."""
    phases = batch.procedure.phases_on.get(role, ())
    ran = [each for each in phases if not batch.step(each).skipped and phase_is_over(batch, each)]
    return bool(phases) and len(ran) == len(phases) and role in batch.units
