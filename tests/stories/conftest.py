"""Batches that several stories look at: each is made once in a run of the tests."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from tests.stories.stage import Stage, Values


@dataclass(frozen=True)
class Made:
    """A home with what its batches printed, in the order they were made."""

    stage: Stage
    results: list[Values]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of one run of the tests share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "stories"
    folder.mkdir(exist_ok=True)
    return folder


def made_once(folder: Path, make: Callable[[Stage], list[Values]]) -> Made:
    """The home in ``folder``; whoever comes first makes it, the others wait and find it."""
    stage = Stage(folder)
    told = folder.with_suffix(".json")
    with FileLock(folder.with_suffix(".lock")):
        if not told.exists():
            folder.mkdir()
            told.write_text(json.dumps(make(stage)), encoding="utf-8")
    return Made(stage, json.loads(told.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def two_products(shared: Path) -> Made:
    """Six tonnes fired twice, then two tonnes of the product that is fired once, in one home."""

    def make(stage: Stage) -> list[Values]:
        return [stage.make("lfp-26", "6", seed=1)[1], stage.make("lfp-24", "2")[1]]

    return made_once(shared / "two-products", make)


@pytest.fixture(scope="session")
def one_tonne(shared: Path) -> Made:
    """One tonne, the least batch, that nobody disturbed, with seed 1."""

    def make(stage: Stage) -> list[Values]:
        return [stage.make("lfp-26", "1", seed=1)[1]]

    return made_once(shared / "one-tonne", make)
