"""Filled plants that are kept: as if filled anew, of exactly what was asked, and not too many."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from lizao.documents.site import load_site
from lizao.testing.shift import Shift
from lizao.testing.validation import trial_of
from lizao.testing.validation.filled import KEPT, cache, filled, forget_old, seal_of
from lizao.testing.validation.trial import Steady, Trial


@pytest.fixture(scope="module")
def trial() -> Trial:
    """An hour of the line before anything is packed."""
    whole = trial_of(load_site(), "line")
    return replace(whole, acceptance=replace(whole.acceptance, fill_h=1.0))


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder of one's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def _goes_on(shift: Shift, steady: Steady) -> tuple[object, ...]:
    """What happens in the next half hour."""
    begun = len(shift.facts)
    steady.forward(0.5)
    return (*shift.facts[begun:], shift.plant.truth())


def test_a_plant_that_was_kept_goes_on_as_the_one_that_was_filled(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the last digit; and it was not filled again."""
    first, steady = filled(trial)
    batches = first.run.batches
    seen = _goes_on(first, steady)
    monkeypatch.setattr(Steady, "forward", lambda *_: pytest.fail("filled again"))
    again, steady = filled(trial)
    monkeypatch.undo()
    assert again.run.batches == batches
    assert _goes_on(again, steady) == seen


def test_another_seed_or_plant_is_another_filled_plant(trial: Trial) -> None:
    """Nothing is taken for what it is not."""
    sharper = replace(trial.plant, coefficients={**trial.plant.coefficients, "lab.carbon_sigma": 1})
    others = (trial, replace(trial, seed=2), replace(trial, plant=sharper))
    assert len({seal_of(each) for each in others}) == len(others)


def test_a_kept_plant_that_was_altered_is_filled_anew(trial: Trial) -> None:
    """Its seal does not fit any more."""
    first, _ = filled(trial)
    (file,) = (cache() / seal_of(trial)).iterdir()
    body = bytearray(file.read_bytes())
    body[-1] ^= 1
    file.write_bytes(body)
    again, _ = filled(trial)
    assert again.facts == first.facts


def test_where_nothing_can_be_kept_it_is_filled_each_time(trial: Trial, cache_folder: Path) -> None:
    """A file lies where the folder should be."""
    (cache_folder / "lizao").write_text("", "utf-8")
    first, _ = filled(trial)
    again, _ = filled(trial)
    assert again.facts == first.facts


def test_only_the_latest_are_kept() -> None:
    """What was used longest ago goes first."""
    for at in range(KEPT + 2):
        folder = cache() / f"{at}"
        folder.mkdir(parents=True)
        folder.with_suffix(".lock").touch()
        os.utime(folder, (at, at))
    forget_old()
    left = sorted(each.stem for each in cache().iterdir())
    assert left == sorted(2 * [f"{at}" for at in range(2, KEPT + 2)])
