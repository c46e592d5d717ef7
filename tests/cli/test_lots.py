"""Lots kept back and let go at the keyboard of a running home."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from lizao.ledger.store import Ledger
from lizao.model.facts import LotStatusChanged
from lizao.model.material import LotStatus
from tests.app.running_house import ENGINEER, QUALITY, found, running
from tests.cli.conftest import Typed
from tests.equipment.socket_bench import own_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    """A home on the mini plant, whose plant is up."""
    with ExitStack() as stack:
        folder = own_folder(stack)
        found(folder, stack)
        yield folder


def test_a_raw_lot_is_kept_back_and_let_go_at_the_keyboard(
    lizao: Typed, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each refusal says what to add; what is in quarantine is charged by nobody."""
    with running(folder):
        raw = "P1"
        words = ("lot", "quarantine", raw, "--home", folder)
        nameless = lizao(*words, "--reason", "torn bags")
        assert (nameless.status, "--user NAME" in nameless.err) == (2, True)
        monkeypatch.setenv("LIZAO_PASSWORD", ENGINEER.password)
        assert "a reason is needed" in lizao(*words, "--user", ENGINEER.user).err
        done = lizao(*words, "--user", ENGINEER.user, "--reason", "torn bags")
        assert (done.status, done.out) == (0, f"Lot {raw} is in quarantine.\n")
        monkeypatch.setenv("LIZAO_PASSWORD", QUALITY.password)
        letting = ("lot", "release", raw, "--user", QUALITY.user, "--home", folder)
        done = lizao(*letting, "--reason", "sieved", "--lang", "zh")
        assert (done.status, done.out) == (0, f"批号 {raw} 已解除待检。\n")
        again = lizao(*letting, "--reason", "sieved")
        assert (again.status, "nobody has put the lot in quarantine" in again.err) == (2, True)
    with Ledger.read(folder) as ledger:
        facts = [fact for _, fact in ledger.facts()]
    changed = [(x.lot, x.status) for x in facts if isinstance(x, LotStatusChanged)]
    assert changed == [(raw, LotStatus.QUARANTINE), (raw, LotStatus.RELEASED)]


def test_a_delivery_is_taken_in_at_the_keyboard(lizao: Typed, folder: Path) -> None:
    """What is missing is said; the answer is the number of the new lot."""
    with running(folder):
        words = ("lot", "receive", "powder", "20 t", "--supplier-lot", "HB-17", "--home", folder)
        missing = lizao(*words)
        assert (missing.status, "the water" in missing.err) == (2, True)
        done = lizao(*words, "--certificate", "water=0.4 %")
        assert (done.status, done.out) == (0, "Taken in as lot powder-r01.\n")
        assert "powder-r01" in lizao(*words, "--certificate", "water=0.4 %").err
        wrong = lizao(*words, "--certificate", "water")
        assert (wrong.status, "--certificate" in wrong.err) == (2, True)
