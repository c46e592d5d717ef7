"""Units that are out of use: nobody is given them, and whoever has one finishes there."""

import pytest

from lizao.model.equipment import UnitStatus
from lizao.model.facts import StepSkipped, UnitAllocated, UnitReleased, UnitStatusChanged
from lizao.model.identifiers import StepPath, UnitId
from lizao.model.states import State
from lizao.testing.story import Story
from tests.control.recipes import mixing, of, scene_of, stir

OUT = UnitStatus.OUT_OF_SERVICE


def put(story: Story, unit: str, status: UnitStatus, reason: str = "") -> None:
    """A person changes the status of a unit."""
    story.tell(UnitStatusChanged(story.now, UnitId(unit), status, "tester", reason))


@pytest.mark.parametrize("status", [each for each in UnitStatus if each != "available"])
def test_only_an_available_unit_is_given_away(status: UnitStatus) -> None:
    """The batch waits, and is given the unit when it is returned."""
    story = Story(scene_of(*mixing(stir("a"))))
    put(story, "mixer-1", status, "why not")
    batch = story.start()
    story.forward(600)
    assert not story.run.owners
    assert [each.batch for each in story.run.queue] == [batch]
    put(story, "mixer-1", UnitStatus.AVAILABLE)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_batch_that_has_the_unit_finishes_there_and_gives_it_back() -> None:
    """The next one waits until the unit is returned."""
    story = Story(scene_of(*mixing(stir("a"))))
    first, second = story.start(), story.start()
    put(story, "mixer-1", UnitStatus.MAINTENANCE)
    story.finish(first)
    assert story.batch(first).state is State.COMPLETE
    assert [each.batch for each in of(story.facts, UnitReleased)] == [first]
    story.forward(600)
    assert [each.batch for each in of(story.facts, UnitAllocated)] == [first]
    put(story, "mixer-1", UnitStatus.AVAILABLE)
    story.finish(second)
    assert story.batch(second).state is State.COMPLETE


def test_a_split_procedure_runs_on_the_units_that_are_in_service() -> None:
    """With one mill out of service the other does the work, and the batch goes on."""
    story = Story()
    put(story, "mill-2", OUT)
    batch = story.start()
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert [each.step for each in of(story.facts, StepSkipped)] == ["mill#2"]
    assert "mill-2" not in {each.unit for each in of(story.facts, UnitAllocated)}


def test_an_oven_out_of_service_in_mid_campaign_is_used_to_the_end_and_then_left_alone() -> None:
    """Its batch feeds it to the end, the next batch fires on the other one alone."""
    story = Story()
    first, second = story.start(), story.start()
    oven = UnitId("oven-2")
    story.until(lambda: oven in story.run.owners)
    put(story, oven, OUT, "a roller is broken")
    story.finish(first, second)
    assert [each.batch for each in of(story.facts, UnitAllocated) if each.unit == oven] == [first]
    assert [each.step for each in of(story.facts, StepSkipped)] == ["fire#2"]
    assert story.batch(second).step(StepPath("fire#2")).skipped
    assert not story.run.queue
    assert {each.state for each in story.run.batches.values()} == {State.COMPLETE}


def test_a_unit_that_is_returned_in_time_takes_its_share() -> None:
    """Nothing is given up before the others have done the work."""
    story = Story()
    put(story, "oven-2", OUT)
    batch = story.start()
    story.until(lambda: UnitId("oven-1") in story.run.owners)
    story.forward(30)
    put(story, "oven-2", UnitStatus.AVAILABLE)
    story.finish(batch)
    assert "oven-2" in {each.unit for each in of(story.facts, UnitAllocated)}
    assert not of(story.facts, StepSkipped)


def test_a_transfer_takes_no_line_that_is_out_of_use() -> None:
    """It starts when the line is returned."""
    story = Story()
    put(story, "pipe-1", UnitStatus.CLEANING)
    batch = story.start()
    story.forward(600)
    assert story.batch(batch).step(StepPath("to-tank/move/move")).state is State.IDLE
    put(story, "pipe-1", UnitStatus.AVAILABLE)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_the_status_of_a_unit_survives_a_restart() -> None:
    """A controller that dies and comes back knows what is out of use, and why."""
    story = Story()
    put(story, "mill-1", OUT, "bearing")
    before = story.run.standings
    story.crash()
    assert story.run.standings == before
    assert story.run.standing(UnitId("mill-1")).reason == "bearing"
