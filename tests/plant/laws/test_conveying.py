"""Pneumatic conveying."""

import pytest

from lizao.plant.laws import conveying
from tests.plant.laws.starter import LINE


@pytest.mark.parametrize(
    ("gas", "state"),
    [
        (8.0, conveying.PLUGGED),
        (9.0, conveying.FLOWING),
        (28.0, conveying.FLOWING),
        (60.0, conveying.BLOWN_OUT),
    ],
)
def test_a_line_plugs_flows_or_blows_out(gas: float, state: int) -> None:
    """8 m/s blocks, 60 m/s blows powder out of the feeder [PNEU]."""
    assert conveying.line_state(gas, LINE) == state
    assert (conveying.conveyed_kg_per_h(gas, LINE) > 0.0) == (state == conveying.FLOWING)


def test_throughput_is_greatest_at_28_m_per_s() -> None:
    """The best speed carries the line's rate; one width off carries 1/e of it."""
    assert conveying.conveyed_kg_per_h(28.0, LINE) == 4000.0
    assert conveying.conveyed_kg_per_h(42.0, LINE) == pytest.approx(4000.0 / 2.71828, rel=1e-5)


def test_gas_speed_of_the_tested_line() -> None:
    """12 m3/min through 95 mm is 28 m/s; 100 m of dense phase take 3-6 kWh/t."""
    assert conveying.gas_m_per_s(12.0, 0.0954) == pytest.approx(28.0, abs=0.05)
    assert conveying.conveying_kwh(1000.0, 100.0, 4.0) == pytest.approx(4.0)


def test_a_deposit_raises_the_pressure_until_the_blower_stalls() -> None:
    """Half the bore: four times the loss of what still goes; a plug: all the blower can."""
    assert conveying.pressure_mpa(1.0, 0.0, 0.12, 0.32, False) == 0.12
    assert conveying.pressure_mpa(0.5, 0.5, 0.12, 0.32, False) == pytest.approx(0.24)
    assert conveying.pressure_mpa(0.9, 0.99, 0.12, 0.32, False) == 0.32
    assert conveying.pressure_mpa(0.0, 0.7, 0.12, 0.32, True) == 0.32
