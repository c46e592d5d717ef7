"""No starvation: with the banker's rule a later batch may overtake, but not for ever."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from lizao.control import allocation, strays
from lizao.control.apply import apply
from lizao.control.decide import PLANT_RULES, PlantRule
from lizao.control.fairness import OVERTAKEN_AT_MOST, overtaken, stands_back
from lizao.control.run import EMPTY_RUN, Run
from lizao.control.start import start_batch
from lizao.control.waiting import waits_of
from lizao.control.waits import Cause
from lizao.model.equipment import UnitStatus
from lizao.model.facts import UnitAllocated, UnitRequested, UnitStatusChanged
from lizao.model.identifiers import BatchId, Role, UnitId
from lizao.model.states import FINAL, State
from lizao.testing.mini import START
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.control.every_order import back, completed, followed, stages, there
from tests.control.recipes import milling, mixing, scene_of, stir

IN_FLIGHT = 4
BEGUN = IN_FLIGHT * 3
"""What batches under way may still ask for, in stages."""
FIRST = BatchId("there-001")


def _start(run: Run, scene: Scene, rules: Sequence[PlantRule]) -> Run:
    facts = start_batch(
        run, scene.plant, scene.recipe, scene.specification, 1000.0, {}, "tester", START
    )
    return followed(run, facts, rules)


def _walk(
    choices: Sequence[int],
    rules: Sequence[PlantRule],
    next_scene: Callable[[int], Scene],
    look: Callable[[Run], None],
) -> Run:
    """Keep so many batches under way; ``choices`` says which of the running services ends next."""
    run = apply(EMPTY_RUN, back().foundation())
    run = _start(run, back(), rules)
    run = _start(run, there(), rules)
    for choice in choices:
        while sum(each.state not in FINAL for each in run.batches.values()) < IN_FLIGHT:
            run = _start(run, next_scene(choice), rules)
        at_work = tuple(run.runs.values())
        run = followed(run, (completed(at_work[choice % len(at_work)]),), rules)
        look(run)
    return run


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 11), min_size=10, max_size=40))
def test_nobody_is_overtaken_much_more_often_than_the_limit(choices: list[int]) -> None:
    """Whatever comes and ends in whatever order; only those who have begun may still go before."""

    def look(run: Run) -> None:
        worst = max((each.overtaken for each in run.queue), default=0)
        assert worst <= OVERTAKEN_AT_MOST + BEGUN

    _walk(choices, PLANT_RULES, lambda choice: (there(), back())[choice % 2], look)


def _overtaken(run: Run) -> int:
    return max((each.overtaken for each in run.queue if each.batch == FIRST), default=0)


def test_without_the_limit_a_batch_waits_for_ever() -> None:
    """Batches that go the other way come without end: it is overtaken again and again."""
    endless = partial(allocation.allocated, overtaken_at_most=1_000_000)
    rules = (endless, strays.next_facts)
    run = _walk([1] * 150, rules, lambda _: back(), lambda _: None)
    assert _overtaken(run) > OVERTAKEN_AT_MOST + BEGUN
    assert run.batches[FIRST].steps == {}


def test_with_the_limit_it_is_served() -> None:
    """The same batches come, and it comes to its end."""
    run = _walk([1] * 150, PLANT_RULES, lambda _: back(), lambda _: None)
    assert run.batches[FIRST].state is State.COMPLETE


def test_whoever_waits_for_one_that_was_overtaken_says_so() -> None:
    """A free unit is held back for the one that is served first, before that one has begun."""
    seen: list[tuple[BatchId, ...]] = []

    def look(run: Run) -> None:
        if not run.batches[FIRST].units:
            seen.extend(
                each.behind
                for batch in run.batches.values()
                for each in waits_of(run, batch)
                if batch.batch != FIRST and each.cause is Cause.UNIT_HELD_BACK
            )

    _walk([1] * 60, PLANT_RULES, lambda _: back(), look)
    assert (FIRST,) in seen


def _many(run: Run, batch: BatchId) -> Run:
    """The run in which a batch was overtaken many times."""
    queue = (replace(each, overtaken=9) if each.batch == batch else each for each in run.queue)
    return replace(run, queue=tuple(queue))


def test_nobody_stands_back_where_waiting_does_not_help() -> None:
    """A unit out of use, a recipe that can never be made, other units: the rest goes on."""
    story = Story(scene_of(*milling()))
    first, second, third = (story.start() for _ in range(3))
    assert [each.batch for each in overtaken(_many(story.run, third))] == [third]
    assert stands_back(story.batch(third), (story.batch(second),)) is True
    assert stands_back(story.batch(first), (story.batch(third),)) is False
    packs = replace(story.batch(third).recipe, roles={Role("bin"): "bin"})
    mills = replace(story.batch(second).recipe, roles={Role("mill"): "mill"})
    apart = replace(story.batch(third), batch=BatchId("apart"), recipe=packs)
    assert not stands_back(apart, (replace(story.batch(second), recipe=mills),))
    for mill in ("mill-1", "mill-2"):
        out = UnitStatusChanged(story.now, UnitId(mill), UnitStatus.MAINTENANCE, "tester")
        story.tell(out)
    assert overtaken(_many(story.run, third)) == ()


def test_a_batch_that_needs_more_than_there_is_lets_the_others_pass() -> None:
    """It waits for good, and says that it waits for itself; nobody else does."""
    scene = stages("twice", ("mixer", ()), ("more", ("mixer",)))
    roles = {**scene.recipe.roles, Role("more"): "mixer"}
    story = Story(replace(scene, recipe=replace(scene.recipe, roles=roles)))
    never = story.start()
    assert overtaken(_many(story.run, never)) == ()
    story.scene = scene_of(*mixing(stir("a")))
    story.finish(*(story.start() for _ in range(6)))
    assert story.batch(never).state is State.RUNNING
    assert max(each.overtaken for each in story.run.queue) == 6


def test_only_a_unit_that_would_have_done_counts() -> None:
    """What another class was given is no overtaking, nor what a batch takes before itself."""
    scene = there()
    run = _start(apply(EMPTY_RUN, scene.foundation()), scene, ())
    batch = next(iter(run.batches))
    other = _start(run, scene, ())
    second = list(other.batches)[1]
    for who, role in ((batch, "mixer"), (batch, "tank"), (second, "mixer"), (second, "tank")):
        other = apply(other, UnitRequested(START, who, Role(role), role))
    run = apply(other, UnitAllocated(START, second, Role("tank"), UnitId("tank-1")))
    counted = {(each.batch, each.role): each.overtaken for each in run.queue}
    assert counted[batch, Role("tank")] == 1
    assert counted[batch, Role("mixer")] == 0
    assert counted[second, Role("mixer")] == 0
    again = apply(run, UnitAllocated(START, second, Role("borrowed"), UnitId("pipe-1")))
    assert again.queue == run.queue
