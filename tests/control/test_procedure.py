"""Sequence, parallel, choice and loop: what runs when."""

from lizao.control.decide import decide, next_deadline
from lizao.control.run import Run
from lizao.model.equipment import Actor
from lizao.model.facts import (
    LoopRepeated,
    SampleTaken,
    ServiceCommanded,
    StepCompleted,
    StepSkipped,
    StepStarted,
    UnitAllocated,
)
from lizao.model.identifiers import Role, StepPath, UnitId
from lizao.model.recipe import Action, Form, RecipeCondition, Setting, Source, Subject, Work
from lizao.model.states import Command, State
from lizao.testing.mini import block, empty, phase, service, transfer
from lizao.testing.story import Story
from tests.control.recipes import FALSE, TRUE, fixed, mixing, of, order, scene_of, stir, wait


def _played(story: Story) -> list[str]:
    story.finish(story.start())
    return order(story.facts)


def test_a_sequence_runs_one_after_the_other() -> None:
    """The second phase starts when the first is complete, and the containers close around them."""
    assert _played(Story(scene_of(*mixing(stir("a"), stir("b"))))) == [
        *("+mix", "+work", "+a", "-a", "+b", "-b", "-work", "-mix"),
    ]


def test_parallel_branches_run_at_once_on_their_own_units() -> None:
    """Both branches are started in the same pass; the block ends with the slower one."""
    scene = scene_of(
        block("both", Form.UNIT_PROCEDURE, "work", claims=(Role("mixer"), Role("mill"))),
        block("both/work", Form.PARALLEL, "stir", "mill"),
        phase("both/work/stir", service("stir"), "mixer"),
        phase("both/work/mill", service("recirculate"), "mill"),
    )
    story = Story(scene)
    batch = story.start()
    assert [each.service for each in of(story.facts, ServiceCommanded)] == ["stir", "recirculate"]
    story.finish(batch)
    assert order(story.facts)[-4:] == ["-stir", "-mill", "-work", "-both"]


def test_one_unit_does_one_run_of_a_service_at_a_time() -> None:
    """A parallel branch that needs a busy service waits for it."""
    scene = scene_of(
        *mixing(
            block("mix/work/both", Form.PARALLEL, "a", "b"),
            phase("mix/work/both/a", service("stir")),
            phase("mix/work/both/b", service("stir")),
        )
    )
    assert _played(Story(scene)) == [
        *("+mix", "+work", "+both", "+a", "-a", "+b", "-b", "-both", "-work", "-mix"),
    ]


def test_a_choice_runs_if_its_condition_holds_and_is_skipped_if_not() -> None:
    """The children of a skipped choice never run."""
    scene = scene_of(
        *mixing(
            block("mix/work/yes", Form.CHOICE, "a", condition=TRUE),
            phase("mix/work/yes/a", service("stir")),
            block("mix/work/no", Form.CHOICE, "b", condition=FALSE),
            phase("mix/work/no/b", service("stir")),
        )
    )
    story = Story(scene)
    assert _played(story) == ["+mix", "+work", "+yes", "+a", "-a", "-yes", "-work", "-mix"]
    assert [each.step for each in of(story.facts, StepSkipped)] == ["mix/work/no"]


def test_a_choice_may_follow_a_report_of_an_earlier_phase() -> None:
    """The report value of a completed phase decides."""
    big = RecipeCondition(Subject.REPORT, "mass_kg", step=StepPath("mix/work/a"), limit=1.0)
    unknown = RecipeCondition(Subject.REPORT, "mass_kg", limit=-1.0)
    scene = scene_of(
        *mixing(
            stir("a"),
            block("mix/work/big", Form.CHOICE, "b", condition=big),
            phase("mix/work/big/b", service("stir")),
            block("mix/work/unknown", Form.CHOICE, "c", condition=unknown),
            phase("mix/work/unknown/c", service("stir")),
        )
    )
    story = Story(scene)
    story.finish(story.start())
    assert [each.step for each in of(story.facts, StepSkipped)] == [
        "mix/work/big",
        "mix/work/unknown",
    ]


def test_a_loop_repeats_until_its_count_is_reached() -> None:
    """A condition that never holds ends the loop after ``at_most`` rounds."""
    scene = scene_of(
        *mixing(
            block("mix/work/again", Form.LOOP, "a", condition=FALSE, at_most=3),
            phase("mix/work/again/a", service("stir")),
        )
    )
    story = Story(scene)
    assert _played(story).count("-a") == 3
    assert [each.round for each in of(story.facts, LoopRepeated)] == [2, 3]


def test_a_loop_ends_when_its_condition_holds() -> None:
    """It always runs once, and no more if that was enough."""
    scene = scene_of(
        *mixing(
            block("mix/work/again", Form.LOOP, "a", condition=TRUE, at_most=3),
            phase("mix/work/again/a", service("stir")),
        )
    )
    assert _played(Story(scene)).count("-a") == 1


def test_a_choice_inside_a_loop_is_reached_again() -> None:
    """What was skipped in one round is looked at in the next."""
    scene = scene_of(
        *mixing(
            block("mix/work/again", Form.LOOP, "maybe", condition=FALSE, at_most=2),
            block("mix/work/again/maybe", Form.CHOICE, "a", condition=FALSE),
            phase("mix/work/again/maybe/a", service("stir")),
        )
    )
    story = Story(scene)
    story.finish(story.start())
    assert len(of(story.facts, StepSkipped)) == 2


def test_every_round_of_nested_loops_takes_its_own_sample() -> None:
    """Sample numbers never repeat, however deep the loops."""
    scene = scene_of(
        *mixing(
            block("mix/work/outer", Form.LOOP, "inner", condition=FALSE, at_most=2),
            block("mix/work/outer/inner", Form.LOOP, "take", condition=FALSE, at_most=2),
            phase("mix/work/outer/inner/take", Action(Work.SAMPLE, panel=("carbon",))),
        )
    )
    story = Story(scene)
    story.finish(story.start())
    assert len({each.sample for each in of(story.facts, SampleTaken)}) == 4


def test_a_transfer_in_a_loop_keeps_its_line() -> None:
    """The line is taken once and given back after the last round."""
    scene = scene_of(
        block("move", Form.UNIT_PROCEDURE, "again", role=Role("tank"), claims=(Role("mixer"),)),
        block("move/again", Form.LOOP, "go", condition=FALSE, at_most=2),
        phase("move/again/go", transfer("mixer", "tank", empty("mixer"))),
    )
    story = Story(scene)
    story.finish(story.start())
    assert order(story.facts).count("-go") == 2
    lines = [each.unit for each in of(story.facts, UnitAllocated) if each.unit == "pipe-1"]
    assert lines == ["pipe-1"]
    assert not story.run.owners


def test_steps_without_waiting_run_in_one_pass() -> None:
    """A hundred skipped choices and the phase after them take one turn."""
    choices = [
        block(f"mix/work/no{number}", Form.CHOICE, "x", condition=FALSE) for number in range(100)
    ]
    inside = [phase(f"{each.path}/x", service("stir")) for each in choices]
    story = Story(scene_of(*mixing(*choices, *inside, stir("last"))))
    before = story.now
    story.start()
    assert len(of(story.facts, StepSkipped)) == 100
    assert of(story.facts, StepStarted)[-1].step == "mix/work/last"
    assert story.now == before


def test_unit_procedures_wait_for_those_they_come_after() -> None:
    """The second one starts when the first is complete and its unit is free again."""
    first = mixing(stir("a"))
    second = mixing(phase("next/work/b", service("stir")), top="next", after=("mix",))
    assert _played(Story(scene_of(*first, *second))) == [
        *("+mix", "+work", "+a", "-a", "-work", "-mix"),
        *("+next", "+work", "+b", "-b", "-work", "-next"),
    ]


def test_a_phase_passes_its_settings_to_the_service() -> None:
    """Fixed values, formula values with factor and offset, the lot; nothing is an empty text."""
    settings = (
        fixed("speed", 30.0),
        Setting("soak", Source.FORMULA, formula="soak", factor=2.0, offset=5.0),
        Setting("lot", Source.LOT),
        Setting("remark", Source.VALUE),
    )
    story = Story(scene_of(*mixing(phase("mix/work/a", service("stir", *settings)))))
    batch = story.start(soak=750.0)
    start = of(story.facts, ServiceCommanded)[0]
    assert start.parameters == {
        "speed": 30.0,
        "soak": 1505.0,
        "lot": f"{batch}-L1",
        "remark": "",
    }


def test_a_wait_without_condition_is_over_at_once() -> None:
    """It holds nobody up."""
    story = Story(scene_of(*mixing(phase("mix/work/a", wait(None)))))
    assert story.batch(story.start()).state is State.COMPLETE


def test_steps_count_who_did_them() -> None:
    """A hook-up is done by hand, a charge by the plant; a sample is prepared by hand."""
    story = Story()
    story.finish(story.start())
    by_step = {each.step: (each.automatic, each.manual) for each in of(story.facts, StepCompleted)}
    assert by_step[StepPath("dose/charge/water")] == (1, 0)
    assert by_step[StepPath("dose/charge/solids/powder")] == (3, 3)
    assert by_step[StepPath("pack/pack/sample")] == (1, 1)
    assert by_step[StepPath("dose")] == (0, 0)
    plant = story.scene.plant
    mixer = plant.unit(UnitId("mixer-1"))
    assert mixer is not None
    assert mixer.services[0].by is Actor.MANUAL


def test_an_empty_run_is_at_rest() -> None:
    """Before the first fact there is nothing to decide."""
    assert decide(Run(), 0) == ((), ())
    assert next_deadline(Run()) is None


def test_the_same_key_twice_changes_nothing() -> None:
    """START while running is refused by the table, and so is what a batch does not know."""
    story = Story(scene_of(*mixing(stir("a"))))
    batch = story.start()
    before = story.batch(batch)
    for command in (
        Command.START,
        Command.RESTART,
        Command.RESUME,
        Command.COMPLETE,
        Command.RESET,
    ):
        assert not before.accepts(command)
        story.say(batch, command)
    assert story.batch(batch) == before


def test_a_transfer_knows_what_has_to_be_done_before_it() -> None:
    """What stands beside it in a parallel element need not be."""
    up, go = Form.UNIT_PROCEDURE, transfer("mixer", "tank", empty("mixer"))
    story = Story(
        scene_of(
            block("move", up, "first", "work", role=Role("tank"), claims=(Role("mixer"),)),
            block("move/first", Form.OPERATION, "stir"),
            phase("move/first/stir", service("stir"), "mixer"),
            block("move/work", Form.OPERATION, "before", "sides"),
            phase("move/work/before", service("stir"), "mixer"),
            block("move/work/sides", Form.PARALLEL, "beside", "go"),
            phase("move/work/sides/beside", service("stir"), "mixer"),
            phase("move/work/sides/go", go),
        )
    )
    assert story.batch(story.start()).procedure.transfers == {
        StepPath("move/work/sides/go"): (StepPath("move/work/before"), StepPath("move/first")),
    }
