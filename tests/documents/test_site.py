"""A site is a folder of data: the reference site is whole, and a copy of it can be changed."""

from pathlib import Path

import pytest

from lizao.documents.check import check_recipe
from lizao.documents.site import Site, init_site, load_site, reference_site
from lizao.model.errors import DocumentError, UnknownNameError
from lizao.model.identifiers import MaterialName, PlaceId, UnitId
from lizao.model.recipe import Scaling, Work
from tests.documents.papers import PLANT


@pytest.fixture(scope="module")
def site() -> Site:
    """The reference site."""
    return load_site()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the reference site."""
    return init_site(tmp_path / "site")


def change(path: Path, old: str, new: str) -> None:
    """Change a file of a site."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_reference_site_is_whole(site: Site) -> None:
    """Three plants, two recipes with their products, seven raw materials."""
    assert (site.name, site.plant_name) == ("lfp", "line")
    assert set(site.plants) == {"line", "workshop", "site-150kt"}
    assert set(site.recipes) == set(site.products) == {"lfp-24", "lfp-26"}
    assert {each.name for each in site.materials if each.raw} == {
        "glucose",
        "iron-phosphate",
        "lithium-carbonate",
        "peg",
        "phosphoric-acid",
        "titania",
        "water",
    }
    assert site.texts.is_dir()


def test_every_recipe_of_the_reference_site_can_run_on_its_plant(site: Site) -> None:
    """No fault, and every recipe is approved."""
    names = [each.name for each in site.materials]
    for name, recipe in site.recipes.items():
        assert check_recipe(site.recipe_file(name), site.plant(), names) == []
        assert recipe.status == "approved"
        assert site.recipe(name) is recipe


def test_every_place_of_the_piping_exists(site: Site) -> None:
    """What a unit draws from and delivers to is the place of another unit."""
    plant = site.plant("line")
    places = {place.id for unit in plant.units for place in unit.places}
    for unit in plant.units:
        assert {*unit.draws_from, *unit.delivers_to} <= places


def test_vessels_show_their_mass(site: Site) -> None:
    """Every unit with a place has the signal that recipes watch."""
    plant = site.plant()
    for unit in plant.units:
        if unit.places:
            assert f"{unit.id}.mass_kg" in plant.signals


def test_amounts_follow_the_batch_and_set_points_do_not(site: Site) -> None:
    """What is weighed is linear, everything else fixed; titles in both languages."""
    for recipe in site.recipes.values():
        for each in recipe.formula:
            assert each.scaling is (Scaling.LINEAR if each.high > 1 and each.name in {
                "iron_phosphate_dry", "glucose_dry", "peg", "titania"
            } else Scaling.FIXED)  # fmt: skip
            assert each.title_en
            assert each.title_zh


def test_two_firings_or_one(site: Site) -> None:
    """Generation 4 goes through the mixer and the second kiln, generation 2 past them."""
    assert "second-kiln" in site.recipe("lfp-26").roles
    assert "second-kiln" not in site.recipe("lfp-24").roles
    transfers = {
        name: sum(
            each.action is not None and each.action.work is Work.TRANSFER
            for each in recipe.elements
        )
        for name, recipe in site.recipes.items()
    }
    assert transfers == {"lfp-26": 8, "lfp-24": 7}


def test_the_carbon_is_split_between_slurry_and_coat(site: Site) -> None:
    """Share and complement of the same parameter add up to the whole."""
    shares = [
        (each.material, each.complement) for each in site.recipe("lfp-26").charges if each.share
    ]
    assert sorted(shares) == [("glucose", False), ("glucose", True), ("peg", False), ("peg", True)]


def test_deliveries_become_numbers_of_the_virtual_plant(site: Site) -> None:
    """Count, mass, packing and certificate of every raw material, in the unit of the name."""
    numbers = site.plant().coefficients
    start = "lot.iron-phosphate."
    assert numbers[start + "count"] * numbers[start + "mass_kg"] == 90_000.0
    assert numbers[start + "packed_kg"] == 500.0
    assert (numbers[start + "fe_p_mean"], numbers[start + "fe_p_sigma"]) == (0.972, 0.001)
    assert numbers[start + "water_mean"] == pytest.approx(0.003)
    assert (numbers[start + "status"], numbers[start + "shelf_life_d"]) == (1.0, 365.0)
    assert numbers["lot.water.packed_kg"] == 0.0


def test_limits_decide_or_come_later(site: Site) -> None:
    """Coin cells and BET do not gate; compaction density does."""
    specification = site.products[MaterialName("lfp-26")]
    density = specification.limits("compaction_density")
    assert density is not None
    assert (density.low, density.high, density.gating) == (2.58, None, True)
    late = {each.attribute for each in specification.attributes if not each.gating}
    assert late == {"bet", "capacity_01c", "capacity_1c"}


def test_a_plant_is_found_by_name_or_by_file(site: Site, tmp_path: Path) -> None:
    """A file elsewhere gets the site's deliveries; an unknown name is told the known ones."""
    path = tmp_path / "other.yaml"
    path.write_text(PLANT, encoding="utf-8")
    other = site.plant(str(path))
    assert other.unit(UnitId("tank-1")) is not None
    assert other.coefficients["lot.water.count"] == 1.0
    with pytest.raises(UnknownNameError) as raised:
        site.plant("other")
    assert raised.value.known == "line, site-150kt, workshop"
    with pytest.raises(UnknownNameError):
        site.recipe("lfp-99")


def test_a_copy_of_the_reference_site_is_a_site(copy: Path) -> None:
    """What is copied loads, and is never copied over."""
    assert load_site(copy).plants["line"].places[0].id == PlaceId("store")
    with pytest.raises(DocumentError) as raised:
        init_site(copy)
    assert (raised.value.reason, raised.value.value) == ("not_empty", "site")
    with pytest.raises(DocumentError):
        init_site(copy / "site.yaml")


@pytest.mark.parametrize(
    ("file", "old", "new", "reason", "value"),
    [
        ("site.yaml", "plant: line", "plant: lane", "unknown_plant", "lane"),
        ("site.yaml", "recipe: lfp-26", "recipe: lfp-62", "unknown_recipe", "lfp-62"),
        ("site.yaml", "site: lfp", "sight: lfp", "unknown_key", "site.yaml"),
        ("products/lfp-26.yaml", "product: lfp-26", "product: lfp-27", "wrong_name", "lfp-27"),
        ("products/lfp-26.yaml", "unit: ppb", "unit: pinch", "unknown_unit", "pinch"),
        ("products/lfp-26.yaml", "low: 7, high: 11", "low: 17, high: 11", "outside_limits", "17"),
        ("products/lfp-26.yaml", "gating: false", "gating: maybe", "wrong_type", "maybe"),
        ("materials/peg.yaml", "packed: 200 kg", "packed: 200 m", "wrong_dimension", "200 m"),
        ("materials/peg.yaml", "mean: 0.6 %", "mean: 0.6 h", "wrong_dimension", "0.6 h"),
        ("materials/peg.yaml", "lots: 2", "lots: -1", "outside_limits", "-1"),
        ("recipes/lfp-24.yaml", "default: 950", "default: 9500", "outside_limits", "9500"),
        ("plants/line.yaml", "class: dryer", "class: drier", "unknown_class", "drier"),
        ("plants/line.yaml", "plant: line", "plant: lane", "wrong_name", "lane"),
    ],
)
def test_a_fault_anywhere_in_a_site_is_named(
    copy: Path, file: str, old: str, new: str, reason: str, value: str
) -> None:
    """The error names the file and the value."""
    change(copy / file, old, new)

    with pytest.raises(DocumentError) as raised:
        load_site(copy).plant()

    error = raised.value
    assert (error.file, error.reason, error.value) == (str(copy / file), reason, value)


def test_a_plant_is_read_when_it_is_asked_for(copy: Path) -> None:
    """So a fault in another plant, or a large one, is no concern of who runs this one."""
    (copy / "plants" / "broken.yaml").write_text("plant: [", encoding="utf-8")
    site = load_site(copy)
    assert site.plant() is site.plant("line")
    assert {"line", "broken"} <= set(site.plants)
    with pytest.raises(DocumentError) as raised:
        site.plant("broken")
    assert raised.value.reason == "not_yaml"


def test_a_material_may_come_without_a_virtual_supplier(copy: Path) -> None:
    """A real plant has no deliveries in its files."""
    path = copy / "materials" / "water.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("delivery:")], encoding="utf-8")

    assert not any(each.startswith("lot.water") for each in load_site(copy).deliveries)


def test_the_packaged_site_lies_beside_the_program() -> None:
    """An installed wheel works from any directory."""
    assert (reference_site() / "site.yaml").is_file()
