"""A backup gives the home back as it was, or says which part of it is not what it was."""

import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest

from lizao.app.backup import MANIFEST, Manifest, backup
from lizao.app.clock import StillClock
from lizao.app.home import reading_home, working_home
from lizao.app.plant_log import Mark, PlantLog
from lizao.app.replay import replay
from lizao.app.requests import AddBatch, AskStatus
from lizao.app.restore import restore
from lizao.ledger.copying import pinned
from lizao.ledger.store import Ledger
from lizao.ledger.verify import verify
from lizao.model.errors import (
    AlreadyThereError,
    BackupDamagedError,
    BackupRefusedError,
    NothingToDoError,
)
from lizao.model.facts import ConditionMet, SegmentSealed
from lizao.model.identifiers import ConditionId
from tests.app.running_house import found, running
from tests.equipment.socket_bench import own_folder
from tests.ledger.samples import START, facts, sampled

Files = dict[str, bytes]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with thirty facts and a sealed day of signals, that was left in order."""
    folder = tmp_path / "home"
    with working_home(folder, None, tmp_path / "state") as home:
        home.keep(facts(30), 0)
        home.ledger.record(sampled(START, [1.0, 2.0, 3.0]))
        home.ledger.commit()
        (day,) = home.ledger.unsealed_days()
        sealed = home.ledger.seal(day, START)
        assert sealed is not None
        home.keep((sealed,), 0)
    return folder


def packed(home: Path, name: str = "backup.tar") -> Path:
    """A backup of the home beside it."""
    file, _ = backup(home, None, home.parent / name, StillClock(5))
    return file


def test_a_restored_home_is_the_home_that_was_backed_up(home: Path) -> None:
    """Facts, head, sealed signals; it verifies, and goes on in the same chain."""
    file, manifest = backup(home, None, home.parent / "backup.tar", StillClock(5))
    again = home.parent / "again"
    restored = restore(file, again, home.parent / "state", StillClock())
    with Ledger.read(home) as old, Ledger.read(again) as new:
        assert list(new.entries()) == list(old.entries())
        assert new.head() == old.head() == restored.head
        (sealed,) = (fact for _, fact in new.facts(kinds=(SegmentSealed,)))
    assert (manifest.facts, manifest.made_at, restored.key) == (31, 5, True)
    assert isinstance(sealed, SegmentSealed)
    assert (again / sealed.path).read_bytes() == (home / sealed.path).read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    with working_home(again, None, home.parent / "state") as opened:
        opened.keep(facts(1), 0)
    assert verify(again, state=home.parent / "state").intact


def test_a_backup_is_named_for_its_home(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a name it says which home it is of, and how many facts it holds."""
    monkeypatch.chdir(tmp_path)
    file, _ = backup(home, None, None, StillClock())
    assert (tmp_path / file).exists()
    assert str(file) == "home-31.tar"


def test_a_home_goes_back_to_where_it_was(home: Path) -> None:
    """At the same path, over the memory of a later end, and of facts that are gone."""
    state = home.parent / "state"
    file = packed(home)
    with working_home(home, None, state) as opened:
        opened.keep(facts(5), 0)
    shutil.rmtree(home)
    restored = restore(file, home, state, StillClock())
    assert restored.head.number == 31
    assert verify(home, state=state).intact
    with working_home(home, None, state) as opened:
        assert opened.ledger.last_number == 31


def test_another_user_goes_on_with_a_key_of_her_own(home: Path) -> None:
    """The signing key is in no backup; what it has signed is checked with the public key."""
    state = home.parent / "hers"
    restored = restore(packed(home), home.parent / "again", state, StillClock())
    assert not restored.key
    with working_home(home.parent / "again", None, state) as opened:
        opened.keep(facts(1), 0)
    assert verify(home.parent / "again", state=state).intact
    assert len((home.parent / "again" / "ledger.pub").read_text().split()) == 2


def test_nothing_is_written_over(home: Path) -> None:
    """Neither a file by a backup nor a home by a restore."""
    file = packed(home)
    with pytest.raises(AlreadyThereError):
        packed(home)
    with pytest.raises(AlreadyThereError):
        restore(file, home, None, StillClock())


def test_there_has_to_be_something(tmp_path: Path) -> None:
    """No home, no ledger, no facts, no backup: each is said."""
    with pytest.raises(NothingToDoError):
        packed(tmp_path / "none")
    with Ledger.open(tmp_path / "empty", state=tmp_path / "state"):
        pass
    with pytest.raises(NothingToDoError):
        packed(tmp_path / "empty")
    with pytest.raises(NothingToDoError):
        restore(tmp_path / "none.tar", tmp_path / "home", None, StillClock())


def test_another_database_has_means_of_its_own(home: Path) -> None:
    """A ledger in PostgreSQL is not copied halfway."""
    with pytest.raises(BackupRefusedError):
        backup(home, "postgresql://somewhere", None, StillClock())


def unpacked(file: Path) -> Files:
    """Every file in a backup."""
    with tarfile.open(file) as tar:
        return {each.name: tar.extractfile(each).read() for each in tar}  # type: ignore[union-attr]


def repacked(file: Path, files: Files) -> None:
    """The backup with other files in it."""
    with tarfile.open(file, "w") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))


def manifest_with(packed_files: Files, **changes: object) -> Files:
    """The files with another manifest."""
    manifest = Manifest(**json.loads(packed_files[MANIFEST]))
    text = json.dumps(replace(manifest, **changes).values)  # type: ignore[arg-type]
    return {**packed_files, MANIFEST: text.encode()}


def other_byte(files: Files) -> Files:
    """One byte of the ledger is another."""
    content = bytearray(files["ledger.db"])
    content[-100] ^= 1
    return {**files, "ledger.db": bytes(content)}


def not_there(files: Files) -> Files:
    """The public key is gone."""
    return {name: each for name, each in files.items() if name != "ledger.pub"}


def one_more(files: Files) -> Files:
    """Somebody added a file."""
    return {**files, "more": b"x"}


def from_tomorrow(files: Files) -> Files:
    """A newer program wrote it."""
    return manifest_with(files, format=99)


def leading_out(files: Files) -> Files:
    """A file that would land outside the home."""
    return manifest_with({**files, "../out": b""}, files={"../out": ""})


def other_head(files: Files) -> Files:
    """The ledger does not end with the head that the manifest names."""
    head = json.loads(files[MANIFEST])["head"].split(":")
    return manifest_with(files, head=":".join((head[0], "30", *head[2:])))


def no_head(files: Files) -> Files:
    """The manifest names no head."""
    return manifest_with(files, head="?")


def shuffled(files: Files) -> Files:
    """The manifest is not the first."""
    return dict(reversed(files.items()))


def no_manifest(files: Files) -> Files:
    """The manifest says nothing."""
    return {**files, MANIFEST: b"[]"}


@pytest.mark.parametrize(
    ("damage", "part", "reason"),
    [
        (other_byte, "ledger.db", "file_altered"),
        (not_there, "ledger.pub", "file_missing"),
        (one_more, "more", "unknown_file"),
        (from_tomorrow, MANIFEST, "newer_than_this_program"),
        (leading_out, MANIFEST, "not_a_backup"),
        (other_head, "ledger.db", "remade_chain"),
        (no_head, "ledger.db", "remade_chain"),
        (shuffled, MANIFEST, "not_a_backup"),
        (no_manifest, MANIFEST, "not_a_backup"),
    ],
)
def test_a_damaged_backup_is_refused(
    home: Path, damage: Callable[[Files], Files], part: str, reason: str
) -> None:
    """The part and what is wrong with it are named, and no home is left behind."""
    file = packed(home)
    repacked(file, damage(unpacked(file)))
    with pytest.raises(BackupDamagedError) as refused:
        restore(file, home.parent / "again", None, StillClock())
    assert (refused.value.part, refused.value.reason) == (part, reason)
    assert sorted(each.name for each in home.parent.iterdir() if "again" in each.name) == []


@pytest.mark.parametrize("kept", [0, 100, 5_000, 30_000])
def test_a_backup_that_is_cut_short_is_refused(home: Path, kept: int) -> None:
    """As a full disk leaves it."""
    file = packed(home)
    content = file.read_bytes()
    assert len(content) > kept
    file.write_bytes(content[:kept])
    with pytest.raises(BackupDamagedError):
        restore(file, home.parent / "again", None, StillClock())
    assert not (home.parent / "again").exists()


def test_an_altered_ledger_is_found_though_its_file_is_whole(home: Path) -> None:
    """Who alters a fact and the manifest with it is found by the chain."""
    file = packed(home)
    files = unpacked(file)
    files["ledger.pub"] = b"0" * 64 + b"\n"
    digest = hashlib.sha256(files["ledger.pub"]).hexdigest()
    listed = json.loads(files[MANIFEST])["files"]
    repacked(file, manifest_with(files, files={**listed, "ledger.pub": digest}))
    with pytest.raises(BackupDamagedError) as refused:
        restore(file, home.parent / "again", None, StillClock())
    assert refused.value.reason == "wrong_signature"


def committing(ledger: Ledger) -> None:
    """One fact more."""
    ledger.append([ConditionMet(1, ConditionId("C"), 1.0, 1.0)], 0)
    ledger.commit()


def test_a_commit_in_between_is_seen(home: Path) -> None:
    """What was pinned is the last commit or it is not, and the copy is as it was pinned."""
    with (
        working_home(home, None, home.parent / "state") as opened,
        pinned(home, "controller") as ledger,
    ):
        assert ledger.is_latest()
        committing(opened.ledger)
        assert not ledger.is_latest()
        ledger.write_to(home.parent / "ledger.db")
    (home.parent / "copy").mkdir()
    (home.parent / "ledger.db").rename(home.parent / "copy" / "ledger.db")
    with Ledger.read(home.parent / "copy") as copy:
        assert copy.last_number == ledger.head.number == 31


def test_a_plant_that_was_copied_stands_still_until_it_is_restored(home: Path) -> None:
    """Its log goes with the ledger; the time between is no power failure."""
    log = home / "plant" / "log"
    with closing(PlantLog(log)) as kept:
        kept.settle(Mark(at=7, wall_at=7))
    (home / "plant" / "snapshot-1.part").write_bytes(b"half")
    restore(packed(home), home.parent / "again", None, StillClock(99))
    with closing(PlantLog(home.parent / "again" / "plant" / "log")) as again:
        assert again.mark == Mark(at=7, wall_at=99, clean=True)
    assert not (home.parent / "again" / "plant" / "snapshot-1.part").exists()


def test_a_running_home_is_backed_up(tmp_path: Path) -> None:
    """With a batch in flight: the copy is a chain that holds, decided as it was, and goes on."""
    with ExitStack() as stack:
        folder = own_folder(stack)
        found(folder, stack)
        with running(folder) as house:
            house.ask(AddBatch("mini", "1"))
            house.until(lambda told: any(each["phases"] for each in told["batches"]))
            again = tmp_path
            for number in range(3):
                file, _ = backup(folder, None, tmp_path / f"{number}.tar", StillClock())
                again = tmp_path / str(number)
                restore(file, again, folder / "state", StillClock())
                with Ledger.read(again) as ledger:
                    assert replay(ledger.facts()).same
                with reading_home(again, None) as copy:
                    assert copy.rooms.run.batches
                    assert copy.ledger.last_number <= house.ask(AskStatus())["revision"]
        assert verify(again, state=folder / "state").intact
