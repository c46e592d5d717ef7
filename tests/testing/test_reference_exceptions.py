"""The exceptions of the reference recipes: a plant that is out of its bands takes every branch."""

from pathlib import Path

import pytest

from lizao.documents.site import init_site, load_site
from lizao.model.facts import (
    ExceptionRaised,
    LotJudged,
    LotStatusChanged,
    QuestionAnswered,
    QuestionAsked,
    StepCompleted,
)
from lizao.model.instants import HOUR
from lizao.model.material import LotStatus
from lizao.model.states import State
from lizao.testing.shift import Shift
from tests.control.recipes import of

pytestmark = pytest.mark.slow

DISTURBED = {
    "reference_um: {value: 1.0,": "reference_um: {value: 1.25,",
    "supply_oxygen_ppm: &supply {value: 5,": "supply_oxygen_ppm: &supply {value: 150,",
    "bound_percent: {value: 0.2,": "bound_percent: {value: 1.2,",
}
"""Beads that grind worse, nitrogen that is impure, powder that holds its water."""


def disturbed(folder: Path) -> Shift:
    """A shift on the reference site whose plant is out of its bands."""
    site = init_site(folder / "site")
    file = site / "plants" / "line.yaml"
    text = file.read_text(encoding="utf-8")
    for ordinary, worse in DISTURBED.items():
        assert ordinary in text
        text = text.replace(ordinary, worse)
    file.write_text(text, encoding="utf-8")
    return Shift(site=load_site(site))


@pytest.mark.parametrize(
    ("recipe", "firings"), [("lfp-26", ["fire-1", "fire-2"]), ("lfp-24", ["fire"])]
)
def test_a_plant_out_of_its_bands_takes_every_branch(
    tmp_path: Path, recipe: str, firings: list[str]
) -> None:
    """Coarse slurry is milled on, moist powder is asked about, oxygen keeps the lot back."""
    shift = disturbed(tmp_path)
    batch = shift.order(recipe, 1.0)
    shift.finish(within_h=120.0)

    assert shift.run.batches[batch].state is State.COMPLETE
    raised = {
        each.step.replace("#1", "").replace("#2", "") for each in of(shift.facts, ExceptionRaised)
    }
    assert raised == {
        "fine/mill/coarse",
        "convey-1/move/moist",
        *(f"{each}/fire/oxygen" for each in firings),
    }
    again = [each for each in of(shift.facts, StepCompleted) if each.step.endswith("/mill-on")]
    assert len(again) == 2
    (asked,) = of(shift.facts, QuestionAsked)
    (taken,) = of(shift.facts, QuestionAnswered)
    assert (taken.answer, taken.by, taken.at - asked.at) == ("keep-back", "rule", HOUR)
    changed = of(shift.facts, LotStatusChanged)
    assert {each.status for each in changed} == {LotStatus.QUARANTINE}
    assert not of(shift.facts, LotJudged)
