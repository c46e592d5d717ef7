"""The jet mill."""

import pytest

from lizao.plant.laws import jetmill
from tests.plant.laws.starter import HOLDUP, JET_MILL, TAIL


def test_size_falls_with_energy_and_classifier_speed() -> None:
    """1.2 µm at 180 kWh/t; doubling energy takes 41 %, one percent of speed 0.9 %."""
    assert jetmill.median_um(180.0, 1.0, JET_MILL) == pytest.approx(1.2)
    assert jetmill.median_um(360.0, 1.0, JET_MILL) == pytest.approx(1.2 * 2.0**-0.75)
    assert jetmill.median_um(180.0, 1.01, JET_MILL) / 1.2 == pytest.approx(0.991, abs=1e-4)


def test_the_classifier_cuts_at_four_and_a_half_micrometres() -> None:
    """60 m/s rim, 4 m/s inward at 0.2 m give 4.5 µm; ten percent more speed cuts 9 % finer."""
    cut = jetmill.cut_um(1.8e-5, 4.0, 0.2, 3560.0, 60.0)
    assert cut == pytest.approx(4.5, abs=0.05)
    assert jetmill.cut_um(1.8e-5, 4.0, 0.2, 3560.0, 66.0) / cut == pytest.approx(0.91, abs=0.002)


def test_grinding_peaks_at_the_best_holdup() -> None:
    """The rate is greatest at 90 kg, lower when under- or over-filled or worn."""
    best = jetmill.ground_kg_per_h(90.0, 0.0, HOLDUP)
    assert best == pytest.approx(1500.0)
    assert jetmill.ground_kg_per_h(60.0, 0.0, HOLDUP) < best
    assert jetmill.ground_kg_per_h(120.0, 0.0, HOLDUP) < best
    assert jetmill.ground_kg_per_h(90.0, 0.1, HOLDUP) == pytest.approx(1350.0)


@pytest.mark.parametrize(("start_kg", "grows"), [(60.0, False), (150.0, True)])
def test_an_overfilled_mill_chokes(start_kg: float, grows: bool) -> None:
    """At 1.3 t/h a lightly filled mill settles below 90 kg while an over-filled one fills up."""
    held = start_kg
    for _ in range(3600):
        held = jetmill.held_kg(held, 1300.0, 0.0, HOLDUP, 1.0)
    assert (held > start_kg) is grows
    assert grows or held < 90.0
    assert jetmill.held_kg(0.1, 0.0, 0.0, HOLDUP, 1e6) == 0.0


def test_hot_nitrogen_strips_sixty_percent_of_the_water() -> None:
    """700 ppm leave the mill as 280 ppm [LF]."""
    assert jetmill.stripped_ppm(700.0, 0.6) == pytest.approx(280.0)


def test_less_pressure_leaves_coarser_powder() -> None:
    """Two percent less of it: D50 three percent up."""
    fine, coarse = (
        jetmill.median_um(180.0 * jetmill.gas_share(share), 1.0, JET_MILL) for share in (1.0, 0.98)
    )
    assert coarse / fine == pytest.approx(1.03, abs=0.002)


def test_feed_that_goes_past_shows_in_the_top_size() -> None:
    """Below 10 µm without, 15 to 25 µm with a hundredth of it."""
    assert jetmill.top_um(1.65, 0.0, TAIL) == pytest.approx(9.9)
    assert 15.0 <= jetmill.top_um(1.65, 0.01, TAIL) <= 25.0
    assert 15.0 <= jetmill.top_um(0.53, 0.01, TAIL) <= 25.0
