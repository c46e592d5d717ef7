"""What no file of the project may hold."""

import re
from pathlib import Path

import pytest

from tests.meta.repository import ROOT, tracked_files

TEXT = frozenset(
    {
        ".cfg", ".css", ".csv", ".html", ".ini", ".json", ".md", ".py", ".sql", ".svelte", ".svg",
        ".toml", ".ts", ".txt", ".xml", ".yaml", ".yml", "",
    }
)  # fmt: skip

# Written in pieces, so that this file passes its own test.
REGISTRY = re.compile(
    "|".join(
        (
            r"pypi" r"\.org",
            r"files\." r"pythonhosted",
            r"registry\." r"npmjs",
            r"deb\." r"debian\.org",
            r"--(extra-)?index" r"-url",
            r"--find" r"-links",
        )
    )
)
MACHINE_PATH = re.compile(r"(?<![\w./{}$-])/(work|home/\w+|root|Users/\w+|opt)" r"/")


def text_files() -> list[Path]:
    """Every tracked file that a person can read."""
    return [path for path in tracked_files() if path.suffix in TEXT and path.name != "LICENSE"]


@pytest.mark.parametrize(
    ("pattern", "what"),
    [(REGISTRY, "a package registry's address"), (MACHINE_PATH, "a path of one machine")],
    ids=["registry", "machine-path"],
)
def test_no_file_names_what_only_one_workplace_has(pattern: re.Pattern[str], what: str) -> None:
    """A clone builds wherever its user gets packages from, and lies where its user puts it."""
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in text_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]

    assert not found, f"{what} in:\n" + "\n".join(found)


def test_every_pin_is_a_name_and_a_version() -> None:
    """The constraints hold `name==version` lines and nothing else, in order, each name once."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    names = [line.split("==")[0] for line in lines]

    assert [line for line in lines if not re.fullmatch(r"[a-z0-9.-]+==[0-9][\w.]*", line)] == []
    assert names == sorted(set(names))


def test_no_file_is_large() -> None:
    """A clone stays quick; data above 1 MiB is fetched or made by the tests."""
    large = [
        path.relative_to(ROOT) for path in tracked_files() if path.stat().st_size > 1024 * 1024
    ]

    assert not large
