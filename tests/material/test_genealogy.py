"""Where a bag comes from, and where a raw lot went."""

import pytest

from lizao.material.book import Book
from lizao.material.genealogy import UNACCOUNTED, Trace, trace_back, trace_forward
from lizao.material.stock import decide, mass_kg
from lizao.material.visits import RowPass
from lizao.model.errors import UnknownNameError
from lizao.model.facts import Fact, LotMade, PlaceEmptied
from lizao.model.identifiers import BagId, LotId, MaterialName, PlaceId, UnitId
from tests.material.story import (
    B1,
    B2,
    IRON,
    IRON_2,
    LITHIUM,
    PRODUCT_LOT,
    WATER,
    charge,
    folded,
    furnished,
    lose,
    move,
    packed,
    told,
    waste,
)

FEPO4, LI2CO3 = MaterialName("FePO4"), MaterialName("Li2CO3")


def shares(trace: Trace, material: MaterialName) -> dict[LotId, float]:
    """The share of each lot of one material."""
    return {each.lot: each.share for each in trace.materials[material]}


def per_kg(book: Book, bag: str, lot: LotId) -> float:
    """Kilograms charged of a lot for one kilogram of a bag."""
    parts = trace_back(book, BagId(bag)).materials.get(FEPO4, ())
    return next((each.kg_per_kg for each in parts if each.lot == lot), 0.0)


def test_a_mixed_tank_gives_every_bag_the_same() -> None:
    """Two lots of one material are shared by mass, in every bag alike."""
    book = furnished(
        charge(IRON, 600.0),
        charge(IRON_2, 300.0),
        charge(LITHIUM, 100.0),
        *packed("b1", "tank", 400.0, at=3),
        *packed("b2", "tank", 400.0, at=4),
    )

    for bag in ("b1", "b2"):
        trace = trace_back(book, BagId(bag))
        assert shares(trace, FEPO4) == pytest.approx({IRON: 2 / 3, IRON_2: 1 / 3})
        assert shares(trace, LI2CO3) == {LITHIUM: 1.0}
        assert per_kg(book, bag, IRON) == pytest.approx(0.6)


def test_a_silo_gives_first_what_came_first() -> None:
    """Layers leave in the order they came; a draw across the border holds both."""
    book = furnished(
        charge(IRON, 100.0, to="silo"),
        charge(IRON_2, 100.0, to="silo"),
        *packed("b1", "silo", 80.0, at=3),
        *packed("b2", "silo", 80.0, at=4),
        *packed("b3", "silo", 40.0, at=5),
    )

    assert shares(trace_back(book, BagId("b1")), FEPO4) == {IRON: 1.0}
    assert shares(trace_back(book, BagId("b2")), FEPO4) == pytest.approx({IRON: 0.25, IRON_2: 0.75})
    assert shares(trace_back(book, BagId("b3")), FEPO4) == {IRON_2: 1.0}


@pytest.mark.parametrize("vapour_first", [True, False])
def test_vapour_leaves_its_origins_with_what_it_came_out_of(vapour_first: bool) -> None:
    """Slurry of half water becomes powder: each kilogram of powder carries two of slurry.

    It does not matter whether the meter of the vapour or that of the powder reports first.
    """
    book = furnished(charge(IRON, 500.0), charge(WATER, 500.0))
    for at in range(2, 12):
        pair = (lose("tank", 50.0, at), move("tank", "silo", 50.0, at))
        book = folded(book, pair if vapour_first else reversed(pair))
    book = told(book, *packed("b1", "silo", 100.0, at=20), *packed("b2", "silo", 400.0, at=21))

    assert per_kg(book, "b1", IRON) == pytest.approx(1.0, rel=1e-12)
    assert per_kg(book, "b2", IRON) == pytest.approx(1.0, rel=1e-12)


@pytest.mark.parametrize(
    "order", [(0, 1, 2), (0, 2, 1), (1, 2, 0), (1, 0, 2), (2, 0, 1), (2, 1, 0)]
)
def test_dust_of_the_same_instant_shares_the_vapour(order: tuple[int, int, int]) -> None:
    """Whatever the order of the reports, powder and dust carry the same per kilogram."""
    reports = (lose("tank", 50.0), move("tank", "silo", 40.0), waste("tank", 10.0))
    book = furnished(charge(IRON, 100.0), charge(WATER, 100.0))
    book = told(book, *(reports[number] for number in order), *packed("b", "silo", 40.0))

    assert per_kg(book, "b", IRON) == pytest.approx(50.0 * 0.8 / 40.0)
    found = {each.place: each.kg for each in trace_forward(book, IRON).places}
    assert found[PlaceId("dust")] == pytest.approx(50.0 * 0.2)
    assert found[PlaceId("tank")] == pytest.approx(50.0)


def test_vapour_alone_leaves_richer_material_behind() -> None:
    """A loss that nothing is drawn with is lost by what stays."""
    book = furnished(
        charge(IRON, 100.0), charge(WATER, 100.0), lose("tank", 100.0), lose("tank", 20.0, at=3)
    )
    book = told(book, *packed("b", "tank", 40.0))

    assert per_kg(book, "b", IRON) == pytest.approx(100.0 / 80.0)


def test_a_loss_after_the_place_was_filled_again_stays_with_the_content() -> None:
    """An arrival ends the draw of its instant."""
    book = furnished(
        charge(IRON, 100.0),
        move("tank", "silo", 50.0, at=2),
        charge(IRON, 50.0, at=2),
        lose("tank", 20.0, at=2),
        *packed("b", "silo", 50.0),
    )

    assert per_kg(book, "b", IRON) == pytest.approx(1.0)


def test_what_was_drawn_before_its_arrival_was_reported_gets_its_origins() -> None:
    """Bags leave a bin whose inflow is booked every five minutes, and carry their full share."""
    book = furnished(
        charge(IRON, 1_000.0),
        move("tank", "blender", 100.0, at=2),
        *packed("b1", "blender", 80.0, at=3),
        *packed("b2", "blender", 80.0, at=4),
        *packed("b3", "blender", 80.0, at=5),
        move("tank", "blender", 80.0, at=6),
        move("tank", "blender", 80.0, at=7),
        *packed("b4", "blender", 20.0, at=8),
    )

    for bag in ("b1", "b2", "b3", "b4"):
        assert per_kg(book, bag, IRON) == pytest.approx(1.0)
    assert mass_kg(book, PlaceId("blender")) == pytest.approx(0.0)


def test_an_arrival_of_something_newer_pays_no_old_debt() -> None:
    """What was made after a bag was filled is not in the bag."""
    book = furnished(
        charge(IRON, 50.0, to="blender"),
        *packed("b1", "blender", 80.0, at=3),
        charge(IRON_2, 100.0, to="tank", at=4),
        move("tank", "blender", 40.0, at=5),
    )

    assert shares(trace_back(book, BagId("b1")), FEPO4) == {IRON: 1.0}
    assert mass_kg(book, PlaceId("blender")) == pytest.approx(10.0)


def test_an_arrival_of_another_batch_pays_no_old_debt() -> None:
    """The next batch is not in the bags of the last."""
    book = furnished(
        charge(IRON, 50.0, to="blender"),
        *packed("b1", "blender", 80.0, at=3),
        charge(IRON_2, 100.0, to="blender", at=4, batch=B2),
    )

    assert shares(trace_back(book, BagId("b1")), FEPO4) == {IRON: 1.0}


def test_mass_without_origins_dilutes() -> None:
    """What a drier lost into a tank brings mass but no lot."""
    book = furnished(
        charge(WATER, 10.0, to="silo"),
        lose("silo", 10.0, at=1),
        lose("exhaust", 50.0, at=1, to="tank"),
        charge(IRON, 50.0, at=2),
        lose("exhaust", 100.0, at=3, to="tank"),
        *packed("b", "tank", 100.0),
        *packed("condensate", "exhaust", 1.0),
    )

    assert per_kg(book, "b", IRON) == pytest.approx(0.25)
    assert trace_back(book, BagId("condensate")).materials == {}


def fired(book: Book, kiln: str, rows: int, at: int) -> Book:
    """Everything in the tank goes through ``rows`` rows of a kiln into the silo."""
    for number in range(rows):
        row = f"{kiln}/row/{number}"
        book = told(book, move("tank", row, 10.0, at=at + number))
    for number in range(rows):
        row = f"{kiln}/row/{number}"
        out = at + 100 + number
        book = told(book, lose(row, 2.0, at=out), move(row, "silo", 8.0, at=out))
    return book


def test_the_rows_of_both_firings_are_named_with_their_times() -> None:
    """A bag knows which rows it lay in, from loading to discharge, in order."""
    book = fired(furnished(charge(IRON, 30.0)), "kiln-1", 3, at=10)
    book = told(book, *(move("silo", "tank", 8.0, at=200 + each) for each in range(3)))
    book = told(book, move("tank", "kiln-3/row/7", 24.0, at=300))
    inside = told(book, *packed("half", "kiln-3/row/7", 2.0, at=301))
    book = told(book, move("kiln-3/row/7", "silo", 24.0, at=400), *packed("b", "silo", 24.0))

    kiln_1 = tuple(RowPass(UnitId("kiln-1"), row, 10 + row, 110 + row) for row in range(3))
    assert trace_back(book, BagId("b")).rows == (
        *kiln_1,
        RowPass(UnitId("kiln-3"), 7, 300, 400),
    )
    assert trace_back(inside, BagId("half")).rows[-1] == RowPass(UnitId("kiln-3"), 7, 300, 301)


def test_a_row_that_comes_round_again_is_another_stay() -> None:
    """The same place at another time is another row of the genealogy."""
    row = "kiln-1/row/1"
    book = furnished(
        charge(IRON, 10.0, to=row, at=1),
        move(row, "silo", 10.0, at=5),
        charge(IRON_2, 4.0, to=row, at=6),
        charge(IRON_2, 6.0, to=row, at=7),
        move(row, "silo-2", 10.0, at=9),
        *packed("b1", "silo", 10.0),
        *packed("b2", "silo-2", 10.0),
    )

    assert trace_back(book, BagId("b1")).rows == (RowPass(UnitId("kiln-1"), 1, 1, 5),)
    assert trace_back(book, BagId("b2")).rows == (RowPass(UnitId("kiln-1"), 1, 6, 9),)


def test_material_that_is_still_in_a_row_has_no_end_yet() -> None:
    """A sample of a row in the kiln shows the row as still inside."""
    row = "kiln-1/row/1"
    book = furnished(charge(IRON, 10.0, to=row, at=1), waste(row, 1.0, at=2))
    made = LotMade(3, PRODUCT_LOT, MaterialName("lfp-26"), B1, PlaceId(row), 9.0)

    trace = trace_back(told(book, made), PRODUCT_LOT)

    assert trace.rows == (RowPass(UnitId("kiln-1"), 1, 1, None),)


def test_rework_goes_round_without_a_cycle() -> None:
    """Product that returns to the tank is older than the tank's new content."""
    book = furnished(
        charge(IRON, 100.0),
        move("tank", "silo", 50.0, at=2),
        charge(IRON_2, 50.0, at=3),
        move("silo", "tank", 50.0, at=4),
        *packed("b", "tank", 150.0),
    )

    assert shares(trace_back(book, BagId("b")), FEPO4) == pytest.approx(
        {IRON: 2 / 3, IRON_2: 1 / 3}
    )
    assert all(parent < node for node, edges in book.graph.since(0) for parent, _ in edges)


def test_a_lot_of_product_names_its_raw_lots_and_bags() -> None:
    """A lot is what lay in its place when it was made."""
    made = LotMade(5, PRODUCT_LOT, MaterialName("lfp-26"), B1, PlaceId("tank"), 100.0)
    book = furnished(charge(IRON, 80.0), charge(LITHIUM, 20.0), made, *packed("b1", "tank", 50.0))

    trace = trace_back(book, PRODUCT_LOT)

    assert trace.mass_kg == 100.0
    assert trace.bags == ("b1",)
    assert trace.materials[FEPO4][0].kg_per_kg == pytest.approx(0.8)


def test_the_bag_packed_last_is_of_the_same_powder() -> None:
    """Scales that counted more than the book held do not make the last bag poorer."""
    made = LotMade(5, PRODUCT_LOT, MaterialName("lfp-26"), B1, PlaceId("tank"), 100.0)
    book = furnished(
        charge(IRON, 100.0), made, *packed("b1", "tank", 60.0), *packed("b2", "tank", 42.0, at=10)
    )

    assert shares(trace_back(book, BagId("b2")), FEPO4) == {IRON: 1.0}
    assert per_kg(book, "b1", IRON) == pytest.approx(100.0 / 102.0)
    assert per_kg(book, "b2", IRON) == pytest.approx(100.0 / 102.0)


def test_a_lot_made_of_an_empty_place_is_what_its_bags_are() -> None:
    """Where the book knew nothing of the place, the bags tell."""
    made = LotMade(5, PRODUCT_LOT, MaterialName("lfp-26"), B1, PlaceId("silo"), 100.0)
    book = furnished(made, charge(IRON, 50.0), *packed("b1", "tank", 50.0))

    assert shares(trace_back(book, PRODUCT_LOT), FEPO4) == {IRON: 1.0}


def test_a_raw_lot_is_made_of_itself() -> None:
    """Its trace ends where it begins."""
    (whole,) = trace_back(furnished(), IRON).materials[FEPO4]

    assert (whole.lot, whole.share, whole.kg_per_kg) == (IRON, 1.0, 1.0)


def test_a_bag_without_a_label_weighs_what_went_in() -> None:
    """Before the label is printed the movement counts; an empty bag is made of nothing."""
    filling, label = packed("b", "tank", 50.0)
    book = furnished(charge(IRON, 50.0))

    assert trace_back(told(book, filling), BagId("b")).mass_kg == 50.0
    assert trace_back(told(book, label), BagId("b")).materials == {}


def test_a_bag_labelled_with_nothing_has_no_kilograms_per_kilogram() -> None:
    """A label of 0 kg divides nothing."""
    filling, label = packed("b", "tank", 0.0)
    book = furnished(charge(IRON, 50.0), move("tank", "bag/b", 1.0), filling, label)

    assert per_kg(book, "b", IRON) == 0.0


def test_a_bag_keeps_its_origin_when_it_is_emptied() -> None:
    """Pouring a bag back does not rewrite where it came from."""
    book = furnished(
        charge(IRON, 50.0), *packed("b", "tank", 50.0), move("bag/b", "silo", 50.0, at=20)
    )

    assert per_kg(book, "b", IRON) == pytest.approx(1.0)


def test_names_that_nothing_carries_are_refused() -> None:
    """The error says what there is."""
    with pytest.raises(UnknownNameError, match="FP-1"):
        trace_back(furnished(), BagId("b"))
    with pytest.raises(UnknownNameError, match="raw_lot"):
        trace_forward(furnished(), PRODUCT_LOT)


def test_a_raw_lot_is_found_again_wherever_it_went() -> None:
    """Bags, vessels, dust and what was posted together hold what was charged."""
    book = furnished(
        charge(IRON, 60.0),
        charge(IRON_2, 40.0),
        waste("tank", 10.0, at=3),
        move("tank", "silo", 50.0, at=4),
        move("tank", "silo-2", 38.0, at=5),
        PlaceEmptied(6, PlaceId("tank")),
        *packed("b1", "silo", 25.0),
    )
    waiting = told(book, charge(LITHIUM, 5.0, at=7))
    posted = folded(book, decide(book, 7))

    for now in (book, waiting, posted):
        found = trace_forward(now, IRON)
        assert found.charged_kg == 60.0
        assert found.remaining_kg == 9_940.0
        assert sum(each.kg for each in (*found.bags, *found.places)) == pytest.approx(60.0)
        assert all(each.share == pytest.approx(0.6) for each in (*found.bags, *found.places))
    (bag,) = trace_forward(posted, IRON).bags
    assert (bag.bag, bag.product_lot) == ("b1", PRODUCT_LOT)
    assert bag.kg == pytest.approx(15.0)
    assert UNACCOUNTED in {each.place for each in trace_forward(posted, IRON).places}


def test_a_lot_that_nobody_charged_is_nowhere() -> None:
    """Nothing of it is in any bag."""
    found = trace_forward(furnished(charge(IRON, 1.0)), IRON_2)

    assert (found.bags, found.places, found.charged_kg) == ((), (), 0.0)


def large_batch() -> tuple[Fact, ...]:
    """A batch of about 3,000 nodes: slurry, dried in portions, fired in rows, blended."""
    facts: list[Fact] = [charge(lot, 1_000.0, at=1) for lot in (IRON, IRON_2, LITHIUM, WATER)]
    for number in range(1_000):
        row, at = f"kiln-1/row/{number}", 10 + number
        facts += [lose("tank", 1.0, at), move("tank", "silo", 2.0, at), move("silo", row, 2.0, at)]
        facts += [lose(row, 0.5, at + 5_000), move(row, "silo-2", 1.5, at + 5_000)]
    facts += [move("silo-2", "blender", 1_500.0, 9_000), *packed("b", "blender", 400.0, 9_001)]
    return tuple(facts)


@pytest.mark.slow
def test_a_bag_of_a_large_batch_is_traced_at_once() -> None:
    """All 1,000 rows, four lots, each node once; 10 ms on the bench, here with room to spare."""
    book = furnished(*large_batch())
    trace = trace_back(book, BagId("b"))

    assert len(book.graph) > 3_000
    assert len(trace.rows) == 1_000
    assert sum(shares(trace, FEPO4).values()) == pytest.approx(1.0, abs=1e-12)
