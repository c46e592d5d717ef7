"""Mill again, mill longer, divert, quarantine, concession: from the recipe file to the facts."""

from dataclasses import replace

import pytest

from lizao.documents.check import check_recipe
from lizao.documents.recipe_file import load_recipe
from lizao.model.equipment import (
    Finish,
    Place,
    PlaceKind,
    Plant,
    Service,
    SignalSpecification,
    Transfer,
    Unit,
    Use,
)
from lizao.model.errors import ValueOutsideLimitsError
from lizao.model.facts import (
    ExceptionEnded,
    ExceptionRaised,
    LotJudged,
    LotStatusChanged,
    MaterialMoved,
    QuestionAnswered,
    SampleResult,
    ServiceCommanded,
    StepCompleted,
)
from lizao.model.identifiers import BatchId, PlaceId, QuestionId, SampleId, ServiceName, UnitId
from lizao.model.material import LotStatus
from lizao.model.quality import Disposition
from lizao.model.states import Command, State
from lizao.testing.mini import mini_plant
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.control.recipes import of
from tests.meta.repository import ROOT

RECIPE = ROOT / "examples" / "five_exceptions.yaml"
MILL = (UnitId("mill-1"), ServiceName("recirculate"))


def plant() -> Plant:
    """The mini plant and a vessel for what has to be worked again."""
    receive = Service(ServiceName("receive"), Finish.ON_COMMAND)
    place = Place(PlaceId("rework-1"), PlaceKind.WELL_MIXED)
    rework = Unit(UnitId("rework-1"), "rework", Use.EXCLUSIVE, "hall", (receive,), (place,))
    mini = mini_plant()
    path = Transfer(UnitId("mixer-1"), UnitId("pipe-1"), rework.id)
    signals = {f"{each.id}.mass_kg": SignalSpecification("kg") for each in mini.units}
    units = (_with_defaults(each) for each in mini.units)
    return replace(
        mini,
        units=(*units, rework),
        transfers=(*mini.transfers, path),
        signals=signals,
    )


def _with_defaults(unit: Unit) -> Unit:
    """The unit with services that need not be told how long."""
    services = (
        replace(each, parameters=tuple(replace(one, default=600.0) for one in each.parameters))
        for each in unit.services
    )
    return replace(unit, services=tuple(services))


def milled(*d50_um: float) -> Story:
    """A home where the next millings find these sizes."""
    story = Story(replace(Scene(), plant=plant(), recipe=load_recipe(RECIPE)))
    story.plant.reporting[MILL] = [{"d50_um": each} for each in d50_um]
    return story


def emptied(moisture_ppm: float) -> tuple[Story, BatchId]:
    """A batch of which the laboratory has found this moisture."""
    story = milled()
    batch = story.start()
    sample = SampleId(f"{batch}/empty/out/sample/1")
    story.until(lambda: sample in story.run.samples)
    story.tell(SampleResult(story.now, sample, "moisture", moisture_ppm))
    return story, batch


def steps(story: Story) -> list[str]:
    """The phases that came to their end, in order."""
    elements = load_recipe(RECIPE).elements
    phases = {each.path for each in elements if each.action is not None}
    return [each.step for each in of(story.facts, StepCompleted) if each.step in phases]


def carbon(story: Story, batch: BatchId, value: float) -> None:
    """The laboratory reports of the lot."""
    sample = SampleId(f"{batch}/finish/lot/sample/1")
    story.tell(SampleResult(story.now, sample, "carbon", value))


def test_the_recipe_can_run_on_its_plant() -> None:
    """What stands in the file is what the language means."""
    assert check_recipe(RECIPE, plant()) == []


def test_it_is_milled_again_until_the_size_is_right() -> None:
    """Two rounds were too coarse, the third is good."""
    story = milled(0.60, 0.50, 0.44, 0.39)
    batch = story.start()
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert steps(story)[:4] == [*["mill/coarse/pass"] * 3, "mill/fine/pass"]
    assert [each.step for each in of(story.facts, ExceptionRaised)] == [
        "mill/coarse/too-coarse"
    ] * 2


def test_what_stays_too_coarse_is_held_and_asked() -> None:
    """After the last round that the recipe allows a person decides."""
    story = milled(0.60, 0.59, 0.58, 0.57)
    story.start()
    story.until(lambda: bool(story.run.questions))
    assert steps(story) == ["mill/coarse/pass"] * 4
    assert next(iter(story.run.questions.values())).text == "exception_exhausted"


def test_it_is_milled_longer_inside_the_limits_of_the_formula() -> None:
    """Thirty minutes of the formula and twenty more."""
    story = milled(0.44, 0.42)
    batch = story.start()
    story.finish(batch)
    assert steps(story)[:3] == ["mill/coarse/pass", "mill/fine/pass", "mill/fine/not-fine/longer"]
    told = [each for each in of(story.facts, ServiceCommanded) if each.unit == MILL[0]]
    starts = [each.parameters for each in told if each.command is Command.START]
    assert [each["duration_s"] for each in starts] == [1800.0, 1800.0, 3000.0]


def test_a_batch_that_would_go_beyond_the_limits_does_not_start() -> None:
    """Fifty minutes for this batch and twenty more are over the sixty of the formula."""
    with pytest.raises(ValueOutsideLimitsError) as refused:
        milled().start(milling=50.0)
    told = refused.value
    assert (told.thing, told.value, told.high, told.unit) == ("milling", 70.0, 60.0, "min")


def test_what_is_dry_goes_its_way() -> None:
    """Nothing is diverted, and the lot is judged as ever."""
    story, batch = emptied(300.0)
    story.finish(batch)
    carbon(story, batch, 1.0)
    assert not of(story.facts, ExceptionRaised)
    assert "empty/out/dry/move" in steps(story)
    assert of(story.facts, LotJudged)[0].disposition is Disposition.RELEASED


def test_what_is_wet_is_diverted_to_rework_and_its_lot_is_not_released() -> None:
    """It lies in the rework vessel; refused is refused, though the carbon is good."""
    story, batch = emptied(5000.0)
    story.until(lambda: bool(story.run.questions))
    moved = [each for each in of(story.facts, MaterialMoved) if each.destination == "rework-1"]
    assert sum(each.mass_kg for each in moved) == pytest.approx(1000.0, rel=0.05)
    story.tell(QuestionAnswered(story.now, QuestionId("Q1"), "refuse", "anna"))
    story.finish(batch)
    carbon(story, batch, 1.0)
    assert "empty/out/dry/move" not in steps(story)
    assert [each.status for each in of(story.facts, LotStatusChanged)] == [LotStatus.QUARANTINE]
    assert not of(story.facts, LotJudged)
    assert [each.then for each in of(story.facts, ExceptionEnded)] == ["continue"]


def test_a_concession_lets_the_lot_go_and_says_who_and_why() -> None:
    """Even with a result that fails, once it is there."""
    story, batch = emptied(5000.0)
    story.until(lambda: bool(story.run.questions))
    story.tell(QuestionAnswered(story.now, QuestionId("Q1"), "grant", "anna", "for trial 7"))
    story.finish(batch)
    assert not of(story.facts, LotJudged)
    carbon(story, batch, 9.0)
    judged = of(story.facts, LotJudged)[0]
    assert (judged.disposition, judged.by) == (Disposition.RELEASED, "anna")
    changed = [(each.status, each.by, each.reason) for each in of(story.facts, LotStatusChanged)]
    assert changed == [
        (LotStatus.QUARANTINE, "rule", "too wet"),
        (LotStatus.RELEASED, "anna", "for trial 7"),
        (LotStatus.RELEASED, "anna", "for trial 7"),
    ]


def test_a_crash_in_every_turn_of_the_diversion_loses_nothing() -> None:
    """The next controller goes on where the last one was."""
    story, batch = emptied(5000.0)
    for _ in range(200):
        story.crash()
        story.loop.turn()
        if story.run.questions:
            break
        story.loop.advance()
        story.loop.turn()
    story.tell(QuestionAnswered(story.now, QuestionId("Q1"), "grant", "anna"))
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert steps(story).count("empty/out/wet/divert") == 1
    assert not story.run.conditions
