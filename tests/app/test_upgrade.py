"""A home with batches in flight goes on under a newer program, and not under an older one.

``python -m tests.app.test_upgrade DIR`` writes the home that is kept of each release in
``tests/app/in_flight``.
"""

import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

import lizao
from lizao.app.home import reading_home, working_home
from lizao.app.loop import Loop
from lizao.control.decide import commands_of
from lizao.equipment.memory import MemoryTransport
from lizao.ledger.store import Ledger
from lizao.ledger.verify import verify
from lizao.model.errors import LedgerBrokenError, WrittenByNewerError
from lizao.model.facts import ControllerStarted, Fact, ServiceCommanded
from lizao.model.instants import MINUTE
from lizao.model.states import FINAL, Command, State
from lizao.testing.paper import PaperPlant
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.ledger.samples import tampering

IN_FLIGHT = sorted((Path(__file__).parent / "in_flight").iterdir())


def write(folder: Path, state: Path) -> None:
    """A home of this release: a batch in the mixer, which another waits for.

    No further: the paper plant of later releases has to come to the same point again.
    """
    story = Story()
    story.tell(ControllerStarted(story.now, lizao.__version__, "first"))
    for _ in range(2):
        story.start()
    story.forward(20)
    with Ledger.open(folder, state=state) as ledger:
        ledger.append(story.facts, 0)
        ledger.commit()


def plant_of(facts: Sequence[Fact]) -> PaperPlant:
    """The paper plant as it stands after everything that these facts told it."""
    plant = Scene().equipment()
    for fact in facts:
        while plant.at < fact.at:
            plant.advance(fact.at)
            plant.read()
        plant.write(tuple(commands_of(fact)))
    return plant


@pytest.mark.parametrize("release", IN_FLIGHT, ids=lambda each: each.name)
def test_batches_in_flight_go_on_under_this_program(release: Path, tmp_path: Path) -> None:
    """What an older program began is finished by this one, each run of a service once."""
    home = tmp_path / "home"
    shutil.copytree(release, home)
    with working_home(home, None, tmp_path / "state") as opened:
        before = [fact for _, fact in opened.ledger.facts()]
        under_way = [*opened.rooms.run.batches.values()]
        assert any(each.state not in FINAL for each in under_way)
        assert opened.rooms.run.runs
        plant = plant_of(before)
        plant.reconnect(opened.rooms.run.reports_read)
        transport = MemoryTransport(plant, opened.rooms.run.reports_read)
        loop = Loop(opened.rooms, opened.ledger, transport, lambda: 0)
        loop.note((ControllerStarted(plant.at, lizao.__version__, "second"),))
        loop.reconnect()
        until = plant.at + 24 * 60 * MINUTE
        while plant.at < until:
            loop.advance(until)
            loop.turn()
        loop.settle()
        states = {each.state for each in opened.rooms.run.batches.values()}
        facts = [fact for _, fact in opened.ledger.facts()]
    assert states == {State.COMPLETE}
    starts = Counter(
        each.ticket
        for each in facts
        if isinstance(each, ServiceCommanded) and each.command is Command.START
    )
    assert max(starts.values()) == 1
    assert verify(home, state=tmp_path / "state").intact


def home_by(folder: Path, version: str) -> Path:
    """A home in which a program of that version has worked."""
    with Ledger.open(folder) as ledger:
        ledger.append([ControllerStarted(1, version, "x")], 0)
        ledger.commit()
    return folder


def test_a_home_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    """Both versions are named, and nothing is written."""
    home = home_by(tmp_path / "home", "99.1")
    for opening in (working_home(home, None, None), reading_home(home, None)):
        with pytest.raises(WrittenByNewerError) as refused, opening:
            pass
        assert (refused.value.written_by, refused.value.program) == ("99.1", lizao.__version__)
    with Ledger.read(home) as ledger:
        assert ledger.last_number == 1


@pytest.mark.parametrize(
    ("version", "error"), [("99.1", WrittenByNewerError), ("0.0.1", LedgerBrokenError)]
)
def test_a_fact_that_nobody_knows_is_explained_where_it_can_be(
    tmp_path: Path, version: str, error: type[Exception]
) -> None:
    """By the newer program that wrote it; otherwise the ledger is broken there."""
    home = home_by(tmp_path / "home", version)
    with Ledger.open(home) as ledger:
        ledger.append([ControllerStarted(1, version, "x")], 0)
        ledger.commit()
    with tampering(home) as database:
        database.execute("UPDATE facts SET kind = 'RobotDanced' WHERE number = 2")
    with pytest.raises(error), reading_home(home, None):
        pass


@pytest.mark.parametrize("version", [lizao.__version__, "0.0.9", "test"])
def test_a_home_of_an_older_program_is_opened(tmp_path: Path, version: str) -> None:
    """This one may go on with it."""
    with working_home(home_by(tmp_path / "home", version), None, None) as home:
        assert home.rooms.views.program == version


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[1]).with_suffix(".state"))
