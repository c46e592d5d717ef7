"""What an acceptance file says, and what it must not."""

from pathlib import Path

import pytest

from lizao.documents.acceptance_file import load_acceptance
from lizao.documents.site import load_site, reference_site
from lizao.model.acceptance import Measure, Statistic
from lizao.model.errors import DocumentError, UnknownNameError
from tests.plant.plants import changed, line

FILE = reference_site() / "acceptance" / "lfp-26.yaml"


def test_the_reference_site_says_what_its_plant_must_show() -> None:
    """Bands with their sources, how long to fill the plant and to look at it."""
    acceptance = load_site().acceptance_of(line())
    assert (acceptance.recipe, acceptance.batch_kg) == ("lfp-26", 6000.0)
    assert acceptance.days_for("line") == acceptance.days == 3.0
    share = next(each for each in acceptance.figures if each.name == "compaction_density_share")
    assert (share.measure, share.statistic) == (Measure.RESULT, Statistic.SHARE)
    assert (share.at_least, share.low, share.high) == (2.58, 97.0, None)
    assert all(each.source for each in acceptance.figures)


def test_a_band_holds_what_lies_inside_it() -> None:
    """Limits included; what was not seen at all does not hold."""
    solids = next(each for each in load_acceptance(FILE).figures if each.name == "solids")
    assert [solids.holds(each) for each in (39.5, 39.6, 40.4, 40.5, float("nan"))] == [
        False,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("old", "new", "thing"),
    [
        ("low: 0.30, high: 0.36", "low: 0.40, high: 0.36", "slurry_d50"),
        ("statistic: share, at_least: 2.58", "statistic: share", "compaction_density_share"),
        ("unit: g/cm3, low: 2.575", "unit: floz, low: 2.575", "compaction_density"),
        ("batch: 6 t", "batch: 6 h", "batch"),
        ("published: 2.1, low: 1.6", "published: 2.1, low: 2.6", "soak_grain"),
        ("unit: nm, published: 2.1", "unit: furlong, published: 2.1", "soak_grain"),
        ("measure: iron_yield", "measure: gold_yield", "measure"),
    ],
)
def test_a_figure_that_makes_no_sense_is_refused_by_name(
    tmp_path: Path, old: str, new: str, thing: str
) -> None:
    """Band upside down, a share of nothing, units that do not fit, a measure nobody knows."""
    text = FILE.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / FILE.name
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load_acceptance(path)
    assert caught.value.thing == thing


def test_a_plant_differs_in_its_days(tmp_path: Path) -> None:
    """Where the file says so."""
    path = tmp_path / FILE.name
    text = FILE.read_text(encoding="utf-8").replace("site-150kt: {days: 1}", "a-b: {days: 2}")
    path.write_text(text, encoding="utf-8")
    assert load_acceptance(path).days_for("a-b") == 2.0


def test_a_plant_that_makes_nothing_known_has_no_acceptance() -> None:
    """It is refused by name."""
    plant = changed(line(), "kiln-1")
    without = type(plant)(plant.name, plant.site, plant.simulated, plant.units[:3], ())
    with pytest.raises(UnknownNameError, match="lfp-26"):
        load_site().acceptance_of(without)
