"""Which units and lines would do; nothing would, where no plant or no unit is known."""

from dataclasses import replace

from lizao.control.candidates import fitting, lines_for, paths_of
from lizao.control.piping import drawn_from
from lizao.control.run import Claim
from lizao.control.saggars import claims_of, set_aside
from lizao.control.waiting import waits_of
from lizao.model.identifiers import Role, StepPath, UnitId
from lizao.testing.story import Story
from tests.control.recipes import mixing, scene_of, stir

MOVE = StepPath("to-tank/move/move")


def test_the_units_of_a_class_and_the_lines_between_them_would_do() -> None:
    """As long as nothing was given yet, every one of the class; no path before both ends are."""
    story = Story()
    batch = story.batch(story.start())
    assert [each.id for each in fitting(story.run, batch, Role("tank"))] == ["tank-1"]
    assert set(lines_for(story.run, batch, MOVE)) == {"pipe-1"}
    assert paths_of(story.run, replace(batch, units={}), MOVE) == ()


def test_without_a_plant_nothing_would_do() -> None:
    """A ledger from before its plant was told is read all the same."""
    story = Story()
    batch = story.batch(story.start())
    run = replace(story.run, plant=None)
    assert fitting(run, batch, Role("tank")) == ()
    assert list(lines_for(run, batch, MOVE)) == []
    assert paths_of(run, batch, MOVE) == ()
    assert not drawn_from(run, batch, Role("oven#1"), Role("silo"))


def test_a_line_that_was_not_given_yet_draws_from_nothing() -> None:
    """Nobody knows which one it will be."""
    story = Story()
    batch = story.batch(story.start())
    assert not drawn_from(story.run, batch, Role("oven#1"), Role("silo"))


def test_a_claim_on_a_line_without_a_pool_counts_nowhere() -> None:
    """So may a ledger say whose plant file named a pool once."""
    story = Story()
    batch = story.start()
    step = StepPath("dose/charge/stir")
    claim = Claim(batch, step, UnitId("mixer-1"), 12)
    run = replace(story.run, saggar_claims={(batch, step): claim})
    assert run.plant is not None
    assert set_aside(run.plant, claims_of(run, batch)) == {}


def test_a_phase_at_work_without_a_unit_waits_for_no_saggars() -> None:
    """Nothing is known that could keep it waiting."""
    story = Story(scene_of(*mixing(stir("a"))))
    batch = story.start()
    story.forward(1)
    assert waits_of(story.run, replace(story.batch(batch), units={})) == ()
