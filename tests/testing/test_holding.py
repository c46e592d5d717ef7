"""What a soak finds in a run: batches in a circle, and batches that wait for nothing they name."""

from dataclasses import replace

from lizao.control.run import Run
from lizao.model.identifiers import Role, StepPath
from lizao.model.instants import HOUR
from lizao.testing.invariants import violations_now
from lizao.testing.storm.holding import Holding
from lizao.testing.story import Story
from tests.control.every_order import GREEDY, Search, back, there
from tests.control.recipes import mixing, scene_of, stir


def _deadlocked() -> Run:
    search = Search((there(), back()), GREEDY)
    search.explore()
    return next(run for run in search.lost() if run.queue and not run.runs)


def test_a_circle_is_a_violation_that_names_its_members() -> None:
    """Told once for each new state of who has what."""
    run = _deadlocked()
    holding = Holding(there().equipment())
    (found,) = holding.deadlock(run)
    assert found.startswith("deadlock: ")
    assert "there-001" in found
    assert "back-001" in found
    assert holding.deadlock(run) == []
    assert any(each == found for each in violations_now(run))


def test_a_batch_that_neither_works_nor_names_a_reason_hangs() -> None:
    """A request that was lost leaves a batch with nothing to wait for."""
    story = Story(scene_of(*mixing(stir("a"))))
    story.start()
    second = story.start()
    holding = Holding(story.plant)
    assert holding.waiting(story.run, story.now) == []
    forgotten = replace(story.run, queue=())
    assert holding.waiting(forgotten, story.now) == []
    (found,) = holding.waiting(forgotten, story.now + 2 * HOUR)
    assert found.startswith(f"hang: {second} waits for nothing it names")
    assert Role("mixer") not in story.batch(second).units
    assert StepPath("mix") not in story.batch(second).steps
