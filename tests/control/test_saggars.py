"""Pools of saggars: claimed before a feed, smaller with every row, whole again in the end."""

from dataclasses import replace

import pytest

from lizao.control import saggar_rules, strays
from lizao.control.allocation import allocated
from lizao.control.deadlock import circle
from lizao.control.fairness import overtaken
from lizao.control.run import Claim, Run
from lizao.control.saggars import Need, can_be_had, fits, free_now, saggars_of, unclaimed
from lizao.control.waiting import waits_of
from lizao.control.waiting_saggars import saggars
from lizao.control.waits import Cause
from lizao.model.facts import (
    BatchCommanded,
    Fact,
    MaterialMoved,
    SaggarsClaimed,
    SaggarsReleased,
    SaggarsRequested,
    SaggarsReturned,
)
from lizao.model.identifiers import BatchId, PoolId, StepPath, UnitId
from lizao.model.instants import Instant
from lizao.model.states import Command, State
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.control.every_order import Search
from tests.control.recipes import of
from tests.control.saggar_scenes import POOL, feeds, keeps, sharing


def grabbed(run: Run, now: Instant) -> tuple[Fact, ...]:
    """Saggars for the first in the queue whose pool has them, whatever becomes of the others."""
    for each in run.saggar_queue:
        own = saggars_of(run, each.unit)
        if own is not None and fits(run, each, own):
            return (SaggarsClaimed(now, each.batch, each.step, each.unit, each.saggars),)
    return ()


FEED = StepPath("fire/feed/feed")
GRABBING = (allocated, grabbed, strays.next_facts)


def test_every_order_of_two_that_cross_over_saggars_comes_to_its_end() -> None:
    """One is fed until it has had the silo, the other keeps the silo until it has saggars."""
    search = Search((feeds(), keeps(), feeds("more")))
    search.explore()
    assert len(search.states) > 20
    assert search.lost() == []
    assert {circle(run) for run in search.states.values()} == {()}


def test_without_the_bankers_rule_saggars_close_a_circle() -> None:
    """Who grabs saggars may keep them for good; the graph names it."""
    search = Search((feeds(), keeps()), GRABBING)
    search.explore()
    assert search.lost()
    told = {each for run in search.states.values() for each in circle(run)}
    assert "keeps-001 fire waits for saggars for fire/do/feed" in told


@pytest.mark.parametrize("count", [20, 60, 400])
def test_a_pool_is_whole_again_once_all_is_fired(count: int) -> None:
    """However few there are: nobody has claimed any, none is out, and all batches are complete."""
    story = Story(Scene(plant=sharing(count)))
    made = [story.start(), story.start()]
    story.finish(*made)
    assert {story.batch(each).state for each in made} == {State.COMPLETE}
    story.forward(200)
    assert free_now(story.run, POOL) == count
    assert unclaimed(story.run) == {POOL: count}
    moves = of(story.facts, MaterialMoved)
    out = 4 * len({each.destination for each in moves if "/row/" in each.destination})
    assert sum(each.saggars for each in of(story.facts, SaggarsReturned)) == out


def test_a_feed_claims_what_it_will_fill_and_gives_the_rest_back() -> None:
    """Two ovens may share the powder in any way, so each claims for all of it."""
    story = Story(Scene(plant=sharing(400)))
    story.finish(story.start())
    asked, claimed = of(story.facts, SaggarsRequested), of(story.facts, SaggarsClaimed)
    assert [each.saggars for each in asked] == [each.saggars for each in claimed]
    assert claimed[0].saggars >= 40
    assert sum(each.saggars for each in of(story.facts, SaggarsReleased)) > 0


def test_a_feed_that_finds_no_saggars_waits_by_name() -> None:
    """It says how many it needs, how many are free, and who has claimed them."""
    story = Story(Scene(plant=sharing(40)))
    first = story.start()
    story.until(lambda: bool(story.run.saggar_queue))
    wait = next(
        each for each in waits_of(story.run, story.batch(first)) if each.cause is Cause.SAGGARS
    )
    assert wait.details["unit"] == "oven-2"
    assert wait.details["saggars"] == 40.0
    assert wait.behind == (first,)


def test_a_loader_whose_pool_is_empty_says_so() -> None:
    """Its rows come back by themselves, so that it waits for no batch."""
    story = Story(Scene(plant=sharing(20)))
    batch = story.start()
    story.until(lambda: free_now(story.run, POOL) < 4)
    told = [
        each
        for each in waits_of(story.run, story.batch(batch))
        if each.cause is Cause.SAGGARS and batch not in each.behind
    ]
    assert 4.0 in [each.details["saggars"] for each in told]
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_saggars_that_stand_in_a_line_are_not_free() -> None:
    """A line full of dummies holds them until rows are filled in their place."""
    story = Story(Scene(plant=sharing(60, standing=20)))
    assert free_now(story.run, POOL) == 20
    story.finish(story.start())
    story.forward(200)
    assert free_now(story.run, POOL) == 20


def test_who_is_stopped_gives_back_what_it_claimed() -> None:
    """The batch that waited goes on."""
    story = Story(Scene(plant=sharing(400)))
    first = story.start()
    story.until(lambda: bool(story.run.saggar_claims))
    story.say(first, Command.STOP)
    story.finish(first)
    assert story.run.saggar_claims == {}
    assert story.run.saggar_queue == ()


def test_an_element_that_is_stopped_leaves_the_queue() -> None:
    """What it asked for is not set aside for it; after its reset it asks anew."""
    story = Story(Scene(plant=sharing(40)))
    batch = story.start()
    story.until(lambda: bool(story.run.saggar_queue))
    waiting = story.run.saggar_queue[0].step
    story.tell(BatchCommanded(story.now, batch, Command.STOP, "tester", "", waiting))
    assert waiting not in [each.step for each in story.run.saggar_queue]
    assert of(story.facts, SaggarsReleased)[-1].step == waiting


def test_a_need_may_be_met_by_any_of_its_pools_and_by_what_the_batch_claims_itself() -> None:
    """One after the other: what it has claimed is filled and comes back."""
    one, two = PoolId("one"), PoolId("two")
    either, first = Need(FEED, 10, frozenset({one, two})), Need(FEED, 10, frozenset({one}))
    assert can_be_had((either, either), {one: 0, two: 10}, {})
    assert not can_be_had((either, first), {one: 6, two: 10}, {})
    assert can_be_had((either, first), {one: 6, two: 10}, {one: 4})


def test_who_was_passed_at_a_pool_comes_before_those_who_have_not_begun() -> None:
    """Three times at most; another pool, or the same batch, passes nobody."""
    story = Story(Scene(plant=sharing(40)))
    batch = story.start()
    story.until(lambda: bool(story.run.saggar_queue))
    waiting = story.run.saggar_queue[0]
    later = replace(waiting, batch=BatchId("later"))
    story.rooms.run = replace(story.run, saggar_queue=(waiting, later))
    claim = SaggarsClaimed(story.now, later.batch, later.step, later.unit, 4)
    story.rooms.apply(claim)
    assert story.run.saggar_queue == (replace(waiting, overtaken=1),)
    own = SaggarsClaimed(story.now, batch, StepPath("other"), waiting.unit, 4)
    story.rooms.apply(own)
    elsewhere = SaggarsClaimed(story.now, later.batch, StepPath("other"), UnitId("bin-1"), 4)
    story.rooms.apply(elsewhere)
    assert story.run.saggar_queue[0].overtaken == 1
    often = replace(story.run, saggar_queue=(replace(waiting, overtaken=3),))
    assert [each.batch for each in overtaken(often)] == [batch]


def test_a_plant_without_saggars_asks_for_none() -> None:
    """No fact about saggars is written, and a report of some is of no account."""
    story = Story()
    story.finish(story.start())
    assert of(story.facts, SaggarsRequested) == []
    before = story.run
    story.rooms.apply(SaggarsReturned(story.now, UnitId("oven-1"), 4))
    assert story.run == before
    stranger = Claim(BatchId("b"), StepPath("s"), UnitId("oven-1"), 4)
    run = replace(story.run, saggar_queue=(stranger,))
    assert saggar_rules.claimed(run, story.now) == ()


def test_each_waits_for_its_own_pool() -> None:
    """Of two in the queue each says what it lacks; what is claimed elsewhere is in nobody's way."""
    plant = sharing(40)
    units = tuple(
        replace(each, saggars=replace(each.saggars, pool=PoolId(each.id))) if each.saggars else each
        for each in plant.units
    )
    story = Story(Scene(plant=replace(plant, units=units)))
    batch = story.start()
    story.until(lambda: len(story.run.saggar_claims) > 1)
    first, second = story.run.saggar_claims.values()
    assert unclaimed(story.run) == {"oven-1": 40 - first.saggars, "oven-2": 40 - second.saggars}
    stranger = replace(first, batch=BatchId("stranger"), step=StepPath("elsewhere"))
    again = Claim(batch, second.step, second.unit, 40)
    run = replace(story.run, saggar_queue=(stranger, again))
    (told,) = saggars(run, story.batch(batch), second.step, second.unit)
    assert told.details["unit"] == second.unit
    assert told.behind == ((batch,) if second.saggars else ())
