"""Emptying a unit into the rework: a procedure of one phase that a person starts.

It is a batch like any other, of a unit that it is given at once: what holds, restarts, crashes and
questions mean is said of batches already. It makes nothing and charges nothing.
"""

from typing import Final

from lizao.control.run import Run
from lizao.control.start import next_batch
from lizao.model.equipment import Unit, UnitStatus
from lizao.model.errors import NotNowError
from lizao.model.facts import BatchCommanded, BatchCreated, Fact, UnitAllocated
from lizao.model.identifiers import MaterialName, Role, ServiceName, StepPath
from lizao.model.instants import Instant
from lizao.model.quality import Specification
from lizao.model.recipe import Action, ControlRecipe, Element, Form, Work
from lizao.model.states import Command

EMPTY: Final = ServiceName("empty")
"""The service that takes everything out of a unit and into the rework."""
REWORK: Final = MaterialName("rework")
_UNIT: Final = Role("unit")
_MAY_BE_EMPTIED: Final = frozenset({UnitStatus.AVAILABLE, UnitStatus.CLEANING})


def can_be_emptied(unit: Unit) -> bool:
    """Whether a unit offers the service."""
    return unit.service(EMPTY) is not None


def empty_unit(run: Run, unit: Unit, by: str, reason: str, now: Instant) -> tuple[Fact, ...]:
    """Have a unit emptied that nobody has.

    NotNowError where it cannot be emptied, belongs to a batch or a person, or is being worked on.
    """
    refused = _refused(run, unit)
    if refused:
        raise NotNowError(unit.id, "empty", refused)
    recipe = emptying_recipe(unit, now)
    batch = next_batch(run, recipe)
    return (
        BatchCreated(now, batch, recipe, by),
        UnitAllocated(now, batch, _UNIT, unit.id),
        BatchCommanded(now, batch, Command.START, by, reason),
    )


def _refused(run: Run, unit: Unit) -> str:
    """The text key of what is against it, or nothing."""
    if not can_be_emptied(unit):
        return "not_offered"
    if unit.id in run.owners:
        return "owned"
    if unit.id in run.taken:
        return "taken_already"
    return "" if run.standing(unit.id).status in _MAY_BE_EMPTIED else "out_of_use"


def emptying_recipe(unit: Unit, now: Instant) -> ControlRecipe:
    """The recipe by which a unit is emptied."""
    top = StepPath("empty")
    out = StepPath("empty/out")
    return ControlRecipe(
        name="empty",
        version="1",
        product=REWORK,
        mass_kg=0.0,
        formula={},
        units_of_measure={},
        charges=(),
        roles={_UNIT: unit.unit_class},
        elements=(
            Element(top, Form.UNIT_PROCEDURE, (out,), role=_UNIT),
            Element(out, Form.PHASE, action=Action(Work.SERVICE, EMPTY)),
        ),
        specification=Specification(REWORK, "1", ()),
        made_at=now,
    )
