"""The large plants of the reference site: as many units as the process needs, and its recipes."""

from collections import Counter

import pytest

from lizao.documents.check import check_recipe
from lizao.documents.site import Site, load_site

COUNTS = {
    "coarse-mill": (3, 8),
    "fine-mill": (7, 21),
    "dryer": (5, 14),
    "first-kiln": (14, 40),
    "second-kiln": (6, 18),
    "intermediate-jet-mill": (5, 14),
    "coarse-cut-jet-mill": (3, 7),
    "fine-cut-jet-mill": (3, 7),
    "blender": (3, 9),
    "packer": (2, 5),
}


@pytest.fixture(scope="module")
def site() -> Site:
    """The reference site."""
    return load_site()


def test_a_workshop_and_the_site_have_the_units_of_their_tonnage(site: Site) -> None:
    """A third of 150 kt a year, and all of it; three dosing tanks for each two trains."""
    workshop, whole = (
        Counter(each.unit_class for each in site.plant(name).units)
        for name in ("workshop", "site-150kt")
    )
    assert {kind: (workshop[kind], whole[kind]) for kind in COUNTS} == COUNTS
    assert (workshop["premix"], whole["premix"]) == (6, 18)
    areas = {each.area for each in site.plant("site-150kt").units}
    assert {f"workshop-{each}-firing" for each in "abc"} | {"finishing", "packing"} <= areas


@pytest.mark.parametrize("name", ["workshop", "site-150kt"])
def test_every_recipe_of_the_site_runs_on_its_large_plants_as_it_is(site: Site, name: str) -> None:
    """Roles bind by class."""
    materials = [each.name for each in site.materials]
    for recipe in site.recipes:
        assert check_recipe(site.recipe_file(recipe), site.plant(name), materials) == []
