"""What a unit needs before it is given away: emptying, cleaning, or calibration."""

from typing import Final

from lizao.control.run import BatchRun, Run
from lizao.model.equipment import Unit, UnitStatus
from lizao.model.facts import UnitStatusChanged
from lizao.model.identifiers import PlaceId, UnitId
from lizao.model.instants import Instant, seconds

RULE = "rule"
"""Who takes a unit out of use when no person does; a person returns it."""
LEFT_OVER: Final = "left_over"
"""Why a unit is out of use in which a batch left something."""
EMPTIED: Final = "emptied"
"""Why it is in use again."""


def upkeep(run: Run, batch: BatchRun, unit: Unit, now: Instant) -> UnitStatusChanged | None:
    """The status that a unit takes instead of being given to ``batch``; None where none is due."""
    if holds_rest(run, unit):
        return UnitStatusChanged(now, unit.id, UnitStatus.CLEANING, RULE, LEFT_OVER)
    standing = run.standing(unit.id)
    made = standing.product
    if unit.clean_after_product_change and made is not None and made != batch.recipe.product:
        return UnitStatusChanged(now, unit.id, UnitStatus.CLEANING, RULE, "product_change")
    every, last = unit.calibrate_every_s, standing.calibrated_at
    if every is not None and last is not None and now >= last + seconds(every):
        return UnitStatusChanged(now, unit.id, UnitStatus.CALIBRATION, RULE, "calibration_due")
    return None


def after_use(run: Run, unit_id: UnitId, now: Instant) -> tuple[UnitStatusChanged, ...]:
    """The status of a unit that is given back: out of use with a rest in it, in use once it is out.

    One that has to be cleaned between two products waits for the person who has cleaned it.
    """
    unit = run.plant.unit(unit_id) if run.plant else None
    if unit is None:
        return ()
    standing = run.standing(unit_id)
    if holds_rest(run, unit):
        if not standing.available:
            return ()
        return (UnitStatusChanged(now, unit_id, UnitStatus.CLEANING, RULE, LEFT_OVER),)
    by_rule = (standing.by, standing.reason) == (RULE, LEFT_OVER)
    if standing.available or not by_rule or unit.clean_after_product_change:
        return ()
    return (UnitStatusChanged(now, unit_id, UnitStatus.AVAILABLE, RULE, EMPTIED),)


def places_of(unit: Unit) -> tuple[PlaceId, ...]:
    """The places of a unit; what a unit without one reports as its hold-up has its name."""
    return tuple(dict.fromkeys((*(each.id for each in unit.places), PlaceId(unit.id))))


def holds_rest(run: Run, unit: Unit) -> bool:
    """Whether a unit holds more than its heel, as far as its reports say.

    A meter that let more out than in says the same: nobody has found the place empty since.
    """
    return any(abs(run.contents_kg.get(each, 0.0)) > unit.heel_kg for each in places_of(unit))
