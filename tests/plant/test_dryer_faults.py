"""What breaks at the spray dryer: each fault shows by its signs; interlocks stop the feed."""

from dataclasses import replace
from itertools import pairwise

import pytest

from lizao.model.equipment import LineState
from lizao.model.facts import LineStateChanged
from lizao.model.identifiers import UnitId
from lizao.model.states import Command, State
from tests.plant.hand import Hand
from tests.plant.plants import changed, line, stand
from tests.plant.twins import Twins, missing, pour, slurry_of

DRYER = "dryer-1"


def drying(hand: Hand) -> None:
    """A dryer that has fed for forty minutes."""
    pour(hand.plant, "slurry-buffer-1", slurry_of(8_000.0))
    hand.complete(DRYER, "prepare")
    hand.start(DRYER, "feed")
    hand.wait(2400.0)


@pytest.mark.parametrize(
    "code", ["F7", "F8", "smoulder", "disc_unbalanced", "bags_blinded", "burner_weak"]
)
def test_a_dryer_fault_shows_by_its_signs(code: str) -> None:
    """Against the same dryer of the same seed without it."""
    assert missing(Twins(drying, DRYER, code).seen()) == []


def test_a_torn_bag_costs_half_a_percent_of_the_powder_until_it_is_changed() -> None:
    """F7: what the bags do not give back is dust, and the balance knows it."""
    twins = Twins(drying, DRYER, "F7")
    dust = [hand.plant.truth().outward_kg["Fe"] for hand in (twins.well, twins.broken)]
    iron = [hand.plant.contents_kg()["powder-silo-1"] for hand in (twins.well, twins.broken)]
    twins.wait(1800.0)
    lost = [
        hand.plant.truth().outward_kg["Fe"] - before
        for hand, before in zip((twins.well, twins.broken), dust, strict=True)
    ]
    dried = twins.well.plant.contents_kg()["powder-silo-1"] - iron[0]
    assert lost[1] / lost[0] == pytest.approx(3.5, rel=0.04)
    assert dried > 0.0
    assert twins.broken.plant.truth().gap <= 1e-9
    twins.broken.plant.cure(UnitId(DRYER), "F7")
    twins.wait(300.0)
    assert twins.difference("bag_kpa") == pytest.approx(0.0, abs=0.3)
    assert twins.difference("dust_mg_per_nm3") == pytest.approx(0.0, abs=1.0)


@pytest.mark.parametrize(
    ("number", "value", "reason", "cools"),
    [
        ("smoulder_ppm", 80.0, "monoxide", True),
        ("trip_c", 80.0, "temperature", True),
        ("imbalance_mm_per_s", 7.0, "vibration", False),
        ("blinded_share", 3.0, "filter", False),
    ],
)
def test_an_interlock_takes_the_slurry_away(
    number: str, value: float, reason: str, cools: bool
) -> None:
    """Fire and heat take the burner too; the others leave the dryer hot, on water."""
    hand = Hand(stand(changed(line(), DRYER, **{number: value})))
    pour(hand.plant, "slurry-buffer-1", slurry_of(8_000.0))
    hand.complete(DRYER, "prepare")
    ticket = hand.start(DRYER, "feed")
    hand.until(hand.is_(ticket, State.HELD), 1.0)
    assert hand.last_reports[ticket]["interlock"] == reason
    states = [each.state for each in hand.facts(LineStateChanged) if each.unit == DRYER]
    assert states[-1] is (LineState.COOLING if cools else LineState.IDLE_HOT)
    hand.wait(60.0)
    assert hand.value("dryer-1.feed_kg_per_h") < 50.0


def test_cake_builds_up_and_is_pulsed() -> None:
    """Between 1.1 and 1.5 kPa, with a pulse every few minutes."""
    hand = Hand(stand(line()))
    drying(hand)
    seen = []
    for _ in range(60):
        hand.wait(30.0)
        seen.append(hand.value("dryer-1.bag_kpa"))
    assert 1.05 <= min(seen) < 1.2
    assert 1.4 < max(seen) <= 1.55
    falls = sum(after < before - 0.2 for before, after in pairwise(seen))
    assert 3 <= falls <= 12


def test_a_worn_disc_is_swapped_while_the_dryer_is_prepared() -> None:
    """Not before: nobody opens a dryer that makes powder."""
    for wear, kept in ((0.5, True), (0.95, False)):
        hand = Hand(stand(changed(line(), DRYER, disc_wear=wear)))
        hand.complete(DRYER, "prepare")
        hand.wait(2.0)
        assert (hand.value("dryer-1.disc_wear") == wear) is kept


def test_humid_air_makes_wetter_powder() -> None:
    """4 and 22 g/kg: relative humidity of the exhaust and moisture differ as the law says."""
    shown = []
    for humidity in (0.004, 0.022):
        hand = Hand(stand(changed(line(), DRYER, ambient_humidity_kg_per_kg=humidity)))
        drying(hand)
        shown.append(
            (hand.value("dryer-1.exhaust_percent"), hand.value("dryer-1.moisture_percent"))
        )
    (dry_rh, dry_x), (wet_rh, wet_x) = shown
    assert 1.5 <= wet_rh - dry_rh <= 3.0
    assert 0.08 <= wet_x - dry_x <= 0.22


def test_what_moves_all_the_time_keeps_the_powder_within_its_band() -> None:
    """With humidity, burner swing and cake at full scale the outlet stays near its set-point."""
    moved = {**line().coefficients, "disturbances.scale": 1.0}
    hand = Hand(stand(replace(line(), coefficients=moved)))
    drying(hand)
    seen = []
    for _ in range(120):
        hand.wait(30.0)
        seen.append(
            (hand.value("dryer-1.outlet_temperature_c"), hand.value("dryer-1.moisture_percent"))
        )
    outlets, moistures = zip(*seen, strict=True)
    assert 92.0 < min(outlets) < max(outlets) < 108.0
    assert 0.5 <= min(moistures) < max(moistures) <= 1.2
    ticket = max(hand.states)
    hand.command(DRYER, "feed", ticket, Command.HOLD)
    assert hand.plant.truth().gap <= 1e-9
