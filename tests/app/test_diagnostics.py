"""The diagnostics of a unit: what the controller knows, and no more."""

from dataclasses import replace

import pytest

from lizao.app.diagnostics import conditions, diagnostics, line_of, may_be_given, waiting
from lizao.app.home import Home
from lizao.control.run import Run
from lizao.control.standings import Standing
from lizao.model.equipment import LineState, Saggars, Unit
from lizao.model.errors import UnknownNameError
from lizao.model.facts import LineStateChanged, UnitTaken
from lizao.model.identifiers import MaterialName, PlaceId, PoolId, UnitId
from lizao.model.instants import HOUR, Instant
from lizao.testing.mini import phase
from lizao.testing.story import Story
from lizao.texts import Texts
from tests.control.recipes import at_least, mixing, scene_of, wait

MIXER, OVEN = UnitId("mixer-1"), UnitId("oven-1")


def unit_of(run: Run, unit: UnitId) -> Unit:
    """A unit of the plant of a run."""
    assert run.plant is not None
    found = run.plant.unit(unit)
    assert found is not None
    return found


def failing(run: Run, unit: Unit, now: Instant) -> list[str]:
    """What forbids to give a unit to a batch."""
    return [each["condition"] for each in may_be_given(run, unit, now) if not each["holds"]]


def test_a_unit_that_was_used_tells_what_it_did_and_for_whom_it_is_free(made_home: Home) -> None:
    """The newest fact first, in the language of the reader; every service with its history."""
    told = diagnostics(made_home, "mixer-1", Texts("en"))
    stir = next(each for each in told["services"] if each["service"] == "stir")
    assert [each["state"] for each in stir["history"]][-1] == "IDLE"
    assert {each["command"] for each in stir["history"]} >= {"START", "RESET"}
    assert stir["accepts"] == ["ABORT", "START", "STOP"]
    assert (stir["batch"], stir["interlock"]) == (None, None)
    numbers = [each["number"] for each in told["facts"]]
    assert numbers == sorted(numbers, reverse=True)
    assert any("given back by batch" in each["text"] for each in told["facts"])
    assert (told["holder"]["owner"], told["waiting"]) == (None, [])
    assert all(each["holds"] for each in told["given"])
    assert told["upkeep"]["used_until"] is not None
    chinese = diagnostics(made_home, "mixer-1", Texts("zh"))
    assert any("释放" in each["text"] for each in chinese["facts"])


def test_a_unit_that_is_not_there_is_refused(made_home: Home) -> None:
    """By its name."""
    with pytest.raises(UnknownNameError, match="mixer-9"):
        diagnostics(made_home, "mixer-9", Texts("en"))


def test_who_has_a_unit_and_who_waits_for_it() -> None:
    """A second batch stands in the queue; an operator who takes the unit is told too."""
    story = Story()
    first, second = story.start(), story.start()
    story.forward(1)
    mixer = unit_of(story.run, MIXER)
    waits = [*waiting(story.run, mixer)]
    assert [(each["batch"], each["cause"]) for each in waits] == [(second, "queue")]
    assert waits[0]["details"]["role"] == "mixer"
    assert not [*waiting(story.run, unit_of(story.run, UnitId("tank-1")))]
    assert story.run.owners[MIXER] == first
    assert "unowned" in failing(story.run, mixer, story.now)
    story.tell(UnitTaken(story.now, MIXER, "li.wei"))
    assert {"untaken", "unowned"} <= {*failing(story.run, mixer, story.now)}


def test_a_rest_another_product_and_a_calibration_that_is_due_forbid() -> None:
    """Each with what is, and what it is held against."""
    run = Story().run
    mixer = replace(unit_of(run, MIXER), clean_after_product_change=True, calibrate_every_s=3600.0)
    assert failing(run, mixer, HOUR) == []
    used = Standing(product=MaterialName("mini"), calibrated_at=10)
    run = replace(run, standings={MIXER: used}, contents_kg={PlaceId(MIXER): 20.0})
    assert failing(run, mixer, HOUR) == ["empty", "clean"]
    assert failing(run, mixer, HOUR + 10) == ["empty", "clean", "calibrated"]
    empty = next(each for each in may_be_given(run, mixer, 0) if each["condition"] == "empty")
    assert (empty["value"], empty["limit"]) == (20.0, 1.0)


def test_what_a_recipe_watches_is_told_with_its_limit_and_its_step() -> None:
    """On the unit whose signal it is, and on no other."""
    story = Story(scene_of(*mixing(phase("mix/work/wait", wait(at_least(40.0))))))
    batch = story.start()
    story.until(lambda: bool(story.run.conditions))
    (watched,) = conditions(story.run, MIXER)
    assert (watched["batch"], watched["signal"]) == (batch, "mixer-1.mass_kg")
    assert (watched["limit"], watched["met"]) == (40.0, False)
    assert not [*conditions(story.run, UnitId("mixer"))]


def test_a_line_tells_its_state_its_campaign_and_its_saggars() -> None:
    """What is no line tells nothing of the kind."""
    story = Story()
    story.tell(LineStateChanged(story.now, OVEN, LineState.HEATING))
    oven = unit_of(story.run, OVEN)
    told = line_of(story.run, oven)
    assert told == {"state": "heating", "campaign": None, "settings": {}, "saggars": None}
    assert line_of(story.run, unit_of(story.run, MIXER)) is None
    assert story.run.plant is not None
    carrying = replace(oven, saggars=Saggars(PoolId("pool"), 100, 4, 5.0, standing=8))
    units = tuple(carrying if each.id == OVEN else each for each in story.run.plant.units)
    run = replace(story.run, plant=replace(story.run.plant, units=units))
    told = line_of(run, carrying)
    assert told is not None
    assert told["saggars"] == {"pool": "pool", "count": 100, "free": 92}
