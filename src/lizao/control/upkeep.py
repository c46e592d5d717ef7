"""What a unit needs before it is given away: cleaning, or calibration, as its plant file says."""

from lizao.control.run import BatchRun, Run
from lizao.model.equipment import Unit, UnitStatus
from lizao.model.facts import UnitStatusChanged
from lizao.model.instants import Instant, seconds

RULE = "rule"
"""Who takes a unit out of use when no person does; a person returns it."""


def upkeep(run: Run, batch: BatchRun, unit: Unit, now: Instant) -> UnitStatusChanged | None:
    """The status that a unit takes instead of being given to ``batch``; None where none is due."""
    standing = run.standing(unit.id)
    made = standing.product
    if unit.clean_after_product_change and made is not None and made != batch.recipe.product:
        return UnitStatusChanged(now, unit.id, UnitStatus.CLEANING, RULE, "product_change")
    every, last = unit.calibrate_every_s, standing.calibrated_at
    if every is not None and last is not None and now >= last + seconds(every):
        return UnitStatusChanged(now, unit.id, UnitStatus.CALIBRATION, RULE, "calibration_due")
    return None
