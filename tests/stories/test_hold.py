"""A batch is held in the middle of its first firing, for a whole day."""

from pathlib import Path

import pytest

from lizao.app.making import Ending, Making
from lizao.model.facts import BatchCommanded, BatchStateChanged, Fact, ServiceStateChanged
from lizao.model.identifiers import SignalId
from lizao.model.instants import HOUR, Instant
from lizao.model.states import Command, State
from tests.stories.conftest import Made, made_once
from tests.stories.reading import of, rows_discharged, rows_loaded
from tests.stories.stage import Stage, Values

pytestmark = pytest.mark.slow

HOURS = 24.0
ROWS = 5


def in_the_middle_of_firing(making: Making) -> bool:
    """Whether the first kiln holds some of the rows that it will fire."""
    return making.loop.values.get(SignalId("kiln-1.rows_product"), 0.0) >= ROWS


@pytest.fixture(scope="session")
def held(shared: Path) -> Made:
    """One tonne, held in the first firing for a day and resumed."""

    def make(stage: Stage) -> list[Values]:
        ending, before = stage.make("lfp-26", "1", seed=1, hold=in_the_middle_of_firing)
        assert ending is Ending.HELD
        with stage.on_the_bench() as bench:
            bench.forward(HOURS)
            (batch,) = bench.home.rooms.run.batches.values()
            between = {"state": batch.state, "at": bench.loop.now}
        ending, after = stage.resume()
        assert ending is Ending.DONE
        return [before, between, after]

    return made_once(shared / "held", make)


@pytest.fixture(scope="module")
def facts(held: Made) -> list[Fact]:
    """The ledger of the held batch."""
    return held.stage.facts()


def held_from_to(facts: list[Fact]) -> tuple[Instant, Instant]:
    """When the batch was held and when it was restarted."""
    states = of(facts, BatchStateChanged)
    held = next(each.at for each in states if each.state is State.HELD)
    return held, next(each.at for each in states if each.state is State.RESTARTING)


def test_the_batch_stays_held_until_somebody_resumes_it(held: Made, facts: list[Fact]) -> None:
    """A day passes and the batch is still HELD; who held and who restarted it is written down."""
    before, between, _ = held.results
    since, until = held_from_to(facts)
    said = [(each.command, each.by, each.reason) for each in of(facts, BatchCommanded)]

    assert before["state"] == between["state"] == "HELD"
    assert until - since >= HOURS * HOUR
    assert (Command.HOLD, "operator", "interrupted") in said
    assert (Command.RESTART, "operator", "resume") in said


def test_rows_go_on_through_a_held_kiln(facts: list[Fact]) -> None:
    """Rollers and heat run on: rows come out fired while the batch is held, and none goes in."""
    since, until = held_from_to(facts)
    meanwhile = [each for each in facts if since < each.at < until]

    for kiln in ("kiln-1", "kiln-2"):
        assert len(rows_discharged(meanwhile, kiln)) >= ROWS
        assert rows_loaded(meanwhile, kiln) == []


def test_the_feeds_say_that_they_are_held(facts: list[Fact]) -> None:
    """HELD of the batch follows HELD of each service that was running."""
    since, _ = held_from_to(facts)
    held = {
        (each.unit, each.service)
        for each in of(facts, ServiceStateChanged)
        if each.state is State.HELD and each.at <= since
    }

    assert {("kiln-1", "feed"), ("kiln-2", "feed")} <= held


def test_a_held_row_has_no_extra_time_at_temperature(facts: list[Fact]) -> None:
    """Each row is 20 h in its kiln, whether the batch was held meanwhile or not."""
    loaded = {each.destination: each.at for each in rows_loaded(facts, "kiln-1")}
    hours = [
        (each.at - loaded[each.source]) / HOUR
        for each in rows_discharged(facts, "kiln-1")
        if each.source in loaded
    ]

    assert len(hours) > ROWS
    assert min(hours) == pytest.approx(20.0, abs=0.2)
    assert max(hours) == pytest.approx(20.0, abs=0.2)


def test_a_held_batch_becomes_the_same_product(held: Made, one_tonne: Made) -> None:
    """Tonnes and quality are those of the batch that nobody disturbed, within the laboratory."""
    after, undisturbed = held.results[2], one_tonne.results[0]

    assert after["disposition"] == "released"
    assert after["tonnes_packed"] == pytest.approx(undisturbed["tonnes_packed"], rel=1e-3)
    assert after["balances"]["plant"] <= 1e-9
    assert after["balances"]["genealogy"] <= 1e-9
    for name, each in after["quality"].items():
        assert each["value"] == pytest.approx(undisturbed["quality"][name]["value"], rel=0.02)
