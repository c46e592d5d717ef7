"""The shift: many batches on the virtual plant in one process."""

import pytest

from lizao.model.errors import MaterialMissingError
from lizao.model.facts import BagPacked
from lizao.model.states import Command, State
from lizao.testing.shift import Shift

pytestmark = pytest.mark.slow


def test_two_batches_come_through_and_a_new_controller_takes_over() -> None:
    """Batches of both products are packed, though the controller dies on the way."""
    shift = Shift()
    orders = [shift.order("lfp-26", 1.0), shift.order("lfp-24", 1.0)]

    shift.forward(10.0)
    shift.crash()
    shift.finish(within_h=120.0)

    assert {each: shift.run.batches[each].state for each in orders} == dict.fromkeys(
        orders, State.COMPLETE
    )
    packed = {each.batch for each in shift.facts if isinstance(each, BagPacked)}
    assert packed == set(orders)
    assert shift.plant.truth().gap < 1e-9
    assert shift.where() == ""


def test_what_the_store_cannot_give_is_refused_and_more_lots_can_be_stocked() -> None:
    """The lots of the site are not enough for eighteen batches; three times as many are."""
    plenty, short = Shift(stores=3), Shift()

    _order(plenty, 18)
    with pytest.raises(MaterialMissingError):
        _order(short, 18)

    assert len(short.run.batches) < len(plenty.run.batches) == 18


def _order(shift: Shift, batches: int) -> None:
    for _ in range(batches):
        shift.order("lfp-26", 6.0)


def test_whoever_waits_too_long_is_told_where_the_batches_stand() -> None:
    """A shift that is not over in time fails with the batch and the step it is in."""
    shift = Shift()
    batch = shift.order("lfp-26", 1.0)

    with pytest.raises(AssertionError, match="lfp-26-001 RUNNING"):
        shift.finish(within_h=0.5)

    shift.say(batch, Command.ABORT)
    shift.finish(within_h=1.0)
    assert shift.run.batches[batch].state is State.ABORTED
