"""One batch at the keyboard: what only a person can answer holds it, and quarantine is an end."""

from pathlib import Path

from lizao.app.clock import StillClock
from lizao.app.home import working_home
from lizao.app.house import MakeOrder, Presence
from lizao.app.making import Ending, Pace
from lizao.app.record_facts import deviations
from lizao.app.result import Result
from lizao.app.settings import Settings
from lizao.app.status import status
from lizao.app.unfinished import unfinished_batches
from lizao.model.recipe import Action, Element, Inquiry, Work
from lizao.testing.mini import phase
from lizao.texts import Texts
from tests.app.paper_house import PaperHouse
from tests.app.standing import LINK, PACE
from tests.control.exceptions_recipe import HEAVY, exception, rinse, watching, weigh
from tests.control.recipes import mixing, scene_of

ASKS = Action(Work.ASK, inquiry=Inquiry("Good?", "好？", ("good", "again")))


def made(folder: Path, *phases: Element) -> tuple[Ending, Result]:
    """A batch of these phases, made as `lizao make` does."""
    house = PaperHouse(scene_of(*mixing(*phases)))
    settings = Settings(home=folder / "home", state=folder / "state")
    presence = Presence(lambda: False, lambda _making: None)
    return house.make(MakeOrder("mini", "1"), settings, StillClock(), Pace(), presence)


def test_what_nobody_can_answer_here_holds_the_batch(tmp_path: Path) -> None:
    """It waits for `lizao start`, and plant time does not run on for ever."""
    ending, told = made(tmp_path, phase("mix/work/ask", ASKS))
    assert ending is Ending.HELD
    assert [each["text"] for each in told.values["questions"]] == ["recipe"]


def test_the_record_shows_exceptions_as_deviations_and_questions_of_the_recipe_not() -> None:
    """What the recipe asks anyway is no deviation; what it watched for is."""
    story = watching(
        exception("mix/work/hot", HEAVY, "rinse"),
        phase("mix/work/ask", ASKS),
        rinse("mix/work/hot/rinse"),
        steps=["ask"],
    )
    batch = story.start()
    weigh(story, 600.0)
    told = deviations(story.facts, story.batch(batch), (), Texts("en"))
    assert [each.text for each in told] == ["Exception mixing / work / hot raised, severity 1"]


def test_a_lot_in_quarantine_is_done_and_not_released(tmp_path: Path) -> None:
    """Nothing more comes of it until a person acts."""
    ending, told = made(
        tmp_path,
        phase("mix/work/block", Action(Work.QUARANTINE, reason="wet")),
        phase("mix/work/lot", Action(Work.LOT)),
        phase("mix/work/sample", Action(Work.SAMPLE, panel=("carbon",))),
    )
    assert ending is Ending.DONE
    assert not told.good
    with working_home(tmp_path / "home", None, tmp_path / "state") as home:
        assert not list(unfinished_batches(home))
        said = status(home, 0, LINK, PACE)
        assert said["batches"][0]["lots"] == {"mini-001-L1": "quarantine"}
        assert said["batches"][0]["failure_index"] == 0
