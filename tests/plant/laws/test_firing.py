"""Chemistry and growth in the kiln."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lizao.model import elements
from lizao.plant.laws import composition, firing
from lizao.plant.laws.composition import Elements
from tests.plant.laws.starter import CARBON, DEHYDRATION, FORMATION, GRAIN, LITHIUM_LOSS

REFERENCE_FE_KMOL = 6.237


def charge(glucose_kg: float, peg_kg: float, fe_per_p: float) -> Elements:
    """Dried solids for 6.237 kmol of iron, phosphorus made up with acid, Li/Fe 1.035."""
    phosphate = composition.iron_phosphate(1.0, 0.97, 0.003)
    share = REFERENCE_FE_KMOL * elements.FE_G_PER_MOL / phosphate.fe_kg
    solids = composition.scaled(phosphate, share)
    short_kmol = REFERENCE_FE_KMOL / fe_per_p - solids.p_kg / elements.P_G_PER_MOL
    for material in (
        composition.phosphoric_acid(short_kmol * 97.994 / 0.85, 0.85),
        composition.lithium_carbonate(1.035 * REFERENCE_FE_KMOL * 73.888 / 2.0, 0.0),
        composition.glucose(glucose_kg / 0.902, 0.098),
        composition.polyethylene_glycol(peg_kg, 0.006),
        composition.titanium_dioxide(4.0, 0.0),
    ):
        solids = composition.added(solids, material)
    return solids


DONE = firing.Progress(1.0, 1.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("k_per_min", "half_c", "all_c"),
    [(1.0, 354, 362), (2.0, 366, 374), (3.0, 373, 382), (5.0, 383, 391), (10.0, 395, 405)],
)
def test_lfp_forms_where_thermal_analysis_saw_it(
    k_per_min: float, half_c: float, all_c: float
) -> None:
    """Temperatures of 50 and 99 % conversion at five heating rates [HE13], within 1.5 K."""
    reached: dict[float, float] = {}
    theta, temperature_c = 0.0, 250.0
    while 0.99 not in reached:
        theta += 0.02 / k_per_min * 60.0 * firing.rate_per_s(temperature_c, FORMATION)
        temperature_c += 0.02
        for share in (0.5, 0.99):
            if firing.converted(theta, FORMATION.order) >= share:
                reached.setdefault(share, temperature_c)
    assert reached[0.5] == pytest.approx(half_c, abs=1.5)
    assert reached[0.99] == pytest.approx(all_c, abs=1.5)


def test_water_leaves_long_before_the_reaction() -> None:
    """At 150 °C dehydration takes minutes while formation takes years."""
    assert firing.rate_per_s(150.0, DEHYDRATION) > 1.0 / 600.0
    assert firing.rate_per_s(150.0, FORMATION) < 1e-9
    assert firing.converted(0.0, 1.5) == 0.0


@pytest.mark.parametrize(
    ("soak_c", "grain_nm"),
    [(700, 150), (720, 178), (740, 211), (760, 250), (765, 261), (780, 296), (800, 348)],
)
def test_grain_after_a_soak(soak_c: float, grain_nm: float) -> None:
    """Primary size after 4.9 h at soak temperature and 1.3 % carbon, within 2 nm."""
    grown = firing.grain_power(GRAIN.initial_nm, GRAIN)
    grown += 4.9 * firing.growth_per_h(float(soak_c), 1.3, GRAIN)
    assert firing.grain_nm(grown, GRAIN) == pytest.approx(grain_nm, abs=2.0)


def test_carbon_holds_the_grain_back() -> None:
    """Drag is one at the fitted 1.3 % and falls with more carbon."""
    assert firing.carbon_drag(1.3, GRAIN) == pytest.approx(1.0, abs=1e-3)
    assert firing.carbon_drag(1.6, GRAIN) < 1.0 < firing.carbon_drag(0.8, GRAIN)


def test_lithium_loss_grows_with_temperature() -> None:
    """At 790 °C a row loses e times what it loses at 750 °C."""
    ratio = firing.lithium_loss_per_h(790.0, LITHIUM_LOSS) / firing.lithium_loss_per_h(
        750.0, LITHIUM_LOSS
    )
    assert ratio == pytest.approx(math.e)


def test_residual_carbon_of_both_recipes() -> None:
    """Charged carbon less reduction: 0.77 then 1.16 % for lfp-26, 1.40 % for lfp-24."""
    dense = firing.charged_carbon_kg_per_t(95.5, 20.0, 0.40, 0.545)
    simple = firing.charged_carbon_kg_per_t(101.5, 20.0, 0.40, 0.545)
    assert firing.residual_percent(0.92 * dense, 37.5, 0.0) == pytest.approx(0.77, abs=0.005)
    assert firing.residual_percent(dense, 37.5, 0.0) == pytest.approx(1.16, abs=1e-9)
    assert firing.residual_percent(simple, 37.5, 0.0) == pytest.approx(1.40, abs=1e-9)
    assert firing.residual_percent(30.0, 37.5, 0.0) == 0.0


def test_one_more_kilogram_of_glucose_is_four_hundredths_of_a_percent() -> None:
    """The sensitivity of residual carbon to glucose."""
    more = firing.charged_carbon_kg_per_t(96.5, 20.0, 0.40, 0.545)
    less = firing.charged_carbon_kg_per_t(95.5, 20.0, 0.40, 0.545)
    change = firing.residual_percent(more, 37.5, 0.0) - firing.residual_percent(less, 37.5, 0.0)
    assert change == pytest.approx(0.04)


def test_oxygen_burns_carbon() -> None:
    """100 ppm burn 0.0056 wt% at 520 Nm3/t, a percent of oxygen 0.56 wt%."""
    assert firing.burnt_percent(100.0, 520.0, CARBON) == pytest.approx(0.0056)
    assert firing.burnt_percent(10_000.0, 520.0, CARBON) == pytest.approx(0.56)


@pytest.mark.parametrize(("glucose", "fe_per_p"), [(95.5, 0.961), (101.5, 0.966)])
def test_the_product_is_lfp_with_its_excess(glucose: float, fe_per_p: float) -> None:
    """A tonne's charge loses 23 % and leaves LiFePO4 with the excess lithium and phosphorus."""
    solids = charge(glucose, 20.0, fe_per_p)
    after = firing.fired(solids, 0.0, DONE, CARBON)
    lost = 1.0 - composition.total_kg(after.product) / composition.total_kg(solids)
    assert lost == pytest.approx(0.235, abs=0.005)
    assert after.ferrous_share == 1.0
    assert after.product.h_kg == 0.0
    assert composition.iron_per_phosphorus(after.product) == pytest.approx(fe_per_p, rel=1e-12)


def test_exactly_stoichiometric_lfp_has_its_molar_mass() -> None:
    """Li, Fe and P one to one leave 157.757 kg of LiFePO4 per kmol, besides carbon."""
    solids = composition.added(
        composition.iron_phosphate(150.816, 1.0, 0.0), composition.lithium_carbonate(36.9445, 0.0)
    )
    solids = composition.added(solids, composition.glucose(30.0, 0.0))
    product = firing.fired(solids, 0.0, DONE, CARBON).product
    assert composition.total_kg(product) - product.c_kg == pytest.approx(157.757, abs=0.002)
    assert product.c_kg == pytest.approx(30.0 * 0.40002 - 0.5 * 12.011, abs=0.001)


def test_the_second_firing_burns_off_only_the_coating() -> None:
    """Re-coated powder gives off the water of its carbon source, no carbonate, no reduction."""
    first = firing.fired(charge(95.5 * 0.92, 20.0 * 0.92, 0.961), 0.0, DONE, CARBON)
    coat = composition.added(
        composition.glucose(95.5 * 0.08, 0.0), composition.polyethylene_glycol(1.6, 0.0)
    )
    second = firing.fired(composition.added(first.product, coat), 1.0, DONE, CARBON)
    assert second.gas.c_kg == pytest.approx(0.0, abs=1e-12)
    assert second.product.c_kg == pytest.approx(first.product.c_kg + coat.c_kg, rel=1e-12)
    assert first.carbon_percent == pytest.approx(0.76, abs=0.01)
    assert second.carbon_percent == pytest.approx(1.14, abs=0.01)


def test_too_little_carbon_leaves_iron_unreduced() -> None:
    """With half the carbon of the reduction half the iron stays ferric and no carbon is left."""
    need_kg = 0.5 * REFERENCE_FE_KMOL * elements.C_G_PER_MOL
    solids = charge(0.5 * need_kg / 0.40002, 0.0, 0.961)
    after = firing.fired(solids, 0.0, DONE, CARBON)
    assert after.ferrous_share == pytest.approx(0.5, abs=1e-4)
    assert after.carbon_percent == pytest.approx(0.0, abs=1e-9)


def test_no_more_carbon_burns_than_is_there() -> None:
    """Burning a hundred times the carbon takes oxygen only for what was left."""
    after = firing.fired(
        charge(95.5, 20.0, 0.961), 0.0, firing.Progress(1.0, 1.0, 5000.0, 0.0), CARBON
    )
    assert after.carbon_percent == 0.0
    assert after.oxygen_taken_kg == pytest.approx((50.9 - 37.5) * 16.0 / 12.0, rel=0.2)


def test_an_empty_saggar_gives_nothing() -> None:
    """The balance of nothing is nothing, without a division by zero."""
    nothing = Elements(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    after = firing.fired(nothing, 0.0, DONE, CARBON)
    assert composition.total_kg(after.product) == after.carbon_percent == 0.0


share = st.floats(0.0, 1.0)
PARTS = st.tuples(*[st.floats(1.0, 1e4)] * 5)


@given(PARTS, st.floats(0.9, 1.1), st.sampled_from([0.0, 1.0]), share, share, share, share)
def test_every_element_that_goes_in_comes_out(
    parts: tuple[float, ...],
    ratio: float,
    before: float,
    dry: float,
    formed: float,
    burnt: float,
    lost: float,
) -> None:
    """Product and gas hold each element of solids and oxygen taken, to 1e-12, none below zero."""
    phosphate, carbonate, sugar, acid, titania = parts
    solids = composition.iron_phosphate(phosphate, ratio, 0.003)
    for material in (
        composition.lithium_carbonate(carbonate, 0.001),
        composition.glucose(sugar, 0.1),
        composition.phosphoric_acid(acid, 0.85),
        composition.titanium_dioxide(titania, 0.0),
    ):
        solids = composition.added(solids, material)
    if before:
        solids = firing.fired(solids, 0.0, DONE, CARBON).product
    after = firing.fired(solids, before, firing.Progress(dry, formed, burnt * 100.0, lost), CARBON)
    out = composition.added(after.product, after.gas)
    scale = composition.total_kg(solids)
    for name, inside, outside in zip(Elements._fields, solids, out, strict=True):
        taken = after.oxygen_taken_kg if name == "o_kg" else 0.0
        assert outside == pytest.approx(inside + taken, abs=1e-12 * scale)
    assert min(after.product) >= 0.0
    assert min(after.gas) >= -1e-12 * scale
