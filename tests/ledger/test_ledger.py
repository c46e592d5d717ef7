"""What every store promises, in SQLite, in PostgreSQL and in memory."""

from pathlib import Path

import pytest

from lizao.ledger.chain import chained, genesis
from lizao.ledger.head import Head
from lizao.ledger.memory import MemoryStore
from lizao.ledger.store import Ledger
from lizao.ledger.verify import Check
from lizao.model.errors import MalformedElementError, NothingToDoError
from lizao.model.facts import MaterialMoved, SampleResult, ServiceStateChanged
from lizao.model.instants import SECOND
from tests.ledger.samples import START, Shelf, fact, facts


def test_a_new_ledger_is_empty(shelf: Shelf) -> None:
    """Before the first commit there is nothing to read, and the head is that of an empty stream."""
    with shelf.ledger() as ledger:
        assert (ledger.last_number, ledger.last_at) == (0, None)
        assert list(ledger.facts()) == []
        assert ledger.head() == Head("controller", 0, genesis("controller"))
        assert ledger.commit() == 0


def test_facts_are_numbered_from_one_and_come_back_in_order(shelf: Shelf) -> None:
    """A reader finds every committed fact with the number it was given."""
    with shelf.ledger() as ledger:
        assert list(ledger.append(facts(2), wall_at=1)) == [1, 2]
        assert list(ledger.append(facts(2, since=2), wall_at=2)) == [3, 4]
        assert ledger.commit() == 4

        assert list(ledger.facts()) == list(enumerate(facts(4), start=1))
        assert (ledger.last_number, ledger.last_at) == (4, START + 3 * SECOND)
        assert [each.wall_at for each in ledger.entries()] == [1, 1, 2, 2]


def test_a_reader_asks_for_what_it_needs(shelf: Shelf) -> None:
    """After a number, of some kinds."""
    with shelf.ledger() as ledger:
        ledger.append(facts(9), wall_at=1)
        ledger.commit()

        assert [number for number, _ in ledger.facts(since=7)] == [8, 9]
        kinds = [MaterialMoved, SampleResult]
        assert [number for number, _ in ledger.facts(3, kinds)] == [5, 6, 8, 9]


def test_what_is_not_committed_is_not_there(shelf: Shelf) -> None:
    """Facts that wait for a commit are read by nobody and end with the process."""
    ledger = shelf.ledger()
    ledger.append(facts(2), wall_at=1)
    ledger.commit()
    ledger.append(facts(3, since=2), wall_at=1)
    assert [number for number, _ in ledger.facts()] == [1, 2]
    ledger.close()

    with shelf.ledger() as ledger:
        assert [number for number, _ in ledger.facts()] == [1, 2]
        assert list(ledger.append([fact(9)], wall_at=2)) == [3]


def test_the_next_process_goes_on_in_the_same_chain(shelf: Shelf) -> None:
    """Every entry follows from the one before it, whichever process wrote it."""
    for group in range(3):
        with shelf.ledger() as ledger:
            ledger.append(facts(2, since=2 * group), wall_at=group)
            ledger.commit()

    with shelf.ledger() as ledger:
        previous = genesis("controller")
        for entry in ledger.entries():
            assert chained(entry, previous) == entry
            previous = entry.hash
        assert ledger.head()[:3] == ("controller", 6, previous)


def test_each_stream_has_its_own_numbers(shelf: Shelf) -> None:
    """Two processes write beside each other; neither reads the other's facts as its own."""
    controller = shelf.ledger("controller")
    service = shelf.beside("service")
    service.append(facts(1), wall_at=1)
    service.commit()
    controller.append(facts(3), wall_at=1)
    controller.commit()

    assert [number for number, _ in service.facts()] == [1]
    assert [number for number, _ in controller.facts()] == [1, 2, 3]
    assert service.head().stream == "service"
    service.close()
    controller.close()


def test_a_stream_with_an_impossible_name_is_refused() -> None:
    """A stream's name is also the name of a file."""
    with pytest.raises(MalformedElementError, match="letters, digits, hyphens"):
        Ledger(MemoryStore(), "../elsewhere")


def test_a_fact_that_cannot_be_stored_takes_none_with_it(shelf: Shelf) -> None:
    """All facts of an append get in, or none."""
    broken = SampleResult(START, fact(2).sample, "carbon", float("nan"))  # type: ignore[union-attr]
    with shelf.ledger() as ledger:
        with pytest.raises(MalformedElementError):
            ledger.append([fact(0), broken], wall_at=1)
        ledger.append([fact(1)], wall_at=1)
        ledger.commit()

        assert list(ledger.facts()) == [(1, fact(1))]


def test_many_facts_are_read_in_blocks(shelf: Shelf) -> None:
    """A long ledger is never in memory at once, and no fact is lost between two blocks."""
    with shelf.ledger() as ledger:
        ledger.append(facts(12_001), wall_at=1)
        ledger.commit()

        assert sum(number for number, _ in ledger.facts()) == 12_001 * 12_002 // 2
        changed = list(ledger.facts(kinds={ServiceStateChanged}))
        assert len(changed) == 4_001


def test_a_ledger_opened_to_be_read_takes_nothing(home: Path) -> None:
    """A reader beside the writer sees its commits, and cannot write."""
    with Ledger.open(home) as writer, Ledger.read(home) as reader:
        writer.append([fact(30)], wall_at=4)
        writer.commit()
        assert list(reader.facts(since=30)) == [(31, fact(30))]
        assert reader.head() == writer.head()

        reader.append([fact(31)], wall_at=4)
        with pytest.raises(NothingToDoError):
            reader.commit()


def test_nothing_is_read_where_nothing_was_written(tmp_path: Path) -> None:
    """A reader does not make a ledger."""
    with pytest.raises(NothingToDoError):
        Ledger.read(tmp_path / "home")

    assert not (tmp_path / "home").exists()


def test_a_home_is_its_owner_s_alone(home: Path) -> None:
    """No other user of the machine reads what a plant made, nor the key that signs it."""
    state = home.parent / ".state"
    with Ledger.open(home):
        found = [home, *home.rglob("*"), *state.rglob("*")]
        open_to_others = [each for each in found if each.stat().st_mode & 0o077]

    assert open_to_others == []
    assert [each.name for each in found if "key" in each.name] == ["key"]
    assert next(each for each in found if each.name == "key").is_relative_to(state)


def test_a_program_that_dies_before_or_after_a_commit_leaves_all_of_it_or_nothing() -> None:
    """A test lets the program die on either side of a commit; the store shows which it was."""

    class Died(Exception):  # noqa: N818 - nothing went wrong
        """The program ended here."""

    def die(_commit: int) -> None:
        raise Died

    for before, after, found in ((die, None, 0), (None, die, 2)):
        store = MemoryStore(before, after)
        ledger = Ledger(store)
        ledger.append(facts(2), wall_at=1)
        with pytest.raises(Died):
            ledger.commit()
        survivor = store.crash()
        assert survivor.commits == (1 if found else 0)
        assert Ledger(survivor).last_number == found
        with pytest.raises(NothingToDoError):
            ledger.commit()


def test_a_commit_that_failed_is_tried_again() -> None:
    """A full disk loses nothing: what waited goes with the next commit."""
    failures = [OSError("disk full")]

    def fail(_commit: int) -> None:
        if failures:
            raise failures.pop()

    ledger = Ledger(MemoryStore(before_commit=fail))
    ledger.append(facts(2), wall_at=1)
    with pytest.raises(OSError, match="disk full"):
        ledger.commit()

    assert ledger.commit() == 2
    assert len(list(ledger.facts())) == 2


def test_a_chain_in_memory_is_checked_like_one_on_disk() -> None:
    """Entries without a signature hold together, and are still not proven."""
    store = MemoryStore()
    ledger = Ledger(store)
    ledger.append(facts(5), wall_at=1)
    ledger.commit()

    fault = Check(["00" * 32]).first_fault(store)

    assert fault is not None
    assert (fault.number, fault.reason) == (5, "wrong_signature")
