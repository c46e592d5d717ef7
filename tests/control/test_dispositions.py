"""A lot in quarantine is not released; a person may let it go, and answers for it."""

from dataclasses import replace

from lizao.control.dispositions import following
from lizao.control.watched import failure_index
from lizao.model.facts import (
    LotJudged,
    LotMade,
    LotStatusChanged,
    QuestionAnswered,
    SampleResult,
)
from lizao.model.identifiers import BatchId, QuestionId, SampleId, ServiceName, StepPath, UnitId
from lizao.model.material import LotStatus
from lizao.model.quality import Disposition
from lizao.model.recipe import (
    Action,
    Element,
    Form,
    Inquiry,
    RecipeCondition,
    Subject,
    Work,
)
from lizao.model.states import State
from lizao.testing.mini import block, phase
from lizao.testing.story import Story
from tests.control.exceptions_recipe import HEAVY, exception, rinse, stir, watching, weigh
from tests.control.recipes import mixing, of, scene_of

HOT = "mix/work/hot"
ASKED = StepPath(f"{HOT}/decide")
DECIDE = Inquiry("Release it all the same?", "是否让步放行？", ("grant", "refuse"))


def disposing(*steps: str) -> tuple[Story, BatchId, SampleId]:
    """A batch whose lot is in quarantine for its weight, is sampled, and is asked about."""
    grants = RecipeCondition(Subject.REPORT, "answer", step=ASKED, equals="grant")
    story = watching(
        exception(HOT, HEAVY, "block", "decide", "granted"),
        phase(f"{HOT}/block", Action(Work.QUARANTINE, reason="too heavy")),
        phase(ASKED, Action(Work.ASK, inquiry=DECIDE)),
        block(f"{HOT}/granted", Form.CHOICE, "let", condition=grants),
        phase(f"{HOT}/granted/let", Action(Work.CONCESSION, asked=ASKED)),
        *(_step(each) for each in steps),
        steps=steps,
    )
    batch = story.start()
    weigh(story, 600.0)
    return story, batch, SampleId(f"{batch}/mix/work/s/1")


def _step(name: str) -> Element:
    path = f"mix/work/{name}"
    works = {"lot": Action(Work.LOT), "s": Action(Work.SAMPLE, panel=("carbon",))}
    return phase(path, works[name]) if name in works else stir(path)


def answer(story: Story, word: str, why: str = "") -> None:
    """The head of quality answers."""
    story.tell(QuestionAnswered(story.now, QuestionId("Q1"), word, "anna", why))


def test_a_lot_in_quarantine_is_not_judged_though_its_results_are_good() -> None:
    """It was put there before it was made, and stays there when nobody lets it go."""
    story, batch, sample = disposing("a", "lot", "s", "b")
    lot = story.batch(batch).lot_to_make
    changed = of(story.facts, LotStatusChanged)[0]
    assert (changed.lot, changed.status, changed.by, changed.reason) == (
        lot,
        LotStatus.QUARANTINE,
        "rule",
        "too heavy",
    )
    answer(story, "refuse")
    story.finish(batch)
    story.tell(SampleResult(story.now, sample, "carbon", 1.0))
    assert of(story.facts, LotMade)
    assert not of(story.facts, LotJudged)


def test_a_concession_releases_what_failed_and_names_who_and_why() -> None:
    """The failed attribute stays to be seen in the judgement."""
    story, batch, sample = disposing("a", "lot", "s", "b")
    answer(story, "grant", "customer agreed, letter 12")
    story.until(lambda: bool(of(story.facts, LotMade)))
    story.tell(SampleResult(story.now, sample, "carbon", 9.0))
    judged = of(story.facts, LotJudged)[0]
    assert (judged.disposition, judged.by) == (Disposition.RELEASED, "anna")
    assert [each.passed for each in judged.attributes] == [False]
    last = of(story.facts, LotStatusChanged)[-1]
    assert (last.status, last.by, last.reason) == (
        LotStatus.RELEASED,
        "anna",
        "customer agreed, letter 12",
    )
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_concession_releases_nothing_before_its_results_are_there() -> None:
    """What nobody has measured is not released; what passes is released by rule."""
    story, batch, sample = disposing("a", "lot", "s", "b")
    answer(story, "grant")
    story.until(lambda: bool(of(story.facts, LotMade)))
    assert not of(story.facts, LotJudged)
    story.tell(SampleResult(story.now, sample, "carbon", 1.0))
    judged = of(story.facts, LotJudged)[0]
    assert (judged.disposition, judged.by) == (Disposition.RELEASED, "rule")
    conceded = of(story.facts, LotStatusChanged)[1]
    assert (conceded.by, conceded.reason) == ("anna", "grant")
    story.finish(batch)


def test_what_follows_from_an_answer_is_known_before_it_is_given() -> None:
    """Only the answer that the recipe makes something of does anything to the lot."""
    story, batch, _ = disposing("a")
    run = story.batch(batch)
    assert following(run, ASKED, "grant") == {Work.CONCESSION}
    assert not following(run, ASKED, "refuse")
    assert not following(run, StepPath("mix/work/a"), "grant")


def test_an_answer_may_keep_a_lot_back_and_a_concession_may_follow_from_all() -> None:
    """A quarantine that depends on the answer counts, one that comes anyway does not."""
    asked = StepPath("mix/work/decide")
    keeps = RecipeCondition(Subject.REPORT, "answer", step=asked, equals="keep")
    elements = mixing(
        phase("mix/work/block", Action(Work.QUARANTINE)),
        phase(asked, Action(Work.ASK, inquiry=DECIDE)),
        block("mix/work/if", Form.CHOICE, "block", condition=keeps),
        phase("mix/work/if/block", Action(Work.QUARANTINE)),
        phase("mix/work/let", Action(Work.CONCESSION, asked=asked)),
    )
    story = Story(scene_of(*elements))
    run = story.batch(story.start())
    assert following(run, asked, "keep") == {Work.QUARANTINE, Work.CONCESSION}
    assert following(run, asked, "grant") == {Work.CONCESSION}


def test_trouble_with_a_unit_is_as_severe_as_the_plant_file_says() -> None:
    """The failure index of a batch is that of the worst it is in."""
    scene = scene_of(*mixing(rinse("mix/work/r")))
    units = tuple(replace(each, failure_severity=7) for each in scene.plant.units)
    story = Story(replace(scene, plant=replace(scene.plant, units=units)))
    batch = story.start()
    story.forward(1)
    assert failure_index(story.run, story.batch(batch)) == 0
    story.plant.fail(UnitId("mill-1"), ServiceName("recirculate"))
    story.until_state(batch, State.HELD)
    assert next(iter(story.run.questions.values())).details["severity"] == 7
    assert failure_index(story.run, story.batch(batch)) == 7
