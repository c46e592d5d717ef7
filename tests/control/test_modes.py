"""Modes, and steps by hand: what starts by itself, what a person releases, skips and repeats."""

from collections import Counter

import pytest

from lizao.control.by_hand import Wish, change_mode, step_by_hand
from lizao.control.scopes import scope_of
from lizao.control.waiting import waits_of
from lizao.control.waits import Cause
from lizao.model.errors import NotNowError
from lizao.model.facts import (
    BatchCommanded,
    ModeChanged,
    QuestionAnswered,
    StepCompleted,
    StepSkipped,
    StepStarted,
    UnitAllocated,
)
from lizao.model.identifiers import BatchId, ServiceName, StepPath, UnitId
from lizao.model.recipe import Action, Form, Work
from lizao.model.states import Command, Mode, State
from lizao.testing.mini import block, phase
from lizao.testing.story import Story
from tests.control.recipes import mixing, of, scene_of, stir

A, B, C = (StepPath(f"mix/work/{each}") for each in "abc")
MIX, WORK = StepPath("mix"), StepPath("mix/work")
STIRRER = (UnitId("mixer-1"), ServiceName("stir"))


def stirring(*phases: str) -> tuple[Story, BatchId]:
    """A batch that stirs a few times, one minute after its start."""
    story = Story(scene_of(*mixing(*(stir(each) for each in phases))))
    batch = story.start()
    story.forward(1)
    return story, batch


def want(story: Story, batch: BatchId, step: StepPath, wish: Wish) -> None:
    """A person wants something of a step."""
    told = step_by_hand(story.run, story.batch(batch), step, wish, "li.wei", "trial", story.now)
    story.tell(*told)


def refused(story: Story, batch: BatchId, step: StepPath, wish: Wish) -> str:
    """Why a wish is refused."""
    with pytest.raises(NotNowError) as error:
        want(story, batch, step, wish)
    assert error.value.wish == wish
    return error.value.reason


def go(story: Story, batch: BatchId, mode: Mode) -> None:
    """The batch goes on in another mode."""
    story.tell(*change_mode(story.batch(batch), mode, "li.wei", "trial", story.now))


def say(story: Story, batch: BatchId, step: StepPath, command: Command) -> None:
    """Press a key for one step, and let it follow."""
    story.tell(BatchCommanded(story.now, batch, command, "li.wei", "", step))
    story.forward(0.1)


def waited_for(story: Story, batch: BatchId) -> list[StepPath | None]:
    """The steps that wait for their release."""
    found = waits_of(story.run, story.batch(batch))
    return [each.step for each in found if each.cause is Cause.RELEASE]


def started(story: Story) -> list[StepPath]:
    """The steps that started, in their order."""
    return [each.step for each in of(story.facts, StepStarted)]


def test_semi_automatic_each_phase_waits_for_a_person_to_the_end() -> None:
    """What is around it starts by itself; who released is in the facts."""
    story, batch = stirring("a", "b", "c")
    go(story, batch, Mode.SEMI_AUTOMATIC)
    for step in (B, C):
        story.forward(60)
        assert waited_for(story, batch) == [step]
        assert not story.batch(batch).begun(step)
        want(story, batch, step, Wish.RELEASE)
        assert story.batch(batch).begun(step)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert [(each.mode, each.by) for each in of(story.facts, ModeChanged)] == [
        (Mode.SEMI_AUTOMATIC, "li.wei")
    ]


def test_semi_automatic_a_whole_batch_comes_to_its_end() -> None:
    """Whatever comes next on any unit is named, and goes on once it is released."""
    story = Story()
    batch = story.start()
    go(story, batch, Mode.SEMI_AUTOMATIC)

    def ended() -> bool:
        for step in waited_for(story, batch):
            assert step is not None
            want(story, batch, step, Wish.RELEASE)
        return story.batch(batch).state is State.COMPLETE

    story.until(ended)


def test_manual_nothing_starts_that_a_person_did_not_release() -> None:
    """A release of a phase releases what it lies in; the order of the recipe stays."""
    story = Story(scene_of(*mixing(stir("a"), stir("b"))))
    order = story.scene.order(story.run, story.now)
    batch = of(order, BatchCommanded)[0].batch
    story.tell(*order[:-1], ModeChanged(story.now, batch, Mode.MANUAL, "li.wei"), order[-1])
    story.forward(60)
    assert (started(story), waited_for(story, batch)) == ([], [MIX])
    assert not story.run.owners
    want(story, batch, B, Wish.RELEASE)
    assert started(story) == [MIX, WORK]
    assert waited_for(story, batch) == [A]
    want(story, batch, A, Wish.RELEASE)
    story.finish(batch)
    assert started(story) == [MIX, WORK, A, B]


def test_automatic_goes_on_where_another_mode_waited() -> None:
    """A change of mode that changes nothing is no fact."""
    story, batch = stirring("a", "b")
    go(story, batch, Mode.SEMI_AUTOMATIC)
    go(story, batch, Mode.SEMI_AUTOMATIC)
    story.forward(60)
    go(story, batch, Mode.AUTOMATIC)
    story.finish(batch)
    assert len(of(story.facts, ModeChanged)) == 2
    with pytest.raises(NotNowError):
        go(story, batch, Mode.MANUAL)


def test_only_what_waits_is_released() -> None:
    """Not what runs, not what is to come, not in an automatic batch, not after its end."""
    story, batch = stirring("a", "b", "c")
    assert refused(story, batch, B, Wish.RELEASE) == "waits_for_nobody"
    go(story, batch, Mode.SEMI_AUTOMATIC)
    assert refused(story, batch, A, Wish.RELEASE) == "waits_for_nobody"
    assert refused(story, batch, B, Wish.RELEASE) == "not_its_turn"
    story.say(batch, Command.STOP)
    story.finish(batch)
    for wish in Wish:
        assert refused(story, batch, B, wish) == "batch_ended"


def test_a_step_that_is_to_come_is_skipped() -> None:
    """It never runs, the next one does, and the fact says who wanted it and why."""
    story, batch = stirring("a", "b", "c")
    want(story, batch, B, Wish.SKIP)
    story.finish(batch)
    assert started(story) == [MIX, WORK, A, C]
    assert [(each.step, each.by, each.reason) for each in of(story.facts, StepSkipped)] == [
        (B, "li.wei", "trial")
    ]
    assert story.batch(batch).state is State.COMPLETE


@pytest.mark.parametrize("command", [Command.HOLD, Command.STOP, Command.ABORT])
@pytest.mark.parametrize("step", [A, WORK])
def test_a_running_step_is_skipped_once_it_stands(step: StepPath, command: Command) -> None:
    """While it runs it is refused; its service is stopped and given free."""
    story, batch = stirring("a", "b")
    assert refused(story, batch, step, Wish.SKIP) == "step_running"
    say(story, batch, step, command)
    want(story, batch, step, Wish.SKIP)
    story.forward(1)
    assert not story.batch(batch).scopes
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert story.batch(batch).step(step).skipped
    assert (B in started(story)) == (step == A)
    story.forward(1)
    assert story.plant.state(*STIRRER) is State.IDLE
    assert not story.run.owners


def test_a_held_charge_is_stopped_before_it_is_skipped() -> None:
    """So that the bag in hand is booked with what went in."""
    story = Story()
    batch = story.start()
    powder = StepPath("dose/charge/solids/powder")
    charge = (UnitId("mixer-1"), ServiceName("charge"))
    story.until(lambda: story.batch(batch).step(powder).load == 1)
    story.until(lambda: story.plant.state(*charge) is State.RUNNING)
    say(story, batch, powder, Command.HOLD)
    assert refused(story, batch, powder, Wish.SKIP) == "bag_in_hand"
    say(story, batch, powder, Command.STOP)
    want(story, batch, powder, Wish.SKIP)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_what_was_asked_about_a_step_is_answered_by_skipping_it() -> None:
    """The one who skips it answers; the batch goes on at its restart."""
    story, batch = stirring("a", "b")
    story.plant.fail(*STIRRER)
    story.until_state(batch, State.HELD)
    want(story, batch, A, Wish.SKIP)
    assert [(each.answer, each.by) for each in of(story.facts, QuestionAnswered)] == [
        ("skip", "li.wei")
    ]
    story.say(batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert len([each for each in of(story.facts, StepCompleted) if each.step == B]) == 1


def test_a_complete_step_is_repeated_before_the_next_one_begins() -> None:
    """In semi-automatic mode there is time for it; what is complete is not skipped."""
    story, batch = stirring("a", "b")
    go(story, batch, Mode.SEMI_AUTOMATIC)
    assert refused(story, batch, A, Wish.REPEAT) == "step_not_complete"
    story.forward(60)
    assert refused(story, batch, A, Wish.SKIP) == "step_complete"
    want(story, batch, A, Wish.REPEAT)
    assert story.batch(batch).step(A).visit == 2
    assert waited_for(story, batch) == [A]
    want(story, batch, A, Wish.RELEASE)
    story.forward(60)
    want(story, batch, B, Wish.RELEASE)
    assert refused(story, batch, A, Wish.REPEAT) == "went_on"
    story.finish(batch)
    assert started(story) == [MIX, WORK, A, A, B]


def test_what_lies_in_a_complete_step_is_repeated_with_it_only() -> None:
    """The unit procedure runs again as long as none that waits for it has begun."""
    story = Story()
    batch = story.start()
    go(story, batch, Mode.SEMI_AUTOMATIC)
    dose, to_tank = StepPath("dose"), StepPath("to-tank")

    def dosed() -> bool:
        for step in waited_for(story, batch):
            if step is not None and step.startswith("dose"):
                want(story, batch, step, Wish.RELEASE)
        return story.batch(batch).done(dose)

    story.until(dosed)
    stirred = StepPath("dose/charge/stir")
    assert refused(story, batch, stirred, Wish.REPEAT) == "around_is_over"
    assert refused(story, batch, dose, Wish.REPEAT) == "went_on"
    say(story, batch, to_tank, Command.STOP)
    say(story, batch, to_tank, Command.RESET)
    assert story.batch(batch).begun(to_tank)
    assert scope_of(story.batch(batch), to_tank).state is State.RUNNING


def test_side_by_side_each_is_repeated_by_itself() -> None:
    """Of parallel steps none comes after the other."""
    story = Story(
        scene_of(
            *mixing(
                block("mix/work/both", Form.PARALLEL, "x", "y"),
                phase("mix/work/both/x", Action(Work.WAIT)),
                stir("both/y"),
            )
        )
    )
    batch = story.start()
    x = StepPath("mix/work/both/x")
    assert story.batch(batch).done(x)
    want(story, batch, x, Wish.REPEAT)
    assert story.batch(batch).step(x).visit == 2
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_lot_is_made_once() -> None:
    """What holds the step that makes it is not repeated."""
    story = Story()
    batch = story.start()
    lot = StepPath("pack/pack/lot")
    story.until(lambda: story.batch(batch).done(lot))
    assert refused(story, batch, lot, Wish.REPEAT) == "lot_made"


def test_a_skipped_unit_procedure_asks_for_no_unit() -> None:
    """The others go on without it."""
    story = Story()
    batch = story.start()
    want(story, batch, StepPath("mill#2"), Wish.SKIP)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert UnitId("mill-2") not in {unit for _, unit, _ in story.plant.starts}


def test_what_is_done_inside_a_skipped_operation_stays_done() -> None:
    """Only what had not come to its end is skipped; results are kept."""
    story, batch = stirring("a", "b")
    story.until(lambda: story.batch(batch).step(B).state is State.RUNNING)
    say(story, batch, WORK, Command.HOLD)
    story.forward(5)
    want(story, batch, WORK, Wish.SKIP)

    assert story.batch(batch).done(A)
    assert not story.batch(batch).step(A).skipped
    assert story.batch(batch).step(B).skipped


@pytest.mark.parametrize(
    "skipped",
    [
        ["pack/pack/fill"],
        ["fire#2/heat/campaign", "fire#2/feed/feed", "fire#2/feed/out"],
    ],
)
def test_a_unit_procedure_whose_phases_are_skipped_ahead_still_ends(skipped: list[str]) -> None:
    """It is given its unit once, when its turn comes, and gives it back when it is over."""
    story = Story()
    batch = story.start()
    for path in skipped:
        want(story, batch, StepPath(path), Wish.SKIP)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    given = Counter(each.role for each in story.facts if isinstance(each, UnitAllocated))
    assert set(given.values()) == {1}
