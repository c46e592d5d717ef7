"""A home that runs in real processes is backed up, and goes on elsewhere from there."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from lizao.app.replay import replay
from lizao.ledger.store import Ledger
from lizao.ledger.verify import verify
from lizao.model.facts import BatchStateChanged, ServiceCommanded
from lizao.model.states import Command
from lizao.plant.journal import Journal
from tests.cli.conftest import Typed
from tests.cli.test_starting import Started, end_plant
from tests.equipment.socket_bench import own_folder
from tests.ledger.samples import facts

MANY_FACTS = 60


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a short path; plants that were left alone there are ended."""
    with ExitStack() as stack:
        found = own_folder(stack)
        monkeypatch.setenv("LIZAO_STATE", str(found / "state"))
        (found / "later").mkdir()
        (found / "later" / "state").symlink_to(found / "state")
        for home in (found / "home", found / "later" / "home"):
            stack.callback(end_plant, home)
        yield found


def until_facts(lizao: Typed, home: Path, count: int) -> int:
    """Ask until so many facts are there."""
    while True:
        told = json.loads(lizao("status", "--json", "--home", home).out)
        if told["revision"] >= count:
            return int(told["revision"])


@pytest.mark.slow
def test_last_nights_backup_goes_on(lizao: Typed, folder: Path) -> None:
    """Two batches in flight are copied while they run; the copy makes no phase twice."""
    home, later, file = folder / "home", folder / "later" / "home", folder / "night.tar"
    with ExitStack() as stack:
        first = Started(folder, stack)
        for words in (("lfp-26", "--tonnes", "6"), ("lfp-24", "--tonnes", "2")):
            assert lizao("batch", "add", *words, "--home", home).status == 0
        until_facts(lizao, home, MANY_FACTS)
        said = json.loads(lizao("backup", file, "--json", "--home", home).out)
        assert lizao("backup", file, "--home", home).status == 2
        until_facts(lizao, home, said["facts"] + MANY_FACTS)
        first.kill()
        end_plant(home)

        restored = lizao("restore", file, "--home", later)
        assert f"{said['facts']} facts" in restored.out
        assert said["head"] in restored.out
        assert lizao("restore", file, "--home", later).status == 2
        second = Started(folder / "later", stack)
        until_facts(lizao, later, said["facts"] + MANY_FACTS)
        assert second.end() == 0
    assert verify(later, state=folder / "state").intact
    with Ledger.read(later) as ledger:
        assert replay(ledger.facts()).same
        kept = [fact for _, fact in ledger.facts()]
    told = [
        each.ticket
        for each in kept
        if isinstance(each, ServiceCommanded) and each.command is Command.START
    ]
    done = Counter(each.ticket for each in Journal(later / "plant").starts)
    assert max(done.values()) == 1
    assert done.keys() <= set(told)
    assert sum(isinstance(each, BatchStateChanged) for each in kept) >= 2
    assert file.stat().st_mode & 0o077 == 0


def test_a_backup_at_the_keyboard(lizao: Typed, tmp_path: Path) -> None:
    """In words and for programs; what is damaged is a failure."""
    file = tmp_path / "b.tar"
    assert lizao("backup", file, "--home", tmp_path / "none").status == 2
    with Ledger.open(tmp_path / "home") as ledger:
        ledger.append(facts(3), 0)
        ledger.commit()
    made = lizao("backup", file, "--home", tmp_path / "home")
    assert "3 facts" in made.out
    assert "Head: controller:3:" in made.out
    again = lizao("restore", file, "--home", tmp_path / "again", "--json")
    assert json.loads(again.out)["facts"] == 3
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(file.read_bytes()[:3000])
    refused = lizao("restore", damaged, "--home", tmp_path / "third")
    assert refused.status == 1
    assert "damaged.tar" in refused.err


def test_who_has_no_key_is_told(lizao: Typed, tmp_path: Path) -> None:
    """A restore on another machine says how it goes on."""
    with Ledger.open(tmp_path / "home", state=tmp_path / "elsewhere") as ledger:
        ledger.append(facts(3), 0)
        ledger.commit()
    assert lizao("backup", tmp_path / "b.tar", "--home", tmp_path / "home").status == 0
    told = lizao("restore", tmp_path / "b.tar", "--home", tmp_path / "again")
    assert "signing key" in told.out
    assert (
        "签名密钥"
        in lizao("restore", tmp_path / "b.tar", "--home", tmp_path / "third", "--lang", "zh").out
    )
