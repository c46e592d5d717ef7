"""One step of a batch commanded at the keyboard of a running home."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from lizao.app.requests import AddBatch, Values
from tests.app.running_house import found, running
from tests.cli.conftest import Typed
from tests.equipment.socket_bench import own_folder

STEP = "mill#1"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A home on the mini plant, whose plant is up."""
    with ExitStack() as stack:
        folder = own_folder(stack)
        found(folder, stack)
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
