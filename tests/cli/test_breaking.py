"""`lizao plant faults` and `lizao plant fault` at the keyboard."""

import json
from pathlib import Path

import pytest

from lizao.cli.door import DONE, WRONG
from lizao.cli.main import run


def test_what_can_break_is_listed_for_a_site_without_a_home(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As data, with cure and rate; nobody knows what is broken."""
    home = ("--home", str(tmp_path / "none"))
    assert run(["plant", "faults", "--json", *home], {}) == DONE
    found = json.loads(capsys.readouterr().out)["faults"]
    leak = next(each for each in found if (each["unit"], each["code"]) == ("kiln-1", "F3"))
    assert leak["broken"] is None
    assert leak["per_year"] > 0
    assert leak["title"]["zh"]


@pytest.mark.parametrize(("lang", "word"), [("en", "door seal"), ("zh", "密封")])
def test_what_can_break_is_listed_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, word: str
) -> None:
    """A table."""
    assert run(["plant", "faults", "--home", str(tmp_path / "none"), "--lang", lang], {}) == DONE
    assert word in capsys.readouterr().out


def test_a_fault_needs_a_home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said that there is none."""
    home = ("--home", str(tmp_path / "none"))
    assert run(["plant", "fault", "F3", "--unit", "kiln-1", *home, "--lang", "en"], {}) == WRONG
    assert str(tmp_path) in capsys.readouterr().err
