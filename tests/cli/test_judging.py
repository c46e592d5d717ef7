"""`lizao plant validate` prints figures, bands and a verdict, and ends with its code."""

import json
from pathlib import Path

import pytest

from lizao.cli.door import FAILED, WRONG
from lizao.cli.main import run
from lizao.documents.site import init_site


@pytest.fixture
def hasty(tmp_path: Path) -> tuple[str, ...]:
    """The command on a site whose plant is looked at before anything is packed."""
    site = init_site(tmp_path / "site")
    file = site / "acceptance" / "lfp-26.yaml"
    text = file.read_text(encoding="utf-8").replace("fill: 66 h", "fill: 1 h")
    file.write_text(text, encoding="utf-8")
    return ("plant", "validate", "--days", "0.1", "--site", str(site))


def test_the_report_is_printed_as_data(
    hasty: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Name, value, unit, band and verdict of each figure; what was not seen has no value."""
    assert run([*hasty, "--json"], {}) == FAILED
    found = json.loads(capsys.readouterr().out)
    assert (found["plant"], found["days"], found["verdict"]) == ("line", 0.1, "fail")
    figures = {each["name"]: each for each in found["figures"]}
    assert figures["balance_iron"]["value"] <= 1e-9
    assert figures["balance_iron"]["verdict"] == "pass"
    assert figures["solids"]["unit"] == "%"
    assert (figures["carbon"]["value"], figures["carbon"]["verdict"]) == (None, "fail")


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ("Balance of iron", "The plant fails")), ("zh", ("铁平衡", "未通过验收"))],
)
def test_the_report_is_said_in_both_languages(
    hasty: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    lang: str,
    words: tuple[str, str],
) -> None:
    """A table and a sentence."""
    assert run([*hasty, "--lang", lang], {}) == FAILED
    said = capsys.readouterr().out
    assert all(each in said for each in words)


def test_a_plant_that_there_is_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """It names the plants there are."""
    assert run(["plant", "validate", "moon"], {}) == WRONG
    assert "line" in capsys.readouterr().err
