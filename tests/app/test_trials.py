"""Recipes tried beside a home: each trial in a process of its own, its outcome kept."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from lizao.app.answers.trials import Outcome
from lizao.app.clock import SystemClock
from lizao.app.home import foundation, reading_home, working_home
from lizao.app.record_data import LineStyle, Plot, Record, Series
from lizao.app.requests import Values
from lizao.app.settings import Settings
from lizao.app.trial_files import KEPT, MOST_POINTS, TrialFolder, TrialOrder
from lizao.app.trial_process import UnwantedError, run_trial
from lizao.app.trials import Trials
from lizao.documents.recipe_book import register
from lizao.documents.site import load_site
from lizao.model.errors import NotNowError, TrialRunningError, UnknownNameError
from lizao.model.states import State

PATIENCE_S = 120.0
SITE = load_site()
DRAFT = replace(SITE.recipe("lfp-24"), version="9", title_en="a try")
ORDER = TrialOrder("lfp-24", "9", "li.wei", 1_000)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home of the reference line, in which a draft is registered; nobody works in it."""
    folder = tmp_path / "home"
    with working_home(folder, None, tmp_path / "state") as made:
        plant = SITE.plant()
        made.keep((foundation(SITE, plant, 3, {}), *register(made.rooms.recipes, DRAFT, "x", 0)), 0)
    yield folder
    with reading_home(folder, None) as after:
        assert after.rooms.views.facts == 2, "the home hears nothing of a trial"


@pytest.fixture
def trials(home: Path) -> Iterator[Trials]:
    """Its trials."""
    with closing(Trials(home, None, None)) as found:
        yield found


def until(trials: Trials, trial: str, holds: Callable[[Values], bool]) -> Values:
    """Look at a trial until something holds."""
    clock = SystemClock()
    limit_s = clock.elapsed_s() + PATIENCE_S
    told: Values = {}
    while clock.elapsed_s() < limit_s:
        told = trials.one(trial)
        if holds(told):
            return told
        clock.pause(0.05)
    raise AssertionError(told)


@pytest.mark.slow
def test_a_draft_is_tried_to_its_end_and_what_came_of_it_stays(home: Path, trials: Trials) -> None:
    """Progress meanwhile; then figures, record and curves in both languages, for any service."""
    begun = trials.start(ORDER)
    assert (begun["trial"], begun["state"], begun["by"]) == ("T1", "running", "li.wei")
    with pytest.raises(TrialRunningError, match="T1"):
        trials.start(replace(ORDER, tonnes="2"))
    progress = until(trials, "T1", lambda told: told["progress"] is not None)["progress"]
    assert 0.0 <= progress["done"] <= 1.0
    assert progress["mass_kg"] == pytest.approx(DRAFT.reference_kg)
    over = until(trials, "T1", lambda told: told["state"] != "running")
    assert over["state"] == Outcome.FINISHED
    result = over["result"]
    assert (result["state"], result["disposition"]) == ("COMPLETE", "released")
    assert (result["recipe_version"], result["seed"], result["simulated"]) == ("9", 3, True)
    assert result["quality"]["compaction_density"]["pass"] is True
    assert not list((home / "trials" / "T1").glob("lizao-try-*"))
    (listed,) = Trials(home, None, None).all()
    assert listed["state"] == "finished"
    assert "result" not in listed
    english, chinese = (trials.record("T1", each) for each in ("en", "zh"))
    assert english["simulated"]
    assert [each["unit"] for each in english["plots"]] == [x["unit"] for x in chinese["plots"]]
    assert english["plots"][0]["title"] != chinese["plots"][0]["title"]
    lengths = [len(x["xs"]) for each in english["plots"] for x in each["series"]]
    assert 0 < max(lengths) <= MOST_POINTS
    with pytest.raises(NotNowError, match="trial_over"):
        trials.cancel("T1", "li.wei")


@pytest.mark.slow
def test_a_trial_is_cancelled_and_another_one_may_begin(home: Path, trials: Trials) -> None:
    """Its process is gone, and so is all that it made; the end of the service ends the other."""
    trials.start(ORDER)
    until(trials, "T1", lambda told: told["progress"] is not None)
    cancelled = trials.cancel("T1", "chen.jing")
    assert cancelled["state"] == "cancelled"
    assert {each.name for each in (home / "trials" / "T1").iterdir() if each.is_dir()} == set()
    trials.start(replace(ORDER, tonnes="2"))
    until(trials, "T2", lambda told: told["progress"] is not None)
    trials.close()
    told = Trials(home, None, None).one("T2")
    assert (told["state"], told["result"], told["tonnes"]) == ("lost", None, "2")
    with pytest.raises(UnknownNameError):
        trials.record("T2", "en")
    with pytest.raises(UnknownNameError, match="T1"):
        trials.one("../T1")


@pytest.mark.parametrize(
    ("order", "error"),
    [
        (replace(ORDER, version="none"), "unknown_name"),
        (replace(ORDER, tonnes="300"), "vessel_too_small"),
        (replace(ORDER, overrides={"nothing": "1"}), "unknown_name"),
    ],
)
def test_what_cannot_be_tried_says_why(home: Path, order: TrialOrder, error: str) -> None:
    """A version that is not there, a size that is too large, a parameter that it does not have."""
    folder = TrialFolder.begin(home, order)
    run_trial(Settings(home=home), folder, SystemClock(), lambda: True)
    told = Trials(home, None, None).one(folder.name)
    assert told["state"] == Outcome.REFUSED
    assert told["refusal"]["error"] == error


def test_a_trial_that_nobody_wants_leaves_nothing(home: Path) -> None:
    """It ends at the next turn, and says nothing more."""
    folder = TrialFolder.begin(home, ORDER)
    with pytest.raises(UnwantedError):
        run_trial(Settings(home=home), folder, SystemClock(), lambda: False)
    assert folder.outcome() is None
    assert folder.progress() is None
    assert [each.name for each in folder.path.iterdir()] == ["order.json"]


def test_the_oldest_trials_make_room(home: Path) -> None:
    """Numbers go on; what is not a trial is left alone."""
    for _ in range(KEPT + 2):
        TrialFolder.begin(home, ORDER)
    (home / "trials" / "notes").mkdir()
    names = [each.name for each in TrialFolder.all_of(home)]
    assert names == [f"T{number}" for number in range(3, KEPT + 3)]


def test_a_record_is_kept_with_no_more_points_than_a_screen_shows(tmp_path: Path) -> None:
    """No extreme is lost; what is no number is nothing."""
    ys = [float("nan"), *(1.0 for _ in range(4_000)), 9.0, *(1.0 for _ in range(4_000))]
    long = Series("long", [each / 100.0 for each in range(len(ys))], ys, LineStyle.MEASURED)
    short = Series("short", [0.0, 1.0], [2.0, float("inf")], LineStyle.SETPOINT)
    folder = TrialFolder(tmp_path)
    plots = (Plot("p", "degC", "h", (long, short)),)
    record = Record("b", "p", "r", "1", State.COMPLETE, True, "", 0, plots=plots)
    folder.keep_record("en", record)
    told = folder.record("en") or {}
    drawn, whole = told["plots"][0]["series"]
    assert len(drawn["xs"]) == len(drawn["ys"]) <= MOST_POINTS
    assert max(each for each in drawn["ys"] if each is not None) == 9.0
    assert whole["ys"] == [2.0, None]
