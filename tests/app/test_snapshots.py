"""State from a snapshot and the facts after it is the state that all facts fold into."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, Phase, given, settings

from lizao.app.home import reading_home, working_home
from lizao.app.rooms import Folded, Rooms
from lizao.app.snapshot_keeper import SnapshotKeeper
from lizao.app.snapshots import WORTH_FACTS, folded, keep_snapshot, restored
from lizao.control.decide import ANNOUNCING, commands_of
from lizao.documents.recipe_book import EMPTY_BOOK, move_on, register
from lizao.ledger.chain import Entry
from lizao.ledger.memory import MemoryStore
from lizao.ledger.snapshot import SNAPSHOT, SNAPSHOT_LOCK, Snapshot
from lizao.ledger.store import Ledger
from lizao.model.facts import ConditionMet, Fact
from lizao.model.identifiers import ConditionId, LotId, UnitId
from lizao.model.recipe_life import RecipeStep
from lizao.model.states import Command, State
from lizao.testing.reference import reference_scene
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.ledger.strategies import of

PLACE = Entry("controller", 1, 0, 0, "", 1, "", "0" * 64)


def written_down(rooms: Rooms) -> Rooms:
    """The rooms as the next process reads them."""
    snapshot = Snapshot.of(PLACE, rooms.folded)
    return Rooms.of(snapshot.unpacked(Folded))


# The strategy of all that the rooms hold is long to print; nobody prints it.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(of(Folded))
def test_every_field_survives(state: Folded) -> None:
    """Whatever the rooms may hold, now or in a field that is added later, comes back equal."""
    assert Snapshot.of(PLACE, state).unpacked(Folded) == state


def test_every_room_is_written_down() -> None:
    """A room that is added later is not forgotten: what the rooms fold is what is kept."""
    derived = {"_quiet", "told"}
    assert vars(Rooms()).keys() - derived == {each.name for each in fields(Folded)}


def test_a_registered_recipe_outlives_a_snapshot() -> None:
    """Its content, and every step of its life, as they were."""
    (registered,) = register(EMPTY_BOOK, Scene().recipe, "li.wei", 1)
    rooms = Rooms()
    rooms.apply(registered)
    rooms.apply(move_on(rooms.recipes, "mini", "1", RecipeStep.VERIFY, "li.wei", "trial", 2))
    again = written_down(rooms).recipes
    assert again == rooms.recipes
    assert again.version("mini", "1").verified_by == "li.wei"


def troubled_batch() -> list[Fact]:
    """A batch with refused bags, a hold by a person, a crash and a silent service."""
    story = Story()
    story.plant.presented[UnitId("mixer-1")] = [LotId("A1")] * 3
    batch = story.start()
    story.until_state(batch, State.HELD)
    story.crash()
    story.say(batch, Command.RESTART)
    story.forward(60)
    second = story.start()
    story.say(second, Command.ABORT)
    story.finish(batch)
    story.until(lambda: not story.run.samples)
    return story.facts


def two_reference_batches() -> list[Fact]:
    """Two batches of lfp-26 that follow each other on the paper plant."""
    story = Story(replace(reference_scene(tonnes=2.0)))
    batches = story.start(), story.start()
    story.finish(*batches)
    story.until(lambda: not story.run.samples)
    return story.facts


@pytest.mark.parametrize(("history", "every"), [(troubled_batch, 1), (two_reference_batches, 20)])
def test_a_snapshot_at_any_cut_and_the_tail_are_the_whole(
    history: Callable[[], Sequence[Fact]], every: int
) -> None:
    """Written down and read again at every cut, the rooms stay what the facts say."""
    facts = history()
    plain, again = Rooms(), Rooms()
    for number, fact in enumerate(facts):
        plain.apply(fact)
        again.apply(fact)
        if number % every == 0:
            again = written_down(again)
            assert again.folded == plain.folded
            assert again.told == number + 1
    assert again.decide(facts[-1].at) == plain.decide(facts[-1].at)


def test_whoever_reads_commands_only_misses_none() -> None:
    """The kinds that announce commands are all that a batch has to do with."""
    announcing = {type(each) for each in troubled_batch() if [*commands_of(each)]}
    assert announcing <= set(ANNOUNCING)


def met(number: int) -> Fact:
    """A condition that nobody watches any more is met."""
    return ConditionMet(number, ConditionId("C"), 1.0, 1.0)


def kept(ledger: Ledger, count: int) -> None:
    """Commit so many facts."""
    ledger.append([met(number) for number in range(count)], 0)
    ledger.commit()


def test_a_snapshot_is_kept_at_the_end_of_work_that_was_long(tmp_path: Path) -> None:
    """The next process folds only what came after it; a reader does too."""
    with working_home(tmp_path, None, None) as home:
        home.keep([met(number) for number in range(WORTH_FACTS)], 0)
    with working_home(tmp_path, None, None) as home:
        assert home.rooms.told == WORTH_FACTS
        home.keep([met(1)], 0)
    with reading_home(tmp_path, None) as home:
        assert (home.rooms.told, home.rooms.views.facts) == (WORTH_FACTS, WORTH_FACTS + 1)


def test_short_work_keeps_none(tmp_path: Path) -> None:
    """What is folded in a moment is not written down."""
    with working_home(tmp_path, None, None) as home:
        home.keep([met(number) for number in range(WORTH_FACTS - 1)], 0)
    assert not (tmp_path / SNAPSHOT).exists()


def test_what_is_not_committed_is_not_kept(tmp_path: Path) -> None:
    """Rooms that are ahead of the ledger give no snapshot."""
    with Ledger.open(tmp_path) as ledger:
        kept(ledger, WORTH_FACTS)
        rooms = folded(ledger)
        rooms.apply(met(0))
        keep_snapshot(tmp_path, ledger, rooms)
        assert ledger.snapshot() is None


def test_one_process_at_a_time_keeps_it(tmp_path: Path) -> None:
    """Who comes second leaves it to the first."""
    with Ledger.open(tmp_path) as ledger:
        kept(ledger, WORTH_FACTS)
        with FileLock(tmp_path / SNAPSHOT_LOCK):
            keep_snapshot(tmp_path, ledger, folded(ledger))
        assert ledger.snapshot() is None


def test_a_snapshot_that_no_rooms_fit_is_not_used() -> None:
    """State of another kind, or of another number of facts, is folded anew."""
    ledger = Ledger(MemoryStore())
    kept(ledger, 3)
    right = folded(ledger).folded
    ledger.keep_snapshot(2, right)
    assert restored(ledger) is None
    ledger.keep_snapshot(3, "nonsense")
    assert restored(ledger) is None
    ledger.keep_snapshot(3, right)
    assert restored(ledger) is not None


def test_the_keeper_writes_beside_the_controller(tmp_path: Path) -> None:
    """At its number of facts a process of its own seals a snapshot; before it nothing starts."""
    with Ledger.open(tmp_path / "home", state=tmp_path / "state") as ledger:
        kept(ledger, WORTH_FACTS)
        keeper = SnapshotKeeper(tmp_path / "home", None, tmp_path / "state", 0, WORTH_FACTS)
        keeper.look(WORTH_FACTS - 1)
        assert not keeper.at_work
        keeper.look(WORTH_FACTS)
        keeper.look(3 * WORTH_FACTS)
        for _ in ended(keeper):
            pass
        snapshot = ledger.snapshot()
        assert snapshot is not None
        assert snapshot.number == WORTH_FACTS
        keeper.look(2 * WORTH_FACTS - 1)
        assert not keeper.at_work
        keeper.look(2 * WORTH_FACTS)
        keeper.end()
        assert not keeper.at_work
        SnapshotKeeper(tmp_path / "home", None, None, 0).end()


def ended(keeper: SnapshotKeeper) -> Iterator[None]:
    """Look until the process has ended."""
    while keeper.at_work:
        yield


KILLED_WHILE_WRITING = """
import os, signal, sys
from pathlib import Path
from lizao.app.snapshots import folded
from lizao.ledger.store import Ledger
home, cut = Path(sys.argv[1]), int(sys.argv[2])
fsync = os.fsync
def die(descriptor):
    os.ftruncate(descriptor, cut)
    os.kill(os.getpid(), signal.SIGKILL)
with Ledger.read(home) as ledger:
    state = folded(ledger).folded
    os.fsync = die
    ledger.keep_snapshot(ledger.last_number, state)
"""


@pytest.mark.parametrize("cut", [0, 100, 1000])
def test_a_kill_while_it_is_written_leaves_the_old_one(tmp_path: Path, cut: int) -> None:
    """A torn file never takes the place of a whole one."""
    with Ledger.open(tmp_path) as ledger:
        kept(ledger, 3)
        ledger.keep_snapshot(3, folded(ledger).folded)
        kept(ledger, 2)
        ended = subprocess.run(
            [sys.executable, "-c", KILLED_WHILE_WRITING, str(tmp_path), str(cut)],
            check=False, env=dict(os.environ),
        )  # fmt: skip
        assert ended.returncode < 0
        rooms = folded(ledger)
        assert (rooms.told, rooms.views.facts) == (3, 5)
