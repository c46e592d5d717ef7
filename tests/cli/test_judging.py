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


def test_a_plant_is_judged_while_faults_strike(
    hasty: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """They are counted, in both forms of the report; the balances close all the same."""
    rough = (*hasty, "--fault-rate", "500", "--disturbances", "2")
    run([*rough, "--json"], {})
    found = json.loads(capsys.readouterr().out)
    balances = [each for each in found["figures"] if each["name"].startswith("balance_")]
    assert found["faults_struck"] > 0
    assert {each["verdict"] for each in balances} == {"pass"}
    run(list(rough), {})
    said = f"Faults that struck by themselves meanwhile: {found['faults_struck']}."
    assert said in capsys.readouterr().out
    run([*hasty, "--json"], {})
    assert json.loads(capsys.readouterr().out)["faults_struck"] == 0


def test_a_plant_that_there_is_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """It names the plants there are."""
    assert run(["plant", "validate", "moon"], {}) == WRONG
    assert "line" in capsys.readouterr().err


def test_a_fault_that_there_is_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Before the plant is filled; it names the faults there are."""
    assert run(["plant", "validate", "line", "--fault", "F99"], {}) == WRONG
    assert "F14@sieve-1" in capsys.readouterr().err


@pytest.mark.slow
def test_one_fault_is_tried_and_told_by_the_laboratory(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """F11: the slurry's acidity at once, the density of its powder days later; both go."""
    run(["plant", "validate", "line", "--days", "0.1", "--fault", "F11", "--json"], {})
    (found,) = json.loads(capsys.readouterr().out)["faults"]
    assert (found["code"], found["unit"], found["verdict"]) == ("F11", "premix-1", "pass")
    told = {each.get("attribute", each.get("signal")): each["seen"] for each in found["signs"]}
    assert -0.06 <= told["compaction_density"] <= -0.04
    assert told["ph"] > 0.05
