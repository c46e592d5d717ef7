"""Material on its way: transfers, dryer, mills, packer, and what they report."""

from dataclasses import replace

import pytest
from typing_extensions import override

from lizao.model.equipment import LineState, Plant
from lizao.model.facts import (
    BagPacked,
    Flow,
    LineStateChanged,
    MaterialMoved,
    PlaceEmptied,
    ServiceStateChanged,
)
from lizao.model.image import Image
from lizao.model.instants import HOUR
from lizao.model.states import Command, State
from tests.plant.batch_story import BatchStory
from tests.plant.hand import Hand
from tests.plant.plants import changed, line, quick_line, stand


def slurry(hand: Hand) -> BatchStory:
    """A premix full of slurry."""
    story = BatchStory(hand, tonnes=0.3, heel_kg=12.0)
    for material, kg in sorted(story.slurry_kg.items(), key=lambda each: each[0] != "water"):
        hand.run(story.charge("premix-1", material, kg))
    return story


def joined(hand: Hand) -> dict[str, int]:
    """Receive, convey and send from premix to mill tank, all running; tickets by service."""
    return {
        "receive": hand.start("mill-tank-1", "receive"),
        "convey": hand.start("coarse-mill-1", "convey", specific_energy_kwh_per_t=60.0),
        "send": hand.start("premix-1", "send"),
    }


def test_a_transfer_flows_only_while_all_three_run() -> None:
    """Hold any of the three and nothing moves; restart it and it goes on to the last gram."""
    hand = Hand(stand())
    slurry(hand)
    runs = joined(hand)
    units = {"receive": "mill-tank-1", "convey": "coarse-mill-1", "send": "premix-1"}
    for service, unit in units.items():
        hand.wait(1.0)
        hand.command(unit, service, runs[service], Command.HOLD)
        before = hand.plant.contents_kg()["mill-tank-1"]
        hand.wait(30.0)
        assert hand.plant.contents_kg()["mill-tank-1"] == pytest.approx(before)
        hand.command(unit, service, runs[service], Command.RESTART)
    hand.command("premix-1", "send", runs["send"], Command.COMPLETE)
    hand.until(hand.is_(runs["send"], State.COMPLETE))
    assert hand.plant.contents_kg()["premix-1"] == 0.0
    assert [each.place for each in hand.facts(PlaceEmptied)] == ["premix-1"]


def test_the_report_of_an_empty_place_follows_every_movement_from_it() -> None:
    """MaterialMoved, then PlaceEmptied, then COMPLETE."""
    hand = Hand(stand())
    slurry(hand)
    runs = joined(hand)
    hand.wait(2.0)
    hand.command("premix-1", "send", runs["send"], Command.COMPLETE)
    hand.until(hand.is_(runs["send"], State.COMPLETE))
    names = [type(each).__name__ for each in hand.all_facts()]
    assert names[-3:] == ["MaterialMoved", "PlaceEmptied", "ServiceStateChanged"]


def test_an_empty_source_is_drained_at_once() -> None:
    """Completing the send of an empty vessel ends in the same second; held, it stays."""
    hand = Hand(stand())
    ticket = hand.start("premix-1", "send")
    hand.command("premix-1", "send", ticket, Command.COMPLETE)
    assert hand.state(ticket) is State.COMPLETE


def test_a_held_drain_waits() -> None:
    """A send held while it drains is not complete when its place is empty by other means."""
    hand = Hand(stand())
    slurry(hand)
    runs = joined(hand)
    hand.command("premix-1", "send", runs["send"], Command.COMPLETE)
    assert hand.state(runs["send"]) is State.COMPLETING
    hand.command("premix-1", "send", runs["send"], Command.HOLD)
    hand.wait(60.0)
    assert hand.state(runs["send"]) is State.HELD
    hand.command("premix-1", "send", runs["send"], Command.RESTART)
    hand.command("premix-1", "send", runs["send"], Command.COMPLETE)
    hand.until(hand.is_(runs["send"], State.COMPLETE))


class _HeldByLevelError(Exception):
    """A run was held because there is no room where it leads."""


class _Watchful(Hand):
    """Somebody who goes home once a level has held something."""

    @override
    def _keep(self, image: Image) -> None:
        """Look at what was reported."""
        super()._keep(image)
        if any(each.get("interlock") == "level" for each in self.last_reports.values()):
            raise _HeldByLevelError


@pytest.mark.parametrize(
    ("vessel", "unit"),
    [
        ("mill-tank-1", "coarse-mill-1"),
        ("slurry-buffer-1", "slurry-line-1"),
        ("powder-silo-1", "dryer-1"),
        ("kiln-feed-silo-1", "pneumatic-1"),
        ("milled-silo-1", "jet-mill-1"),
        ("pack-bin-1", "sieve-1"),
    ],
)
def test_a_full_vessel_holds_what_fills_it(vessel: str, unit: str) -> None:
    """It takes all it can, nothing is spilt, and the run says why it stands."""
    hand = _Watchful(stand(_smaller(quick_line(), vessel, 20.0)))
    with pytest.raises(_HeldByLevelError):
        BatchStory(hand, tonnes=0.3, heel_kg=12.0).tell()
    held = [
        each.unit
        for each in hand.facts(ServiceStateChanged)
        if each.reports.get("interlock") == "level" and each.state is State.HELD
    ]
    assert held == [unit]
    assert hand.plant.contents_kg()[vessel] == pytest.approx(20.0, rel=0.5)
    assert hand.plant.truth().gap <= 1e-9


def _smaller(plant: Plant, vessel: str, capacity_kg: float) -> Plant:
    """The plant with one vessel that takes less."""
    units = tuple(
        replace(each, places=tuple(replace(x, capacity_kg=capacity_kg) for x in each.places))
        if each.id == vessel
        else each
        for each in plant.units
    )
    return replace(plant, units=units)


def test_a_mill_without_slurry_stops_itself() -> None:
    """No flow: the mill holds and says so."""
    hand = Hand(stand())
    ticket = hand.start("fine-mill-1", "recirculate", specific_energy_kwh_per_t=310.0)
    hand.until(hand.is_(ticket, State.HELD))
    assert hand.last_reports[ticket]["interlock"] == "no_flow"


def test_a_mill_without_cooling_stops_itself() -> None:
    """Too hot: the mill holds; the slurry stays in its tank."""
    plant = quick_line()
    for mill in ("fine-mill-1", "fine-mill-2"):
        plant = changed(plant, mill, cooling_kw_per_k=0.0)
    hand = Hand(stand(plant))
    slurry(hand)
    runs = joined(hand)
    hand.wait(5.0)
    hand.command("premix-1", "send", runs["send"], Command.COMPLETE)
    hand.until(hand.is_(runs["send"], State.COMPLETE))
    ticket = hand.start("fine-mill-1", "recirculate", specific_energy_kwh_per_t=310.0)
    hand.until(hand.is_(ticket, State.HELD))
    assert hand.last_reports[ticket]["interlock"] == "temperature"


def test_the_dryer_heats_waits_hot_and_cools() -> None:
    """Cold, heating, ready, and after the idle limit cooling and cold; cold it takes no feed."""
    hand = Hand(stand(line()))
    refused = hand.start("dryer-1", "feed")
    assert hand.last_reports[refused]["interlock"] == "cold"
    ticket = hand.start("dryer-1", "prepare")
    hand.until(hand.is_(ticket, State.COMPLETE))
    assert 1.4 <= hand.plant.at / HOUR <= 2.0
    hand.wait(10 * 3600.0)
    states = [each.state for each in hand.facts(LineStateChanged) if each.unit == "dryer-1"]
    assert states == [
        LineState.HEATING,
        LineState.READY_EMPTY,
        LineState.COOLING,
        LineState.COLD,
    ]


def test_a_hot_dryer_is_ready_quickly_and_may_be_stopped_while_heating() -> None:
    """A second prepare at the same temperatures takes seconds."""
    hand = Hand(stand())
    ticket = hand.start("dryer-1", "prepare")
    hand.wait(10.0)
    hand.command("dryer-1", "prepare", ticket, Command.STOP)
    hand.command("dryer-1", "prepare", ticket, Command.RESET)
    hand.complete("dryer-1", "prepare")
    before = hand.plant.at
    hand.complete("dryer-1", "prepare")
    assert hand.plant.at - before < HOUR / 30


@pytest.fixture(scope="module")
def made() -> BatchStory:
    """A small batch made on the quick line, its dryer held once."""
    hand = Hand(stand())
    story = BatchStory(hand, tonnes=0.3, heel_kg=12.0)
    story.tell()
    return story


def test_every_kilogram_is_in_the_plants_own_balance(made: BatchStory) -> None:
    """In = out + inventory for every element, to 1e-9."""
    balance = made.hand.plant.truth()
    assert balance.gap <= 1e-9
    assert all(kg > 0.0 for kg in balance.inward_kg.values())
    assert set(balance.outward_kg) == {"Fe", "P", "Li", "C", "H", "O", "Ti"}


def test_the_measured_gap_stays_below_one_percent(made: BatchStory) -> None:
    """What was charged is what left by bags, exhaust, off-gas, dust and samples, as measured."""
    moves = made.hand.facts(MaterialMoved)
    charged = sum(each.mass_kg for each in moves if each.source == "store")
    sinks = {"exhaust", "off-gas", "dust", "samples"}
    left = sum(
        each.mass_kg
        for each in moves
        if each.destination in sinks or each.destination.startswith("bag/")
    )
    assert 0.0 < abs(charged - left) / charged <= 0.01


def test_the_bags_are_numbered_labelled_and_simulated(made: BatchStory) -> None:
    """Bag L1-01 and so on, each with its movement; the last one takes the rest."""
    bags = made.hand.facts(BagPacked)
    assert [each.bag for each in bags] == [f"L1-{number + 1:02d}" for number in range(len(bags))]
    assert all(each.simulated and each.batch == "B1" for each in bags)
    assert [each.mass_kg for each in bags[:-1]] == pytest.approx([40.0] * (len(bags) - 1))
    assert 0.0 < bags[-1].mass_kg <= 40.0


def test_vapour_and_off_gas_are_losses_and_dust_is_waste(made: BatchStory) -> None:
    """Each sink has its kind of flow."""
    kinds = {
        (each.destination, each.flow)
        for each in made.hand.facts(MaterialMoved)
        if each.destination in {"exhaust", "off-gas", "dust", "samples"}
    }
    assert kinds == {
        ("exhaust", Flow.LOSS),
        ("off-gas", Flow.LOSS),
        ("dust", Flow.WASTE),
        ("samples", Flow.WASTE),
    }


def test_lines_hold_and_go_on() -> None:
    """Dryer, jet mill and packer stop at a hold, keep what they have, and finish after it."""
    hand = Hand(stand())
    units = {"dryer-1", "jet-mill-1", "kiln-3", "packer-1"}
    held: set[str] = set()

    def hold(unit: str) -> None:
        ticket = hand.feed(unit).ticket
        hand.command(unit, "feed", ticket, Command.HOLD)
        hand.wait(20.0)
        assert hand.state(ticket) is State.HELD
        hand.command(unit, "feed", ticket, Command.RESTART)
        held.add(unit)

    def hold_all() -> None:
        for unit in units - held:
            if hand.feed(unit).state is State.RUNNING:
                hold(unit)

    story = BatchStory(hand, tonnes=0.3, heel_kg=12.0)
    story.before_end = hold_all
    story.tell()
    assert held == units
    assert hand.plant.truth().gap <= 1e-9
