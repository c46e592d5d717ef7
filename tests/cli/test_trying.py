"""A recipe is tried on a virtual plant that nobody keeps."""

import json
from pathlib import Path

import pytest

from lizao.documents.site import reference_site
from tests.cli.conftest import Typed

APPROVED = reference_site() / "recipes" / "lfp-24.yaml"
RAW = {
    "water", "iron-phosphate", "lithium-carbonate", "phosphoric-acid", "titania", "glucose", "peg",
}  # fmt: skip


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A recipe that nobody has approved, outside every site."""
    file = tmp_path / "draft.yaml"
    written = APPROVED.read_text(encoding="utf-8").replace("status: approved", "status: draft")
    file.write_text(written, encoding="utf-8")
    return file


@pytest.mark.slow
def test_a_draft_tells_time_consumption_and_quality_and_leaves_nothing(
    lizao: Typed, draft: Path, tmp_path: Path
) -> None:
    """A trial says what the recipe takes, uses and gives; the home is not even made."""
    ended = lizao("recipe", "try", draft, "--json")

    assert ended.status == 0
    found = json.loads(ended.out)
    assert found["file"] == str(draft)
    assert found["tonnes_packed"] == pytest.approx(1.0, rel=0.05)
    assert found["plant_hours"] > 20
    assert found["simulated"] is True
    assert set(found["consumption_kg"]) == RAW
    assert all(mass_kg > 0 for mass_kg in found["consumption_kg"].values())
    assert found["quality"]["compaction_density"]["pass"] is True
    assert not (tmp_path / "home").exists()
    assert not (tmp_path / "state").exists()


@pytest.mark.slow
def test_a_trial_that_misses_the_specification_says_so(lizao: Typed, draft: Path) -> None:
    """A recipe whose product would be blocked ends with 1, and the table says why."""
    ended = lizao("recipe", "try", draft, "--tonnes", "2", "--set", "soak_temperature=740 °C")

    assert ended.status == 1
    assert "blocked" in ended.out
    assert "Raw materials, as delivered" in ended.out
    assert "nothing of it is kept" in ended.out


def test_what_could_not_run_is_refused_before_anything_is_made(
    lizao: Typed, draft: Path, tmp_path: Path
) -> None:
    """A fault of the file names its line; a value outside its limits names both."""
    wrong = tmp_path / "wrong.yaml"
    written = draft.read_text(encoding="utf-8").replace("service: disperse", "service: whisk")
    wrong.write_text(written, encoding="utf-8")
    faulty = lizao("recipe", "try", wrong)
    outside = lizao("recipe", "try", draft, "--set", "soak_temperature=1200 °C")

    assert faulty.status == 2
    assert "wrong.yaml, line" in faulty.err
    assert "whisk" in faulty.err
    assert outside.status == 2
    assert "1,200 °C" in outside.err
    assert not (tmp_path / "home").exists()


def test_a_version_that_nobody_registered_cannot_be_tried(lizao: Typed) -> None:
    """NAME@VERSION is one of the home."""
    ended = lizao("recipe", "try", "lfp-24@9")
    assert (ended.status, "lfp-24" in ended.err) == (2, True)
