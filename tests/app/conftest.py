"""A home that was worked in, made once for all tests that only look at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lizao.app.home import Home, reading_home
from tests.app.paper_house import make_home


@pytest.fixture(scope="session")
def made_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a home in which one batch of the mini plant was made."""
    folder = tmp_path_factory.mktemp("made") / "home"
    make_home(folder, folder.parent / "state")
    return folder


@pytest.fixture
def made_home(made_folder: Path) -> Iterator[Home]:
    """That home, opened to look into."""
    with reading_home(made_folder, None) as home:
        yield home
