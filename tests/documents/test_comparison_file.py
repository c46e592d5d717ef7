"""What a comparison file says, and what it must not."""

from dataclasses import replace
from pathlib import Path

import pytest

from lizao.documents.comparison_file import load_comparison
from lizao.documents.site import load_site, reference_site
from lizao.model.comparison import Gauge
from lizao.model.equipment import Choice
from lizao.model.errors import DocumentError, UnknownNameError
from lizao.model.identifiers import MaterialName
from tests.plant.plants import line

FILE = reference_site() / "comparison" / "lfp-26.yaml"


def test_the_reference_site_says_what_old_practice_is() -> None:
    """Full scatter for both; set-points turned by a twentieth, samples half an hour late."""
    comparison = load_site().comparison_of(line())
    assert (comparison.recipe, comparison.batch_kg) == ("lfp-26", 6000.0)
    assert (comparison.seeds, comparison.batches, comparison.margin) == (6, 2, 0.05)
    assert comparison.conditions["disturbances.scale"] == 1.0
    assert comparison.conditions["lots.scatter"] == 1.0
    old = comparison.old
    assert (old.trim_share, old.late_least_min, old.late_most_min) == (0.05, 30.0, 90.0)
    assert old.choose is Choice.LONGEST_IDLE
    assert {each.gauge for each in comparison.figures} == set(Gauge)


def test_prices_are_kept_per_kilogram_and_per_unit_of_energy() -> None:
    """As written per tonne."""
    costs = load_comparison(FILE).costs
    assert costs.material_per_kg[MaterialName("lithium-carbonate")] == pytest.approx(75.4)
    assert costs.electricity_per_kwh == pytest.approx(0.6)
    assert costs.gas_per_nm3 == pytest.approx(3.5)
    assert (costs.other_per_t, costs.blocked_per_t) == (2700.0, 2000.0)


def test_every_set_point_that_is_turned_is_one_of_the_recipe() -> None:
    """A name that the recipe does not have would be found only when a batch is made."""
    site = load_site()
    comparison = site.comparison_of(line())
    known = {each.name for each in site.recipe(comparison.recipe).formula}
    assert known.issuperset(comparison.old.setpoints)


@pytest.mark.parametrize(
    ("old", "new", "thing"),
    [
        ("batch: 6 t", "batch: 6 h", "batch"),
        ("margin: 5 %", "margin: 5 h", "margin"),
        ("least: 30 min", "least: 100 min", "least"),
        ("sigma: 5 %", "sigma: 5 kg", "sigma"),
        ("price: 0.60 yuan/kWh", "price: 0.60 yuan/t", "electricity"),
        ('result, of: carbon, unit: "%"', "result, of: carbon, unit: floz", "carbon"),
        ("gauge: first_pass", "gauge: luck", "gauge"),
        ("seeds: 6", "seeds: 1", "seeds"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_by_name(
    tmp_path: Path, old: str, new: str, thing: str
) -> None:
    """Units that do not fit, a span upside down, a gauge nobody knows, one seed only."""
    text = FILE.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / FILE.name
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load_comparison(path)
    assert caught.value.thing == thing


def test_a_plant_that_makes_nothing_known_has_no_comparison() -> None:
    """It is refused by name."""
    plant = line()
    with pytest.raises(UnknownNameError, match="lfp-26"):
        load_site().comparison_of(replace(plant, units=plant.units[:3]))
