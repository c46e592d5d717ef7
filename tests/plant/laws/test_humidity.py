"""Water vapour."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lizao.plant.laws import humidity


@pytest.mark.parametrize(
    ("temperature_c", "pressure_pa"),
    [(26.85, 3536.58941), (226.85, 2.63889776e6), (100.0, 101417.978)],
)
def test_saturation_is_that_of_the_steam_tables(temperature_c: float, pressure_pa: float) -> None:
    """The verification values printed in IAPWS-IF97 table 35, and the boiling point."""
    assert humidity.saturation_pa(temperature_c) == pytest.approx(pressure_pa, rel=1e-8)


@given(st.floats(-80.0, 200.0))
def test_the_dew_point_is_the_saturation_turned_round(temperature_c: float) -> None:
    """Dew or frost point of the saturated vapour is the temperature itself."""
    pressure = humidity.saturation_pa(temperature_c)
    assert humidity.dew_point_c(pressure) == pytest.approx(temperature_c, abs=1e-3)


def test_dry_room_air_is_very_dry() -> None:
    """Air of dew point -40 °C at 25 °C holds 0.40 % relative humidity, and 100 % is the most."""
    assert humidity.room_percent(-40.0, 25.0) == pytest.approx(0.405, abs=0.005)
    assert humidity.room_percent(30.0, 25.0) == 100.0


def test_no_vapour_has_a_very_low_dew_point() -> None:
    """Perfectly dry gas has a finite, very low frost point."""
    assert humidity.dew_point_c(0.0) < -95.0
