"""With compilation off a batch takes longer, and nothing else changes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stories.reading import without_run
from tests.stories.stage import Stage

ROOT = Path(__file__).resolve().parents[2]
HOURS = "1"


def first_hours(folder: Path, compile_kernels: str) -> Stage:
    """A batch that was made for some hours in a process of its own."""
    subprocess.run(
        [sys.executable, "-m", "tests.stories.worker", str(folder), "2", "5", HOURS],
        cwd=ROOT,
        env={**os.environ, "LIZAO_COMPILE": compile_kernels},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return Stage(folder)


@pytest.mark.slow
def test_a_batch_is_the_same_with_compilation_off(tmp_path: Path) -> None:
    """The first plant hours give the same facts to the last bit, compiled or not."""
    compiled = first_hours(tmp_path / "on", "on").facts()
    plain = first_hours(tmp_path / "off", "off").facts()

    assert len(compiled) > 100
    assert without_run(plain) == without_run(compiled)
