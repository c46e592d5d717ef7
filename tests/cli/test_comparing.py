"""`lizao plant compare` prints both ways, the difference and its interval."""

import json
from pathlib import Path

import pytest

from lizao.cli.comparing import print_report
from lizao.cli.door import DONE, WRONG, Door
from lizao.cli.main import run
from lizao.documents.site import init_site, load_site
from lizao.testing.comparison.playing import Made
from lizao.testing.comparison.report import Report, compared
from lizao.texts import Texts
from lizao.texts.languages import Language

COMMAND = ("plant", "compare", "--seeds", "2", "--batches", "1")


@pytest.mark.slow
def test_the_comparison_is_printed_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    """Name, unit, both ways and the difference of each figure, seed by seed too."""
    assert run([*COMMAND, "--seed", "7", "--json"], {}) == DONE
    found = json.loads(capsys.readouterr().out)
    assert (found["plant"], found["recipe"], found["seeds"]) == ("line", "lfp-26", [7, 8])
    figures = {each["name"]: each for each in found["figures"]}
    for each in ("first_pass", "on_time", "energy", "nitrogen", "cost"):
        assert figures[each].keys() == {"name", "unit", "lizao", "old", "difference", "seeds"}
        assert figures[each]["difference"].keys() == {"mean", "low", "high", "clear"}
        assert len(figures[each]["seeds"]) == 2
    spread = figures["carbon_spread"]
    assert spread["lizao"]["mean"] > 0.0
    assert spread["difference"]["low"] is None
    assert found["not_modelled"]


def made(hours: float, density: float) -> tuple[Made, ...]:
    """The one batch of a seed."""
    results = {"compaction_density": density}
    return (Made(True, hours, density > 2.58, 6.0, 21e3, 5e3, 1.3e3, {}, results),)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("Released at the first judgement", "Old practice", "¥/t", "Not modelled")),
        ("zh", ("一次合格率", "传统做法", "锂造", "未模拟")),
    ],
)
def test_the_comparison_is_said_in_both_languages(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    lang: Language,
    words: tuple[str, ...],
) -> None:
    """A table with an interval where there is one, the promise, and what is not told."""
    monkeypatch.setenv("COLUMNS", "160")
    comparison = load_site().comparisons["lfp-26"]
    ours = [made(65.0, 2.62), made(66.0, 2.61)]
    theirs = [made(67.0, 2.60), made(69.0, 2.55)]
    figures = compared(comparison, ours, theirs, [68.5])
    print_report(Door(Texts(lang)), Report("line", comparison, 1, 1, (68.5,), figures))
    said = capsys.readouterr().out
    assert all(each in said for each in words)
    assert "−2.5 h" in said
    assert "68.5" in said
    assert "–" in said


@pytest.mark.parametrize(
    ("words", "said"), [(("moon",), "line"), (("--seeds", "1"), "2"), (("--batches", "0"), "1")]
)
def test_what_cannot_be_compared_is_refused(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A plant that there is not, one seed without an interval, no batch."""
    assert run(["plant", "compare", *words], {}) == WRONG
    assert said in capsys.readouterr().err


def test_a_name_that_nothing_answers_to_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A material without a price, before anything is made."""
    site = init_site(tmp_path / "site")
    file = site / "comparison" / "lfp-26.yaml"
    text = file.read_text(encoding="utf-8").replace("    titania: {", "    titanium: {")
    file.write_text(text, encoding="utf-8")
    assert run(["plant", "compare", "--site", str(site)], {}) == WRONG
    said = capsys.readouterr().err
    assert "no price of the raw material called titania" in said
