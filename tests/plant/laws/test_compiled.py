"""Compiled and plain laws, and where kernels are kept."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lizao.plant import compiled
from tests.plant.laws import scenario

ROOT = Path(__file__).parents[3]
DRAWS = 40


def in_a_new_process(code: list[str], **settings: str) -> str:
    """Run Python on `code` with the given environment settings and return what it wrote."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    environment = {**kept, "PYTHONPATH": path, **settings}
    found = subprocess.run(
        [sys.executable, *code],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout


OURS = ("LIZAO_COMPILE", "NUMBA_CACHE_DIR", "XDG_CACHE_HOME")


@pytest.mark.slow
def test_compiled_and_plain_laws_agree_to_the_last_bit() -> None:
    """Every law, a kiln and a whole firing give the same bits with LIZAO_COMPILE on and off."""
    other = "on" if os.environ.get("LIZAO_COMPILE") == "off" else "off"
    written = in_a_new_process(["-m", "tests.plant.laws.scenario", str(DRAWS)], LIZAO_COMPILE=other)
    assert written.split("\n") == scenario.lines(DRAWS)


def test_any_changed_source_has_kernels_of_its_own(tmp_path: Path) -> None:
    """The digest changes with a file's text, its name and the compiler's version."""
    law = tmp_path / "law.py"
    law.write_text("x = 1\n")
    before = compiled.source_digest(tmp_path, "0.60")
    assert compiled.source_digest(tmp_path, "0.60") == before
    assert compiled.source_digest(tmp_path, "0.61") != before
    law.write_text("x = 2\n")
    changed = compiled.source_digest(tmp_path, "0.60")
    assert changed != before
    law.rename(tmp_path / "rule.py")
    assert compiled.source_digest(tmp_path, "0.60") not in {before, changed}


WHERE = "import lizao.plant.compiled, numba; print(numba.config.CACHE_DIR)"


def test_kernels_lie_in_the_users_cache(tmp_path: Path) -> None:
    """Without a setting kernels lie under the user's cache folder, by digest."""
    found = Path(in_a_new_process(["-c", WHERE], XDG_CACHE_HOME=str(tmp_path)).strip())
    assert found.parent == tmp_path / "lizao" / "kernels"
    assert found.is_dir()


def test_a_users_own_kernel_folder_is_kept(tmp_path: Path) -> None:
    """NUMBA_CACHE_DIR set by the user is not overridden."""
    found = in_a_new_process(["-c", WHERE], NUMBA_CACHE_DIR=str(tmp_path))
    assert found.strip() == str(tmp_path)


def test_without_a_folder_kernels_are_compiled_each_time(tmp_path: Path) -> None:
    """A cache folder that cannot be made is no error: laws compile without being kept."""
    (tmp_path / "lizao").write_text("in the way")
    code = (
        "from lizao.plant import compiled\n"
        "from lizao.plant.laws import blending\n"
        "print(compiled._CACHED, blending.lacey(0.0, 7.0))"
    )
    found = in_a_new_process(["-c", code], XDG_CACHE_HOME=str(tmp_path))
    assert found.split() == ["False", "0.0"]


def test_plain_laws_never_load_the_compiler() -> None:
    """With LIZAO_COMPILE=off the laws are Python functions and Numba is not imported."""
    code = (
        "import sys\n"
        "from lizao.plant.laws import blending\n"
        "print('numba' in sys.modules, type(blending.lacey).__name__)"
    )
    assert in_a_new_process(["-c", code], LIZAO_COMPILE="off").split() == ["False", "function"]
