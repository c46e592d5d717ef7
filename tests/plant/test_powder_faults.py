"""What breaks at jet mills, powder lines, magnets and in the packing room."""

import pytest

from lizao.model.commands import AnalyseSample
from lizao.model.facts import SampleResult
from lizao.model.identifiers import BatchId, PlaceId, SampleId, UnitId
from lizao.model.states import State
from lizao.plant import content
from tests.plant.hand import Hand
from tests.plant.plants import changed, line, stand
from tests.plant.twins import Story, Twins, missing, pour, powder_of, slurry_of

MILL = "jet-mill-2"
LINE = "pneumatic-4"


def grinding(hand: Hand) -> None:
    """The mill of the coarse cut at full feed, settled."""
    pour(hand.plant, "final-feed-silo-1", powder_of(8_000.0))
    hand.start(MILL, "feed", share=1.0)
    hand.wait(1800.0)


def conveying(hand: Hand) -> None:
    """Powder on its way to the blender."""
    pour(hand.plant, "coarse-cut-silo-1", powder_of(8_000.0, 1.6, 270.0))
    transfer(hand, "coarse-cut-silo-1", LINE, "blender-1")
    hand.wait(300.0)


def demagnetising(hand: Hand) -> None:
    """Powder through sieve and magnet."""
    pour(hand.plant, "blender-1", powder_of(5_000.0, 1.2))
    transfer(hand, "blender-1", "sieve-1", "pack-bin-1")
    hand.wait(300.0)


def pumping(hand: Hand) -> None:
    """Slurry past its magnet."""
    pour(hand.plant, "mill-tank-1", slurry_of(7_500.0))
    transfer(hand, "mill-tank-1", "slurry-line-1", "slurry-buffer-1")
    hand.wait(300.0)


def waiting(hand: Hand) -> None:
    """Powder in the packing bin."""
    pour(hand.plant, "pack-bin-1", powder_of(5_000.0, 1.2))
    hand.wait(600.0)


def transfer(hand: Hand, source: str, through: str, destination: str) -> int:
    """Start a transfer; the ticket of the line."""
    hand.start(destination, "receive")
    ticket = hand.start(through, "convey")
    hand.start(source, "send")
    return ticket


@pytest.mark.parametrize(
    ("unit", "story", "code"),
    [
        *((MILL, grinding, code) for code in ("F9", "gas_short", "loop_leaks", "bags_blinded")),
        *((LINE, conveying, code) for code in ("F10", "gas_humid")),
        ("sieve-1", demagnetising, "F14"),
        ("slurry-line-1", pumping, "F14"),
        ("pack-bin-1", waiting, "F15"),
    ],
)
def test_a_fault_shows_by_its_signs(unit: str, story: Story, code: str) -> None:
    """Against the same unit of the same seed without it."""
    assert missing(Twins(story, unit, code).seen()) == []


def test_a_failing_bearing_lets_coarse_grains_through_to_the_sieve() -> None:
    """F9: D100 of 15 to 25 µm, and more oversize where the powder is sieved; cured, it goes."""
    twins = Twins(grinding, MILL, "F9")
    twins.wait(1800.0)
    assert 15.0 <= twins.broken.value(f"{MILL}.d100_um") <= 25.0
    assert twins.well.value(f"{MILL}.d100_um") < 12.0
    twins.broken.plant.cure(UnitId(MILL), "F9")
    twins.wait(600.0)
    assert twins.difference("d100_um") == pytest.approx(0.0, abs=0.5)
    held = []
    for coarse_kg in (1.0, 50.0):
        hand = Hand(stand(line()))
        vector = powder_of(5_000.0, 1.2)
        vector[content.OVERSIZE] = coarse_kg
        pour(hand.plant, "blender-1", vector)
        transfer(hand, "blender-1", "sieve-1", "pack-bin-1")
        hand.wait(600.0)
        held.append(hand.value("sieve-1.oversize_kg_per_h"))
    assert held[1] - held[0] == pytest.approx(0.95 * 2500.0 * 49.0 / 5000.0, rel=0.05)


def test_a_mill_without_gas_over_fills_and_swings() -> None:
    """Feed stops at 120 kg and comes again at 80: a cycle, and coarser powder."""
    hand = Hand(stand(changed(line(), MILL, pressure_share=0.75)))
    pour(hand.plant, "final-feed-silo-1", powder_of(8_000.0))
    hand.start(MILL, "feed", share=1.0)
    hand.wait(3600.0)
    seen = []
    for _ in range(180):
        hand.wait(10.0)
        seen.append(hand.value(f"{MILL}.holdup_kg"))
    assert min(seen) == pytest.approx(80.0, abs=3.0)
    assert max(seen) == pytest.approx(120.0, abs=3.0)
    assert hand.value(f"{MILL}.d50_um") > 2.2
    assert hand.plant.truth().gap <= 1e-9


def test_worn_nozzles_cost_pressure_and_fineness_until_they_are_checked() -> None:
    """Two percent of pressure a month leave D50 three percent coarser; 500 h end it."""
    hand = Hand(stand(changed(line(), MILL, nozzle_worn_share=0.02, d50_scatter_share=0.0)))
    new = Hand(stand(changed(line(), MILL, d50_scatter_share=0.0)))
    for each in (hand, new):
        grinding(each)
    assert hand.value(f"{MILL}.pressure_mpa") == pytest.approx(0.588, abs=0.002)
    ratio = hand.value(f"{MILL}.d50_um") / new.value(f"{MILL}.d50_um")
    assert ratio == pytest.approx(1.03, abs=0.006)
    checked = Hand(stand(changed(line(), MILL, nozzle_worn_share=0.02, running_h=501.0)))
    checked.start(MILL, "feed", share=1.0)
    checked.wait(5.0)
    assert checked.value(f"{MILL}.nozzle_worn_share") < 1e-6


@pytest.mark.parametrize(
    ("unit", "number", "value", "story", "reason"),
    [
        (MILL, "imbalance_mm_per_s", 9.0, grinding, "vibration"),
        (MILL, "loop_leak_percent", 3.0, grinding, "oxygen"),
        (MILL, "blinded_share", 3.0, grinding, "filter"),
        (LINE, "deposit_share", 0.8, conveying, "pressure"),
    ],
)
def test_an_interlock_stops_the_unit(
    unit: str, number: str, value: float, story: Story, reason: str
) -> None:
    """Vibration, oxygen, filter, pressure: the run is held and says why."""
    hand = Hand(stand(changed(line(), unit, **{number: value})))
    story(hand)
    found = {t: each for t, each in hand.last_reports.items() if "interlock" in each}
    (ticket,) = found
    assert hand.state(ticket) is State.HELD
    assert found[ticket]["interlock"] == reason


def test_a_plugged_line_moves_nothing_and_carries_again_after_a_pulse() -> None:
    """F10: below 9 m/s the receiver's weight stands still; the cure opens the line."""
    twins = Twins(conveying, LINE, "F10")
    twins.wait(1860.0)
    before = twins.broken.plant.contents_kg()["blender-1"]
    twins.wait(120.0)
    assert twins.broken.plant.contents_kg()["blender-1"] == pytest.approx(before, abs=1.0)
    twins.broken.plant.cure(UnitId(LINE), "F10")
    twins.wait(60.0)
    transfer(twins.broken, "coarse-cut-silo-1", LINE, "blender-1")
    assert twins.broken.plant.truth().gap <= 1e-9


def test_humid_gas_wets_the_powder_on_its_way() -> None:
    """At -15 °C 100 to 300 ppm more than at -40 °C; already wet powder takes up nothing."""
    moistures = []
    for dew_c in (-40.0, -15.0):
        hand = Hand(stand(changed(line(), LINE, dew_c=dew_c)))
        conveying(hand)
        hand.wait(900.0)
        moistures.append(hand.value("blender-1.moisture_ppm"))
        assert hand.plant.truth().gap <= 1e-9
    assert 100.0 <= moistures[1] - moistures[0] <= 300.0
    assert 270.0 < moistures[0] < 295.0


def magnetic_ppb(hand: Hand) -> float:
    """What the laboratory finds in the packing bin."""
    hand.write(AnalyseSample(SampleId("lot"), PlaceId("pack-bin-1"), BatchId("B1"), ("magnetic",)))
    hand.until(lambda: bool(hand.facts(SampleResult)), 12.0)
    return hand.facts(SampleResult)[-1].value


def test_a_magnet_without_current_shows_at_the_next_analysis() -> None:
    """F14: 200 ppb instead of a dozen; what a magnet catches leaves the plant over it."""
    twins = Twins(demagnetising, "sieve-1", "F14")
    caught = [hand.plant.truth().gap for hand in (twins.well, twins.broken)]
    assert max(caught) <= 1e-9
    fresh = Hand(stand(changed(line(), "sieve-1", coil_a=120.0)))
    demagnetising(fresh)
    assert 8.0 <= magnetic_ppb(fresh) <= 20.0
    off = Hand(stand(line()))
    off.plant.strike(UnitId("sieve-1"), "F14")
    off.wait(120.0)
    demagnetising(off)
    assert magnetic_ppb(off) >= 150.0
