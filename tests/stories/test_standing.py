"""A batch that stands: what waits in a tank is still good when somebody comes back."""

import pytest

from lizao.model.identifiers import StepPath
from lizao.model.states import Command, State
from lizao.testing.shift import Shift

pytestmark = pytest.mark.slow
MILLING = StepPath("fine#1/mill/recirculate")


@pytest.mark.parametrize("tonnes", [1.0, 6.0])
def test_a_batch_held_in_the_mill_goes_on_after_two_days(tonnes: float) -> None:
    """The stirrers warm a tank that stands; its jacket holds it below where the mills trip."""
    shift = Shift(seed=3)
    batch = shift.order("lfp-26", tonnes)
    shift.until(lambda: shift.run.batches[batch].step(MILLING).state is State.RUNNING, within_h=24)
    shift.say(batch, Command.HOLD)
    shift.until(lambda: shift.run.batches[batch].state is State.HELD, within_h=1)
    shift.forward(hours=48)
    shift.say(batch, Command.RESTART)
    shift.until(lambda: shift.run.batches[batch].done(MILLING), within_h=8)

    assert shift.run.batches[batch].state is State.RUNNING
    assert not shift.run.questions
