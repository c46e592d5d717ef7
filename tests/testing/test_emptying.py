"""A batch is given up on the virtual plant: its rest is taken out, and the next one is good."""

import pytest

from lizao.control.emptying import empty_unit
from lizao.control.upkeep import LEFT_OVER
from lizao.material.balance import balances
from lizao.model.facts import BagPacked, MaterialMoved, UnitStatusChanged
from lizao.model.identifiers import PlaceId, UnitId
from lizao.model.states import Command, State
from lizao.testing.shift import Shift

pytestmark = pytest.mark.slow

OF_ALL = 1e-9


def _emptied(shift: Shift) -> set[UnitId]:
    """A person has every unit emptied that is out of use for what lies in it; which those are."""
    found = {unit for unit, each in shift.run.standings.items() if each.reason == LEFT_OVER}
    for name in found:
        unit = shift.design.unit(name)
        assert unit is not None
        shift.loop.turn(empty_unit(shift.run, unit, "planner", "given up", shift.now))
    shift.finish(within_h=6.0)
    shift.until(lambda: not shift.run.owners, within_h=1.0)
    return found


@pytest.mark.parametrize("hours", [0.6, 4.0, 24.0])
def test_what_a_batch_left_is_taken_out_and_the_next_one_has_nothing_of_it(hours: float) -> None:
    """Wherever it was broken off: in vessels, as rows on their way, inside a mill."""
    shift = Shift()
    first = shift.order("lfp-26", 1.0)
    shift.forward(hours)
    shift.say(first, Command.ABORT)
    shift.until(lambda: not shift.run.owners, within_h=48.0)
    assert shift.run.batches[first].state is State.ABORTED

    lay = {place.partition("/")[0] for place, kg in shift.plant.contents_kg().items() if kg > 1e-6}
    emptied = _emptied(shift)

    assert emptied
    assert all(each.available for each in shift.run.standings.values())
    assert sum(shift.plant.contents_kg().values()) < 1e-6
    taken = {each.source for each in _taken_out(shift)}
    # A vessel that only its meters say is not empty is found empty, and nothing is taken out of it.
    assert taken == {PlaceId(each) for each in lay} <= {PlaceId(each) for each in emptied}

    second = shift.order("lfp-26", 1.0)
    shift.finish(within_h=120.0)

    assert shift.run.batches[second].state is State.COMPLETE
    assert [each for each in shift.facts if isinstance(each, BagPacked) and each.batch == second]
    changed = [each.unit for each in shift.facts if isinstance(each, UnitStatusChanged)]
    assert len(changed) == 2 * len(emptied)
    assert shift.plant.truth().gap < OF_ALL
    for batch in shift.run.batches:
        assert balances(shift.rooms.book, batch).genealogy < OF_ALL
    assert balances(shift.rooms.book, second).measured < 0.01


def _taken_out(shift: Shift) -> list[MaterialMoved]:
    moved = (each for each in shift.facts if isinstance(each, MaterialMoved))
    return [each for each in moved if each.destination == "rework"]


def test_an_emptying_that_is_held_goes_on_where_it_was() -> None:
    """What flowed out before is out; a controller that dies on the way finishes it."""
    shift = Shift()
    first = shift.order("lfp-26", 6.0)
    shift.forward(1.8)
    shift.say(first, Command.ABORT)
    shift.until(lambda: not shift.run.owners, within_h=1.0)
    tank = next(unit for unit, each in shift.run.standings.items() if each.reason == LEFT_OVER)
    held_kg = shift.plant.contents_kg()[tank]
    unit = shift.design.unit(tank)
    assert unit is not None

    shift.loop.turn(empty_unit(shift.run, unit, "planner", "given up", shift.now))
    emptying = list(shift.run.batches)[-1]
    shift.forward(0.1)
    shift.say(emptying, Command.HOLD)
    shift.forward(1.0)
    assert 0.0 < shift.plant.contents_kg()[tank] < held_kg - 500.0
    shift.crash()
    shift.say(emptying, Command.RESTART)
    shift.finish(within_h=6.0)

    assert shift.run.batches[emptying].state is State.COMPLETE
    moved = [each.mass_kg for each in _taken_out(shift)]
    assert len(moved) == 2
    assert sum(moved) == pytest.approx(held_kg)
    assert shift.plant.truth().gap < OF_ALL
