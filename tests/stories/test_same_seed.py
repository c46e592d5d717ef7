"""A seed tells everything that will happen."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lizao.app.making import Making
from lizao.model.facts import PortionCharged
from lizao.model.instants import HOUR
from tests.stories.conftest import Made
from tests.stories.reading import of, without_run
from tests.stories.stage import Stage

pytestmark = pytest.mark.slow


def after_three_hours(making: Making) -> bool:
    """Whether the batch has run for three plant hours."""
    return making.loop.now - making.home.rooms.views.batches[making.batch].started >= 3 * HOUR


def test_the_same_seed_gives_the_same_facts(one_tonne: Made, tmp_path: Path) -> None:
    """The command line, with the clock of this machine, writes the facts that a story wrote."""
    lizao = Path(sys.executable).with_name("lizao")
    twin = Stage(tmp_path)

    ended = subprocess.run(
        [lizao, "make", "lfp-26", "--tonnes", "1", "--seed", "1", "--home", twin.home, "--json"],
        check=True,
        capture_output=True,
        text=True,
    )

    made, ours = json.loads(ended.stdout), one_tonne.results[0]
    assert without_run(twin.facts()) == without_run(one_tonne.stage.facts())
    assert {name for name in made if made[name] != ours[name]} <= {
        "wall_seconds",
        "wall_seconds_to_judgement",
    }


def test_another_seed_gives_another_history(one_tonne: Made, tmp_path: Path) -> None:
    """With another seed the same steps weigh differently from the first charge on."""
    other = Stage(tmp_path)

    other.make("lfp-26", "1", seed=2, hold=after_three_hours)

    charged = [each.mass_kg for each in of(other.facts(), PortionCharged)]
    ours = [each.mass_kg for each in of(one_tonne.stage.facts(), PortionCharged)]
    assert len(charged) > 5
    assert not set(charged) & set(ours)
