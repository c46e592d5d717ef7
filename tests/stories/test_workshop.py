"""The first batches of a workshop: side by side, each in vessels of its own."""

from collections import defaultdict

import pytest

from lizao.material.balance import balances
from lizao.model.facts import MaterialMoved, ServiceCommanded
from lizao.model.identifiers import BatchId
from lizao.model.states import Command, State
from lizao.testing.shift import Shift

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shift() -> Shift:
    """Two batches of each product, begun at once on a workshop."""
    shift = Shift("workshop", stores=3)
    for recipe in ("lfp-26", "lfp-24", "lfp-26", "lfp-24"):
        shift.order(recipe, 6.0)
    shift.finish(within_h=90.0)
    return shift


def test_a_workshop_makes_its_first_batches(shift: Shift) -> None:
    """All of them, and no kilogram and no element is lost."""
    assert {each.state for each in shift.run.batches.values()} == {State.COMPLETE}
    assert shift.plant.truth().gap < 1e-9
    for batch in shift.run.batches:
        kept = balances(shift.rooms.book, batch)
        assert kept.genealogy < 1e-9
        assert kept.measured < 0.01


def test_batches_side_by_side_never_meet(shift: Shift) -> None:
    """Each line conveys what its own batch sends, each mill grinds the tank of its own batch."""
    for each in shift.facts:
        if isinstance(each, MaterialMoved) and each.batch is not None:
            owners = _owners(shift, each.source) | _owners(shift, each.destination)
            assert each.batch in owners or not owners
    ground: dict[BatchId | None, set[object]] = defaultdict(set)
    for each in shift.facts:
        match each:
            case ServiceCommanded(service="recirculate", command=Command.START):
                ground[each.batch].add(each.parameters["source"])
            case _:
                pass
    assert [len(tanks) for tanks in ground.values()] == [1, 1, 1, 1]
    assert len(set().union(*ground.values())) == 4


def _owners(shift: Shift, place: str) -> set[BatchId]:
    """The batches that ever had a vessel."""
    batches = shift.run.batches.values()
    return {each.batch for each in batches if place in each.units.values()}
