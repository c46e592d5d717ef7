"""A backup: one file that holds a home as it was at one instant, also while the home runs.

Ledger and plant must fit each other. The ledger is pinned at a commit, then the plant's log is
copied, then it is looked whether anything was committed meanwhile; if so, once more. What is left
is the pair that a controller and a plant leave that die after that commit, and come back from.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import lizao
from lizao.app.clock import Clock
from lizao.app.plant_log import COMMANDS, REPORTS
from lizao.app.requests import Values
from lizao.app.virtual import FOLDER, LOG, MARK
from lizao.ledger.copying import Pinned, pinned
from lizao.ledger.files import PRIVATE_FILE
from lizao.ledger.head import Head
from lizao.ledger.snapshot import SNAPSHOT
from lizao.ledger.sql import DATABASE
from lizao.ledger.store import CONTROLLER
from lizao.ledger.witness import PUBLIC_KEYS
from lizao.model.errors import AlreadyThereError, BackupRefusedError
from lizao.model.instants import SECOND
from lizao.people.passwords import FILE as PASSWORDS

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
"""What a file of backups looks like; a program refuses one that is newer than it knows."""
TRIES: Final = 300
AGAIN_AFTER_S: Final = 0.02
_IN_ORDER: Final = (f"{LOG}/{MARK}", f"{LOG}/{REPORTS}", f"{LOG}/{COMMANDS}")
"""The mark first: what it tells of is then in what is copied after it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a backup: each file with its SHA-256, and the end of the ledger in it."""

    format: int
    program: str
    made_at: int
    facts: int
    head: str
    files: dict[str, str]

    @property
    def values(self) -> Values:
        """The manifest as it is written."""
        return asdict(self)


def backup(
    home: Path, database_url: str | None, file: Path | None, clock: Clock
) -> tuple[Path, Manifest]:
    """Copy ``home`` into ``file``, by default one named for the home and its number of facts.

    AlreadyThereError where the file is there, BackupRefusedError where the ledger is kept in a
    database of its own or never rests long enough, NothingToDoError where there is no ledger.
    """
    if database_url:
        raise BackupRefusedError(str(home), "other_database")
    beside = file.parent if file is not None else Path()
    with tempfile.TemporaryDirectory(prefix=".lizao-backup-", dir=beside) as folder:
        staging = Path(folder) / "home"
        head = _staged(home, staging, clock)
        target = file or Path(f"{home.resolve().name}-{head.number}.tar")
        if target.exists():
            raise AlreadyThereError(str(target))
        digests = {name: _digest(staging / name) for name in sorted(_names(staging))}
        made_at = clock.wall_now()
        manifest = Manifest(FORMAT, lizao.__version__, made_at, head.number, head.text, digests)
        packed = Path(folder) / "packed"
        _pack(staging, packed, manifest)
        packed.replace(target)
    return target, manifest


def _staged(home: Path, staging: Path, clock: Clock) -> Head:
    """Copy what fits together into ``staging``; the end of the ledger there."""
    for _ in range(TRIES):
        staging.mkdir(mode=0o700)
        with pinned(home, CONTROLLER) as ledger:
            _copy_plant(home / FOLDER, staging / FOLDER)
            if ledger.is_latest():
                _copy_rest(home, staging, ledger)
                return ledger.head
        shutil.rmtree(staging)
        clock.pause(AGAIN_AFTER_S)
    raise BackupRefusedError(str(home), "never_at_rest")


def _copy_plant(plant: Path, to: Path) -> None:
    found = [each for each in _names(plant) if not each.endswith(".part")]
    for name in sorted(found, key=lambda each: (each not in _IN_ORDER, _place(each), each)):
        _copy(plant / name, to / name)


def _place(name: str) -> int:
    return _IN_ORDER.index(name) if name in _IN_ORDER else 0


def _copy_rest(home: Path, staging: Path, ledger: Pinned) -> None:
    """The ledger as it was pinned, what it has sealed, and what lies beside it."""
    ledger.write_to(staging / DATABASE)
    for name in (PUBLIC_KEYS, SNAPSHOT, PASSWORDS, *ledger.files):
        if (home / name).exists():
            _copy(home / name, staging / name)


def _copy(file: Path, to: Path) -> None:
    """Copy a file; one that was put away since it was seen is left out."""
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileNotFoundError):
        shutil.copyfile(file, to)


def _names(folder: Path) -> Iterator[str]:
    return (each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _pack(staging: Path, packed: Path, manifest: Manifest) -> None:
    """One file of all, the manifest first; for its owner only, and on the disk."""
    with packed.open("wb") as whole:
        packed.chmod(PRIVATE_FILE)
        with tarfile.open(fileobj=whole, mode="w") as tar:
            text = json.dumps(manifest.values, indent=1).encode()
            tar.addfile(_member(MANIFEST, len(text), manifest), io.BytesIO(text))
            for name in manifest.files:
                with (staging / name).open("rb") as content:
                    size = (staging / name).stat().st_size
                    tar.addfile(_member(name, size, manifest), content)
        whole.flush()
        os.fsync(whole.fileno())


def _member(name: str, size: int, manifest: Manifest) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, PRIVATE_FILE, manifest.made_at // SECOND
    return member
