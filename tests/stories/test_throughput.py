"""Ten batches of each product, queued at once: the line runs at the pace of its slowest kilns."""

from collections import Counter

import pytest

from lizao.material.balance import balances
from lizao.model.facts import (
    BatchCommanded,
    MaterialMoved,
    QuestionAsked,
    StepCompleted,
    UnitAllocated,
    UnitReleased,
)
from lizao.model.identifiers import BatchId, UnitId
from lizao.model.quality import Disposition
from lizao.model.recipe import Work
from lizao.model.states import Command, State
from lizao.testing.pace import bottleneck, paces
from lizao.testing.shift import Shift

pytestmark = pytest.mark.slow

RECIPES = ("lfp-26",) * 10 + ("lfp-24",) * 10
LABORATORY_H = 70.0
"""The last result of a batch, a coin cell, comes 60 h after its sample."""


@pytest.fixture(scope="module")
def shift() -> Shift:
    """A shift that had nothing to do but queue twenty batches and wait for the laboratory."""
    shift = Shift(stores=3)
    for recipe in RECIPES:
        shift.order(recipe, 6.0)
    shift.finish(within_h=200.0)
    shift.forward(LABORATORY_H)
    return shift


def test_the_line_keeps_the_pace_of_its_slowest_kilns(shift: Shift) -> None:
    """From first row to last it takes at most 5 % more than the plant file allows at best."""
    slowest = bottleneck(shift.run, shift.facts)
    assert (slowest.unit_class, slowest.changes) == ("first-kiln", 1)
    assert 1.0 <= slowest.ratio <= 1.05
    assert [each.unit_class for each in paces(shift.run, shift.facts)] == [
        "first-kiln",
        "second-kiln",
    ]


def test_every_batch_is_complete_and_released(shift: Shift) -> None:
    """Also the first rows behind the change of profile make good powder."""
    assert {each.state for each in shift.run.batches.values()} == {State.COMPLETE}
    judged = {lot.batch: lot.disposition for lot in shift.rooms.register.lots.values()}
    assert judged == dict.fromkeys(shift.run.batches, Disposition.RELEASED)


def test_nobody_is_asked_and_nobody_acts_but_as_declared(shift: Shift) -> None:
    """People start batches, hook bags up and prepare samples, and nothing else."""
    asked = [each for each in shift.facts if isinstance(each, QuestionAsked)]
    told = Counter(each.command for each in shift.facts if isinstance(each, BatchCommanded))
    assert asked == []
    assert told == {Command.START: len(RECIPES)}
    by_hand = {
        shift.run.batches[each.batch].procedure.action_of(each.step).work
        for each in shift.facts
        if isinstance(each, StepCompleted) and each.manual > 0
    }
    assert by_hand <= {Work.CHARGE, Work.SAMPLE}


def test_no_kilogram_is_lost_or_mixed(shift: Shift) -> None:
    """The three balances close for every batch, and no vessel ever held two batches."""
    assert shift.plant.truth().gap < 1e-9
    for batch in shift.run.batches:
        kept = balances(shift.rooms.book, batch)
        assert kept.genealogy < 1e-9
        assert kept.measured < 0.01
    owners: dict[UnitId, BatchId] = {}
    for each in shift.facts:
        match each:
            case UnitAllocated():
                assert each.unit not in owners
                owners[each.unit] = each.batch
            case UnitReleased():
                del owners[each.unit]
            case MaterialMoved() if each.batch is not None:
                silo = UnitId(each.destination)
                assert "silo" not in silo or owners[silo] == each.batch
            case _:
                pass
