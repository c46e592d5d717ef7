"""A home out of a backup: every file held against the manifest, the chain against its head."""

import hashlib
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Final

from lizao.app.backup import FORMAT, MANIFEST, Manifest
from lizao.app.clock import Clock
from lizao.app.plant_log import PlantLog
from lizao.app.virtual import FOLDER, LOG, served
from lizao.ledger.copying import check_copy, put_back
from lizao.ledger.files import PRIVATE_FILE, make_folder
from lizao.ledger.head import Head
from lizao.ledger.sql import DATABASE
from lizao.model.errors import (
    AlreadyThereError,
    BackupDamagedError,
    LedgerBrokenError,
    NothingToDoError,
)

BACKUP: Final = "backup"
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in the home now; ``key``: whether this user has the key that signed it."""

    manifest: Manifest
    head: Head
    key: bool


def restore(file: Path, home: Path, state: Path | None, clock: Clock) -> Restored:
    """Make ``home`` of a backup, as a whole or not at all.

    AlreadyThereError where something is there, NothingToDoError where there is no backup,
    BackupDamagedError where a part of it is not what was put into it.
    """
    if home.exists():
        raise AlreadyThereError(str(home))
    if not file.is_file():
        raise NothingToDoError(BACKUP, str(file))
    make_folder(home.resolve().parent)
    with tempfile.TemporaryDirectory(prefix=f".{home.name}-", dir=home.resolve().parent) as folder:
        staging = Path(folder) / "home"
        staging.mkdir(mode=0o700)
        manifest = _unpacked(file, staging)
        head = _checked(file, staging, manifest)
        _stand_still(staging, clock)
        staging.rename(home)
    return Restored(manifest, head, put_back(home, state, head))


def _unpacked(file: Path, staging: Path) -> Manifest:
    """Take every file of the manifest out of the backup, and refuse any other."""
    with _reading(file) as tar:
        manifest = _manifest(file, tar)
        found = set[str]()
        for member in tar.getmembers()[1:]:
            if member.name not in manifest.files or not member.isfile():
                raise BackupDamagedError(str(file), member.name, "unknown_file")
            content = tar.extractfile(member)
            assert content is not None, "a file has content"
            if _written(content, staging / member.name) != manifest.files[member.name]:
                raise BackupDamagedError(str(file), member.name, "file_altered")
            found.add(member.name)
    for name in manifest.files.keys() - found:
        raise BackupDamagedError(str(file), name, "file_missing")
    return manifest


@contextmanager
def _reading(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file, mode="r:") as tar:
            yield tar
    except tarfile.TarError as error:
        raise BackupDamagedError(str(file), file.name, "not_a_backup") from error


def _manifest(file: Path, tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    content = tar.extractfile(first) if first is not None and first.name == MANIFEST else None
    try:
        manifest = Manifest(**json.load(content)) if content is not None else None
    except (ValueError, TypeError):
        manifest = None
    if manifest is None or any(_leads_out(each) for each in manifest.files):
        raise BackupDamagedError(str(file), MANIFEST, "not_a_backup")
    if manifest.format > FORMAT:
        raise BackupDamagedError(str(file), MANIFEST, "newer_than_this_program")
    return manifest


def _leads_out(name: str) -> bool:
    return name.startswith("/") or ".." in Path(name).parts


def _written(content: IO[bytes], to: Path) -> str:
    """Write a file durably; its SHA-256."""
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with to.open("wb") as new:
        to.chmod(PRIVATE_FILE)
        while block := content.read(_BLOCK):
            digest.update(block)
            new.write(block)
        new.flush()
        os.fsync(new.fileno())
    return digest.hexdigest()


def _checked(file: Path, staging: Path, manifest: Manifest) -> Head:
    """The head that the ledger ends with; its chain was read from the first fact to the last."""
    try:
        head = Head.parse(manifest.head)
        fault = check_copy(staging, head)
    except (LedgerBrokenError, NothingToDoError):
        raise BackupDamagedError(str(file), DATABASE, "remade_chain") from None
    if fault is not None:
        raise BackupDamagedError(str(file), DATABASE, fault.reason)
    return head


def _stand_still(home: Path, clock: Clock) -> None:
    """A virtual plant has stood still since it was copied: no power failure until today."""
    if served(home):
        with closing(PlantLog(home / FOLDER / LOG)) as log:
            if log.mark is not None:
                log.settle(replace(log.mark, wall_at=clock.wall_now(), clean=True))
