"""One step of a batch commanded at the keyboard of a running home."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from lizao.app.requests import AddBatch, AskStatus, Values, letter_of
from lizao.model.errors import NotUnderstoodError
from lizao.testing.mini import mini_times
from lizao.testing.scene import Scene
from tests.app.running_house import ENGINEER, found, running
from tests.cli.conftest import Typed
from tests.equipment.socket_bench import own_folder

STEP = "mill#1"


A_DAY_S = 86_400.0
"""It grinds for seconds of the wall, so that whoever types is in time on a machine under load."""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A home on the mini plant, whose plant is up and mills for long."""
    with ExitStack() as stack:
        folder = own_folder(stack)
        times = mini_times()
        slow = {**times.durations_s, "recirculate": A_DAY_S}
        found(folder, stack, Scene(times=replace(times, durations_s=slow)))
        yield folder


def _state(told: Values) -> str | None:
    steps = told["batches"][0]["steps"]
    return steps[STEP]["state"] if STEP in steps else None


def test_a_step_is_stopped_and_reset_while_its_batch_runs(lizao: Typed, folder: Path) -> None:
    """Status and list say which step waits for what; a wrong step or command is refused."""
    with running(folder) as house:
        house.ask(AddBatch("mini", "0.5"))
        words = ("--step", STEP, "--reason", "noise", "--home", folder)
        house.until(lambda each: "mill#1/grind/run" in each["batches"][0]["phases"])
        told = lizao("batch", "hold", "mini-001", *words)
        assert (told.status, told.out) == (0, "Batch mini-001, milling 1: hold is asked.\n")
        house.until(lambda each: _state(each) == "HELD")
        assert "milling 1 waits for its restart" in lizao("batch", "list", "--home", folder).out
        assert lizao("batch", "stop", "mini-001", *words).status == 0
        house.until(lambda each: _state(each) == "STOPPED")
        shown = json.loads(lizao("batch", "list", "--json", "--home", folder).out)["batches"][0]
        assert shown["state"] == "RUNNING"
        assert [each["step"] for each in shown["waits_for"] if each["cause"] == "reset"] == [STEP]
        refused = lizao("batch", "restart", "mini-001", *words)
        assert refused.status == 2
        assert "stopped" in refused.err
        unknown = lizao("batch", "hold", "mini-001", "--step", "mill", "--home", folder)
        assert unknown.status == 2
        assert "mill#1" in unknown.err
        assert lizao("batch", "reset", "mini-001", *words).status == 0
        house.until_states("COMPLETE")


def test_a_batch_goes_on_by_hand(
    lizao: Typed, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mode, a skip and a repeat are signed; a release is the ordinary work of its mode."""
    with running(folder) as house:
        monkeypatch.setenv("LIZAO_HOME", str(folder))
        house.ask(AddBatch("mini", "0.5"))
        why = ("--reason", "trial")
        unsigned = lizao("batch", "mode", "mini-001", "manual", *why)
        assert unsigned.status == 2
        monkeypatch.setenv("LIZAO_PASSWORD", ENGINEER.password)
        signed = (*why, "--user", ENGINEER.user)
        told = lizao("batch", "mode", "mini-001", "semi-automatic", *signed)
        assert (told.status, told.out) == (0, "Batch mini-001 is semi-automatic.\n")
        words = ("batch", "step", "mini-001", "pack/pack/sample", "skip", *signed)
        skipped = lizao(*words)
        assert (skipped.status, skipped.out.endswith(": skip.\n")) == (0, True)
        wrong = lizao(*words)
        assert (wrong.status, "the step is complete" in wrong.err) == (2, True)
        house.until(lambda each: bool(_released(each)))
        assert "waits for its release" in lizao("batch", "list").out
        assert "semi-automatic" in lizao("batch", "list").out
        step = _released(house.ask(AskStatus()))[0]
        assert lizao("batch", "step", "mini-001", step, "release", *why).status == 0
        house.until(lambda each: step not in _released(each))
        assert lizao("batch", "mode", "mini-001", "automatic", *signed).status == 0
        house.until_states("COMPLETE")


def _released(told: Values) -> list[str]:
    """The steps that wait for their release."""
    waits = told["batches"][0]["waits_for"]
    return [each["step"] for each in waits if each["cause"] == "release"]


@pytest.mark.parametrize(
    "line",
    [
        b'{"request": "ChangeMode", "token": "", "batch": "B", "mode": "fast"}',
        b'{"request": "HandleStep", "token": "", "batch": "B", "step": "a", "wish": "jump"}',
        b'{"request": "CommandBatch", "token": "", "batch": "B", "command": "START"}',
    ],
)
def test_what_nobody_may_ask_is_not_understood(line: bytes) -> None:
    """A mode, a wish or a command that there is not."""
    with pytest.raises(NotUnderstoodError):
        letter_of(line)
