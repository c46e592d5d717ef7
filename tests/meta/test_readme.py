"""The pages tell the truth: every command on them runs and ends as they say."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.meta.console import Typed, typed_commands
from tests.meta.repository import ROOT, tracked_files

ENGLISH = ROOT / "README.md"
CHINESE = ROOT / "README.zh.md"
HOW_TO = ROOT / "docs" / "how-to"
TOURS = (
    ENGLISH,
    ROOT / "docs" / "tutorials" / "first-batch.md",
    HOW_TO / "write-a-recipe.md",
    HOW_TO / "make-a-site.md",
)
PAGES = tuple(path for path in tracked_files() if path.suffix == ".md")
LINK = re.compile(r"\[[^\]]*\]\((?!https?://|#)([^)#]+)[^)]*\)")
NAMES = re.compile(r"\b(BATCH|LOT|BAG)\b")
RUN_LIMIT_S = 300


def names_made(printed: str) -> dict[str, str]:
    """What the words BATCH, LOT and BAG stand for after `lizao make --json` printed its result."""
    made = json.loads(printed)
    return {"BATCH": made["batch"], "LOT": made["lots"][0], "BAG": made["bags"][0]}


def with_names(command: str, names: dict[str, str]) -> str:
    """The command as a reader would type it, with a name in the place of each such word."""
    return NAMES.sub(lambda word: names[word.group()], command)


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as a reader would, with the installed `lizao` first on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path, "COLUMNS": "100"},
        check=False,
        capture_output=True,
        text=True,
        timeout=RUN_LIMIT_S,
        stdin=subprocess.DEVNULL,
    )


def test_make_start_and_make_test_come_first() -> None:
    """The first two commands a newcomer reads are the two that they need."""
    commands = [typed.command for typed in typed_commands(ENGLISH)]

    assert commands[:2] == ["make start", "make test"]


def test_both_languages_show_the_same_commands() -> None:
    """A reader of either language is shown the same tour."""
    assert typed_commands(CHINESE) == typed_commands(ENGLISH)


def test_every_make_target_shown_exists() -> None:
    """A `make` command on the first page is a target of the Makefile; make says so itself."""
    for typed in typed_commands(ENGLISH):
        if typed.command.startswith("make "):
            dry = shell(f"{typed.command} --dry-run", ROOT)
            assert dry.returncode == 0, dry.stderr


@pytest.mark.slow
@pytest.mark.parametrize("page", TOURS, ids=lambda page: page.stem)
def test_the_tour_runs_as_shown(page: Path, tmp_path: Path) -> None:
    """Every other command runs, one after the other in one empty folder, and ends as told."""
    names: dict[str, str] = {}

    for typed in typed_commands(page):
        if typed.command.startswith("make "):
            continue
        command = with_names(typed.command, names)
        if is_first_batch := command.startswith("lizao make ") and not names:
            command = f"{command} --json"
        ended = shell(command, tmp_path)
        assert ended.returncode == typed.status, (
            f"$ {command}\nended with {ended.returncode}\n{ended.stdout}{ended.stderr}"
        )
        if is_first_batch:
            names = names_made(ended.stdout)


def test_every_link_leads_somewhere() -> None:
    """A link from one page of the project to another file finds it."""
    lost = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in PAGES
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]

    assert not lost, "\n".join(lost)


def test_a_command_may_be_shown_to_fail(tmp_path: Path) -> None:
    """The page's own notation: prompts, continued lines and a told exit status."""
    page = tmp_path / "page.md"
    page.write_text(
        "```console\n$ echo one \\\n    two\nsaid\n$ false   # exit 1\n```\n```sh\n$ no\n```\n",
        encoding="utf-8",
    )

    assert typed_commands(page) == (Typed("echo one      two"), Typed("false", 1))
