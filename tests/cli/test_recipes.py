"""Recipe files from and to BatchML, and what two of them differ in."""

from pathlib import Path

import pytest

from lizao.cli.main import run
from lizao.documents.site import reference_site

RECIPES = reference_site() / "recipes"


def test_an_exported_recipe_is_imported_as_a_draft_of_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Out and in again, only the status differs, and the standard output serves as a file."""
    batchml, copy = tmp_path / "lfp-26.xml", tmp_path / "lfp-26.yaml"

    assert run(["recipe", "export", str(RECIPES / "lfp-26.yaml"), "--to", str(batchml)], {}) == 0
    assert run(["recipe", "import", str(batchml)], {}) == 0
    said = capsys.readouterr()
    copy.write_text(said.out.partition("\n")[2], encoding="utf-8")

    assert "BatchML V7" in said.err
    assert "status: draft" in said.out
    assert run(["recipe", "difference", str(RECIPES / "lfp-26.yaml"), str(copy)], {}) == 0
    assert capsys.readouterr().out == "No difference.\n"


def test_a_difference_is_said_line_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A soak five degrees hotter is one line, in the language asked for."""
    newer = tmp_path / "lfp-26.yaml"
    text = (RECIPES / "lfp-26.yaml").read_text(encoding="utf-8")
    newer.write_text(text.replace("default: 770", "default: 775"), encoding="utf-8")

    assert run(["recipe", "difference", str(RECIPES / "lfp-26.yaml"), str(newer)], {}) == 0
    assert capsys.readouterr().out == "soak1_temperature: 770 °C → 775 °C\n"


def test_what_a_foreign_file_does_not_carry_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is no BatchML is refused by its namespace."""
    foreign = tmp_path / "foreign.xml"
    foreign.write_text("<Recipe xmlns='urn:else'/>", encoding="utf-8")

    assert run(["recipe", "import", str(foreign)], {}) == 2
    assert "urn:else" in capsys.readouterr().err
