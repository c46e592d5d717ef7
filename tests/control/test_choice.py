"""Which unit a batch is given: by capability, preference, idleness, changeover; and its upkeep."""

from dataclasses import replace

import pytest

from lizao.control.apply import apply
from lizao.control.run import UnitRequest
from lizao.control.safety import Wanted
from lizao.control.start import create_batch
from lizao.control.waiting import waits_of
from lizao.control.waits import Cause
from lizao.model.equipment import Choice, LineState, UnitStatus
from lizao.model.errors import NoUnitError
from lizao.model.facts import (
    CampaignOpened,
    LineStateChanged,
    UnitAllocated,
    UnitStatusChanged,
)
from lizao.model.identifiers import BatchId, CampaignId, MaterialName, Role, StepPath, UnitId
from lizao.model.instants import DAY
from lizao.model.recipe import Demand
from lizao.model.states import State
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.control.recipes import milling, mixing, named, of, scene_of, stir

MILL, OVEN = Role("mill"), Role("oven")


def asking(scene: Scene, role: Role, demand: Demand) -> Scene:
    """The scene with a role that asks for more than its class."""
    return replace(scene, recipe=replace(scene.recipe, demands={role: demand}))


def having(scene: Scene, name: str, **more: object) -> Scene:
    """The scene with a unit that has more."""
    units = tuple(
        replace(each, **more) if each.id == name else each  # type: ignore[arg-type]
        for each in scene.plant.units
    )
    return replace(scene, plant=replace(scene.plant, units=units))


def given(story: Story, batch: BatchId) -> list[UnitId]:
    """The units that a batch was given, in their order."""
    return [each.unit for each in of(story.facts, UnitAllocated) if each.batch == batch]


def test_a_role_is_bound_to_a_unit_that_can_do_what_it_needs() -> None:
    """The second mill is the only one, and it is waited for although the first is free."""
    scene = having(scene_of(*milling()), "mill-2", capabilities=("ceramic", "cooled"))
    story = Story(asking(scene, MILL, Demand(needs=("ceramic",))))
    first, second = story.start(), story.start()
    assert given(story, first) == ["mill-2"]
    assert [each.cause for each in waits_of(story.run, story.batch(second))] == [Cause.UNIT_OWNED]
    story.finish(first, second)
    assert given(story, second) == ["mill-2"]


def test_who_takes_a_unit_that_would_not_do_overtakes_nobody() -> None:
    """A later batch that asks for less has the first mill; the other is waited for as before."""
    scene = having(scene_of(*milling()), "mill-2", capabilities=("ceramic",))
    story = Story(asking(scene, MILL, Demand(needs=("ceramic",))))
    story.start()
    story.start()
    story.loop.turn(named("plain", scene).order(story.run, story.now))
    assert given(story, BatchId("plain-001")) == ["mill-1"]
    assert [each.overtaken for each in story.run.queue] == [0]


def test_a_batch_overtakes_others_and_not_itself() -> None:
    """It asked for two units of a class, and the one that it asked for later comes first."""
    story = Story(scene_of(*milling()))
    story.start()
    mine, other = story.start(), story.start()
    twice = tuple(
        UnitRequest(batch, role, "mill")
        for batch, role in ((mine, MILL), (other, MILL), (mine, Role("second-mill")))
    )
    given_later = UnitAllocated(story.now, mine, Role("second-mill"), UnitId("mill-2"))
    run = apply(replace(story.run, queue=twice), given_later)
    assert [each.overtaken for each in run.queue] == [0, 1]


def test_a_batch_that_asks_for_what_no_unit_can_do_is_not_made() -> None:
    """The class is there, the capability is not."""
    scene = asking(scene_of(*milling()), MILL, Demand(needs=("vacuum",)))
    story = Story(scene)
    with pytest.raises(NoUnitError):
        create_batch(
            story.run, scene.plant, scene.recipe, scene.specification, 1000.0, {}, "tester", 0
        )


def test_a_split_procedure_is_split_over_the_units_that_can_do_it() -> None:
    """Both roles ask the same, and only one mill can do it."""
    scene = having(Scene(), "mill-2", capabilities=("ceramic",))
    story = Story(asking(scene, MILL, Demand(needs=("ceramic",))))
    batch = story.start()
    assert [str(each) for each in story.batch(batch).procedure.tops if "mill" in each] == ["mill#1"]
    story.finish(batch)
    assert "mill-1" not in given(story, batch)


def test_the_preferred_unit_is_taken_if_it_is_free() -> None:
    """The next batch takes the other one rather than wait."""
    story = Story(asking(scene_of(*milling()), MILL, Demand(prefer=UnitId("mill-2"))))
    first, second = story.start(), story.start()
    assert (given(story, first), given(story, second)) == (["mill-2"], ["mill-1"])


def test_the_unit_that_was_idle_longest_is_taken_next() -> None:
    """They take turns; by the order of the plant file the first would do everything."""
    for choose, expected in (
        (Choice.LONGEST_IDLE, ["mill-1", "mill-2", "mill-1"]),
        (Choice.FIRST_AVAILABLE, ["mill-1", "mill-1", "mill-1"]),
    ):
        story = Story(asking(scene_of(*milling()), MILL, Demand(choose=choose)))
        used: list[UnitId] = []
        for _ in range(3):
            batch = story.start()
            story.finish(batch)
            used += given(story, batch)
        assert used == expected


def test_the_rule_of_the_class_counts_where_the_role_has_none() -> None:
    """The plant file says how its mills are chosen."""
    scene = scene_of(*milling())
    for mill in ("mill-1", "mill-2"):
        scene = having(scene, mill, choose=Choice.LONGEST_IDLE)
    story = Story(scene)
    first = story.start()
    story.finish(first)
    second = story.start()
    assert given(story, second) == ["mill-2"]


def _opened(story: Story, oven: str, soak_c: float) -> None:
    unit, batch = UnitId(oven), next(iter(story.run.batches))
    settings = {"soak_c": soak_c}
    story.tell(CampaignOpened(story.now, CampaignId(f"{oven}/X"), unit, settings, batch))


def _first_oven(story: Story) -> UnitId:
    batch = story.start()
    story.until(lambda: any(each.startswith("oven") for each in given(story, batch)))
    return next(each for each in given(story, batch) if each.startswith("oven"))


@pytest.mark.parametrize(("choose", "oven"), [("least_changeover", 2), ("first_available", 1)])
def test_the_line_with_the_settings_of_the_batch_is_taken(choose: str, oven: int) -> None:
    """The one whose open campaign it can join, and of two alike the one that is hot."""
    story = Story(asking(Scene(), OVEN, Demand(choose=Choice(choose))))
    story.finish(story.start())
    _opened(story, "oven-1", 780.0)
    _opened(story, "oven-2", 760.0)
    assert _first_oven(story) == f"oven-{oven}"


def test_of_two_lines_with_the_same_settings_the_hot_one_is_taken() -> None:
    """A cold line has to be heated even for the settings it had."""
    story = Story(asking(Scene(), OVEN, Demand(choose=Choice.LEAST_CHANGEOVER)))
    story.finish(story.start())
    story.tell(LineStateChanged(story.now, UnitId("oven-1"), LineState.COOLING))
    assert _first_oven(story) == "oven-2"


def _other(scene: Scene) -> Scene:
    """The same recipe for another product."""
    scene = named("other", scene)
    return replace(scene, recipe=replace(scene.recipe, product=MaterialName("other")))


def test_the_unit_that_made_the_same_product_is_taken() -> None:
    """Where there are no settings, the product counts."""
    scene = asking(scene_of(*milling()), MILL, Demand(choose=Choice.LEAST_CHANGEOVER))
    story = Story(scene)
    story.finish(story.start())
    story.scene = _other(scene)
    other = story.start()
    assert given(story, other) == ["mill-2"]


def _status(story: Story) -> list[tuple[str, UnitStatus, str, str]]:
    return [(x.unit, x.status, x.by, x.reason) for x in of(story.facts, UnitStatusChanged)]


def _cleaned(scene: Scene, *mills: str) -> Scene:
    for mill in mills:
        scene = having(scene, mill, clean_after_product_change=True)
    return scene


def test_a_unit_is_cleaned_before_it_makes_another_product() -> None:
    """It goes out of use by rule, the batch waits, a person returns it."""
    scene = _cleaned(scene_of(*milling()), "mill-1", "mill-2")
    scene = asking(having(scene, "mill-1", capabilities=("x",)), MILL, Demand(needs=("x",)))
    story = Story(scene)
    for _ in range(2):
        story.finish(story.start())
    assert _status(story) == []
    story.scene = _other(scene)
    other = story.start()
    assert _status(story) == [("mill-1", UnitStatus.CLEANING, "rule", "product_change")]
    waits = waits_of(story.run, story.batch(other))
    assert [each.cause for each in waits] == [Cause.UNIT_OUT_OF_USE]
    clean = UnitStatusChanged(story.now, UnitId("mill-1"), UnitStatus.AVAILABLE, "tester")
    story.tell(clean)
    story.finish(other)
    assert given(story, other) == ["mill-1"]


def test_a_clean_unit_is_taken_rather_than_that_one_is_cleaned() -> None:
    """Nobody waits for a cleaning that is not needed."""
    scene = _cleaned(scene_of(*milling()), "mill-1", "mill-2")
    story = Story(scene)
    story.finish(story.start())
    story.scene = _other(scene)
    other = story.start()
    assert given(story, other) == ["mill-2"]
    assert _status(story) == []


def test_a_unit_is_calibrated_when_its_time_has_come() -> None:
    """Counted from its first use and then from its last calibration."""
    one = tuple(each for each in Scene().plant.units if each.id != "mill-2")
    scene = scene_of(*milling())
    scene = having(
        replace(scene, plant=replace(scene.plant, units=one)), "mill-1", calibrate_every_s=86_400.0
    )
    story = Story(scene)
    story.finish(story.start())
    story.finish(story.start())
    assert _status(story) == []
    story.forward(24 * 60)
    waiting = story.start()
    due = [("mill-1", UnitStatus.CALIBRATION, "rule", "calibration_due")]
    assert _status(story) == due
    back = UnitStatusChanged(story.now, UnitId("mill-1"), UnitStatus.AVAILABLE, "tester")
    story.tell(back)
    story.finish(waiting)
    calibrated = story.run.standing(UnitId("mill-1")).calibrated_at
    assert calibrated == back.at
    assert story.now < back.at + DAY


def test_units_are_shared_out_so_that_each_has_its_own() -> None:
    """One that could take either leaves the other to whoever needs that."""
    a, b, c = 1, 2, 4
    either, only = a | b, a
    assert Wanted((either, only)).can_be_had(a | b)
    assert Wanted((either, b | c, only)).can_be_had(a | b | c)
    assert not Wanted((either, either, only)).can_be_had(a | b)
    assert not Wanted((either, b | c, only, a | c)).can_be_had(a | b | c)
    assert not Wanted((only,)).can_be_had(b)
    assert Wanted(()).can_be_had(0)


def test_a_batch_that_may_take_either_leaves_what_only_one_unit_can_do() -> None:
    """With the first mill in its hands neither batch could end, with the second both can."""
    grind, work, run = milling("mixer")
    after = replace(grind, after=(StepPath("mix"),))
    keeps = having(
        scene_of(*mixing(stir("a")), after, work, run), "mill-1", capabilities=("ceramic",)
    )
    story = Story(asking(keeps, MILL, Demand(needs=("ceramic",))))
    first = story.start()
    then = replace(mixing(stir("a"))[0], claims=(MILL,), after=(StepPath("mill"),))
    crossing = scene_of(*milling(), then, *mixing(stir("a"))[1:])
    story.scene = named("crossing", replace(crossing, plant=keeps.plant))
    second = story.start()
    assert given(story, second) == ["mill-2"]
    story.finish(first, second)
    assert given(story, first) == ["mixer-1", "mill-1"]
    assert {each.state for each in story.run.batches.values()} == {State.COMPLETE}
