"""Does the book close, and do the meters agree?"""

import math

import pytest

from lizao.material.balance import Balances, balances, reconcile
from lizao.material.lots import LotRow, lots
from lizao.material.stock import decide
from lizao.model.facts import BagPacked, LotMade, LotReceived, PlaceEmptied
from lizao.model.identifiers import BagId, BatchId, LotId, MaterialName, PlaceId
from lizao.model.material import Certificate, Lot, LotStatus
from tests.material.story import (
    B1,
    B2,
    IRON,
    IRON_2,
    LITHIUM,
    PRODUCT_LOT,
    charge,
    folded,
    furnished,
    lose,
    move,
    packed,
    told,
    waste,
)

MADE = LotMade(5, PRODUCT_LOT, MaterialName("lfp-26"), B1, PlaceId("tank"), 84.5)


def test_every_charged_kilogram_is_somewhere() -> None:
    """Packed, lost, wasted, held and unaccounted sum to what was charged."""
    book = furnished(
        charge(IRON, 80.0),
        charge(LITHIUM, 20.0),
        lose("tank", 10.0),
        move("tank", "silo", 80.0),
        waste("tank", 5.0),
        *packed("b", "silo", 60.0),
        PlaceEmptied(9, PlaceId("tank")),
    )

    before, after = reconcile(book, B1), reconcile(folded(book, decide(book, 9)), B1)

    assert (before.charged_kg, before.packed_kg, before.lost_kg) == (100.0, 60.0, 10.0)
    assert (before.wasted_kg, before.held_kg, before.unaccounted_kg) == (5.0, 25.0, 0.0)
    assert (after.held_kg, after.unaccounted_kg) == (20.0, 5.0)
    closed = balances(folded(book, decide(book, 9)), B1)
    assert closed.genealogy <= 1e-12
    assert closed.measured == pytest.approx(0.05)


def test_a_batch_that_charged_nothing_is_in_balance() -> None:
    """There is nothing to be missed."""
    assert balances(furnished(), B1) == Balances(0.0, 0.0)


def test_a_label_that_differs_from_what_went_in_is_a_gap() -> None:
    """The label is what the customer weighs."""
    filling, _ = packed("b", "tank", 100.0)
    other_batch = BagPacked(9, BagId("other"), PRODUCT_LOT, B2, 1.0, True)
    book = furnished(
        charge(IRON, 100.0), filling, BagPacked(9, BagId("b"), PRODUCT_LOT, B1, 99.0, True)
    )

    assert balances(book, B1).measured == pytest.approx(0.01)
    assert balances(told(book, other_batch), B1).measured == pytest.approx(0.01)


def test_a_heel_belongs_to_the_batch_that_left_it() -> None:
    """What the next batch takes of it is its gain; both books close."""
    book = furnished(
        charge(IRON, 100.0),
        move("tank", "silo", 95.0),
        charge(IRON_2, 100.0, batch=B2, at=10),
        move("tank", "silo-2", 105.0, at=11, batch=B2),
        PlaceEmptied(12, PlaceId("tank")),
        move("silo", "silo-2", 1.0, at=13, batch=None),
    )

    assert balances(book, B1).genealogy <= 1e-12
    assert balances(book, B2).genealogy <= 1e-12
    assert reconcile(book, B1).held_kg == pytest.approx(100.0)
    assert reconcile(book, BatchId("B3")).held_kg == 0.0


def test_water_from_the_pipe_never_runs_out() -> None:
    """A lot of unlimited mass leaves the balances as they are."""
    lot = Lot(
        LotId("pipe"), MaterialName("water"), math.inf, 0.0, Certificate(1.0),
        LotStatus.RELEASED, PlaceId("store"),
    )  # fmt: skip
    book = furnished(LotReceived(0, lot), charge(lot.id, 100.0), *packed("b", "tank", 100.0))

    assert balances(book, B1).genealogy <= 1e-12


def test_the_list_of_lots_says_what_is_left() -> None:
    """Raw lots less what was charged; a made lot whole until its bags leave."""
    made = furnished(charge(IRON, 84.5), MADE)
    bagged = told(made, *packed("b1", "tank", 40.0), *packed("b2", "tank", 44.5))
    shipped = told(bagged, move("bag/b1", "silo", 40.0, at=20))

    rows = {row.lot: row for row in lots(made)}
    assert rows[IRON].remaining_kg == 10_000.0 - 84.5
    assert rows[PRODUCT_LOT] == LotRow(
        PRODUCT_LOT, MaterialName("lfp-26"), False, 84.5, 84.5, PlaceId("tank"),
        LotStatus.QUARANTINE,
    )  # fmt: skip
    assert lots(bagged)[-1].remaining_kg == 84.5
    assert lots(shipped)[-1].remaining_kg == 44.5
