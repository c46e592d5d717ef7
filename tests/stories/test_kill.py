"""The process is killed again and again, and the batch comes out as if nothing had happened."""

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from lizao.app.making import Ending
from lizao.ledger.verify import verify
from lizao.model.facts import ControllerStarted, Fact, ServiceStateChanged
from lizao.plant.journal import Journal
from tests.stories.conftest import Made, made_once
from tests.stories.reading import of, tickets_started
from tests.stories.stage import Stage, Values

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
SEED = 7
LIFETIMES = 5


def lives(folder: Path) -> Iterator[int]:
    """Start the process, let it live for a while, kill it; how many turns each one lived."""
    chance = random.Random(SEED)
    for _ in range(LIFETIMES):
        turns = chance.randrange(1, 500)
        with subprocess.Popen(
            [sys.executable, "-m", "tests.stories.worker", str(folder), "1", "1"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            lived = sum(1 for _ in zip(range(turns), process.stdout, strict=False))
            process.kill()
        yield lived


@pytest.fixture(scope="session")
def killed(shared: Path) -> Made:
    """One tonne in a process that is killed five times; another one finishes the batch."""

    def make(stage: Stage) -> list[Values]:
        lived = list(lives(stage.folder))
        assert all(lived)
        ending, result = stage.resume()
        assert ending is Ending.DONE
        return [result]

    return made_once(shared / "killed", make)


@pytest.fixture(scope="module")
def facts(killed: Made) -> list[Fact]:
    """The ledger of the killed batch."""
    return killed.stage.facts()


def test_every_life_wrote_in_the_ledger_and_it_verifies(killed: Made, facts: list[Fact]) -> None:
    """Six controllers wrote in turn, and the chain holds against the copied head."""
    found = verify(killed.stage.home, state=killed.stage.folder / "state")

    assert found.intact, found.first_fault
    assert len(of(facts, ControllerStarted)) >= LIFETIMES


def test_no_phase_ran_twice_and_none_was_left_out(killed: Made, facts: list[Fact]) -> None:
    """The plant's own journal holds each run once, and they are those the ledger started."""
    journal = Journal(killed.stage.home / "plant").starts
    announced = Counter(tickets_started(facts))
    shown = {each.ticket for each in of(facts, ServiceStateChanged) if each.ticket}

    assert max(Counter(each.ticket for each in journal).values()) == 1
    assert {each.ticket for each in journal} == set(announced) == shown


def test_the_batch_is_the_one_that_nobody_killed(killed: Made, one_tonne: Made) -> None:
    """Tonnes, quality and balances equal those of the uninterrupted run."""
    after, undisturbed = killed.results[0], one_tonne.results[0]

    assert after["disposition"] == undisturbed["disposition"] == "released"
    assert after["tonnes_packed"] == pytest.approx(undisturbed["tonnes_packed"], rel=1e-9)
    assert after["bags"] == undisturbed["bags"]
    for name, each in after["quality"].items():
        assert each["value"] == pytest.approx(undisturbed["quality"][name]["value"], rel=1e-9)
    assert after["balances"]["genealogy"] <= 1e-9
    assert after["balances"]["measured"] == pytest.approx(undisturbed["balances"]["measured"])
