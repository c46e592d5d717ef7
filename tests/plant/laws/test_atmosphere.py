"""The gas of a kiln in its sections."""

import numpy as np
import pytest

from lizao.plant.laws import atmosphere
from lizao.plant.laws.atmosphere import AIR_OXYGEN_PPM, followed, settled_ppm
from tests.plant.laws.kilns import Array

REST_S = float("inf")
NITROGEN, LEAK, SUPPLY_PPM = 250.0, 0.05, 5.0


def sections() -> Array:
    """Four sections that share nitrogen and leak evenly, 25 m3 each."""
    made = np.zeros((4, atmosphere.SECTION_WIDTH))
    made[:, [atmosphere.NITROGEN_SHARE, atmosphere.LEAK_SHARE]] = 0.25
    made[:, atmosphere.VOLUME_NM3] = 25.0
    made[:, atmosphere.END_M] = [10.0, 25.0, 40.0, 65.0]
    return made


def test_oxygen_settles_where_leak_and_nitrogen_meet() -> None:
    """0.05 Nm3/h of leak into 250 Nm3/h of 10 ppm nitrogen is 52 ppm, worse nitrogen 90 more.

    One Nm3/h of nitrogen more is 0.2 ppm less.
    """
    clean = settled_ppm(0.0, 0.0, 250.0, 10.0, 0.05, 0.0)
    assert clean == pytest.approx(51.8, abs=0.1)
    assert settled_ppm(0.0, 0.0, 250.0, 100.0, 0.05, 0.0) - clean == pytest.approx(90.0, abs=0.1)
    assert settled_ppm(0.0, 0.0, 251.0, 10.0, 0.05, 0.0) - clean == pytest.approx(-0.2, abs=0.05)
    assert settled_ppm(0.0, 0.0, 0.0, 10.0, 0.0, 0.0) == AIR_OXYGEN_PPM


def test_gas_from_behind_and_from_the_powder_dilutes() -> None:
    """As much pure gas again halves what was there."""
    assert settled_ppm(100.0, 80.0, 0.0, 0.0, 0.0, 100.0) == pytest.approx(40.0)
    assert settled_ppm(100.0, 80.0, 100.0, 20.0, 0.0, 0.0) == pytest.approx(50.0)


def test_oxygen_follows_in_six_minutes() -> None:
    """A section of 25 Nm3 at 250 Nm3/h closes 63 % of a gap in six minutes, in any step."""
    long = followed(1000.0, 10.0, 250.0, 25.0, 360.0)
    assert long == pytest.approx(10.0 + 990.0 / np.e, rel=1e-9)
    short = 1000.0
    for _ in range(36):
        short = followed(short, 10.0, 250.0, 25.0, 10.0)
    assert short == pytest.approx(long)


def test_all_gas_leaves_at_the_inlet() -> None:
    """What comes in by nitrogen, leaks and powder flows out there, and no oxygen is lost."""
    made = sections()
    made[atmosphere.RAMP, atmosphere.GAS_NM3_PER_H] = 60.0
    highest = atmosphere.flow_through(made, NITROGEN, LEAK, SUPPLY_PPM, REST_S)
    inlet = made[atmosphere.INLET]
    assert inlet[atmosphere.FLOW_NM3_PER_H] == pytest.approx(NITROGEN + LEAK + 60.0)
    brought = NITROGEN * SUPPLY_PPM + LEAK * AIR_OXYGEN_PPM
    carried = inlet[atmosphere.OXYGEN_PPM] * inlet[atmosphere.FLOW_NM3_PER_H]
    assert carried == pytest.approx(brought)
    assert highest == made[:, atmosphere.OXYGEN_PPM].max()


def test_a_leak_at_the_door_is_not_seen_behind_it() -> None:
    """Gas flows towards the inlet; impure nitrogen is seen everywhere alike."""
    whole, leaking, impure = sections(), sections(), sections()
    leaking[atmosphere.INLET, atmosphere.LEAK_SHARE] += 4.0
    atmosphere.flow_through(whole, NITROGEN, LEAK, SUPPLY_PPM, REST_S)
    atmosphere.flow_through(leaking, NITROGEN, LEAK, SUPPLY_PPM, REST_S)
    atmosphere.flow_through(impure, NITROGEN, LEAK, SUPPLY_PPM + 90.0, REST_S)
    more = leaking[:, atmosphere.OXYGEN_PPM] - whole[:, atmosphere.OXYGEN_PPM]
    assert more[0] > 100.0
    assert not more[1:].any()
    worse = impure[:, atmosphere.OXYGEN_PPM] - whole[:, atmosphere.OXYGEN_PPM]
    assert worse == pytest.approx(90.0, abs=0.1)


@pytest.mark.parametrize(("position_m", "section"), [(0.0, 0), (10.0, 1), (39.9, 2), (65.1, 3)])
def test_a_row_is_in_one_section(position_m: float, section: int) -> None:
    """From one end to the next; a row that is about to leave is in the last."""
    assert atmosphere.section_at(sections(), position_m) == section


def test_pressure_is_the_square_of_flow_over_opening() -> None:
    """A tenth less gas takes a fifth of the pressure; half the opening gives four times as much."""
    assert atmosphere.pressure_pa(30.0, 0.9, 1.0) == pytest.approx(24.3)
    assert atmosphere.pressure_pa(30.0, 1.0, 0.5) == pytest.approx(120.0)
