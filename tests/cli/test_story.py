"""The reference line behind the installed program, as a user runs it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

import pytest

PROGRAM = Path(sys.executable).with_name("lizao")
MAKE = ("make", "lfp-24", "--tonnes", "5")
LIMIT_S = 300
pytestmark = pytest.mark.slow


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A person of their own: home and state folder, English, a wide page."""
    own = {"LIZAO_HOME": str(tmp_path / "home"), "LIZAO_STATE": str(tmp_path / "state")}
    return {**os.environ, **own, "LIZAO_LANG": "en", "COLUMNS": "160"}


def run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run the program to its end."""
    return subprocess.run(
        [PROGRAM, *words],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
    )


def begin(environment: dict[str, str], *words: str) -> subprocess.Popen[str]:
    """Start the program."""
    return subprocess.Popen(
        [PROGRAM, *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def read_to(stream: IO[str] | None, words: str) -> None:
    """Read lines up to one that holds ``words``."""
    assert stream is not None
    assert any(words in line for line in stream)


def made(ended: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The object that a command printed."""
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def test_hold_and_kill_change_nothing_of_what_is_packed(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """Ctrl-C, a second controller, kill -9 and resume end as an undisturbed run does."""
    straight = made(run({**environment, "LIZAO_HOME": str(tmp_path / "other")}, *MAKE, "--json"))

    holding = begin(environment, *MAKE)
    read_to(holding.stdout, "spray drying: running")
    refused = run(environment, *MAKE)
    holding.send_signal(signal.SIGINT)
    told, _ = holding.communicate(timeout=LIMIT_S)
    assert holding.returncode == 1
    assert "Go on with: lizao resume" in told
    assert refused.returncode == 2
    assert "Another controller" in refused.stderr

    killed = begin(environment, "resume")
    read_to(killed.stdout, "first firing 1: running")
    killed.kill()
    killed.communicate(timeout=LIMIT_S)

    resumed = run(environment, "resume", "--json")
    assert resumed.returncode == 0, resumed.stderr
    disturbed = made(resumed)
    for same in ("batch", "tonnes_packed", "bags", "lots", "disposition", "quality"):
        assert disturbed[same] == straight[same], same
    assert made(run(environment, "verify", "--json"))["intact"] is True
    assert made(run(environment, "replay", "--json"))["same"] is True
    assert made(run(environment, "record", straight["batch"], "--json"))["deviations"]


def test_a_second_signal_ends_the_program_and_the_ledger_holds(
    environment: dict[str, str],
) -> None:
    """SIGTERM twice leaves at once; what was committed is intact."""
    ended = begin(environment, *MAKE, "--speed", "x60")
    read_to(ended.stdout, "dosing: running")
    ended.send_signal(signal.SIGTERM)
    read_to(ended.stderr, "Holding")
    ended.send_signal(signal.SIGTERM)
    ended.communicate(timeout=LIMIT_S)

    assert ended.returncode in {1, 130}
    assert run(environment, "verify").returncode == 0


def test_a_home_keeps_to_its_seed(environment: dict[str, str]) -> None:
    """Another seed in the same home is refused, and the limit is named."""
    held = begin(environment, *MAKE, "--seed", "7")
    read_to(held.stdout, "dosing: running")
    held.send_signal(signal.SIGINT)
    held.communicate(timeout=LIMIT_S)

    other = run(environment, *MAKE, "--seed", "8")

    assert other.returncode == 2
    assert "7" in other.stderr
