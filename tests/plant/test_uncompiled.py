"""Compilation changes the speed of the virtual plant, nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def told(compile_: str) -> str:
    """What the batch story prints with compilation on or off."""
    finished = subprocess.run(
        [sys.executable, "-m", "tests.plant.batch_story"],
        env={**os.environ, "LIZAO_COMPILE": compile_},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    return finished.stdout


@pytest.mark.slow
def test_a_batch_without_compilation_is_the_same_batch() -> None:
    """Every fact and every number of the plant, bit by bit."""
    assert told("off") == told("on") != ""
