"""Whatever a person does and when: no unit twice, no step twice, no batch without an end."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from lizao.control.apply import apply
from lizao.control.by_hand import Wish, change_mode, step_by_hand
from lizao.control.decide import decide, next_deadline
from lizao.control.run import EMPTY_RUN
from lizao.control.waiting import waits_of
from lizao.control.waits import ON_A_PERSON, Cause
from lizao.model.errors import NotNowError
from lizao.model.facts import (
    BatchCommanded,
    HomeMade,
    ServiceCommanded,
    StepCompleted,
    StepSkipped,
    UnitGivenBack,
    UnitTaken,
)
from lizao.model.identifiers import BatchId, ServiceName, StepPath, UnitId
from lizao.model.recipe import HoldLevel
from lizao.model.states import FINAL, Command, Mode, State
from lizao.testing.invariants import violations_now
from lizao.testing.mini import mini_recipe
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.control.recipes import of

KEYS = st.sampled_from([Command.HOLD, Command.RESTART, Command.STOP, Command.ABORT])
TROUBLES = st.sampled_from(["", "", "", "crash", "trip", "fail", "stuck", "free"])
UNITS = st.sampled_from(["mixer-1", "tank-1", "pipe-1", "mill-1", "oven-1", "packer-1"])
MOMENTS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 1), KEYS, TROUBLES, UNITS), max_size=8
)


def _trouble(story: Story, trouble: str, unit: UnitId) -> None:
    services = [each.name for each in getattr(story.scene.plant.unit(unit), "services", ())]
    match trouble:
        case "crash":
            story.crash()
        case "trip":
            story.plant.trip(unit)
        case "fail":
            for name in services:
                story.plant.fail(unit, name)
        case "stuck":
            story.plant.stuck.update((unit, name) for name in services)
        case _:
            story.plant.stuck.clear()


def _turn(story: Story) -> None:
    story.loop.advance()
    story.loop.turn()
    assert violations_now(story.run) == []


def _settled(story: Story, batch: BatchId) -> bool:
    """Ended, held, or waiting for something that has a name."""
    one = story.batch(batch)
    named = [each for each in story.run.questions.values() if each.batch == batch]
    return one.state in FINAL or one.state is State.HELD or bool(named)


@settings(max_examples=40)
@given(MOMENTS)
def test_random_keys_and_troubles_leave_every_promise_whole(
    moments: list[tuple[int, int, Command, str, str]],
) -> None:
    """Two batches under random commands, failures and crashes."""
    story = Story()
    batches = [story.start(), story.start()]
    for turns, which, key, trouble, unit in moments:
        for _ in range(turns):
            _turn(story)
        _trouble(story, trouble, UnitId(unit))
        story.say(batches[which], key)
    story.plant.stuck.clear()
    for _ in range(400):
        _turn(story)
        if all(_settled(story, each) for each in batches):
            break
    else:
        blocked_by_other = any(story.batch(each).state is State.HELD for each in batches)
        blocked_by_other |= any(not each.available for each in story.run.standings.values())
        assert blocked_by_other, story.where()
    _check(story)


def _check(story: Story) -> None:
    completed = Counter((each.batch, each.step) for each in of(story.facts, StepCompleted))
    assert all(count == 1 for count in completed.values())
    tickets = Counter(ticket for ticket, _, _ in story.plant.starts)
    assert all(count == 1 for count in tickets.values())
    intents = {
        each.ticket for each in of(story.facts, ServiceCommanded) if each.command is Command.START
    }
    assert set(tickets) <= intents
    assert decide(story.run, story.now) == ((), ())
    run = EMPTY_RUN
    for fact in story.facts:
        run = apply(run, fact)
    assert run == story.run


@settings(max_examples=15)
@given(st.lists(st.tuples(st.integers(0, 25), st.booleans()), max_size=6))
def test_a_batch_held_and_restarted_at_random_always_completes(
    moments: list[tuple[int, bool]],
) -> None:
    """However often, and with crashes between; every step is done once."""
    calm = Story()
    calm.finish(calm.start())
    steps = sorted(each.step for each in of(calm.facts, StepCompleted))
    story = Story()
    batch = story.start()
    for turns, crash in moments:
        for _ in range(turns):
            _turn(story)
        story.say(batch, Command.HOLD)
        if crash:
            story.crash()
        story.until(lambda: story.batch(batch).state in {State.HELD, *FINAL})
        story.say(batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert sorted(each.step for each in of(story.facts, StepCompleted)) == steps
    _check(story)


PATHS = st.sampled_from(
    [
        "",
        "dose",
        "dose/charge",
        "dose/charge/stir",
        "to-tank/move/move",
        "mill#1",
        "mill#2/grind",
        "fire#1/feed",
        "fire#2",
        "pack/pack/fill",
    ]
)
COMMANDS = st.sampled_from([each for each in Command if each is not Command.START])
WISHES = st.lists(
    st.tuples(
        st.integers(0, 10),
        PATHS,
        st.one_of(COMMANDS, COMMANDS, st.sampled_from(Wish), st.sampled_from(Mode)),
        TROUBLES,
        UNITS,
        st.sampled_from(HoldLevel),
    ),
    max_size=10,
)


def _wanted(story: Story, batch: BatchId, path: StepPath, wish: Command | Wish | Mode) -> None:
    """A person presses any key for any step; what is not possible is refused."""
    one = story.batch(batch)
    with suppress(NotNowError):
        match wish:
            case Command():
                story.tell(BatchCommanded(story.now, batch, wish, "tester", "", path or None))
            case Wish() if path:
                story.tell(*step_by_hand(story.run, one, path, wish, "tester", "", story.now))
            case Mode():
                story.tell(*change_mode(one, wish, "tester", "", story.now))
            case _:
                pass


@settings(max_examples=60)
@given(WISHES)
@example([(0, "to-tank/move/move", Wish.SKIP, "", "mixer-1", HoldLevel.PHASE)])
def test_random_wishes_about_any_level_leave_every_promise_whole(
    wishes: list[tuple[int, str, Command | Wish | Mode, str, str, HoldLevel]],
) -> None:
    """Commands, modes, skips, repeats and units taken over, at random: the batch names its wait."""
    level = wishes[0][-1] if wishes else HoldLevel.PHASE
    story = Story(Scene(recipe=replace(mini_recipe(), hold_level=level)))
    batch = story.start()
    for turns, path, wish, trouble, unit, _ in wishes:
        for _ in range(turns):
            _turn(story)
        if trouble == "free":
            story.tell(UnitTaken(story.now, UnitId(unit), "tester"))
        _trouble(story, trouble, UnitId(unit))
        _wanted(story, batch, StepPath(path), wish)
    story.plant.stuck.clear()
    for unit in tuple(story.run.taken):
        story.tell(UnitGivenBack(story.now, unit, "tester"))
    _name_their_waits(story, batch)
    tickets = Counter(ticket for ticket, _, _ in story.plant.starts)
    assert all(count == 1 for count in tickets.values())
    run = EMPTY_RUN
    for fact in story.facts:
        run = apply(run, fact)
    assert run == story.run


def _name_their_waits(story: Story, batch: BatchId) -> None:
    """The batch ends, or waits for a person by name; or for what a skipped step does not bring."""
    skipped = bool(of(story.facts, StepSkipped))
    for _ in range(600):
        _turn(story)
        one = story.batch(batch)
        waits = waits_of(story.run, one)
        if one.state in FINAL or any(each.cause in ON_A_PERSON for each in waits):
            return
    causes = {each.cause for each in waits_of(story.run, story.batch(batch))}
    if skipped and causes == {Cause.QUANTITY}:
        return
    raise AssertionError(story.where())


def test_deciding_twice_says_nothing_new() -> None:
    """After every turn of a whole batch the run is settled until its next deadline."""
    story = Story()
    batch = story.start()

    def settled() -> bool:
        assert decide(story.run, story.now) == ((), ())
        deadline = next_deadline(story.run)
        if deadline is not None and deadline > story.now:
            assert decide(story.run, deadline - 1) == ((), ())
        return story.batch(batch).state is State.COMPLETE

    story.until(settled)


def test_the_facts_alone_make_the_run() -> None:
    """A fold over everything that was written equals the live run."""
    story = Story()
    story.finish(story.start())
    run = EMPTY_RUN
    for fact in story.facts:
        run = apply(run, fact)
    assert run == story.run
    made = of(story.facts, HomeMade)[0]
    assert apply(run, replace(made, seed=2)).plant == made.plant


def test_names_of_services_are_those_of_the_plant() -> None:
    """Every intent is for a service that its unit offers."""
    story = Story()
    story.finish(story.start())
    for each in of(story.facts, ServiceCommanded):
        unit = story.scene.plant.unit(each.unit)
        assert unit is not None
        assert unit.service(ServiceName(each.service)) is not None
