"""Saggar rows on their way through the kiln."""

import math

import numpy as np
import pytest

from lizao.plant.laws import firing, rows
from tests.plant.laws.kilns import STEP_S, THIN, bake, charged_row, profile_c
from tests.plant.laws.starter import BED, FIRING, GRAIN, KILN_M, ZONES

ZONE_M = KILN_M / ZONES


@pytest.mark.parametrize(("half_depth_m", "lag_k"), [(0.025, 75.0), (0.035, 147.0)])
def test_the_core_lags_on_a_ramp(half_depth_m: float, lag_k: float) -> None:
    """At 3 K/min the middle of the bed lags by 75 K at 25 mm and 147 K at 35 mm."""
    bed = BED._replace(half_depth_m=half_depth_m)
    surface, inner = rows.surface_per_s(bed), rows.inner_per_s(bed)
    layers, zone_c = rows.Layers(0.0, 0.0), 0.0
    for _ in range(10_000):
        layers = rows.conducted(*layers, zone_c, surface, inner, STEP_S)
        zone_c += 3.0 / 60.0 * STEP_S
    assert zone_c - rows.centre_c(*layers) == pytest.approx(lag_k, abs=2.0)


@pytest.mark.parametrize(
    ("half_depth_m", "tau_min"), [(0.025, 20.0), (0.035, 40.0), (0.070, 2.6 * 60.0)]
)
def test_a_bed_settles_with_its_time_constant(half_depth_m: float, tau_min: float) -> None:
    """The slow time constant is 20 min at 25 mm, 40 min at 35 mm, 2.6 h at 70 mm, within 5 %."""
    bed = BED._replace(half_depth_m=half_depth_m)
    surface, inner = rows.surface_per_s(bed), rows.inner_per_s(bed)
    total = surface + 2.0 * inner
    slow_per_s = 0.5 * (total - math.sqrt(total * total - 4.0 * surface * inner))
    assert 1.0 / slow_per_s / 60.0 == pytest.approx(tau_min, rel=0.05)


def test_ten_second_steps_are_stable_and_never_overshoot() -> None:
    """A bed of 8 mm half depth thrown into 760 °C rises towards it and stays below."""
    surface, inner = rows.surface_per_s(THIN.bed), rows.inner_per_s(THIN.bed)
    assert STEP_S * (surface + 2.0 * inner) < 1.0
    layers = rows.Layers(25.0, 25.0)
    for _ in range(500):
        warmer = rows.conducted(*layers, 760.0, surface, inner, STEP_S)
        assert layers.core_c <= warmer.core_c <= warmer.top_c <= 760.0
        layers = warmer
    assert layers.core_c == pytest.approx(760.0)


@pytest.mark.parametrize(
    ("soak_c", "grain_nm"),
    [(720, 178), (740, 211), (760, 250), (765, 261), (780, 296), (800, 348)],
)
def test_grain_along_the_profile(soak_c: float, grain_nm: float) -> None:
    """A row that follows the zones for 20 h grows as 4.9 h at soak would, within 1 %."""
    assert bake(charged_row(1.3), soak_c, 20.0).grain_nm == pytest.approx(grain_nm, rel=0.01)


def test_one_kelvin_of_soak_is_two_nanometres() -> None:
    """The sensitivity of grain to soak temperature is 2.1 nm/K at 760 °C."""
    warm, hot = (bake(charged_row(1.3), c, 20.0).grain_nm for c in (758.0, 762.0))
    assert (hot - warm) / 4.0 == pytest.approx(2.1, abs=0.15)


def test_a_full_saggar_grows_less_in_its_core() -> None:
    """A 70 mm bed heated from both faces ends 8 to 11 nm finer, finest in the core."""
    thin, full = (bake(charged_row(1.3), 760.0, 20.0, laws) for laws in (THIN, FIRING))
    assert 8.0 <= thin.grain_nm - full.grain_nm <= 11.0
    assert full.row[0, rows.GRAIN_CORE] < full.row[0, rows.GRAIN_TOP]
    assert full.hottest_core_c < 760.0


def test_a_fuller_saggar_lags_more_and_grows_less_in_its_core() -> None:
    """4 % more powder is 4 % more depth and 8 % more time: 12 K of lag on a ramp of 3 K/min."""
    assert rows.bed_pace(1.04) == pytest.approx(1.04**-2)
    assert rows.bed_pace(10.0) == rows.bed_pace(2.0)
    assert rows.bed_pace(0.01) == rows.bed_pace(0.25)
    full, fuller = charged_row(1.3), charged_row(1.3)
    fuller[0, rows.BED_PACE] = rows.bed_pace(1.04)
    cores = [
        firing.grain_nm(float(bake(row, 760.0, 20.0, FIRING).row[0, rows.GRAIN_CORE]), GRAIN)
        for row in (full, fuller)
    ]
    assert 0.3 < cores[0] - cores[1] < 3.0


def test_a_row_in_a_warm_place_grows_more() -> None:
    """Saggars that stand 3 K warmer than the thermocouple gain 6 nm at 760 °C."""
    warm = charged_row(1.3)
    warm[0, rows.OFFSET_K] = 3.0
    gained = bake(warm, 760.0, 20.0).grain_nm - bake(charged_row(1.3), 760.0, 20.0).grain_nm
    assert gained == pytest.approx(3.0 * 2.1, abs=0.5)


def test_the_reaction_ends_before_the_soak() -> None:
    """After the kiln all is converted and dry, and the row counted its hours above 700 °C."""
    row = bake(charged_row(1.3), 760.0, 20.0).row[0]
    for theta in row[[rows.FORMATION_TOP, rows.FORMATION_CORE]]:
        assert firing.converted(float(theta), 4.0) == 1.0
    assert firing.converted(float(row[rows.DEHYDRATION_CORE]), 1.5) == pytest.approx(1.0)
    assert 5.0 < row[rows.HOT_H] < 6.0
    assert 0.0 < row[rows.LITHIUM_LOST] < 0.01


def test_oxygen_burns_carbon_only_in_hot_rows() -> None:
    """A hot row loses the zone's wt%/h, never more than it has; a cold one loses nothing."""
    row = np.vstack([charged_row(1.2), charged_row(1.2), charged_row(0.0)])
    row[[0, 2], rows.TOP_C] = row[[0, 2], rows.CORE_C] = 760.0
    row[:, rows.POSITION_M] = 0.5 * KILN_M
    zone_c, heat = np.full(ZONES, 760.0), np.zeros(ZONES)
    burn = np.full(ZONES, 0.01)
    rows.advance_rows(row, zone_c, burn, heat, ZONE_M, 0.0, FIRING, STEP_S)
    assert row[0, rows.CARBON_PERCENT] == pytest.approx(1.2 - 0.01 * STEP_S / 3600.0)
    assert row[0, rows.BURNT_PERCENT] == pytest.approx(0.01 * STEP_S / 3600.0)
    assert row[1, rows.CARBON_PERCENT] == 1.2
    assert row[2, rows.CARBON_PERCENT] == row[2, rows.BURNT_PERCENT] == 0.0


def test_an_empty_slot_stays_as_it_is() -> None:
    """A slot without powder neither moves nor warms nor draws heat."""
    slot = np.zeros((1, rows.ROW_WIDTH))
    heat = np.ones(ZONES)
    rows.advance_rows(slot, profile_c(760.0), heat * 0.0, heat, ZONE_M, 3.25, FIRING, STEP_S)
    assert not slot.any()
    assert not heat.any()


@pytest.mark.parametrize("reaction_j_per_kg", [0.0, 50_000.0])
def test_the_zones_give_the_heat_the_rows_take(reaction_j_per_kg: float) -> None:
    """Heat drawn from the zones is the row's warming and its reaction, to 1e-9."""
    laws = FIRING._replace(bed=BED._replace(reaction_j_per_kg=reaction_j_per_kg))
    row, heat, drawn_j = charged_row(1.3), np.zeros(ZONES), 0.0
    for _ in range(3600):
        rows.advance_rows(row, profile_c(760.0), heat * 0.0, heat, ZONE_M, 3.25, laws, STEP_S)
        drawn_j += float(heat.sum()) * STEP_S
    warmed_k = 0.5 * (row[0, rows.TOP_C] + row[0, rows.CORE_C]) - 25.0
    stored_j = 66.0 * BED.heat_j_per_kg_k * BED.load_share * warmed_k
    formed = [firing.converted(float(row[0, i]), 4.0) for i in (6, 7)]
    assert min(formed) > 0.99
    reacted_j = 66.0 * reaction_j_per_kg * sum(formed) / 2.0
    assert drawn_j == pytest.approx(stored_j + reacted_j, rel=1e-9)


@pytest.mark.parametrize(
    ("position_m", "zone", "weight"),
    [(0.0, 0, 0.0), (ZONE_M, 0, 0.5), (2.0 * ZONE_M, 1, 0.5), (KILN_M, ZONES - 2, 1.0)],
)
def test_a_row_sees_the_zones_around_it(position_m: float, zone: int, weight: float) -> None:
    """Between zone centres the temperature is interpolated, at the ends it is the end zone's."""
    found, share = rows.zone_weight(position_m, ZONE_M, ZONES)
    assert found == zone
    assert share == pytest.approx(weight)
