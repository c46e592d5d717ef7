"""What a plant file may say about the saggars of a line."""

from pathlib import Path

import pytest

from lizao.documents.plant_file import load_plant
from lizao.documents.site import reference_site
from lizao.model.equipment import Saggars
from lizao.model.errors import DocumentError
from lizao.model.identifiers import PoolId, UnitId

LINE = reference_site() / "plants" / "line.yaml"


def test_each_kiln_has_a_pool_of_its_own() -> None:
    """The virtual kiln counts with the same numbers."""
    plant = load_plant(LINE, "lfp")
    kiln = plant.unit(UnitId("kiln-2"))
    assert kiln is not None
    assert kiln.saggars == Saggars(PoolId("kiln-2"), 2636, 12, 5.5, 2292)
    assert kiln.coefficients["saggars_pool"] == 2636.0
    assert kiln.coefficients["saggars_per_row"] == 12.0


@pytest.mark.parametrize(
    ("before", "after", "thing"),
    [
        ("pool: {value: 2636", "pool: {value: 2300", "pool"),
        ("per_row: {value: 12", "per_row: {value: 0", "pool"),
        ("load: 5.5 kg", "load: 0 kg", "load"),
    ],
)
def test_a_pool_that_never_fills_a_row_is_refused(
    tmp_path: Path, before: str, after: str, thing: str
) -> None:
    """More than stands in the line, a row of at least one, a saggar that takes something."""
    text = LINE.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path = tmp_path / "line.yaml"
    path.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(DocumentError) as refused:
        load_plant(path, "lfp")
    assert refused.value.details()["thing"] == thing
