"""The door itself: help in two languages, one sentence for what was typed wrongly, exit codes."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

import lizao as package
from lizao.cli.common import read
from lizao.model.errors import LedgerBrokenError
from tests.cli.conftest import Typed

COMMANDS = (
    "",
    "make",
    "resume",
    "start",
    "status",
    "hold",
    "answer",
    "batch",
    "batch add",
    "batch list",
    "batch hold",
    "batch restart",
    "batch pause",
    "batch resume",
    "batch mode",
    "batch step",
    "batch reset",
    "batch stop",
    "batch abort",
    "record",
    "trace",
    "certificate",
    "lots",
    "backup",
    "restore",
    "verify",
    "replay",
    "recipe",
    "recipe check",
    "plant",
    "plant show",
    "site",
    "site init",
    "site check",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_both_languages(lizao: Typed, command: str) -> None:
    """Help needs nothing to be there, and no Chinese page keeps an English heading."""
    english = lizao(*command.split(), "--help")
    chinese = lizao("--lang", "zh", *command.split(), "--help")

    assert (english.status, chinese.status) == (0, 0)
    assert english.out.startswith(f"Usage: lizao {command}".rstrip())
    assert chinese.out.startswith("用法：")
    for word in ("--home", "--lang", "--help"):
        assert word in english.out
        assert word in chinese.out
    for heading in ("Usage", "Options", "Commands", "Arguments"):
        assert heading not in chinese.out
    assert "cli." not in english.out


def test_the_bare_program_shows_its_commands(lizao: Typed) -> None:
    """A newcomer types the name and sees what there is."""
    ended = lizao()

    assert ended.status == 0
    assert "  make " in ended.out


def test_the_version_is_told(lizao: Typed) -> None:
    """One line, for programs too."""
    assert lizao("--version").out == f"lizao {package.__version__}\n"


def test_the_language_comes_from_option_environment_or_locale(
    lizao: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nearest wins."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert lizao("--help").out.startswith("用法：")
    monkeypatch.setenv("LIZAO_LANG", "en")
    assert lizao("--help").out.startswith("Usage:")
    assert lizao("--help", "--lang=zh").out.startswith("用法：")


@pytest.mark.parametrize("words", [("--lang", "fr", "lots"), ("lots", "--lang=fr")])
def test_a_language_that_is_not_spoken_is_refused(lizao: Typed, words: tuple[str, ...]) -> None:
    """The error names those that are."""
    ended = lizao(*words)

    assert ended.status == 2
    assert "fr" in ended.err
    assert "en, zh" in ended.err


def test_a_wrong_language_of_the_environment_is_told_too(
    lizao: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told in English, since nobody knows better."""
    monkeypatch.setenv("LIZAO_LANG", "tlh")

    assert "tlh" in lizao("lots").err


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        (("fly",), "There is no command called fly.", "没有名为 fly 的命令。"),
        (("lots", "--deep"), "There is no option called --deep.", "没有名为 --deep 的选项。"),
        (("record",), "BATCH is missing.", "缺少 BATCH。"),
        (("make", "lfp-26"), "--tonnes T is missing.", "缺少 --tonnes T。"),
        (("lots", "--home"), "--home is missing.", "缺少 --home。"),
        (("recipe", "fly"), "There is no command called fly.", "没有名为 fly 的命令。"),
        (("lots", "more"), "more", "命令行有误"),
        (("make", "lfp-26", "--tonnes", "6", "--seed", "x"), "--seed N", "取值无效"),
        (("certificate",), "LOT is missing.", "缺少 LOT。"),
    ],
)
def test_a_wrong_command_line_is_one_sentence(
    lizao: Typed, words: tuple[str, ...], english: str, chinese: str
) -> None:
    """It says what is wrong and where help is, on standard error, with exit code 2."""
    told = lizao(*words)

    assert (told.status, told.out) == (2, "")
    assert english in told.err
    assert chinese in lizao("--lang", "zh", *words).err


def test_a_group_without_a_command_is_a_wrong_command_line(lizao: Typed) -> None:
    """`lizao recipe` alone does nothing."""
    assert lizao("recipe").status == 2


def test_common_options_stand_anywhere_but_after_two_dashes() -> None:
    """What follows `--` is taken as it is."""
    line = read(["trace", "--home=a", "--", "--lang", "x"])

    assert line.words == ("trace", "--", "--lang", "x")
    assert line.home == "a"
    assert line.folder == Path("a")


class FailingHouse:
    """A house in which something goes wrong."""

    def __init__(self, failure: BaseException) -> None:
        self.failure = failure

    def make(self, *_: object) -> NoReturn:
        """Fail."""
        raise self.failure

    def resume(self, *_: object) -> NoReturn:
        """Fail as well."""
        raise self.failure


def test_a_broken_ledger_is_a_failure_not_a_wrong_input(lizao: Typed) -> None:
    """Exit code 1, and the sentence names where it broke."""
    broken = LedgerBrokenError(thing="home", number=7, reason="cut_tail")

    ended = lizao("make", "mini", "--tonnes", "1", house=FailingHouse(broken))

    assert ended.status == 1
    assert "number 7" in ended.err


def test_a_program_that_is_ended_says_nothing(lizao: Typed) -> None:
    """The second Ctrl-C leaves at once, as a shell expects."""
    assert (
        lizao("make", "mini", "--tonnes", "1", house=FailingHouse(KeyboardInterrupt())).status
        == 130
    )


def test_a_mistake_of_the_program_is_not_hidden(lizao: Typed) -> None:
    """What nobody foresaw shows where it happened."""
    with pytest.raises(ZeroDivisionError):
        lizao("make", "mini", "--tonnes", "1", house=FailingHouse(ZeroDivisionError()))


def test_help_is_quick() -> None:
    """Nothing heavy is loaded to explain a command."""
    heavy = ("numba", "numpy", "pyarrow", "sqlalchemy", "ruamel", "pint", "pydantic", "rich")
    code = (
        "import sys; from lizao.cli.main import run; run(['make', '--help'], {}); "
        f"sys.exit(len([each for each in {heavy!r} if each in sys.modules]))"
    )

    ended = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)

    assert ended.returncode == 0
    assert ended.stdout


def test_the_installed_program_runs() -> None:
    """The command that a reader types is there."""
    program = Path(sys.executable).with_name("lizao")

    ended = subprocess.run(
        [program, "--version"], check=False, capture_output=True, text=True, env=dict(os.environ)
    )

    assert ended.stdout == f"lizao {package.__version__}\n"
