"""`lizao plant compare` prints both ways, the difference and its interval."""

import json

import pytest

from lizao.cli.door import DONE, WRONG
from lizao.cli.main import run

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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("Released at the first judgement", "Old practice", "¥/t", "Not modelled")),
        ("zh", ("一次合格率", "传统做法", "锂造", "未模拟")),
    ],
)
def test_the_comparison_is_said_in_both_languages(
    capsys: pytest.CaptureFixture[str], lang: str, words: tuple[str, ...]
) -> None:
    """A table, the promise, and what is not told."""
    assert run([*COMMAND, "--lang", lang], {}) == DONE
    said = capsys.readouterr().out
    assert all(each in said for each in words)
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
