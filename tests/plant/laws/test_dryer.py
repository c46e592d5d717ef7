"""The spray dryer."""

import pytest

from lizao.plant.laws import dryer
from tests.plant.laws.starter import DRYER_HEAT, GRANULES, RESIDUAL_MOISTURE, SCORCH

WATER_KG_PER_H = 3000.0


def leaving(inlet_c: float, outlet_c: float) -> dryer.Exhaust:
    """The exhaust of a dryer that evaporates 3 t/h."""
    air = dryer.air_kg_per_h(WATER_KG_PER_H, inlet_c, outlet_c, 25.0, DRYER_HEAT)
    return dryer.exhaust(WATER_KG_PER_H, air, inlet_c, outlet_c, 20.0, 0.010, DRYER_HEAT)


@pytest.mark.parametrize(
    ("inlet", "outlet", "air_t", "humidity", "relative", "heat"),
    [
        (260.0, 110.0, 53.6, 0.066, 6.8, 4.38),
        (260.0, 100.0, 49.9, 0.070, 10.1, 4.07),
        (260.0, 90.0, 46.6, 0.074, 15.4, 3.80),
        (260.0, 85.0, 45.1, 0.077, 19.2, 3.68),
        (220.0, 100.0, 66.5, 0.055, 8.1, 4.52),
        (290.0, 105.0, 43.3, 0.079, 9.5, 3.98),
    ],
)
def test_the_balance_gives_the_table(
    inlet: float, outlet: float, air_t: float, humidity: float, relative: float, heat: float
) -> None:
    """Air, exhaust humidity and heat of the six published cases, to their last digit."""
    exhaust = leaving(inlet, outlet)
    assert exhaust.air_kg_per_h / 1000.0 == pytest.approx(air_t, abs=0.05)
    assert exhaust.humidity_kg_per_kg == pytest.approx(humidity, abs=0.00055)
    assert exhaust.relative_percent == pytest.approx(relative, abs=0.05)
    assert exhaust.heat_mj_per_kg_water == pytest.approx(heat, abs=0.005)
    assert 42.0 <= exhaust.dew_point_c <= 48.6


@pytest.mark.parametrize(
    ("outlet", "moisture"), [(110.0, 0.61), (100.0, 0.79), (90.0, 1.13), (85.0, 1.41)]
)
def test_a_cooler_outlet_leaves_wetter_powder(outlet: float, moisture: float) -> None:
    """Residual moisture at the exhaust humidities of 260 °C inlet, 15 µm granules."""
    relative = leaving(260.0, outlet).relative_percent
    found = dryer.moisture_percent(relative, 15.0, RESIDUAL_MOISTURE)
    assert found == pytest.approx(moisture, abs=0.006)


@pytest.mark.parametrize(("vapour", "change_k"), [(1.9, -1.43), (0.0, -1.6)])
def test_more_feed_cools_the_outlet(vapour: float, change_k: float) -> None:
    """One percent more water cools the outlet by 1.4 K; the rule of 1.6 K omits its vapour."""
    heat = DRYER_HEAT._replace(vapour_kj_per_kg_k=vapour)
    air = dryer.air_kg_per_h(WATER_KG_PER_H, 260.0, 100.0, 25.0, heat)
    before, after = (
        dryer.settled_outlet_c(water, air, 260.0, 25.0, heat)
        for water in (WATER_KG_PER_H, 1.01 * WATER_KG_PER_H)
    )
    assert before == pytest.approx(100.0)
    assert after - before == pytest.approx(change_k, abs=0.03)


def test_a_stopped_dryer_has_no_exhaust() -> None:
    """Without air nothing leaves; without feed no heat is booked on water."""
    still = dryer.exhaust(0.0, 0.0, 260.0, 100.0, 20.0, 0.010, DRYER_HEAT)
    assert still.air_kg_per_h == still.heat_mj_per_kg_water == 0.0
    idle = dryer.exhaust(0.0, 50_000.0, 260.0, 200.0, 20.0, 0.010, DRYER_HEAT)
    assert idle.humidity_kg_per_kg == 0.010
    assert idle.heat_mj_per_kg_water == 0.0


def test_granules_grow_with_solids_and_wear_and_shrink_with_speed() -> None:
    """15 µm at the reference disc; a worn disc is 15 % coarser."""
    assert dryer.granule_um(14000.0, 0.40, 0.0, GRANULES) == 15.0
    assert dryer.granule_um(14000.0, 0.40, 1.0, GRANULES) == pytest.approx(17.25)
    assert dryer.granule_um(16000.0, 0.40, 0.0, GRANULES) < 15.0
    assert dryer.granule_um(14000.0, 0.45, 0.0, GRANULES) > 15.0


def test_a_tonne_takes_the_published_gas() -> None:
    """1,982 kg of water at 4.07 MJ/kg takes 225 Nm3 of natural gas."""
    assert dryer.gas_nm3(1982.0 * 4.07, 35.9) == pytest.approx(225.0, abs=1.0)


def test_monoxide_rises_where_powder_gets_too_hot() -> None:
    """The burner's own, twice the excess over 115 °C, and what smoulders."""
    assert dryer.monoxide_ppm(100.0, 0.0, SCORCH) == 8.0
    assert dryer.monoxide_ppm(125.0, 30.0, SCORCH) == pytest.approx(58.0)


def test_a_worn_or_unbalanced_disc_shakes() -> None:
    """New 1.2 mm/s, worn out 2 mm/s more."""
    assert dryer.vibration_mm_per_s(1.2, 0.0, 2.0, 0.0) == 1.2
    assert dryer.vibration_mm_per_s(1.2, 1.0, 2.0, 4.0) == pytest.approx(7.2)
