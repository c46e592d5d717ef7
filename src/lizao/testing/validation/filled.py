"""Plants in their steady state, kept for the next trial: to fill one takes longer than to judge it.

What is kept only saves time; it is of exactly this program and plant, or it is not used.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from filelock import FileLock
from platformdirs import user_cache_dir

import lizao
from lizao.plant import snapshot
from lizao.plant.compiled import source_digest
from lizao.testing.shift import Shift
from lizao.testing.story import Notebook
from lizao.testing.validation.trial import Steady, Trial, with_laboratory

KEPT: Final = 6
"""So many filled plants are kept, the latest used: the full site takes some fifty megabytes."""
KNOWLEDGE: Final = "knowledge"
PLANT: Final = "plant"


def filled(trial: Trial, book: Notebook | None = None) -> tuple[Shift, Steady]:
    """A plant in its steady state, and who keeps it there.

    It is filled once for the same program, site, plant and seed, and taken from the user's cache
    folder from then on; where nothing can be kept it is filled each time.
    """
    shift = Shift(
        with_laboratory(trial.plant, trial.acceptance.analyses),
        trial.seed,
        site=trial.site,
        hot_for=trial.acceptance.recipe,
        stores=trial.stores,
        book=book,
    )
    steady = Steady(shift, trial)
    seal = seal_of(trial)
    with _slot(seal) as folder:
        kept = None if folder is None else _kept(folder, seal)
        if kept is not None:
            shift.plant.restore(kept[PLANT])
            shift.begin_from(kept[KNOWLEDGE])
            return shift, steady
        steady.forward(trial.acceptance.fill_h)
        if folder is not None:
            state = {KNOWLEDGE: shift.knowledge(), PLANT: shift.plant.state()}
            snapshot.save(folder, 0, state, seal)
    return shift, steady


def seal_of(trial: Trial) -> str:
    """What must be the same for a plant to be used again: the program and all it was told."""
    site = trial.site
    told = (trial.plant, trial.acceptance, trial.recipe, trial.stores, trial.seed)
    return source_digest(
        Path(lizao.__file__).parent,
        *(sys.version, version("numba"), version("numpy")),
        *(repr(told), repr(site.products), repr(site.materials)),
    )


def cache() -> Path:
    """Where filled plants lie."""
    return Path(user_cache_dir("lizao")) / "filled"


@contextmanager
def _slot(seal: str) -> Iterator[Path | None]:
    """The folder of one filled plant, for one process at a time; None where none can be made."""
    folder = cache() / seal
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        yield None
        return
    if not os.access(folder, os.W_OK):
        yield None
        return
    with FileLock(cache() / f"{seal}.lock", mode=0o600):
        folder.mkdir(exist_ok=True, mode=0o700)
        yield folder
        os.utime(folder)
    forget_old()


def _kept(folder: Path, seal: str) -> dict[str, Any] | None:
    found = snapshot.load(folder, seal, 0)
    return None if found is None else found.state


def forget_old() -> None:
    """Keep the latest; another process may be clearing up too."""
    with suppress(OSError):
        folders = (each for each in cache().iterdir() if each.is_dir())
        for old in sorted(folders, key=lambda each: each.stat().st_mtime)[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)
            old.with_suffix(".lock").unlink(missing_ok=True)
