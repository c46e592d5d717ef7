"""Facts about things that control does not know leave the run as it is."""

import pytest

from lizao.control.apply import apply
from lizao.control.run import Run
from lizao.model.equipment import LineState
from lizao.model.facts import (
    BagScanned,
    CommandUnanswered,
    ConditionMet,
    Fact,
    LineStateChanged,
    LotMade,
    LotStatusChanged,
    SampleResult,
    SegmentSealed,
    ServiceCommanded,
    ServiceStateChanged,
)
from lizao.model.identifiers import (
    BatchId,
    ConditionId,
    LotId,
    MaterialName,
    PlaceId,
    SampleId,
    ServiceName,
    UnitId,
)
from lizao.model.material import LotStatus
from lizao.model.recipe import Form
from lizao.model.states import Command, State
from lizao.testing.mini import block, phase, service
from lizao.testing.story import Story
from tests.control.recipes import of, scene_of

UNIT, SERVICE = UnitId("mixer-1"), ServiceName("stir")


@pytest.mark.parametrize(
    "fact",
    [
        BagScanned(0, UNIT, 99, LotId("x"), "x#1"),
        CommandUnanswered(0, UNIT, SERVICE, Command.HOLD, 99),
        ConditionMet(0, ConditionId("x"), 1.0, 1.0),
        LotStatusChanged(0, LotId("x"), LotStatus.BLOCKED, "quality"),
        SampleResult(0, SampleId("x"), "carbon", 1.0),
        SegmentSealed(0, "x", "00", 0, 1),
        ServiceCommanded(0, UNIT, SERVICE, Command.HOLD, 99, 30),
    ],
)
def test_what_is_unknown_changes_nothing(fact: Fact) -> None:
    """No error, and not one field."""
    run = Story().run
    assert apply(run, fact) == run


def test_a_start_without_a_batch_only_takes_its_run_number() -> None:
    """A person may run a service by hand; no batch ever uses the number again."""
    run = apply(Run(), ServiceCommanded(0, UNIT, SERVICE, Command.START, 7, 30))
    assert run == Run(last_ticket=7)


def test_a_state_of_a_run_on_another_unit_is_not_taken() -> None:
    """The run number alone does not make it ours."""
    story = Story()
    story.start()
    elsewhere = ServiceStateChanged(story.now, UnitId("mill-1"), SERVICE, State.ABORTED, 1)
    assert apply(story.run, elsewhere).runs == story.run.runs


def test_the_state_of_a_line_is_known() -> None:
    """Cold, heating, and so on."""
    run = apply(Run(), LineStateChanged(0, UnitId("oven-1"), LineState.HEATING))
    assert run.lines == {"oven-1": LineState.HEATING}


def test_a_batch_makes_one_lot_of_what_its_bin_holds() -> None:
    """The book mass of the place becomes the lot's mass."""
    story = Story()
    batch = story.start()
    story.finish(batch)
    made = of(story.facts, LotMade)
    assert made == [
        LotMade(
            made[0].at,
            LotId(f"{batch}-L1"),
            MaterialName("mini"),
            BatchId(batch),
            PlaceId("bin-1"),
            made[0].mass_kg,
        )
    ]
    assert made[0].mass_kg > 1000.0


def test_a_phase_without_a_unit_never_starts() -> None:
    """Nobody is bound to its role; a recipe like that is refused when it is read."""
    scene = scene_of(
        block("odd", Form.UNIT_PROCEDURE, "work"),
        block("odd/work", Form.OPERATION, "stir"),
        phase("odd/work/stir", service("stir")),
    )
    story = Story(scene)
    batch = story.start()
    story.forward(60)
    assert story.batch(batch).state is State.RUNNING
    assert not story.plant.starts
