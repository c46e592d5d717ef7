"""A plant reopened is the plant that was never closed."""

import json
import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lizao.model.commands import StartService
from lizao.model.identifiers import LotId, ServiceName, UnitId
from lizao.model.instants import Instant
from lizao.plant import snapshot
from lizao.plant.virtual import VirtualPlant
from tests.plant.batch_story import BatchStory, seal
from tests.plant.hand import Hand
from tests.plant.plants import SETTINGS, quick_line, site


def open_home(folder: Path) -> VirtualPlant:
    """A quick line that keeps its journal and snapshots in ``folder``."""
    return VirtualPlant.make(quick_line(), site().materials, 1, SETTINGS, 0, folder)


def reopened(folder: Path, hand: Hand, until: Instant, first: int = 0) -> VirtualPlant:
    """The plant of ``folder`` rebuilt from the commands of a hand."""
    return VirtualPlant.reopen(
        quick_line(),
        site().materials,
        1,
        SETTINGS,
        0,
        folder,
        hand.commands[first:],
        until,
        last=len(hand.commands),
    )


def same(one: VirtualPlant, other: VirtualPlant) -> bool:
    """Whether every number of two plants is the same, bit by bit."""
    theirs = other.arrays()
    return all(
        np.array_equal(each, theirs[name], equal_nan=True)
        for name, each in one.arrays().items()
        if not name.startswith("Trend.")
    )


@pytest.fixture
def told(tmp_path: Path) -> Hand:
    """A batch made in a home that snapshots on the way."""
    hand = Hand(open_home(tmp_path))
    story = BatchStory(hand, tonnes=0.3, heel_kg=12.0)
    hand.run(story.wet(), story.dry(), story.convey())
    hand.plant.save_snapshot(len(hand.commands))
    hand.run(story.fire("kiln-1", "kiln-feed-silo-1", 770.0, "conveyed"))
    return hand


def test_from_a_snapshot_the_plant_comes_out_the_same(told: Hand, tmp_path: Path) -> None:
    """Snapshot, then the commands after it: the same arrays, the same journal."""
    number = max(int(each.name.split("-")[1]) for each in tmp_path.glob("snapshot-*"))
    again = reopened(tmp_path, told, told.plant.at, first=number)
    assert same(told.plant, again)
    assert again.journal() == told.plant.journal()
    assert again.at == told.plant.at


def test_without_a_snapshot_it_is_simulated_from_the_beginning(told: Hand, tmp_path: Path) -> None:
    """A damaged snapshot, or one of later facts, is not used; the reports are made again."""
    for path in tmp_path.glob("snapshot-*"):
        path.write_bytes(path.read_bytes()[:-1])
    again = reopened(tmp_path, told, told.plant.at)
    assert same(told.plant, again)
    assert [each.sequence for each in again.read().reports] == [
        each.sequence for each in told.reports
    ]


def test_a_snapshot_of_uncommitted_facts_is_not_used(told: Hand, tmp_path: Path) -> None:
    """A crash between snapshot and commit: the snapshot says more than the ledger."""
    number = max(int(each.name.split("-")[1]) for each in tmp_path.glob("snapshot-*"))
    assert snapshot.load(tmp_path, snapshot.seal_of(1), number - 1) is None
    assert snapshot.load(tmp_path, snapshot.seal_of(2), number) is None
    assert snapshot.load(tmp_path, snapshot.seal_of(1), number) is not None
    empty = VirtualPlant.reopen(
        quick_line(), site().materials, 1, SETTINGS, 0, tmp_path, (), told.plant.at
    )
    assert empty.at == told.plant.at


def test_the_last_two_snapshots_are_kept(tmp_path: Path) -> None:
    """Older ones go."""
    plant = open_home(tmp_path)
    for number in (3, 7, 12):
        plant.save_snapshot(number)
    numbers = sorted(int(each.name.split("-")[1]) for each in tmp_path.glob("snapshot-*"))
    assert numbers == [7, 12]


def test_a_snapshot_builds_nothing_foreign(tmp_path: Path) -> None:
    """A file that names another class is refused."""
    seal_text = snapshot.seal_of(1)
    snapshot.save(tmp_path, 1, {"path": Path("x")}, seal_text)
    with pytest.raises(pickle.UnpicklingError):
        snapshot.load(tmp_path, seal_text, 1)


def test_a_torn_line_of_the_journal_is_cut(tmp_path: Path) -> None:
    """A crash in the middle of a line loses that line only, and the next start is entered whole."""
    plant = open_home(tmp_path)
    for ticket in (1, 2):
        plant.write((StartService(UnitId("kiln-1"), ServiceName("feed"), ticket, None),))
    file = tmp_path / "journal.jsonl"
    file.write_text(file.read_text(encoding="utf-8") + '{"ticket": 9, "un', encoding="utf-8")
    again = open_home(tmp_path)
    assert [each.ticket for each in again.journal()] == [1]
    again.write((StartService(UnitId("kiln-2"), ServiceName("feed"), 3, None),))
    tickets = [json.loads(line)["ticket"] for line in file.read_text("utf-8").splitlines()]
    assert tickets == [1, 3]


def test_a_journal_of_nothing_but_a_torn_line_is_empty(tmp_path: Path) -> None:
    """The very first entry may be torn too."""
    (tmp_path / "journal.jsonl").write_text('{"tick', encoding="utf-8")
    assert open_home(tmp_path).journal() == ()


@pytest.fixture(scope="module")
def whole() -> Hand:
    """A batch up to the powder, told without a break."""
    hand = Hand(VirtualPlant.make(quick_line(), site().materials, 1, SETTINGS, 0))
    story = BatchStory(hand, tonnes=0.3, heel_kg=12.0)
    hand.run(story.wet(), story.dry(), story.convey())
    return hand


@settings(max_examples=10)
@given(cuts=st.lists(st.integers(0, 2_000_000_000), max_size=12))
def test_physics_does_not_depend_on_how_time_is_cut(whole: Hand, cuts: list[int]) -> None:
    """However advance() is chopped between the commands, every number comes out the same."""
    plant = VirtualPlant.make(quick_line(), site().materials, 1, SETTINGS, 0)
    plant.read()
    marks = sorted([*((at, 1, command) for _, at, command in whole.commands)], key=lambda e: e[0])
    for at, _, command in marks:
        for cut in sorted(each for each in cuts if plant.at < each < at):
            go(plant, cut)
        go(plant, at)
        plant.write((command,))
        plant.read()
    go(plant, whole.plant.at)
    assert same(whole.plant, plant)


def go(plant: VirtualPlant, to: Instant) -> None:
    """Advance to an instant, reading on the way."""
    while plant.at < to:
        plant.advance(to)
        plant.read()


def test_another_seed_is_another_history() -> None:
    """Lots, biases and noise differ; the same seed repeats itself."""
    seals = []
    for seed in (1, 1, 2):
        hand = Hand(VirtualPlant.make(quick_line(), site().materials, seed, SETTINGS, 0))
        hand.complete("premix-1", "charge", lot=LotId("water-01"), mass_kg=500.0)
        seals.append(seal(hand))
    assert seals[0] == seals[1] != seals[2]
