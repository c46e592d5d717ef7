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
    """Ctrl-C, kill -9 and resume end as an undisturbed run does."""
    straight = made(run({**environment, "LIZAO_HOME": str(tmp_path / "other")}, *MAKE, "--json"))

    with begin(environment, *MAKE) as holding:
        read_to(holding.stdout, "spray drying: running")
        holding.send_signal(signal.SIGINT)
        told, _ = holding.communicate(timeout=LIMIT_S)
    assert holding.returncode == 1
    assert "Go on with: lizao resume" in told

    with begin(environment, "resume") as killed:
        read_to(killed.stdout, "spray drying: complete")
        killed.kill()

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
    with begin(environment, *MAKE, "--speed", "x60") as ended:
        read_to(ended.stdout, "dosing: running")
        ended.send_signal(signal.SIGTERM)
        read_to(ended.stderr, "Holding")
        ended.send_signal(signal.SIGTERM)

    assert ended.returncode in {1, 130}
    assert run(environment, "verify").returncode == 0


def test_a_home_has_one_controller_and_keeps_to_its_seed(environment: dict[str, str]) -> None:
    """A second controller and another seed are refused, and the limit is named."""
    with begin(environment, *MAKE, "--seed", "7", "--speed", "real") as held:
        read_to(held.stdout, "dosing: running")
        second = run(environment, *MAKE)
        held.send_signal(signal.SIGINT)

    other = run(environment, *MAKE, "--seed", "8")

    assert second.returncode == 2
    assert "Another controller" in second.stderr
    assert other.returncode == 2
    assert "7" in other.stderr
