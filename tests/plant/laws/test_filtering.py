"""Bag filters."""

import pytest

from lizao.plant.laws import filtering
from tests.plant.laws.starter import BAGS


def test_cake_and_blinding_add_and_a_tear_takes_away() -> None:
    """A clean filter has 1 kPa; half a cake half of that more; a tear of 17 % costs a third."""
    assert filtering.pressure_kpa(0.0, 0.0, 0.0, 1.0, BAGS) == 1.0
    assert filtering.pressure_kpa(0.5, 0.5, 0.0, 1.0, BAGS) == 2.0
    assert filtering.pressure_kpa(0.3, 0.0, 0.17, 1.0, BAGS) == pytest.approx(0.896, abs=0.001)


def test_a_pulse_leaves_a_fifth_of_the_cake() -> None:
    """It grows with the powder until it is pulsed."""
    assert filtering.caked(0.1, 10.0, BAGS) == pytest.approx(0.137)
    assert filtering.caked(0.49, 10.0, BAGS) == pytest.approx(0.1054)


def test_a_full_cake_costs_flow_and_the_mean_costs_none() -> None:
    """A twentieth between no cake and a full one, about the mean."""
    assert filtering.flow_share(0.3, 0.05, BAGS) == 1.0
    lost = filtering.flow_share(0.0, 0.05, BAGS) - filtering.flow_share(0.5, 0.05, BAGS)
    assert lost == pytest.approx(0.05)


def test_dust_is_said_per_normal_cubic_metre() -> None:
    """2.5 kg/h in 50 t/h of air; no air, no dust."""
    assert filtering.dust_mg_per_nm3(2.5, 50_000.0) == pytest.approx(64.65)
    assert filtering.dust_mg_per_nm3(2.5, 0.0) == 0.0
