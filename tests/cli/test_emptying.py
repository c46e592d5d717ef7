"""Emptying a unit at the keyboard of a running home, and returning one emptied by hand."""

from pathlib import Path

import pytest

from lizao.app.requests import ChangeUnit, EmptyUnit
from lizao.app.units import change_unit
from lizao.control.run import Run
from lizao.model.equipment import UnitStatus
from lizao.model.errors import NotNowError
from lizao.model.facts import PlaceEmptied, UnitStatusChanged
from lizao.model.identifiers import PlaceId, UnitId
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.app.running_house import ENGINEER, running
from tests.cli.conftest import Typed
from tests.cli.test_units import folder as folder  # noqa: PLC0414 - the fixture of a house
from tests.control.test_choice import having
from tests.control.test_emptying import TANK, broken_off, changes

RETURN = ChangeUnit(TANK, UnitStatus.AVAILABLE, "hosed out")


def test_emptying_is_signed_and_says_which_batch_does_it(
    lizao: Typed, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody does it without a name; a unit that cannot be emptied is refused with a reason."""
    with running(folder) as house:
        why = ("--reason", "given up", "--home", folder)
        assert lizao("unit", "empty", "tank-1", *why).status == 2
        monkeypatch.setenv("LIZAO_PASSWORD", ENGINEER.password)
        signed = (*why, "--user", ENGINEER.user)
        told = lizao("unit", "empty", "tank-1", *signed)
        assert (told.status, told.out) == (0, "tank-1 is being emptied: empty-001.\n")
        refused = lizao("unit", "empty", "mill-1", *signed)
        assert refused.status == 2
        assert "it cannot be emptied by itself" in refused.err
        house.until_states("COMPLETE")
        with pytest.raises(NotNowError):
            house.sign(EmptyUnit("mill-2", "given up"))


def test_a_unit_with_a_rest_in_it_is_not_returned_but_emptied() -> None:
    """The person is told that something is left in it."""
    story = Story()
    broken_off(story)
    with pytest.raises(NotNowError) as refused:
        change_unit(story.run, RETURN, "ada", story.now)
    assert refused.value.reason == "left_over"


def test_whoever_returns_a_unit_that_cannot_be_emptied_has_emptied_it_by_hand() -> None:
    """It is empty by her word, and stays in use."""
    story = Story(having(Scene(), TANK, services=_without(TANK)))
    broken_off(story)
    facts = change_unit(story.run, RETURN, "ada", story.now)
    assert facts == (
        PlaceEmptied(story.now, PlaceId(TANK)),
        UnitStatusChanged(story.now, TANK, UnitStatus.AVAILABLE, "ada", "hosed out"),
    )
    story.tell(*facts)
    second = story.start()
    story.finish(second)
    assert changes(story)[-1] == (UnitStatus.AVAILABLE, "ada", "hosed out")


def test_an_empty_unit_is_returned_as_ever() -> None:
    """Nothing is said of what lies in it."""
    story = Story()
    story.tell(UnitStatusChanged(story.now, TANK, UnitStatus.MAINTENANCE, "ada"))
    facts = change_unit(story.run, RETURN, "ada", story.now)
    assert [type(each) for each in facts] == [UnitStatusChanged]
    assert change_unit(Run(plant=story.run.plant), RETURN, "ada", story.now) == ()


def _without(name: UnitId) -> tuple[object, ...]:
    unit = Scene().plant.unit(name)
    assert unit is not None
    return tuple(each for each in unit.services if each.name != "empty")
