"""Every example runs as a reader would run it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.meta.repository import ROOT

EXAMPLES = tuple(sorted((ROOT / "examples").glob("*.py")))
RUN_LIMIT_S = 300


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_runs(example: Path, tmp_path: Path) -> None:
    """It ends without an error and shows its reader something."""
    ended = subprocess.run(
        [sys.executable, "-W", "error", str(example)],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
        timeout=RUN_LIMIT_S,
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout
