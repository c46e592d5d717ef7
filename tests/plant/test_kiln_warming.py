"""Kilns from cold to hot and back."""

import pytest

from lizao.model.equipment import LineState
from lizao.model.facts import LineStateChanged
from lizao.model.identifiers import UnitId
from lizao.model.states import Command, State
from lizao.plant.laws import kiln
from tests.plant.firing_story import FiringStory, dried
from tests.plant.plants import changed, line

ROOM_C = 25.0
HURRIED = changed(line(), "kiln-1", heat_up_k_per_h=20.0)


def states(story: FiringStory) -> list[LineState]:
    """The line states that the first kiln has reported."""
    facts = (each.fact for each in story.floor.state.reports)
    changes = (each for each in facts if isinstance(each, LineStateChanged))
    return [each.state for each in changes if each.unit == UnitId("kiln-1")]


def state(story: FiringStory, service: str) -> State:
    """The state of a service of the first kiln."""
    return story.parts.services[f"kiln-1/{service}"].state.state


def test_a_cold_kiln_stands_cold_and_takes_no_feed() -> None:
    """At the room's temperature, full of air, without power or nitrogen; its feed is held."""
    story = FiringStory(kiln_1=ROOM_C)
    story.fill("kiln-feed-silo-1", dried(0.961, 90.0, 18.0), 2.0)
    story.go(2.0)
    assert story.shown("kiln-1.zone_18_temperature_c") == pytest.approx(ROOM_C, abs=2.0)
    assert story.shown("kiln-1.oxygen_soak_ppm") > 200_000.0
    assert story.shown("kiln-1.nitrogen_nm3_per_h") < 2.0
    assert story.shown("kiln-1.power_kw") < 5.0
    story.start("kiln-1", "feed", load_kg=5.5)
    story.go(1.0)
    assert state(story, "feed") is State.HELD
    assert story.parts.kilns[0].record.rows_product == 0.0
    assert states(story) == [LineState.COLD]


def test_a_kiln_is_heated_no_faster_than_it_may_and_then_works() -> None:
    """20 K/h: half way after 18 h, hot after 37 h and a little; then its feed goes in."""
    story = FiringStory(HURRIED, kiln_1=ROOM_C)
    story.fill("kiln-feed-silo-1", dried(0.961, 90.0, 18.0), 2.0)
    story.start("kiln-1", "prepare", soak_temperature_c=770.0)
    story.go(18.0)
    assert story.shown("kiln-1.zone_18_temperature_c") == pytest.approx(ROOM_C + 360.0, abs=10.0)
    assert story.shown("kiln-1.oxygen_ppm") < 100.0
    assert state(story, "prepare") is State.RUNNING
    story.go(22.0)
    assert state(story, "prepare") is State.COMPLETE
    assert story.shown("kiln-1.soak_deviation_k") < 5.0
    assert states(story) == [LineState.COLD, LineState.HEATING, LineState.READY_EMPTY]
    story.start("kiln-1", "feed", load_kg=5.5)
    story.go(1.0)
    assert states(story)[-1] is LineState.PRODUCING


@pytest.mark.slow
def test_a_cold_start_takes_three_to_five_days() -> None:
    """As the plant file has it."""
    story = FiringStory(kiln_1=ROOM_C)
    story.start("kiln-1", "prepare", soak_temperature_c=770.0)
    story.go(72.0)
    assert state(story, "prepare") is State.RUNNING
    story.go(48.0)
    assert state(story, "prepare") is State.COMPLETE


def test_a_kiln_cools_once_its_rows_are_out_and_can_be_heated_again_meanwhile() -> None:
    """Feed is held; while rows are inside nothing cools; a prepare on the way turns it round."""
    story = FiringStory()
    story.fill("kiln-feed-silo-1", dried(0.961, 90.0, 18.0), 2.0)
    story.start("kiln-1", "feed", load_kg=5.5)
    story.go(1.0)
    story.start("kiln-1", "cool-down")
    assert state(story, "feed") is State.HELD
    story.go(18.0)
    assert story.shown("kiln-1.zone_18_setpoint_c") == 770.0
    story.go(6.0)
    assert story.shown("kiln-1.zone_18_setpoint_c") < 740.0
    assert states(story)[-1] is LineState.COOLING
    story.start("kiln-1", "prepare", soak_temperature_c=770.0)
    story.go(15.0)
    assert state(story, "prepare") is State.COMPLETE
    assert state(story, "cool-down") is State.HELD
    assert states(story)[-1] is LineState.READY_EMPTY


def test_a_kiln_that_is_no_longer_hot_becomes_cold_and_stops_its_nitrogen() -> None:
    """Below 150 °C everywhere; a cold one needs no cooling."""
    story = FiringStory()
    story.start("kiln-1", "cool-down")
    story.parts.machines.zones[0, :, [kiln.FACE_C, kiln.LINING_C, kiln.SETPOINT_C]] = 140.0
    story.go(1.0)
    assert state(story, "cool-down") is State.COMPLETE
    assert states(story)[-1] is LineState.COLD
    story.go(1.0)
    assert story.shown("kiln-1.nitrogen_nm3_per_h") < 2.0
    story.command("kiln-1", "cool-down", Command.RESET)
    story.start("kiln-1", "cool-down")
    assert state(story, "cool-down") is State.COMPLETE
