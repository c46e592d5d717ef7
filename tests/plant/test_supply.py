"""The store of a virtual plant: what suppliers bring by themselves, and what a person takes in."""

from dataclasses import replace
from pathlib import Path

import pytest

from lizao.model.commands import StockLot
from lizao.model.facts import MaterialMoved
from lizao.model.identifiers import LotId, MaterialName, PlaceId
from lizao.model.material import Certificate, Lot, LotStatus
from lizao.plant import content
from lizao.plant.floor import Coefficients
from lizao.plant.lots import Supplier
from lizao.plant.noise import Chance
from lizao.plant.virtual import VirtualPlant
from tests.plant.hand import Hand
from tests.plant.plants import SETTINGS, line, quick_line, site, stand

IRON = "iron-phosphate"
LITHIUM = "lithium-carbonate"
TANK = "premix-1"
A_BATCH_KG = 6_000.0
BATCHES = 30


def left_kg(hand: Hand, material: str) -> dict[str, float]:
    """What the plant has left of each lot of a material."""
    stock = hand.plant.state()["stock"]
    return {each.id: stock[each.id].left_kg for each in hand.lots.get(material, [])}


def spend(hand: Hand, material: str, mass_kg: float) -> None:
    """Let a batch's amount of a material go, as charging does, lot after lot."""
    stock = hand.plant.state()["stock"]
    for each in hand.lots[material]:
        taken_kg = min(mass_kg, stock[each.id].left_kg)
        stock[each.id].left_kg -= taken_kg
        mass_kg -= taken_kg
    assert mass_kg == pytest.approx(0.0), "there was not enough in the store"


def test_thirty_batches_in_a_row_never_find_the_store_empty() -> None:
    """Of 90 t of iron phosphate 180 t are used; every lot that comes has a certificate of its own.

    Nothing of another material, of which enough is there, is brought.
    """
    hand = Hand(stand(quick_line()))
    for _ in range(BATCHES):
        spend(hand, IRON, A_BATCH_KG)
        hand.wait(6 * 3600.0)
    lots = hand.lots[IRON]
    assert len({each.id for each in lots}) == len(lots) >= 6
    assert len({each.certificate.attributes["fe_p"] for each in lots}) == len(lots)
    assert sum(left_kg(hand, IRON).values()) == pytest.approx(
        sum(each.mass_kg for each in lots) - BATCHES * A_BATCH_KG
    )
    assert len(hand.lots[LITHIUM]) == 2


def test_a_supplier_that_is_switched_off_brings_nothing() -> None:
    """By the scale of the plant file."""
    hand = Hand(stand(quick_line(supply__scale=0.0)))
    spend(hand, IRON, 85_000.0)
    hand.wait(24 * 3600.0)
    assert len(hand.lots[IRON]) == 3


def test_what_comes_is_drawn_by_the_seed_and_not_by_the_time_it_is_asked() -> None:
    """Two plants of one seed get the same lots at the same instant, another seed other ones."""
    hands = [Hand(stand(quick_line(), seed)) for seed in (1, 1, 2)]
    for each in hands:
        spend(each, IRON, 50_000.0)
        each.wait(5 * 3600.0)
    one, same, other = (each.lots[IRON] for each in hands)
    assert one == same
    assert [each.id for each in one] == [each.id for each in other]
    assert one[3].certificate != other[3].certificate


def test_a_lot_that_runs_out_of_date_counts_for_nothing() -> None:
    """Before the stock expires more is on its way."""
    hand = Hand(stand(quick_line(**{"lot__iron-phosphate__shelf_life_d": 1.0})))
    hand.wait(19 * 3600.0)
    assert len(hand.lots[IRON]) == 3
    hand.wait(6 * 3600.0)
    fresh = [each for each in hand.lots[IRON][3:] if (each.expires_at or 0) > hand.plant.at]
    assert sum(each.mass_kg for each in fresh) >= 45_000.0


def test_a_plant_that_is_built_again_has_the_same_store(tmp_path: Path) -> None:
    """From its snapshot, with what is still on its way; and so has a twin."""
    made = (quick_line(**{"lot__iron-phosphate__reorder_kg": 110_000.0}), site().materials, 1)
    plant = VirtualPlant.make(*made, SETTINGS, 0, tmp_path)
    hand = Hand(plant)
    hand.write(StockLot(DELIVERED))
    hand.wait(2 * 3600.0)
    plant.save_snapshot(7)
    twin = Hand(plant.twin())
    again = Hand(VirtualPlant.reopen(*made, SETTINGS, 0, tmp_path, (), plant.at, 7))
    for each in (hand, twin, again):
        each.wait(4 * 3600.0)
    stocks = [
        {lot: stocked.left_kg for lot, stocked in each.plant.state()["stock"].items()}
        for each in (hand, twin, again)
    ]
    assert stocks[0] == stocks[1] == stocks[2]
    assert stocks[0][DELIVERED.id] == DELIVERED.mass_kg
    assert "iron-phosphate-04" in stocks[0]
    assert again.lots[IRON][-1] == hand.lots[IRON][-1]


DELIVERED = Lot(
    LotId("iron-phosphate-r01"),
    MaterialName(IRON),
    10_000.0,
    500.0,
    Certificate(0.004, {"Fe": 6.4, "P": 6.6, "O": 26.2}, {"fe_p": 0.969}),
    LotStatus.RELEASED,
    PlaceId("store"),
    None,
    "HB-17",
)


def test_what_a_person_took_in_can_be_charged_and_is_nearly_what_its_paper_says() -> None:
    """Said twice it is the same lot; before it was said, charging it is blocked."""
    hand = Hand(stand(quick_line()))
    hand.complete(TANK, "charge", lot="water-01", mass_kg=600.0)
    hand.write(StockLot(DELIVERED))
    stocked = hand.plant.state()["stock"][DELIVERED.id]
    hand.write(StockLot(DELIVERED))
    assert hand.plant.state()["stock"][DELIVERED.id] is stocked
    assert content.mass_kg(stocked.content) == pytest.approx(1.0, abs=1e-12)
    assert stocked.content[content.WATER] == pytest.approx(0.004, abs=0.001)
    hand.complete(TANK, "hook-up", material=IRON, lot=DELIVERED.id)
    hand.complete(TANK, "charge", lot=DELIVERED.id, mass_kg=300.0)
    moved = hand.facts(MaterialMoved)[-1]
    assert moved.lot == DELIVERED.id
    assert stocked.left_kg == pytest.approx(DELIVERED.mass_kg - moved.mass_kg)


def test_what_no_virtual_plant_knows_is_not_stored() -> None:
    """The plant goes on; charging it would be blocked."""
    hand = Hand(stand(quick_line()))
    hand.write(StockLot(replace(DELIVERED, material=MaterialName("gold"))))
    assert DELIVERED.id not in hand.plant.state()["stock"]
    ticket = hand.start(TANK, "charge", lot=DELIVERED.id, mass_kg=1.0)
    assert hand.last_reports[ticket]["interlock"] == "lot"


def test_the_truth_behind_a_paper_is_apart_from_it_by_chance() -> None:
    """Within two standard deviations, the same for the same home and lot."""
    numbers = Coefficients("line", line().coefficients)
    first, again, other = (
        Supplier(numbers, Chance(seed)).known(DELIVERED).content for seed in (1, 1, 2)
    )
    assert (first == again).all()
    assert first[content.WATER] != other[content.WATER]
    sigma = line().coefficients["scatter.certificate_water_sigma"]
    assert abs(first[content.WATER] - 0.004) <= 2.0 * sigma
