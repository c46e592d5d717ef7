"""Files that are there as a whole or not at all, and that only their owner reads."""

import os
from pathlib import Path
from typing import Final

PRIVATE_FILE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700


def make_folder(folder: Path) -> None:
    """Make ``folder`` and its parents; those that are new are for their owner only."""
    for each in (*reversed(folder.parents), folder):
        if not each.exists():
            each.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def write_file(path: Path, content: bytes) -> None:
    """Replace the file at ``path`` durably; a crash or error leaves the old content or the new."""
    make_folder(path.parent)
    fresh = path.with_name(f"{path.name}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
    except OSError:
        fresh.unlink()  # a disk that is full has no room for the beginning of a file either
        raise
    fresh.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
