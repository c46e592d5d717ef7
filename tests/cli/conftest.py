"""The keyboard in tests: a command line, a home, what was printed."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from lizao.cli.door import House
from lizao.cli.main import run
from tests.app.paper_house import make_home


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str


Typed = Callable[..., Ended]


@pytest.fixture
def lizao(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Typed:
    """Type a command; `house` replaces the house behind the door."""
    monkeypatch.setenv("LIZAO_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("LIZAO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")

    def type_in(*words: object, house: House | None = None) -> Ended:
        arguments: Sequence[str] = [str(each) for each in words]
        status = run(arguments, os.environ, house)
        told = capsys.readouterr()
        return Ended(status, told.out, told.err)

    return type_in


@pytest.fixture(scope="session")
def made_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which one batch of the mini plant was made."""
    folder = tmp_path_factory.mktemp("made") / "home"
    make_home(folder, folder.parent / "state")
    return folder


@pytest.fixture
def made(
    made_folder: Path,
    lizao: Typed,  # noqa: ARG001 - it names another home, so it has to come first
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """That home, as the home and state folder of the person at the keyboard."""
    monkeypatch.setenv("LIZAO_HOME", str(made_folder))
    monkeypatch.setenv("LIZAO_STATE", str(made_folder.parent / "state"))
    return made_folder
