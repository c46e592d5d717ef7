"""Snapshots of the virtual plant: sealed, numbered by the last fact they include, replaceable.

A snapshot only saves time: from its commands the plant can always be simulated again.
"""

import hashlib
import io
import os
import pickle  # read through a loader that knows only the plant's own types
from pathlib import Path
from typing import Any, Final, NamedTuple

from lizao.plant.compiled import source_digest

KEPT: Final = 2
_PREFIX: Final = "snapshot-"
_MODULES: Final = ("lizao.", "numpy", "builtins", "collections")
_BUILTINS: Final = frozenset({"dict", "set", "frozenset", "bytearray", "complex", "slice", "range"})


class Snapshot(NamedTuple):
    """The state of a plant after every command of facts up to ``number``."""

    number: int
    state: dict[str, Any]


def _find_class(loader: pickle.Unpickler, module: str, name: str) -> object:
    """A class the snapshot names; refuses what does not belong to a plant."""
    plain = module != "builtins" or name in _BUILTINS
    if not module.startswith(_MODULES) or not plain:
        reason = f"{module}.{name}"
        raise pickle.UnpicklingError(reason)
    return pickle.Unpickler.find_class(loader, module, name)


_OwnTypes: Final = type("_OwnTypes", (pickle.Unpickler,), {"find_class": _find_class})
"""A loader that builds nothing but arrays, plain values and the plant's own words."""


def packed(state: object) -> bytes:
    """A state as bytes."""
    return pickle.dumps(state, protocol=5)


def unpacked(body: bytes) -> Any:  # noqa: ANN401 - whatever was packed
    """What was packed, anew each time; UnpicklingError for what is none of the plant's words."""
    return _OwnTypes(io.BytesIO(body)).load()


def seal_of(seed: int) -> str:
    """What must be the same for a snapshot to be used: the plant's sources and the seed."""
    return source_digest(Path(__file__).parent, str(seed))


def save(folder: Path, number: int, state: dict[str, Any], seal: str) -> None:
    """Write a snapshot in one piece and keep the last two."""
    body = packed(state)
    head = f"{seal} {hashlib.sha256(body).hexdigest()}\n".encode()
    path = folder / f"{_PREFIX}{number:012d}"
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(head + body)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    for old in _paths(folder)[:-KEPT]:
        old.unlink()


def _paths(folder: Path) -> list[Path]:
    """All snapshots, oldest first."""
    return sorted(path for path in folder.glob(f"{_PREFIX}*") if path.suffix == "")


def load(folder: Path, seal: str, most: int) -> Snapshot | None:
    """The newest whole snapshot of these sources and facts up to ``most``, if there is one."""
    for path in reversed(_paths(folder)):
        number = int(path.name.removeprefix(_PREFIX))
        if number > most:
            continue
        head, _, body = path.read_bytes().partition(b"\n")
        if head.decode("ascii", "replace") == f"{seal} {hashlib.sha256(body).hexdigest()}":
            return Snapshot(number, unpacked(body))
    return None
