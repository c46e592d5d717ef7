"""Nothing wrong gets into the tank, and nothing is begun that cannot be finished."""

from pathlib import Path

import pytest

from lizao.app.making import Making
from lizao.documents.site import init_site
from lizao.model.errors import MaterialMissingError
from lizao.model.facts import (
    BagAccepted,
    BagRefused,
    BatchStateChanged,
    MaterialMoved,
    StepStarted,
)
from lizao.model.identifiers import LotId, UnitId
from lizao.model.instants import HOUR
from lizao.model.states import State
from tests.stories.reading import of
from tests.stories.stage import Stage


class Clumsy:
    """Someone who hangs a bag of another material at the premix tank, once."""

    def __init__(self, lot: str) -> None:
        """Carry a bag of ``lot``."""
        self.lot = LotId(lot)
        self.hung = False

    def watch(self, making: Making) -> None:
        """Hang it as soon as the batch runs."""
        if not self.hung:
            making.plant.present_bag(UnitId("premix-1"), self.lot)
            self.hung = True


def after_two_hours(making: Making) -> bool:
    """Whether the charging has gone on for two plant hours."""
    return making.loop.now - making.home.rooms.views.batches[making.batch].started >= 2 * HOUR


@pytest.mark.slow
def test_a_wrong_bag_is_refused_and_the_right_one_accepted(tmp_path: Path) -> None:
    """Glucose where acid is asked for is refused with the reason, and nothing of it falls in."""
    stage = Stage(tmp_path)

    stage.make("lfp-26", "2", hold=after_two_hours, watch=Clumsy("glucose-03").watch)

    facts = stage.facts()
    (refused,) = of(facts, BagRefused)
    assert (refused.lot, refused.reason) == ("glucose-03", "wrong_material")
    accepted = next(each for each in of(facts, BagAccepted) if each.at > refused.at)
    assert accepted.step == refused.step
    assert accepted.lot == refused.expected
    assert all(each.lot != "glucose-03" for each in of(facts, MaterialMoved))


@pytest.mark.slow
def test_missing_raw_material_is_named_at_start(tmp_path: Path) -> None:
    """With 150 kg of glucose in the store two tonnes are not begun, and the gap is named."""
    site = init_site(tmp_path / "site")
    file = site / "materials" / "glucose.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("lots: 3", "lots: 1").replace("mass: 4 t", "mass: 150 kg"), encoding="utf-8"
    )
    stage = Stage(tmp_path, site)

    with pytest.raises(MaterialMissingError) as missing:
        stage.make("lfp-26", "2")

    assert missing.value.material == "glucose"
    assert missing.value.missing_kg == pytest.approx(missing.value.needed_kg - 150.0)
    facts = stage.facts()
    assert of(facts, BatchStateChanged)[-1].state is State.ABORTED
    assert not of(facts, StepStarted)
