"""Piping: a batch gets units that pipes join, and says to a line between which of them it works."""

from dataclasses import replace

from lizao.control.piping import ends_of
from lizao.model.equipment import Plant, ServiceParameter, Transfer, Unit
from lizao.model.facts import (
    MaterialMoved,
    ServiceCommanded,
    StepCompleted,
    UnitAllocated,
    UnitReleased,
)
from lizao.model.identifiers import PlaceId, Role, ServiceName, StepPath, UnitId
from lizao.model.states import Command, State
from lizao.testing.mini import mini_plant
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.control.recipes import of

FEED = ServiceName("feed")
TOLD = tuple(ServiceParameter(name, "text") for name in ("source", "destination"))


def with_swing_silos() -> Plant:
    """The mini plant with a second silo and a second bin; the ovens can use any of them."""
    plant = mini_plant()
    copies = tuple(
        replace(
            unit, id=name, places=tuple(replace(each, id=PlaceId(name)) for each in unit.places)
        )
        for unit in plant.units
        if (name := UnitId({"silo-1": "silo-2", "bin-1": "bin-2"}.get(unit.id, "")))
    )
    units = (*(_piped(each) for each in plant.units), *copies)
    return replace(
        plant,
        units=units,
        transfers=(
            *plant.transfers,
            Transfer(UnitId("tank-1"), UnitId("pipe-2"), UnitId("silo-2")),
        ),
    )


def _piped(unit: Unit) -> Unit:
    """A line piped to both silos and both bins, whose feed is told which."""
    swing = {"silo-1": (PlaceId("silo-1"), PlaceId("silo-2")), "bin-1": ("bin-1", "bin-2")}
    feed = tuple(
        replace(each, parameters=(*each.parameters, *TOLD)) if each.name == FEED else each
        for each in unit.services
    )
    return replace(
        unit,
        services=feed,
        draws_from=tuple(PlaceId(new) for old in unit.draws_from for new in swing[old]),
        delivers_to=tuple(PlaceId(new) for old in unit.delivers_to for new in swing[old]),
    )


def test_rows_go_to_the_bin_of_their_batch_while_the_next_batch_is_fed() -> None:
    """Two batches follow each other through the ovens, and not a kilogram is mixed."""
    story = Story(Scene(plant=with_swing_silos()))
    batches = [story.start(), story.start()]
    story.finish(*batches)

    assert {story.batch(each).state for each in batches} == {State.COMPLETE}
    for number, batch in enumerate(batches, start=1):
        rows = [each for each in of(story.facts, MaterialMoved) if each.batch == batch]
        into = {
            each.destination for each in rows if "oven" in each.source and "/row/" in each.source
        }
        assert into == {"off-gas", f"bin-{number}"}
    fed = [each for each in of(story.facts, ServiceCommanded) if each.service == FEED]
    told = {
        (each.batch, each.parameters["source"], each.parameters["destination"])
        for each in fed
        if each.command is Command.START and each.unit.startswith("oven")
    }
    assert told == {(batches[0], "silo-1", "bin-1"), (batches[1], "silo-2", "bin-2")}
    flows = [each for each in story.facts if isinstance(each, MaterialMoved)]
    second_in = next(each.at for each in flows if each.source == "silo-2")
    assert second_in < max(each.at for each in flows if each.destination == "bin-1")


def test_a_unit_without_a_pipe_to_what_a_batch_holds_is_not_given_to_it() -> None:
    """The second batch waits for the one silo that the tank is piped to, beside an empty one."""
    plant = with_swing_silos()
    story = Story(Scene(plant=replace(plant, transfers=plant.transfers[:2])))
    batches = [story.start(), story.start()]
    story.finish(*batches)

    silos = [each.unit for each in of(story.facts, UnitAllocated) if each.role == Role("silo")]
    assert silos == ["silo-1", "silo-1"]


def test_a_batch_is_not_led_into_a_dead_end() -> None:
    """The tank fills both silos, the ovens empty the second only: that is the one it gets."""
    plant = with_swing_silos()
    units = tuple(
        replace(each, draws_from=(PlaceId("silo-2"),)) if each.unit_class == "oven" else each
        for each in plant.units
    )
    story = Story(Scene(plant=replace(plant, units=units)))
    batch = story.start()
    story.finish(batch)

    assert story.batch(batch).state is State.COMPLETE
    assert story.batch(batch).units[Role("silo")] == "silo-2"


def test_a_line_that_wants_to_be_told_nothing_is_told_nothing() -> None:
    """The ovens of the mini plant have one pipe in and one out, and no parameters for them."""
    story = Story()
    batch = story.start()
    story.until(lambda: "oven#1" in story.batch(batch).units)
    story.until(lambda: StepPath("fire#1") in story.batch(batch).steps)
    oven = story.scene.plant.unit(UnitId("oven-1"))
    assert oven is not None
    assert ends_of(story.batch(batch), StepPath("fire#1"), oven, FEED) == {}
    assert ends_of(story.batch(batch), StepPath("fire#1"), oven, ServiceName("dance")) == {}


def test_a_silo_is_given_back_once_the_lines_under_it_are_fed() -> None:
    """Rows stay in the ovens for two hours; the next batch has the silo long before."""
    story = Story()
    batches = [story.start(), story.start()]
    story.finish(*batches)

    given_back = next(each.at for each in of(story.facts, UnitReleased) if each.unit == "silo-1")
    cleared = [
        each.at
        for each in of(story.facts, StepCompleted)
        if each.batch == batches[0] and each.step.endswith("feed/out")
    ]
    assert given_back < min(cleared)
    assert {story.batch(each).state for each in batches} == {State.COMPLETE}
