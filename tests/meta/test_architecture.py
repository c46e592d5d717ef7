"""The house stands as its map says."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.meta.repository import PACKAGE, ROOT

MAX_LINES = 450
PURE_ROOMS = ("model", "alarms", "control", "material")
GENERATORS = frozenset({"Generator", "PCG64", "Random", "default_rng"})
SOURCES = tuple(sorted(PACKAGE.rglob("*.py")))


def name_of(path: Path) -> str:
    """A file's path from the root of the project, as the test's name."""
    return path.relative_to(ROOT).as_posix()


def imported_packages(tree: ast.Module) -> set[str]:
    """The first two parts of every name that a module imports."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or ".")
    return {".".join(name.split(".")[:2]) for name in names}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """The verdict of import-linter on the package in `folder`."""
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src")},
        check=False,
        capture_output=True,
        text=True,
    )


def test_imports_keep_every_contract() -> None:
    """Doors stand over the house, the house over the rooms, the rooms over the words."""
    verdict = lint_imports(ROOT)

    assert verdict.returncode == 0, verdict.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("model/planted.py", "import pydantic"),
        ("alarms/planted.py", "import logging"),
        ("control/planted.py", "import asyncio"),
        ("control/planted.py", "from lizao.material import anything"),
        ("material/planted.py", "import random"),
        ("app/planted.py", "import sqlalchemy"),
        ("app/planted.py", "import time"),
        ("app/planted.py", "import lizao.cli"),
        ("ledger/planted.py", "import numpy"),
        ("plant/planted.py", "from ruamel.yaml import YAML"),
        ("quality/planted.py", "import lizao.texts"),
        ("app/planted.py", "import argon2"),
        ("testing/planted.py", "import rich"),
        ("another_room/__init__.py", "X = 1"),
    ],
    ids=lambda text: str(text).split("/")[0],
)
def test_a_planted_import_is_found(tmp_path: Path, file: str, line: str) -> None:
    """An import against the direction, or a room without a place in it, breaks a contract."""
    shutil.copytree(PACKAGE, tmp_path / "src" / "lizao", ignore=shutil.ignore_patterns("sites"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    planted = tmp_path / "src" / "lizao" / file
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(f"{line}\n", encoding="utf-8")

    verdict = lint_imports(tmp_path)

    assert verdict.returncode == 1, verdict.stdout + verdict.stderr
    assert planted.parent.name in verdict.stdout


@pytest.mark.parametrize("room", PURE_ROOMS)
def test_a_pure_room_imports_the_standard_library_and_the_words_only(room: str) -> None:
    """No library can slip into the words and the decisions, not even one that no contract names."""
    allowed = {"lizao.model", f"lizao.{room}"}

    for path in sorted((PACKAGE / room).rglob("*.py")):
        foreign = {
            name
            for name in imported_packages(ast.parse(path.read_text(encoding="utf-8")))
            if name not in allowed and name.split(".")[0] not in sys.stdlib_module_names
        }
        assert not foreign, f"{name_of(path)} imports {sorted(foreign)}"


def test_a_source_file_can_be_read_in_one_sitting() -> None:
    """A file that passes the limit splits by what it holds."""
    long = {
        name_of(path): lines
        for path in SOURCES
        if (lines := path.read_text(encoding="utf-8").count("\n")) >= MAX_LINES
    }

    assert not long, f"{long} reach the limit of {MAX_LINES} lines"


def test_a_room_says_what_it_is_for() -> None:
    """The first line of a room tells a newcomer whether to enter."""
    silent = [
        name_of(path)
        for path in PACKAGE.rglob("__init__.py")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert not silent


def test_a_random_generator_is_seeded() -> None:
    """`Random()` without a seed would make a run that cannot be repeated."""
    unseeded = [
        f"{name_of(path)}:{call.lineno}"
        for path in SOURCES
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).split(".")[-1] in GENERATORS
        and not call.args
    ]

    assert not unseeded
