"""What breaks at a charging station, sensors that freeze, and raw lots that scatter."""

import numpy as np
import pytest

from lizao.model.commands import AnalyseSample
from lizao.model.errors import UnknownNameError
from lizao.model.facts import SampleResult
from lizao.model.identifiers import BatchId, PlaceId, SampleId, UnitId, signal_id
from lizao.model.instants import DAY
from lizao.model.material import Lot
from lizao.model.states import Command, State
from lizao.plant import content
from lizao.plant.floor import Coefficients
from lizao.plant.lots import Stocked, Supplier
from lizao.plant.noise import Chance
from tests.plant.hand import Hand
from tests.plant.plants import line, site, stand
from tests.plant.twins import Twins, missing, pour, slurry_of

TANK = UnitId("premix-1")


def charged(hand: Hand, material: str, mass_kg: float) -> int:
    """A charge of the first lot of a material, its bag hooked up; the ticket."""
    lot = hand.lots[material][0]
    if lot.packed_kg > 0.0:
        hand.complete(TANK, "hook-up", material=material, lot=lot.id)
    return hand.start(TANK, "charge", lot=lot.id, mass_kg=mass_kg)


def filled(hand: Hand) -> None:
    """A premix with water and lithium carbonate, and iron phosphate on its way."""
    for material, mass_kg in (("water", 4_000.0), ("lithium-carbonate", 180.0)):
        ticket = charged(hand, material, mass_kg)
        hand.until(hand.is_(ticket, State.COMPLETE))
        hand.command(TANK, "charge", ticket, Command.RESET)
    charged(hand, "iron-phosphate", 480.0)
    hand.wait(5.0)


def iron_per_phosphorus(hand: Hand) -> float:
    """Fe/P as the laboratory finds it in the premix."""
    hand.write(AnalyseSample(SampleId("s"), PlaceId(TANK), BatchId("B1"), ("fe_p",)))
    hand.until(lambda: bool(hand.facts(SampleResult)), 12.0)
    return hand.facts(SampleResult)[-1].value


def test_bags_of_a_wrong_lot_show_in_the_slurry() -> None:
    """F11: Fe/P of 0.985 instead of 0.972, a higher pH; the balance of every element closes."""
    twins = Twins(lambda _: None, TANK, "F11")
    for hand in (twins.well, twins.broken):
        hand.wait(60.0)
        filled(hand)
        hand.wait(900.0)
    assert twins.difference("ph") == pytest.approx(0.16, abs=0.06)
    found = [iron_per_phosphorus(hand) for hand in (twins.well, twins.broken)]
    assert found[1] / found[0] == pytest.approx(1.0134, abs=0.001)
    assert twins.broken.plant.truth().gap <= 1e-9
    masses = [hand.plant.contents_kg()[TANK] for hand in (twins.well, twins.broken)]
    assert masses[1] == pytest.approx(masses[0], abs=1e-6)


def test_a_bridge_stops_the_feeder_until_it_is_knocked_down() -> None:
    """The flow is nearly nothing for twenty minutes, then the charge goes on by itself."""
    twins = Twins(filled, TANK, "bridging")
    twins.wait(90.0)
    assert twins.broken.value(f"{TANK}.flow_kg_per_h") == pytest.approx(300.0, abs=60.0)
    twins.wait(3600.0)
    masses = [hand.plant.contents_kg()[TANK] for hand in (twins.well, twins.broken)]
    assert masses[1] == pytest.approx(masses[0], abs=1.0)


def test_solids_wait_for_the_agitator() -> None:
    """It must turn, not only be covered."""
    hand = Hand(stand(line()))
    pour(hand.plant, TANK, slurry_of(1_000.0))
    hand.plant.strike(TANK, "agitator_stopped")
    hand.wait(120.0)
    ticket = charged(hand, "iron-phosphate", 400.0)
    assert hand.last_reports[ticket]["interlock"] == "agitator"


def test_any_sensor_may_freeze_and_is_found_by_its_spread() -> None:
    """F12 of any signal: it shows the same for ever, whatever the tank does; cured, it lives."""
    twins = Twins(filled, TANK, "F12-density_kg_per_m3")
    twins.broken.plant.strike(TANK, "F12-density_kg_per_m3")
    shown = []
    for _ in range(20):
        twins.wait(30.0)
        shown.append(
            [each.value(f"{TANK}.density_kg_per_m3") for each in (twins.well, twins.broken)]
        )
    well, broken = np.array(shown).T
    assert well.std() > 0.3
    assert broken.std() < 1e-9
    twins.broken.plant.cure(TANK, "F12-density_kg_per_m3")
    twins.broken.plant.cure(TANK, "F12-density_kg_per_m3")
    twins.wait(120.0)
    assert twins.difference("density_kg_per_m3") == pytest.approx(0.0, abs=0.1)


def test_a_sensor_that_is_not_there_cannot_freeze() -> None:
    """It is refused like any fault that the unit does not know."""
    with pytest.raises(UnknownNameError, match="F12-noise_db"):
        stand(line()).strike(TANK, "F12-noise_db")


def test_a_frozen_sensor_stays_frozen_in_a_plant_that_is_built_again() -> None:
    """A twin has the same sensors, frozen at the same value, and can be cured."""
    plant = stand(line())
    plant.read()
    plant.strike(TANK, "F12-temperature_c")
    other = plant.twin()
    other.read()
    other.cure(TANK, "F12-temperature_c")
    name = signal_id(TANK, "temperature_c")
    for each in (plant, other):
        each.advance(plant.at + 600_000_000)
    seen = [
        {dict(each.read().values)[name] for _ in range(5) if each.advance(each.at + 60_000_000)}
        for each in (plant, other)
    ]
    assert len(seen[0]) == 1 < len(seen[1])


def lots(scatter: float, at: int, seeds: range) -> dict[str, list[tuple[Lot, Stocked]]]:
    """What arrives over many homes, by material."""
    numbers = Coefficients("line", {**line().coefficients, "lots.scatter": scatter})
    found: dict[str, list[tuple[Lot, Stocked]]] = {}
    for seed in seeds:
        for lot, stocked in Supplier(numbers, Chance(seed)).deliver(site().materials, at):
            found.setdefault(lot.material, []).append((lot, stocked))
    return found


def test_raw_lots_scatter_as_widely_as_a_suppliers_do() -> None:
    """Fe/P 0.960 to 0.985, purity 99.5 to 99.9 %, glucose 8.5 to 10.5 % water; all weigh right."""
    found = lots(1.0, 205 * DAY, range(60))
    iron = [each.certificate.attributes["fe_p"] for each, _ in found["iron-phosphate"]]
    assert 0.960 <= min(iron) < 0.966
    assert 0.978 < max(iron) <= 0.985
    assert np.std(iron) == pytest.approx(0.004, rel=0.2)
    pure = [each.certificate.attributes["purity"] for each, _ in found["lithium-carbonate"]]
    assert 0.995 <= min(pure) < max(pure) <= 0.999
    sugar = [each.certificate.water for each, _ in found["glucose"]]
    assert 0.085 <= min(sugar) < max(sugar) <= 0.105
    hard = [each.content[content.HARDNESS] for _, each in found["iron-phosphate"]]
    assert np.std(hard) == pytest.approx(0.075, rel=0.25)
    for stocked in (each for values in found.values() for _, each in values):
        assert content.mass_kg(stocked.content) == pytest.approx(1.0, abs=1e-12)


def test_iron_phosphate_is_wetter_in_summer_and_plain_without_the_full_scatter() -> None:
    """0.3 % more at the end of July; with scatter 0 the lots are those of the material's file."""
    summer, winter = (
        np.mean([each.certificate.water for each, _ in lots(1.0, at, range(40))["iron-phosphate"]])
        for at in (205 * DAY, 22 * DAY)
    )
    assert summer - winter == pytest.approx(0.003, abs=0.0004)
    plain = lots(0.0, 0, range(20))
    iron = [each.certificate.attributes["fe_p"] for each, _ in plain["iron-phosphate"]]
    assert np.std(iron) == pytest.approx(0.001, rel=0.3)
    assert all(
        "purity" not in each.certificate.attributes for each, _ in plain["lithium-carbonate"]
    )
    assert {each.content[content.HARDNESS] for _, each in plain["water"]} == {0.0}


def test_harder_iron_phosphate_needs_more_milling() -> None:
    """A tenth harder: a tenth less of the energy grinds."""
    sizes = []
    for hardness in (1.0, 1.1):
        hand = Hand(stand(line()))
        vector = slurry_of(7_500.0)
        vector[content.HARDNESS] = 7_500.0 * hardness
        pour(hand.plant, "mill-tank-1", vector)
        ticket = hand.start("fine-mill-1", "recirculate", specific_energy_kwh_per_t=310.0)
        hand.until(hand.is_(ticket, State.COMPLETE))
        hand.wait(600.0)
        sizes.append(hand.value("mill-tank-1.d50_um"))
    ground = [60.0 + 250.0 / each for each in (1.0, 1.1)]
    assert sizes[1] / sizes[0] == pytest.approx((ground[1] / ground[0]) ** -0.64, abs=0.01)


def test_a_bridge_shows_by_its_sign() -> None:
    """Against the same station without it."""
    twins = Twins(filled, TANK, "bridging")
    twins.wait(90.0)
    found = [(each, twins.difference(each.signal)) for each in twins.signs()]
    assert missing(found) == []
