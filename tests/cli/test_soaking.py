"""`lizao soak` says what a soak came to, and fails where a promise was broken."""

import json

import pytest

from lizao.cli import soaking
from lizao.cli.door import DONE, FAILED, WRONG
from lizao.cli.main import run
from lizao.control import transfers

SHORT = ("soak", "--runs", "1", "--hours", "6", "--seed", "4")


def test_the_figures_are_printed_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    """One object with what was run, what went wrong, and how long it took."""
    assert run([*SHORT, "--json"], {}) == DONE
    found = json.loads(capsys.readouterr().out)
    assert (found["runs"], found["violations"]) == (1, 0)
    assert found["plant_hours"] >= 6
    assert found["facts"] > 500
    assert {"utilisation", "faults", "restarts", "wall_seconds"} <= set(found)


def test_the_figures_are_said_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """Every promise was kept."""
    assert run([*SHORT, "--lang", "en"], {}) == DONE
    assert "Every promise was kept." in capsys.readouterr().out


def test_a_broken_promise_is_told_with_its_seed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The promise, the facts before it, and the command that repeats it."""
    monkeypatch.setattr(transfers, "ORDER", tuple(reversed(transfers.ORDER)))
    assert run([*SHORT, "--lang", "en"], {}) == FAILED
    again = capsys.readouterr().out.splitlines()[-1].partition("lizao ")[2].split()
    assert again[:4] == ["soak", "--runs", "1", "--hours"]
    assert run([*again, "--lang", "en"], {}) == FAILED


def test_a_fault_that_there_is_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """It names the kinds there are."""
    assert run([*SHORT, "--faults", "power_dip,earthquake"], {}) == WRONG
    told = capsys.readouterr().err
    assert "earthquake" in told
    assert "service_stuck" in told


def test_a_storm_of_no_fault_at_all(capsys: pytest.CaptureFixture[str]) -> None:
    """A promise may be broken without any; the command that repeats it says so."""
    assert run([*SHORT, "--faults", "none", "--json"], {}) == DONE
    assert set(json.loads(capsys.readouterr().out)["faults"].values()) == {0}


def test_a_storm_of_few_faults_has_no_others(capsys: pytest.CaptureFixture[str]) -> None:
    """Only what is named happens, and only so many batches are made."""
    few = [*SHORT, "--faults", "service_failed,report_late", "--batches", "1", "--json"]
    assert run(few, {}) == DONE
    found = json.loads(capsys.readouterr().out)
    assert {kind for kind, times in found["faults"].items() if times} <= {
        "service_failed",
        "report_late",
    }
    assert sum(found["batches"].values()) == 1


def test_a_plant_that_cannot_be_soaked_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """It names the plants there are."""
    assert run(["soak", "--plant", "moon"], {}) == WRONG
    assert soaking.PAPER in capsys.readouterr().err
