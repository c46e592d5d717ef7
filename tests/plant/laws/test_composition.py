"""What raw materials are made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lizao.plant.laws import composition
from lizao.plant.laws.composition import ELEMENTS, Elements


def test_elements_come_in_the_named_order() -> None:
    """The fields of Elements follow ELEMENTS, so arrays and tuples agree."""
    assert tuple(field.split("_")[0].capitalize() for field in Elements._fields) == ELEMENTS


@pytest.mark.parametrize(
    ("material", "field", "share"),
    [
        (composition.iron_phosphate(1.0, 1.0, 0.0), "fe_kg", 0.3703),
        (composition.iron_phosphate(1.0, 1.0, 0.0), "p_kg", 0.2054),
        (composition.lithium_carbonate(1.0, 0.0), "li_kg", 0.1879),
        (composition.glucose(1.0, 0.0), "c_kg", 0.4000),
        (composition.polyethylene_glycol(1.0, 0.0), "c_kg", 0.5453),
        (composition.titanium_dioxide(1.0, 0.0), "ti_kg", 0.5993),
        (composition.phosphoric_acid(1.0, 1.0), "p_kg", 0.3161),
        (composition.water(1.0), "h_kg", 0.1119),
    ],
)
def test_a_material_holds_its_element(material: Elements, field: str, share: float) -> None:
    """The mass share of the leading element is that of the formula."""
    assert getattr(material, field) == pytest.approx(share, abs=5e-5)


shares = st.floats(0.0, 0.5)
masses = st.floats(0.0, 1e5)


@given(masses, shares, st.floats(0.9, 1.1))
def test_a_charge_weighs_what_was_weighed_in(mass_kg: float, wet: float, ratio: float) -> None:
    """Every material's elements sum to its mass, water included, to 1e-12."""
    for charge in (
        composition.iron_phosphate(mass_kg, ratio, wet),
        composition.lithium_carbonate(mass_kg, wet),
        composition.glucose(mass_kg, wet),
        composition.polyethylene_glycol(mass_kg, wet),
        composition.titanium_dioxide(mass_kg, wet),
        composition.phosphoric_acid(mass_kg, 1.0 - wet),
    ):
        assert composition.total_kg(charge) == pytest.approx(mass_kg, rel=1e-12)


def test_a_certificate_is_read_back_from_the_elements() -> None:
    """Fe/P, Li/Fe and Ti/Fe of a charge are those it was made with."""
    charge = composition.added(
        composition.iron_phosphate(955.0, 0.968, 0.003), composition.lithium_carbonate(241.0, 0.0)
    )
    charge = composition.added(charge, composition.titanium_dioxide(4.0, 0.0))
    assert composition.iron_per_phosphorus(charge) == pytest.approx(0.968, rel=1e-12)
    assert composition.lithium_per_iron(charge) == pytest.approx(1.04, abs=0.01)
    assert composition.titanium_percent(charge) == pytest.approx(0.80, abs=0.01)


def test_half_a_charge_weighs_half() -> None:
    """Scaling scales every element."""
    whole = composition.glucose(100.0, 0.1)
    half = composition.scaled(whole, 0.5)
    assert composition.total_kg(half) == pytest.approx(50.0)
    assert half.c_kg / whole.c_kg == 0.5
