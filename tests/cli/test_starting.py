"""A home that runs in real processes: asked, killed, started again, held, ended."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from lizao.app.clock import SystemClock
from lizao.equipment.socket import SocketTransport
from lizao.ledger.store import Ledger
from lizao.ledger.verify import verify
from lizao.model.facts import BatchCommanded, BatchCreated, ControllerStarted
from lizao.model.states import Command
from tests.cli.conftest import Typed
from tests.equipment.socket_bench import own_folder

PROGRAM = Path(sys.executable).with_name("lizao")
PATIENCE_S = 60.0
ONE_TIME = "one-time password "


class Started:
    """`lizao start` in a process of its own, once it can be asked."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.process = subprocess.Popen(
            [PROGRAM, "start", "--no-page", "--home", folder / "home"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "LIZAO_STATE": str(folder / "state"), "LC_ALL": "en_US.UTF-8"},
        )
        assert self.process.stdout is not None
        self.lines = self.process.stdout
        stack.callback(self.lines.close)
        stack.callback(self.process.wait)
        stack.callback(self.process.kill)
        self.welcome = ""
        self.until("Running: ")

    def until(self, words: str) -> str:
        """Read its lines until one holds ``words``."""
        for line in self.lines:
            if ONE_TIME in line:
                self.welcome = line.split(ONE_TIME)[1].split()[0]
            if words in line:
                return line
        pytest.fail(f"{words} was never said")

    def end(self) -> int:
        """Press Ctrl-C and wait for its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE_S)

    def kill(self) -> None:
        """End it as a power cut would; its plant goes on."""
        self.process.kill()
        self.process.wait()


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a short path; a plant that was left alone there is ended."""
    with ExitStack() as stack:
        found = own_folder(stack)
        monkeypatch.setenv("LIZAO_HOME", str(found / "home"))
        monkeypatch.setenv("LIZAO_STATE", str(found / "state"))
        stack.callback(end_plant, found / "home")
        yield found


def end_plant(home: Path) -> None:
    """End what a failed test has left."""
    if not (home / "plant.sock").exists():
        return
    with Ledger.read(home) as ledger:
        last = ledger.last_number
    transport = SocketTransport(home, SystemClock().elapsed_s, last)
    if transport.opened(1.0):
        transport.end_plant(PATIENCE_S)
    transport.close()


def administer(lizao: Typed, once: str, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Use the administrator's one-time password to give the shift an operator with a name."""
    monkeypatch.setenv("LIZAO_HOME", str(home))
    choose(lizao, "administrator", once, "who may do what", monkeypatch)
    words = ("user", "add", "li.wei", "--role", "operator", "--user", "administrator")
    once = lizao(*words).out.split(ONE_TIME)[1].split()[0]
    choose(lizao, "li.wei", once, "slow kiln, warm tea", monkeypatch)


def choose(lizao: Typed, user: str, old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Choose the next password, and go on with it."""
    monkeypatch.setenv("LIZAO_PASSWORD", old)
    monkeypatch.setenv("LIZAO_NEW_PASSWORD", new)
    assert lizao("user", "password", "--user", user).status == 0
    monkeypatch.setenv("LIZAO_PASSWORD", new)


@pytest.mark.slow
def test_a_home_is_killed_goes_on_and_is_ended(
    lizao: Typed, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was answered is in the ledger; everything is held at the end; nothing is lost."""
    home = folder / "home"
    with ExitStack() as stack:
        first = Started(folder, stack)
        added = lizao("batch", "add", "lfp-26", "--tonnes", "6", "--home", home)
        first.kill()
        assert added.out == "Batch lfp-26-001 is added.\n"
        assert lizao("status", "--home", home).status == 2
        with Ledger.read(home) as ledger:
            facts = [fact for _, fact in ledger.facts()]
        assert [each.batch for each in facts if isinstance(each, BatchCreated)] == ["lfp-26-001"]
        assert Command.START in {x.command for x in facts if isinstance(x, BatchCommanded)}

        second = Started(folder, stack)
        refused = lizao("start", "--no-page", "--home", home)
        assert (refused.status, refused.out) == (2, "")
        assert "Another controller" in refused.err
        assert lizao("batch", "add", "lfp-99", "--tonnes", "6", "--home", home).status == 2
        many = ("batch", "add", "lfp-26", "--tonnes", "6", "--set", "soak1_temperature=1200 °C")
        assert "790" in lizao(*many, "--home", home).err
        more = ("batch", "add", "lfp-24", "--tonnes", "2", "--json")
        assert json.loads(lizao(*more, "--home", home).out) == {"batch": "lfp-24-001"}
        told = json.loads(lizao("status", "--json", "--home", home).out)
        assert [each["batch"] for each in told["batches"]] == ["lfp-26-001", "lfp-24-001"]
        assert (told["done"], told["will_stay_done"]) == (False, False)
        held = lizao("hold", "--all", "--reason", "storm", "--home", home)
        assert "hold is asked." in held.out  # on a machine that is busy one may be held already
        second.until("held")
        wrong = lizao("batch", "hold", "lfp-26-001", "--home", home)
        assert (wrong.status, "held" in wrong.err or "holding" in wrong.err) == (2, True)
        for words in (("batch", "list"), ("status",)):
            assert "lfp-26-001" in lizao(*words, "--home", home).out
        assert json.loads(lizao("batch", "list", "--json", "--home", home).out)["batches"]
        administer(lizao, first.welcome, monkeypatch, home)
        signed = ("--reason", "storm", "--user", "li.wei", "--home", home)
        assert lizao("batch", "abort", "lfp-24-001", *signed).status == 0
        assert lizao("batch", "restart", "lfp-26-001", "--home", home).status == 0
        assert lizao("answer", "Q99", "yes", "--home", home).status == 2
        assert lizao("hold", "--home", home).status == 2
        assert second.end() == 0

        assert verify(home, state=folder / "state").intact
        assert "lizao start" in lizao("resume", "--home", home).err
        make = lizao("make", "lfp-26", "--tonnes", "6", "--home", home)
        assert (make.status, "lizao start" in make.err) == (2, True)
        with Ledger.read(home) as ledger:
            facts = [fact for _, fact in ledger.facts()]
    assert len([each for each in facts if isinstance(each, ControllerStarted)]) == 2


def test_a_running_home_has_a_speed(lizao: Typed) -> None:
    """As fast as the machine can is not a pace for two processes."""
    refused = lizao("start", "--speed", "max")

    assert refused.status == 2
    assert "real" in refused.err


def test_nobody_can_be_asked_where_nothing_runs(lizao: Typed) -> None:
    """One sentence says what to do."""
    for words in (("status",), ("batch", "list"), ("hold", "--all"), ("batch", "stop", "B-1")):
        ended = lizao(*words)
        assert (ended.status, ended.out) == (2, "")
        assert "lizao start" in ended.err
