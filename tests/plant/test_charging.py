"""Charging at a station: bags, scales, interlocks."""

import pytest

from lizao.model.facts import BagScanned, MaterialMoved, UtilitiesMetered
from lizao.model.identifiers import LotId, UnitId
from lizao.model.states import Command, State
from tests.plant.hand import Hand
from tests.plant.plants import line, stand


def water_first() -> Hand:
    """A quick line whose premix holds water."""
    hand = Hand(stand())
    hand.complete("premix-1", "charge", lot="water-01", mass_kg=600.0)
    return hand


def test_a_bag_is_scanned_and_charged_as_measured() -> None:
    """The scan names lot and bag; the movement is what the scale showed, the truth is near it."""
    hand = water_first()
    before = hand.plant.contents_kg()["premix-1"]
    for _ in range(2):
        hand.complete("premix-1", "hook-up", material="iron-phosphate", lot="iron-phosphate-01")
    ticket = hand.complete("premix-1", "charge", lot="iron-phosphate-01", mass_kg=300.0)
    assert [each.bag for each in hand.facts(BagScanned)] == [
        "iron-phosphate-01#1",
        "iron-phosphate-01#2",
    ]
    moved = hand.facts(MaterialMoved)[-1]
    assert (moved.source, moved.destination, moved.ticket) == ("store", "premix-1", ticket)
    assert moved.mass_kg == pytest.approx(300.0, rel=2e-3)
    true_kg = hand.plant.contents_kg()["premix-1"] - before
    assert true_kg == pytest.approx(moved.mass_kg, rel=4e-3)
    assert true_kg != moved.mass_kg
    assert hand.facts(UtilitiesMetered)


def test_a_wrong_bag_is_scanned_and_blocked() -> None:
    """What hangs at the station is scanned, not what was asked; charging the other is blocked."""
    hand = water_first()
    hand.plant.present_bag(UnitId("premix-1"), LotId("glucose-02"))
    hand.complete("premix-1", "hook-up", material="iron-phosphate", lot="iron-phosphate-01")
    assert hand.facts(BagScanned)[-1].lot == "glucose-02"
    ticket = hand.start("premix-1", "charge", lot="iron-phosphate-01", mass_kg=100.0)
    assert hand.state(ticket) is State.HELD
    assert hand.last_reports[ticket]["interlock"] == "bag"
    hand.command("premix-1", "charge", ticket, Command.STOP)
    hand.command("premix-1", "charge", ticket, Command.RESET)
    hand.complete("premix-1", "hook-up", material="iron-phosphate", lot="iron-phosphate-01")
    hand.complete("premix-1", "charge", lot="iron-phosphate-01", mass_kg=100.0)
    assert hand.facts(MaterialMoved)[-1].lot == "iron-phosphate-01"


@pytest.mark.parametrize(
    ("lot", "mass_kg", "reason"),
    [
        ("iron-phosphate-01", 100.0, "agitator"),
        ("no-such-lot", 100.0, "lot"),
        ("titania-01", 10_000.0, "lot"),
    ],
)
def test_interlocks_name_themselves(lot: str, mass_kg: float, reason: str) -> None:
    """Solids wait for the agitator; nothing comes from a lot that is not or no longer there."""
    hand = Hand(stand())
    material = lot.removesuffix("-01")
    hand.complete("premix-1", "hook-up", material=material, lot=lot)
    ticket = hand.start("premix-1", "charge", lot=lot, mass_kg=mass_kg)
    assert hand.state(ticket) is State.HELD
    assert hand.last_reports[ticket]["interlock"] == reason


def test_a_charge_held_half_way_goes_on() -> None:
    """Both parts are reported and add up."""
    hand = Hand(stand(line()))
    ticket = hand.start("premix-1", "charge", lot="water-01", mass_kg=5_000.0)
    hand.wait(300.0)
    hand.command("premix-1", "charge", ticket, Command.HOLD)
    hand.wait(600.0)
    assert hand.state(ticket) is State.HELD
    hand.command("premix-1", "charge", ticket, Command.RESTART)
    hand.until(hand.is_(ticket, State.COMPLETE))
    parts = [each.mass_kg for each in hand.facts(MaterialMoved)]
    assert len(parts) == 2
    assert sum(parts) == pytest.approx(5_000.0, rel=2e-3)
    assert hand.last_reports[ticket]["mass_kg"] == pytest.approx(sum(parts))


def test_a_charge_may_be_completed_early() -> None:
    """What went in so far is reported."""
    hand = Hand(stand(line()))
    ticket = hand.start("premix-1", "charge", lot="water-01", mass_kg=5_000.0)
    hand.wait(60.0)
    hand.command("premix-1", "charge", ticket, Command.COMPLETE)
    assert hand.state(ticket) is State.COMPLETE
    assert float(hand.last_reports[ticket]["mass_kg"]) == pytest.approx(500.0, rel=0.02)
