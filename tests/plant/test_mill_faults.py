"""What breaks at mills and slurry tanks: each fault shows by its signs and goes with its cure."""

import pytest

from lizao.model.identifiers import UnitId
from lizao.model.instants import HOUR
from lizao.model.states import Command, State
from lizao.plant import content
from tests.plant.hand import Hand
from tests.plant.plants import changed, line, stand
from tests.plant.twins import Story, Twins, missing, pour, slurry_of

DRY_KG = 7_500.0
FINE = ("fine-mill-1", "fine-mill-2")
FAULTS = ("F5", "F6", "cooling_lost", "seal_water_low", "pump_stopped")


def milling(hand: Hand) -> None:
    """Both fine mills on a full tank, settled."""
    pour(hand.plant, "mill-tank-1", slurry_of(DRY_KG))
    for unit in FINE:
        hand.start(unit, "recirculate", specific_energy_kwh_per_t=310.0)
    hand.wait(1800.0)


def passing(hand: Hand) -> None:
    """A premix tank that empties through the coarse mill."""
    pour(hand.plant, "premix-1", slurry_of(DRY_KG))
    hand.start("mill-tank-1", "receive")
    hand.start("coarse-mill-1", "convey", specific_energy_kwh_per_t=60.0)
    hand.start("premix-1", "send")
    hand.wait(300.0)


def standing(hand: Hand) -> None:
    """A full premix tank, stirred."""
    pour(hand.plant, "premix-1", slurry_of(DRY_KG))
    hand.wait(600.0)


@pytest.mark.parametrize("code", FAULTS)
@pytest.mark.parametrize(("unit", "story"), [("fine-mill-1", milling), ("coarse-mill-1", passing)])
def test_a_mill_fault_shows_by_its_signs(unit: str, story: Story, code: str) -> None:
    """Against the same mill of the same seed without it."""
    assert missing(Twins(story, unit, code).seen()) == []


def resting(hand: Hand) -> None:
    """A full mill tank, stirred."""
    pour(hand.plant, "mill-tank-1", slurry_of(DRY_KG))
    hand.wait(600.0)


@pytest.mark.parametrize(
    ("unit", "story", "code"),
    [("mill-tank-1", resting, "agitator_stopped"), ("premix-1", standing, "impure_water")],
)
def test_a_tank_fault_shows_by_its_signs(unit: str, story: Story, code: str) -> None:
    """Current, time without stirring, solids at the bottom; conductivity of the water."""
    assert missing(Twins(story, unit, code).seen()) == []


def test_a_coarse_mill_that_was_held_for_heat_goes_on_once_it_is_cooled_again() -> None:
    """Without cooling it stays as hot as it was; with it, the jacket takes the heat out."""
    hand = Hand(stand(line()))
    passing(hand)
    hand.plant.strike(UnitId("coarse-mill-1"), "cooling_lost")
    hand.until(lambda: bool(reasons(hand)), 1.0)
    hand.wait(300.0)
    hot_c = hand.value("coarse-mill-1.outlet_temperature_c")
    hand.wait(600.0)
    assert hand.value("coarse-mill-1.outlet_temperature_c") == pytest.approx(hot_c, abs=1.0)
    hand.plant.cure(UnitId("coarse-mill-1"), "cooling_lost")
    hand.wait(600.0)
    ticket = next(each for each, said in hand.last_reports.items() if "interlock" in said)
    hand.command("coarse-mill-1", "convey", ticket, Command.RESTART)
    hand.wait(300.0)
    assert hand.states[ticket][-1] is State.RUNNING
    assert hand.value("coarse-mill-1.outlet_temperature_c") < 43.0


def test_a_separator_flushed_backwards_lets_all_through_again() -> None:
    """After the cure of F5 both mills show the same pressure and flow."""
    twins = Twins(milling, "fine-mill-1", "F5")
    twins.wait(1800.0)
    assert twins.difference("inlet_pressure_mpa") > 0.03
    twins.broken.plant.cure(UnitId("fine-mill-1"), "F5")
    twins.wait(180.0)
    assert twins.difference("inlet_pressure_mpa") == pytest.approx(0.0, abs=1e-4)
    assert twins.difference("flow_kg_per_h") == pytest.approx(0.0, abs=1.0)


def reasons(hand: Hand) -> set[float | str]:
    """Why runs are held."""
    return {each["interlock"] for each in hand.last_reports.values() if "interlock" in each}


@pytest.mark.parametrize(
    ("code", "reason"),
    [("cooling_lost", "temperature"), ("seal_water_low", "seal"), ("pump_stopped", "no_flow")],
)
@pytest.mark.parametrize(("unit", "story"), [("fine-mill-1", milling), ("coarse-mill-1", passing)])
def test_an_interlock_stops_the_mill_before_it_is_hurt(
    unit: str, story: Story, code: str, reason: str
) -> None:
    """Temperature, seal water, flow: the run is held and says why."""
    hand = Hand(stand(line()))
    story(hand)
    hand.plant.strike(UnitId(unit), code)
    hand.until(lambda: bool(reasons(hand)), 1.0)
    assert reasons(hand) == {reason}


@pytest.mark.parametrize(("unit", "story"), [("fine-mill-1", milling), ("coarse-mill-1", passing)])
def test_a_plugged_separator_trips_the_mill(unit: str, story: Story) -> None:
    """At 0.35 MPa, however slow the mill turns by then."""
    hand = Hand(stand(changed(line(), unit, plugged_share=9.0)))
    story(hand)
    assert reasons(hand) == {"pressure"}


def test_fewer_beads_leave_the_slurry_as_coarse_as_the_law_says() -> None:
    """F6 on both mills: 8 to 10 % coarser at the same kWh/t, with a longer run."""
    twins = Twins(milling, "fine-mill-1", "F6")
    twins.broken.plant.strike(UnitId("fine-mill-2"), "F6")
    ends = []
    for hand in (twins.well, twins.broken):
        mills = [ticket for ticket in hand.states if State.RUNNING in hand.states[ticket]]
        for ticket in mills:
            hand.until(hand.is_(ticket, State.COMPLETE))
        hand.wait(600.0)
        ends.append((hand.value("mill-tank-1.d50_um"), hand.plant.at / HOUR))
    (fine_um, soon_h), (coarse_um, late_h) = ends
    assert 0.05 <= coarse_um / fine_um - 1.0 <= 0.10
    assert late_h > soon_h


def test_worn_beads_are_topped_up_before_a_run() -> None:
    """What is lost in half an hour stays as it is; more than two percent is filled up."""
    for loss_per_d, kept in ((0.003, True), (3.0, False)):
        hand = Hand(stand(changed(line(), "fine-mill-1", fill_loss_share_per_d=loss_per_d)))
        milling(hand)
        before = hand.value("fine-mill-1.worn_share")
        assert before == pytest.approx(loss_per_d / 48.0, rel=0.01)
        ticket = next(each for each in hand.states if State.RUNNING in hand.states[each])
        for command in (Command.STOP, Command.RESET):
            hand.command("fine-mill-1", "recirculate", ticket, command)
        hand.start("fine-mill-1", "recirculate", specific_energy_kwh_per_t=310.0)
        hand.wait(2.0)
        assert (hand.value("fine-mill-1.worn_share") >= before) is kept


def test_what_settled_is_drawn_richer_and_then_leaner() -> None:
    """Half a percent in an hour; the balance of every element closes, and stirring mends it."""
    hand = Hand(stand(line()))
    standing(hand)
    hand.plant.strike(UnitId("premix-1"), "agitator_stopped")
    hand.wait(4 * 3600.0)
    assert hand.value("premix-1.solids_percent") == pytest.approx(41.0, abs=0.2)
    hand.start("mill-tank-1", "receive")
    hand.start("coarse-mill-1", "convey", specific_energy_kwh_per_t=60.0)
    hand.start("premix-1", "send")
    hand.wait(1200.0)
    rich = hand.value("mill-tank-1.solids_percent")
    hand.plant.cure(UnitId("premix-1"), "agitator_stopped")
    hand.wait(1800.0)
    lean = hand.value("premix-1.solids_percent")
    assert rich > 40.6
    assert lean < 39.9
    assert hand.plant.truth().gap <= 1e-9


def test_agitators_stand_still_while_the_power_is_away() -> None:
    """Slurry settles for as long as the failure lasts, and is stirred up after it."""
    hand = Hand(stand(line()))
    standing(hand)
    hand.plant.lose_power(2 * HOUR)
    hand.wait(1.0)
    settled = hand.value("premix-1.solids_percent")
    hand.wait(3600.0)
    assert settled > hand.value("premix-1.solids_percent") + 0.3


def test_slurry_thickens_with_salt_and_with_age() -> None:
    """A fifth more with water of 15 µS/cm; more and more after a day."""
    vector = slurry_of(DRY_KG)
    salted = slurry_of(DRY_KG)
    salted[content.SALT] *= 7.5
    pure, salty = (Hand(stand(line())) for _ in range(2))
    pour(pure.plant, "mill-tank-1", vector)
    pour(salty.plant, "mill-tank-1", salted)
    for hand in (pure, salty):
        hand.wait(600.0)
    shown = [hand.value("mill-tank-1.viscosity_mpa_s") for hand in (pure, salty)]
    assert shown[1] / shown[0] == pytest.approx(1.20, abs=0.01)
    pure.wait(24 * 3600.0)
    day = pure.value("mill-tank-1.viscosity_mpa_s")
    pure.wait(24 * 3600.0)
    assert pure.value("mill-tank-1.age_h") == pytest.approx(48.0, abs=0.3)
    assert pure.value("mill-tank-1.viscosity_mpa_s") / day == pytest.approx(1.30, abs=0.04)


def test_beads_leave_zirconium_and_a_little_iron_in_the_slurry() -> None:
    """As much as the energy and the wear law say; the iron is in the plant's balance."""
    hand = Hand(stand(line()))
    milling(hand)
    before = hand.plant.truth().inward_kg["Fe"]
    hand.wait(3600.0)
    kwh = sum(hand.value(f"{unit}.power_kw") for unit in FINE) - 2 * 48.0
    assert hand.plant.truth().inward_kg["Fe"] - before == pytest.approx(kwh * 1e-6, rel=0.02)
    assert hand.plant.truth().gap <= 1e-9
