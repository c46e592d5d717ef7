"""A process that loads before its home is open, and begins when it is told to."""

import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from lizao.app.standby import PLANT, plant_standby
from tests.app.test_live import until

PATIENCE_S = 60.0


def alive(home: Path) -> bool:
    """Whether any process was started for a home."""
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if str(home).encode() in each.read_bytes():
                return True
    return False


def test_a_process_that_is_not_told_to_begin_leaves_nothing(tmp_path: Path) -> None:
    """It loads, and is gone; there is still no home."""
    with closing(plant_standby(tmp_path / "home", None, 1.0)):
        until(lambda: alive(tmp_path / "home"))

    assert not alive(tmp_path / "home")
    assert not any(tmp_path.iterdir())


@pytest.mark.slow
def test_a_process_ends_with_the_one_that_would_have_told_it(tmp_path: Path) -> None:
    """The pipe that the word would come through is closed."""
    words = [sys.executable, "-m", PLANT, str(tmp_path / "home"), "1.0", ""]
    ended = subprocess.run(
        words, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE_S, check=False
    )

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


@pytest.mark.slow
def test_a_process_that_has_begun_speaks_into_a_file(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Why it could not serve a home that is not there."""
    home = tmp_path / "home"
    with closing(plant_standby(home, None, 1.0)) as standby:
        home.mkdir()
        process = standby.begin(tmp_path / "plant.out")
    assert process.wait(PATIENCE_S) != 0

    assert "NothingToDoError" in (tmp_path / "plant.out").read_text(encoding="utf-8")
    assert capfd.readouterr().err == ""
