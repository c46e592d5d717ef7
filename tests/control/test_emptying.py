"""What a broken-off batch leaves: its units are out of use until they have been emptied."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from lizao.control.emptying import EMPTY, empty_unit
from lizao.material.balance import balances
from lizao.model.equipment import Unit, UnitStatus
from lizao.model.errors import NotNowError
from lizao.model.facts import (
    Flow,
    MaterialMoved,
    UnitAllocated,
    UnitReleased,
    UnitStatusChanged,
    UnitTaken,
)
from lizao.model.identifiers import BatchId, PlaceId, UnitId
from lizao.model.states import Command, State
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.control.recipes import of
from tests.control.test_choice import having

TANK = UnitId("tank-1")
BIN = UnitId("bin-1")
LEFT = (UnitStatus.CLEANING, "rule", "left_over")
BACK = (UnitStatus.AVAILABLE, "rule", "emptied")


def broken_off(story: Story, command: Command = Command.ABORT) -> BatchId:
    """A batch that is given up while its slurry is in the tank."""
    batch = story.start()
    story.until(lambda: story.run.contents_kg.get(PlaceId(TANK), 0.0) > 100.0)
    story.say(batch, command)
    story.finish(batch)
    return batch


def unit(story: Story, name: UnitId) -> Unit:
    """A unit of the plant."""
    assert story.run.plant is not None
    return next(each for each in story.run.plant.units if each.id == name)


def empty(story: Story, name: UnitId = TANK) -> BatchId:
    """A person has a unit emptied; the batch that does it."""
    asked = empty_unit(story.run, unit(story, name), "tester", "it was given up", story.now)
    story.tell(*asked)
    return next(each.batch for each in asked if isinstance(each, UnitAllocated))


def changes(story: Story, name: UnitId = TANK) -> list[tuple[UnitStatus, str, str]]:
    """The statuses a unit was given."""
    return [
        (each.status, each.by, each.reason)
        for each in of(story.facts, UnitStatusChanged)
        if each.unit == name
    ]


@pytest.mark.parametrize("command", [Command.ABORT, Command.STOP])
def test_a_unit_with_a_rest_in_it_is_out_of_use_until_it_is_emptied(command: Command) -> None:
    """The next batch waits for it, then comes out, and every origin is accounted for."""
    story = Story()
    first = broken_off(story, command)
    assert changes(story) == [LEFT]
    second = story.start()
    story.forward(24 * 60)
    assert story.batch(second).state is State.RUNNING
    assert TANK not in story.run.owners

    third = empty(story)
    story.finish(second, third)

    assert changes(story) == [LEFT, BACK]
    assert story.batch(third).state is story.batch(second).state is State.COMPLETE
    for batch in (first, second, third):
        assert balances(story.rooms.book, batch).genealogy < 1e-12


def test_what_is_taken_out_stays_on_the_account_of_whoever_brought_it() -> None:
    """It lies in the rework as waste, and nothing of the batch is held in the plant any more."""
    story = Story()
    broken_off(story)
    held_kg = story.run.contents_kg[PlaceId(TANK)]
    story.finish(empty(story))
    moved = [each for each in of(story.facts, MaterialMoved) if each.destination == "rework"]
    assert [each.source for each in moved] == [PlaceId(TANK)]
    assert (moved[0].flow, moved[0].batch) == (Flow.WASTE, None)
    assert moved[0].mass_kg == pytest.approx(held_kg)
    assert story.run.contents_kg[PlaceId(TANK)] == 0.0


def test_a_batch_that_ends_well_leaves_nothing() -> None:
    """No unit goes out of use."""
    story = Story()
    story.finish(story.start())
    assert of(story.facts, UnitStatusChanged) == []


def test_a_unit_is_held_until_the_rows_of_its_batch_are_out() -> None:
    """Rows fall into the bin long after the batch was aborted; it is out of use then."""
    story = Story()
    batch = story.start()
    story.until(lambda: bool(story.run.rows))
    story.say(batch, Command.ABORT)
    story.until_state(batch, State.ABORTED)
    assert story.run.owners[BIN] == batch
    assert story.run.rows

    story.until(lambda: not story.run.owners)

    assert not story.run.rows
    assert changes(story, BIN) == [LEFT]
    story.finish(empty(story, BIN))
    assert changes(story, BIN) == [LEFT, BACK]
    assert balances(story.rooms.book, batch).genealogy < 1e-12


def test_a_unit_that_waits_for_its_rows_keeps_nobody_from_being_given_another() -> None:
    """The rule against deadlocks counts it among those that come back."""
    story = Story()
    first = story.start()
    story.until(lambda: bool(story.run.rows))
    story.say(first, Command.ABORT)
    second = story.start()
    story.until(lambda: story.run.owners.get(UnitId("mixer-1")) == second)
    assert story.run.owners[BIN] == first


def test_whoever_returns_it_with_the_rest_in_it_does_not_get_it_used() -> None:
    """It goes out of use again when it is wanted."""
    story = Story()
    broken_off(story)
    story.tell(UnitStatusChanged(story.now, TANK, UnitStatus.AVAILABLE, "tester"))
    second = story.start()
    story.until(lambda: len(changes(story)) == 3)
    assert changes(story)[-1] == LEFT
    story.finish(second, empty(story))
    assert story.batch(second).state is State.COMPLETE


def test_an_emptying_that_is_broken_off_leaves_the_unit_out_of_use() -> None:
    """It is emptied anew; a controller that dies in between finishes it."""
    story = Story()
    broken_off(story)
    first = empty(story)
    story.say(first, Command.ABORT)
    story.finish(first)
    assert changes(story) == [LEFT]

    again = empty(story)
    story.crash()
    story.finish(again)
    story.crash()
    assert changes(story) == [LEFT, BACK]
    assert not story.run.owners


def test_a_unit_that_is_cleaned_between_products_waits_for_the_person_who_has_cleaned_it() -> None:
    """Emptied is not clean."""
    story = Story(having(Scene(), TANK, clean_after_product_change=True))
    broken_off(story)
    story.finish(empty(story))
    assert changes(story) == [LEFT]


def test_another_status_stays_as_it_is() -> None:
    """Neither a rest nor an emptying changes what a person has said of a unit."""
    story = Story()
    batch = story.start()
    story.until(lambda: story.run.contents_kg.get(PlaceId(TANK), 0.0) > 100.0)
    story.tell(UnitStatusChanged(story.now, TANK, UnitStatus.CLEANING, "tester", "a leak"))
    story.say(batch, Command.ABORT)
    story.finish(batch)
    story.finish(empty(story))
    assert changes(story) == [(UnitStatus.CLEANING, "tester", "a leak")]


def test_a_heel_that_the_plant_allows_stays() -> None:
    """The unit is used as it is."""
    story = Story(having(Scene(), TANK, heel_kg=1e6))
    broken_off(story)
    assert changes(story) == []


def _owned(story: Story) -> None:
    story.start()
    story.until(lambda: TANK in story.run.owners)


def _taken(story: Story) -> None:
    story.tell(UnitTaken(story.now, TANK, "somebody"))


def _mended(story: Story) -> None:
    story.tell(UnitStatusChanged(story.now, TANK, UnitStatus.MAINTENANCE, "tester"))


@pytest.mark.parametrize(
    ("before", "reason"),
    [(_owned, "owned"), (_taken, "taken_already"), (_mended, "out_of_use")],
)
def test_a_unit_that_is_not_free_is_not_emptied(
    before: Callable[[Story], None], reason: str
) -> None:
    """The person is told why."""
    story = Story()
    before(story)
    with pytest.raises(NotNowError) as refused:
        empty(story)
    assert refused.value.reason == reason


def test_a_unit_without_the_service_is_not_emptied() -> None:
    """A mill has nothing that could be left in it."""
    story = Story()
    with pytest.raises(NotNowError) as refused:
        empty(story, UnitId("mill-1"))
    assert refused.value.reason == "not_offered"


def test_a_rest_in_a_unit_that_is_in_no_plant_file_says_nothing() -> None:
    """Facts may release a unit that nobody knows any more: an older plant had it."""
    story = Story()
    batch = story.start()
    story.until(lambda: TANK in story.run.owners)
    unknown = UnitId("tank-9")
    role = next(role for role, each in story.batch(batch).units.items() if each == TANK)
    story.tell(UnitAllocated(story.now, batch, role, unknown))
    story.say(batch, Command.ABORT)
    story.finish(batch)
    assert unknown in {each.unit for each in of(story.facts, UnitReleased)}
    assert changes(story, unknown) == []


def test_the_service_is_the_plants_own() -> None:
    """Only a unit with a place offers it."""
    story = Story()
    assert story.run.plant is not None
    offering = {each.id for each in story.run.plant.units if each.service(EMPTY)}
    assert offering == {each.id for each in story.run.plant.units if each.places}
    assert replace(unit(story, TANK), heel_kg=0.0).heel_kg == 0.0
