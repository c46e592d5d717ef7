"""How a person puts a unit back into use: as it is, or emptied first."""

from lizao.control.apply import apply
from lizao.control.emptying import REWORK, empty_unit
from lizao.control.run import Run
from lizao.control.upkeep import holds_rest
from lizao.model.equipment import UnitStatus
from lizao.model.errors import NotNowError
from lizao.model.facts import Fact, UnitStatusChanged
from lizao.model.identifiers import UnitId
from lizao.model.instants import Instant


def returned(run: Run, units: list[UnitId], by: str, reason: str, now: Instant) -> tuple[Fact, ...]:
    """The facts by which units come back; one that is being emptied comes back by itself."""
    facts: list[Fact] = []
    for unit in units:
        new = _returned(run, unit, by, reason, now)
        for fact in new:
            run = apply(run, fact)
        facts += new
    return tuple(facts)


def _returned(run: Run, unit: UnitId, by: str, reason: str, now: Instant) -> tuple[Fact, ...]:
    owner = run.owners.get(unit)
    if owner is not None and run.batches[owner].recipe.product == REWORK:
        return ()
    found = run.plant.unit(unit) if run.plant else None
    if found is not None and holds_rest(run, found):
        try:
            return empty_unit(run, found, by, reason, now)
        except NotNowError:
            pass
    return (UnitStatusChanged(now, unit, UnitStatus.AVAILABLE, by, reason),)
