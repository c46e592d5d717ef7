"""Where every kilogram is: what the book says after each movement."""

import math

import pytest

from lizao.material.balance import balances, reconcile
from lizao.material.book import STIRRED, Book
from lizao.material.genealogy import trace_back, trace_forward
from lizao.material.stock import decide, mass_kg, remaining_kg
from lizao.model.facts import (
    LotMade,
    LotStatusChanged,
    MaterialMoved,
    MaterialUnaccounted,
    PlaceEmptied,
    SampleResult,
)
from lizao.model.identifiers import BagId, LotId, MaterialName, PlaceId, SampleId
from lizao.model.material import LotStatus
from tests.material.story import (
    B1,
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
    received,
    told,
    waste,
)

TANK = PlaceId("tank")


def test_a_charge_takes_from_the_lot_and_fills_the_vessel() -> None:
    """What is charged is missing from the lot and lies in the vessel."""
    book = furnished(charge(IRON, 955.0), charge(LITHIUM, 241.0))

    assert remaining_kg(book, IRON) == 10_000.0 - 955.0
    assert mass_kg(book, TANK) == 1196.0


def test_what_nobody_met_is_nothing() -> None:
    """An unknown place is empty and an unknown lot has nothing left."""
    assert mass_kg(Book(), TANK) == 0.0
    assert remaining_kg(Book(), IRON) == 0.0


def test_a_fact_about_something_else_changes_nothing() -> None:
    """The laboratory moves no material."""
    book = furnished()

    assert told(book, SampleResult(1, SampleId("S"), "carbon", 1.2)) == book


def test_a_lot_received_twice_is_one_lot_with_both_masses() -> None:
    """A second delivery of a lot adds to it."""
    book = furnished(received(IRON, 500.0, at=5))

    assert remaining_kg(book, IRON) == 10_500.0


def test_a_lot_charged_before_it_was_received_is_owed() -> None:
    """Facts may come in another order; the lot's book then starts below zero."""
    book = told(furnished(), charge(LotId("late"), 10.0))

    assert remaining_kg(book, LotId("late")) == -10.0


def test_a_lot_that_moves_between_stores_stays_whole() -> None:
    """Taking pallets to another store charges nothing."""
    facts = MaterialMoved(1, 1, PlaceId("store"), PlaceId("outside-store"), 500.0, lot=IRON)
    book = furnished(facts)

    assert remaining_kg(book, IRON) == 10_000.0
    assert book.raw[IRON].place == "outside-store"


@pytest.mark.parametrize("kg", [0.0, math.nan, math.inf, -math.inf])
def test_what_is_no_mass_moves_nothing(kg: float) -> None:
    """A meter that reports nonsense does not spoil the book."""
    book = furnished(charge(IRON, 100.0), move("tank", "silo", kg))

    assert mass_kg(book, TANK) == 100.0
    assert mass_kg(book, PlaceId("silo")) == 0.0


def test_a_meter_that_counts_backwards_moved_the_other_way() -> None:
    """A negative mass brings material back."""
    book = furnished(
        charge(IRON, 100.0), move("tank", "silo", 60.0), move("tank", "silo", -10.0, at=3)
    )

    assert mass_kg(book, TANK) == 50.0
    assert mass_kg(book, PlaceId("silo")) == 50.0


def test_going_round_moves_nothing() -> None:
    """A mill that recirculates a tank leaves its content as it is."""
    book = furnished(charge(IRON, 100.0), move("tank", "tank", 5_000.0))

    assert mass_kg(book, TANK) == 100.0


def test_an_empty_place_with_a_rest_in_the_book_is_posted_once() -> None:
    """The gap between the meters becomes a fact, and then the book is empty too."""
    book = furnished(charge(IRON, 100.0), move("tank", "silo", 99.5), PlaceEmptied(3, TANK))

    (posted,) = decide(book, 4)
    after = told(book, posted)

    assert posted == MaterialUnaccounted(4, TANK, 0.5)
    assert mass_kg(after, TANK) == 0.0
    assert decide(after, 5) == ()
    assert reconcile(after, B1).unaccounted_kg == 0.5


def test_a_place_that_gave_more_than_the_book_held_is_posted_as_negative() -> None:
    """More came out than went in: the gap has the other sign."""
    book = furnished(charge(IRON, 100.0), move("tank", "silo", 100.5), PlaceEmptied(3, TANK))

    assert decide(book, 4) == (MaterialUnaccounted(4, TANK, -0.5),)
    after = folded(book, decide(book, 4))
    assert mass_kg(after, TANK) == 0.0
    assert reconcile(after, B1).unaccounted_kg == -0.5


def test_a_place_that_is_empty_in_the_book_too_posts_nothing() -> None:
    """Meters that agree leave no fact behind."""
    book = furnished(
        charge(IRON, 100.0),
        move("tank", "silo", 100.0),
        PlaceEmptied(3, TANK),
        PlaceEmptied(3, PlaceId("nowhere")),
    )

    assert decide(book, 4) == ()


def test_what_arrives_after_the_place_was_found_empty_is_not_posted() -> None:
    """The rest of the old content is kept apart until it is posted, even twice."""
    book = furnished(
        charge(IRON, 100.0),
        move("tank", "silo", 99.0),
        PlaceEmptied(3, TANK),
        charge(IRON, 50.0, at=4),
        move("tank", "silo", 49.0, at=5),
        PlaceEmptied(6, TANK),
        charge(IRON, 20.0, at=7),
    )

    assert mass_kg(book, TANK) == 20.0
    (posted,) = decide(book, 8)
    assert posted.mass_kg == pytest.approx(2.0)
    after = told(book, posted)
    assert mass_kg(after, TANK) == 20.0
    assert decide(after, 9) == ()


def test_a_rest_that_is_only_rounding_is_never_a_fact() -> None:
    """A vapour that takes the whole mass leaves nothing to post, and the place begins anew."""
    book = furnished(
        charge(IRON, 100.0),
        lose("tank", 100.0),
        PlaceEmptied(3, TANK),
        lose("silo", 5.0, at=4, to="tank"),
    )

    assert decide(book, 4) == ()
    assert mass_kg(book, TANK) == 5.0


@pytest.mark.parametrize("kg", [30.0, -30.0, 130.0])
def test_a_person_may_post_what_is_missing(kg: float) -> None:
    """A write-off of a place that nobody found empty changes its mass by as much."""
    book = furnished(charge(IRON, 100.0), lose("tank", 10.0), MaterialUnaccounted(3, TANK, kg))

    assert mass_kg(book, TANK) == pytest.approx(90.0 - kg)
    assert reconcile(book, B1).unaccounted_kg == kg


def test_what_was_drawn_too_much_is_made_good_by_the_next_arrival() -> None:
    """Meters of one instant need not report in order."""
    book = furnished(charge(IRON, 100.0), move("tank", "silo", 120.0), charge(IRON, 50.0, at=3))

    assert mass_kg(book, TANK) == pytest.approx(30.0)
    assert mass_kg(told(book, move("tank", "silo", 30.0, at=4)), TANK) == pytest.approx(0.0)


def test_a_loss_larger_than_the_book_is_an_overdraft() -> None:
    """Vapour measured beyond the content leaves a negative book mass."""
    book = furnished(charge(IRON, 10.0), lose("tank", 12.0), move("tank", "silo", 1.0, at=3))

    assert mass_kg(book, TANK) == pytest.approx(-3.0)


def test_sinks_keep_what_they_took() -> None:
    """Vapour and dust leave the process, not the book."""
    book = furnished(
        charge(IRON, 100.0), lose("tank", 10.0), waste("tank", 2.0), lose("tank", 1.0, at=3)
    )

    assert mass_kg(book, PlaceId("exhaust")) == 11.0
    assert mass_kg(book, PlaceId("dust")) == 2.0
    assert reconcile(book, B1).lost_kg == 11.0
    assert reconcile(book, B1).wasted_kg == 2.0


def test_a_row_discharges_whole() -> None:
    """What the book still holds of a kiln row after its discharge is posted without a report."""
    row = "kiln-1/row/3"
    book = furnished(
        charge(IRON, 100.0),
        move("tank", row, 60.0),
        move(row, "silo", 46.0, at=5),
        lose(row, 13.5, at=5),
    )

    assert decide(book, 5) == (MaterialUnaccounted(5, PlaceId(row), 0.5),)
    after = told(book, charge(IRON, 60.0, to=row, at=6))
    assert mass_kg(after, PlaceId(row)) == 60.0
    assert decide(after, 7) == (MaterialUnaccounted(7, PlaceId(row), 0.5),)


def test_a_row_that_was_discharged_is_forgotten() -> None:
    """Once time has gone on nothing of it is left but what came of it, posted in time or late."""
    row = PlaceId("kiln-1/row/3")
    discharged = furnished(
        charge(IRON, 100.0),
        move("tank", row, 60.0),
        move(row, "silo", 46.0, at=5),
        lose(row, 13.5, at=5),
    )
    later = charge(IRON_2, 1.0, at=6)
    in_time = told(discharged, *decide(discharged, 5), later)
    waiting = told(discharged, later)
    late = told(waiting, *decide(waiting, 6))

    assert row in told(discharged, *decide(discharged, 5)).places
    for book in (in_time, late):
        assert row not in book.places
        assert decide(book, 7) == ()
        assert reconcile(book, B1).unaccounted_kg == 0.5
        assert balances(book, B1).genealogy <= 1e-12
    assert (mass_kg(waiting, row), waiting.found_empty()) == (0.0, {row: 0.5})


@pytest.mark.parametrize(("number", "rows"), [("9" * 18, 1), ("9" * 19, 0)])
def test_a_place_whose_number_nobody_can_keep_is_no_row(number: str, rows: int) -> None:
    """A plant that names its places so is followed all the same."""
    place = PlaceId(f"kiln-1/row/{number}")
    book = furnished(charge(IRON, 10.0, to=place, at=2), *packed("b", place, 10.0))
    assert len(trace_back(book, BagId("b")).rows) == rows


def test_a_row_that_is_filled_again_at_once_is_not_forgotten() -> None:
    """It was discharged and loaded in one instant."""
    row = PlaceId("kiln-1/row/3")
    book = furnished(
        charge(IRON, 60.0, to=row, at=2),
        move(row, "silo", 60.0, at=5),
        charge(IRON_2, 40.0, to=row, at=5),
        charge(LITHIUM, 1.0, at=6),
    )
    assert mass_kg(book, row) == 40.0
    assert balances(book, B1).genealogy <= 1e-12


def test_what_arithmetic_leaves_of_a_row_is_posted() -> None:
    """The account of a row that is forgotten still counts."""
    row = PlaceId("kiln-1/row/3")
    book = furnished(
        charge(IRON, 100.0),
        *(move("tank", row, 0.1, at=each) for each in range(2, 12)),
        move(row, "silo", 1.0, at=20),
        charge(IRON_2, 1.0, at=21),
    )
    assert row not in book.places
    assert 0.0 < abs(reconcile(book, B1).unaccounted_kg) <= 1e-12
    assert balances(book, B1).genealogy <= 1e-12


def test_waste_lies_in_no_order_and_is_all_found() -> None:
    """However often dust comes, a sink has few layers, and what it holds has its origins."""
    count = 9 * STIRRED
    book = furnished(
        charge(IRON, 3.0 * count),
        charge(IRON_2, 1.0 * count),
        *(waste("tank", 1.0, at=2 + each) for each in range(count)),
    )
    dust = PlaceId("dust")
    assert len(book.places[dust].layers) < 2 * STIRRED
    assert mass_kg(book, dust) == count
    for lot, kg in ((IRON, 0.75 * count), (IRON_2, 0.25 * count)):
        (found,) = (each for each in trace_forward(book, lot).places if each.place == dust)
        assert found.kg == pytest.approx(kg, rel=1e-12)
    assert balances(book, B1).genealogy <= 1e-12


def test_statuses_follow_their_facts() -> None:
    """Raw lots and made lots are released and blocked; a lot that nobody knows is let be."""
    made = LotMade(2, PRODUCT_LOT, MaterialName("lfp-26"), B1, TANK, 100.0)
    book = furnished(
        charge(IRON, 100.0),
        made,
        LotStatusChanged(3, IRON, LotStatus.BLOCKED, "quality"),
        LotStatusChanged(3, PRODUCT_LOT, LotStatus.RELEASED, "rule"),
        LotStatusChanged(3, LotId("unknown"), LotStatus.RELEASED, "rule"),
    )

    assert book.raw[IRON].status is LotStatus.BLOCKED
    assert book.made[PRODUCT_LOT].status is LotStatus.RELEASED
