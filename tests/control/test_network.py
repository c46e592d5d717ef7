"""Piping as far as the recipe goes: a batch is given nothing from which pipes do not lead on."""

from dataclasses import replace

from lizao.control.network import pipes_of
from lizao.control.same import Same
from lizao.model.equipment import Plant, ServiceParameter, Transfer, Unit
from lizao.model.facts import UnitAllocated
from lizao.model.identifiers import PlaceId, UnitId
from lizao.model.states import State
from lizao.testing.mini import mini_plant
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.control.recipes import of

PACKER = UnitId("packer-1")


def two_workshops() -> Plant:
    """The mini plant twice, with one packer for both; the second comes first in the plant file."""
    plant = mini_plant()
    own = [each for each in plant.units if each.id != PACKER]
    packer = next(each for each in plant.units if each.id == PACKER)
    told = (ServiceParameter("source", "text"),)
    both = replace(
        packer,
        draws_from=(*packer.draws_from, PlaceId("bin-1-b")),
        services=tuple(replace(each, parameters=told) for each in packer.services),
    )
    return replace(
        plant,
        units=(*(_second(each) for each in reversed(own)), *own, both),
        transfers=(
            *plant.transfers,
            *(
                Transfer(_b(each.source), _b(each.line), _b(each.destination))
                for each in plant.transfers
            ),
        ),
    )


def _b(unit: str) -> UnitId:
    return UnitId(f"{unit}-b")


def _second(unit: Unit) -> Unit:
    return replace(
        unit,
        id=_b(unit.id),
        places=tuple(replace(each, id=PlaceId(_b(each.id))) for each in unit.places),
        draws_from=tuple(PlaceId(_b(each)) for each in unit.draws_from),
        delivers_to=tuple(PlaceId(_b(each)) for each in unit.delivers_to),
    )


def test_a_batch_stays_in_the_workshop_that_it_was_begun_in() -> None:
    """Whatever is free in the other one; only the packer is for both, and mills without pipes."""
    story = Story(Scene(plant=two_workshops()))
    batches = [story.start() for _ in range(3)]
    story.finish(*batches)

    assert {story.batch(each).state for each in batches} == {State.COMPLETE}
    given = of(story.facts, UnitAllocated)
    shops = set()
    for batch in batches:
        units = {each.unit for each in given if each.batch == batch} - {PACKER}
        where = {each.endswith("-b") for each in units if not each.startswith("mill-")}
        assert len(where) == 1
        shops |= where
    assert shops == {True, False}


def test_units_that_are_piped_alike_are_of_one_kind() -> None:
    """The ovens of a workshop are; those of two workshops are not, nor are two pipes."""
    pipes = pipes_of(Same(two_workshops()))
    ovens = [pipes.kinds[UnitId(each)] for each in ("oven-1", "oven-2", "oven-1-b", "oven-2-b")]
    assert ovens[0] == ovens[1] != ovens[2] == ovens[3]
    assert pipes.kinds[UnitId("pipe-1")] != pipes.kinds[UnitId("silo-1")]


def test_an_object_as_a_key_stands_for_itself_only() -> None:
    """Two equal ones are two keys; the same one is one."""
    one, other = mini_plant(), mini_plant()
    assert one == other
    assert Same(one) == Same(one)
    assert Same(one) != Same(other)
    assert len({Same(one), Same(one), Same(other)}) == 2
