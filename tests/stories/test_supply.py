"""A plant that runs for weeks: raw material comes as it is used, or a person is asked for it."""

from dataclasses import replace

import pytest

from lizao.documents.site import load_site
from lizao.material.balance import balances
from lizao.model.errors import MaterialMissingError
from lizao.model.facts import LotReceived
from lizao.model.states import State
from lizao.testing.shift import Shift

pytestmark = pytest.mark.slow

BATCHES = 30
A_BATCH_EVERY_H = 6.5


def test_thirty_batches_in_a_row_are_made_of_what_the_suppliers_bring() -> None:
    """What control and the book say is left of each lot is the same, and every balance closes."""
    shift = Shift("line")
    for _ in range(BATCHES):
        shift.order("lfp-26", 6.0)
        shift.forward(A_BATCH_EVERY_H)
    shift.finish(within_h=100.0)
    assert [each.state for each in shift.run.batches.values()] == BATCHES * [State.COMPLETE]
    came = [fact for fact in shift.facts if isinstance(fact, LotReceived)]
    later = [each for each in came if each.at > came[0].at]
    assert len([each for each in later if each.lot.material == "iron-phosphate"]) >= 4
    assert not any(each.by or each.lot.supplier_lot for each in came)
    book, stock = shift.rooms.book, shift.plant.state()["stock"]
    for lot in shift.run.lots.values():
        left_kg = lot.mass_kg - shift.run.charged_kg.get(lot.id, 0.0)
        assert book.raw[lot.id].remaining_kg == pytest.approx(left_kg, abs=0.5)
        assert stock[lot.id].left_kg == pytest.approx(left_kg, abs=0.5)
    for batch in shift.run.batches:
        assert abs(balances(shift.rooms.book, batch).genealogy) <= 1e-9


def test_without_suppliers_start_is_refused_with_what_is_there_and_what_is_needed() -> None:
    """After some fifteen batches; nothing has moved, and nothing is reserved for the refused."""
    line = load_site().plant("line")
    shift = Shift(replace(line, coefficients={**line.coefficients, "supply.scale": 0.0}))
    error = first_refusal(shift)
    assert 10 <= len(shift.run.batches) < 20
    assert error.present_kg + error.missing_kg == pytest.approx(error.needed_kg)
    assert 0.0 <= error.present_kg < error.needed_kg
    facts = len(shift.facts)
    with pytest.raises(MaterialMissingError, match=error.material):
        shift.order("lfp-26", 6.0)
    assert len(shift.facts) == facts


def first_refusal(shift: Shift) -> MaterialMissingError:
    """Why the first batch that is refused is refused."""
    for _ in range(BATCHES):
        try:
            shift.order("lfp-26", 6.0)
        except MaterialMissingError as error:
            return error
    pytest.fail("there was material for all")
