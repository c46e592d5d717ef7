"""What every test stands on: repeatable properties, folders of its own, public data by name."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

OURS = ("LIZAO_HOME", "LIZAO_LANG", "LIZAO_SITE", "LIZAO_PLANT", "LIZAO_SEED", "LIZAO_SPEED")


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test sees no setting, key or signed head of the person who runs it, nor another test's."""
    for name in OURS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / ".state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))


@pytest.fixture
def public_data(request: pytest.FixtureRequest) -> Path:
    """The folder of public data sets that `LIZAO_DATA` names; without it the test skips by name."""
    folder = os.environ.get("LIZAO_DATA")
    if not folder:
        pytest.skip(f"LIZAO_DATA is not set: {request.node.name} reads public data")
    return Path(folder)
