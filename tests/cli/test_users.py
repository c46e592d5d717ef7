"""Users at the keyboard of a running home; a password is never an argument."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from lizao.app.requests import AddBatch, HoldAll
from tests.app.running_house import ADMINISTRATOR, ENGINEER, found, running
from tests.cli.conftest import Typed
from tests.equipment.socket_bench import own_folder

CHOSEN = "rather long, isn't it"


@pytest.fixture
def folder(
    lizao: Typed,  # noqa: ARG001 - it names another home, so it has to come first
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Path]:
    """A home on the mini plant, whose plant is up, as the home of the person at the keyboard."""
    with ExitStack() as stack:
        folder = own_folder(stack)
        found(folder, stack)
        monkeypatch.setenv("LIZAO_HOME", str(folder))
        yield folder


def test_a_user_is_added_chooses_a_password_and_is_let_go(
    lizao: Typed, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One-time passwords are shown once; the list says who is who."""
    with running(folder):
        monkeypatch.setenv("LIZAO_PASSWORD", ADMINISTRATOR.password)
        boss = ("--user", ADMINISTRATOR.user)
        words = ("user", "add", "wang.fang", "--role", "planner", "--title", "Wang Fang")
        added = json.loads(lizao(*words, "--json", *boss).out)
        assert added["user"] == "wang.fang"
        assert "one-time password" in lizao("user", "password", "li.wei", *boss).out
        more = ("user", "change", "wang.fang", "--role", "operator", "--role", "planner")
        assert lizao(*more, *boss).out == "User wang.fang is changed.\n"

        monkeypatch.setenv("LIZAO_USER", "wang.fang")
        monkeypatch.setenv("LIZAO_PASSWORD", added["one_time_password"])
        early = lizao("status")
        assert (early.status, "lizao user password --user wang.fang" in early.err) == (2, True)
        monkeypatch.setenv("LIZAO_NEW_PASSWORD", CHOSEN)
        assert lizao("user", "password").out == "User wang.fang has the new password.\n"
        monkeypatch.setenv("LIZAO_PASSWORD", CHOSEN)
        assert lizao("status").status == 0
        listed = lizao("user", "list").out
        assert "Wang Fang" in listed
        assert "operator, planner" in listed
        refused = lizao("user", "deactivate", "li.wei", "--lang", "zh")
        assert refused.err == "用户 wang.fang 无权管理用户；以下角色可以：管理员。\n"

        monkeypatch.setenv("LIZAO_PASSWORD", ADMINISTRATOR.password)
        gone = lizao("user", "deactivate", "wang.fang", "--reason", "moved", *boss)
        assert gone.out == "User wang.fang can sign in no more.\n"
        rows = json.loads(lizao("user", "list", "--json", *boss).out)["users"]
        assert [each["user"] for each in rows if not each["active"]] == ["wang.fang"]


def test_an_abort_needs_a_name_and_a_reason(
    lizao: Typed, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each refusal says what to add; the record shows the signature."""
    with running(folder) as house:
        house.ask(AddBatch("mini", "0.5"))
        house.ask(HoldAll("lunch"))
        house.until_states("HELD")
        nameless = lizao("batch", "abort", "mini-001", "--reason", "spill")
        assert (nameless.status, "--user NAME" in nameless.err) == (2, True)
        monkeypatch.setenv("LIZAO_PASSWORD", ENGINEER.password)
        words = ("batch", "abort", "mini-001", "--user", ENGINEER.user)
        assert "a reason is needed" in lizao(*words).err
        assert lizao(*words, "--reason", "spill").status == 0
        house.until_states("ABORTED")
    shown = lizao("record", "mini-001").out
    assert "Signatures" in shown
    signature = shown[shown.index("Signatures") :]
    assert all(each in signature for each in ("li.wei", "responsible", "spill"))
    page = folder / "record.html"
    assert lizao("record", "mini-001", "--html", page).status == 0
    assert "responsible" in page.read_text(encoding="utf-8")


def test_whose_password_must_be_said(lizao: Typed) -> None:
    """Nobody by name has none to choose."""
    ended = lizao("user", "password")
    assert (ended.status, "--user NAME" in ended.err) == (2, True)


def test_without_a_terminal_a_password_comes_from_the_environment(lizao: Typed) -> None:
    """Nobody waits for words that cannot be typed, and none is echoed."""
    ended = lizao("status", "--user", "li.wei")
    assert (ended.status, "LIZAO_PASSWORD" in ended.err) == (2, True)
    ended = lizao("user", "password", "--user", "li.wei")
    assert (ended.status, "LIZAO_PASSWORD" in ended.err) == (2, True)
