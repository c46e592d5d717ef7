"""What must not start does not, and says why."""

from pathlib import Path

import pytest

from lizao.app.home import working_home
from lizao.app.making import Making
from lizao.documents.site import init_site
from lizao.model.errors import (
    HomeLockedError,
    HomeMismatchError,
    NothingToDoError,
    UnitBusyError,
    UnknownNameError,
    ValueOutsideLimitsError,
)
from lizao.model.instants import HOUR
from tests.stories.stage import Stage


def after_an_hour(making: Making) -> bool:
    """Whether the batch has run for one plant hour."""
    return making.loop.now - making.home.rooms.views.batches[making.batch].started >= HOUR


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A home with seed 3 in which a batch was begun and held."""
    stage = Stage(tmp_path_factory.mktemp("begun"))
    stage.make("lfp-26", "2", seed=3, hold=after_an_hour)
    return stage


@pytest.mark.slow
def test_a_second_controller_in_a_home_is_refused(begun: Stage) -> None:
    """While one controller works in a home, another that starts there is told so at once."""
    with working_home(begun.home, None, begun.folder / "state"):
        with pytest.raises(HomeLockedError) as locked:
            begun.resume()

        assert locked.value.home == str(begun.home)


@pytest.mark.slow
def test_another_seed_in_a_home_is_refused(begun: Stage) -> None:
    """The seed of a home is fixed when it is made."""
    with pytest.raises(HomeMismatchError) as mismatch:
        begun.make("lfp-26", "2", seed=4)

    assert (mismatch.value.thing, mismatch.value.value, mismatch.value.limit) == ("seed", "4", "3")


@pytest.mark.slow
def test_another_plant_in_a_home_is_refused(begun: Stage, tmp_path: Path) -> None:
    """The plant of a home is fixed too, and so is its site."""
    site = init_site(tmp_path / "site")
    plant = site / "plants" / "line.yaml"
    text = plant.read_text(encoding="utf-8").replace("plant: line", "plant: other", 1)
    (site / "plants" / "other.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(HomeMismatchError) as mismatch:
        Stage(begun.folder, site).make("lfp-26", "2", plant="other")

    assert (mismatch.value.thing, mismatch.value.limit) == ("plant", "line")


@pytest.mark.slow
def test_a_home_with_an_unfinished_batch_begins_no_other(begun: Stage) -> None:
    """What was begun goes on first."""
    with pytest.raises(UnitBusyError) as busy:
        begun.make("lfp-24", "2")

    assert busy.value.owner == "lfp-26-001"


def test_a_value_outside_its_limits_is_refused_before_anything_is_fixed(tmp_path: Path) -> None:
    """The limit is named, and neither plant nor seed is written down."""
    stage = Stage(tmp_path)

    with pytest.raises(ValueOutsideLimitsError) as outside:
        stage.make("lfp-26", "2", overrides={"soak1_temperature": "1200 °C"})

    assert (outside.value.thing, outside.value.high) == ("soak1_temperature", 790.0)
    assert not (tmp_path / "home").exists()


def test_an_unknown_recipe_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    """A name that nothing carries is answered with the names that exist."""
    with pytest.raises(UnknownNameError) as unknown:
        Stage(tmp_path).make("lfp-27", "2")

    assert "lfp-26" in unknown.value.known


def test_nothing_is_resumed_where_nothing_was_begun(tmp_path: Path) -> None:
    """A folder without a home is left as it is."""
    with pytest.raises(NothingToDoError):
        Stage(tmp_path).resume()

    assert not (tmp_path / "home").exists()
