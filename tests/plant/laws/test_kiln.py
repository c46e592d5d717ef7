"""The roller-hearth kiln."""

import numpy as np
import pytest

from lizao.plant.laws import kiln, rows
from lizao.plant.laws.coefficients import HeatLimits
from tests.plant.laws.kilns import STEP_S, Array, charged_row, profile_c
from tests.plant.laws.starter import FIRING, KILN_M, ZONE_CONTROL, ZONE_HEAT, ZONES

HOURS = 20.0
ROWS = 191
ROOM_C = 25.0


class Kiln:
    """A kiln of the reference plant that stands hot and pushes rows."""

    def __init__(self, soak_c: float) -> None:
        """Settle all zones on the profile of `soak_c`."""
        self.zones = np.zeros((ZONES, kiln.ZONE_WIDTH))
        self.zones[:, kiln.SETPOINT_C] = profile_c(soak_c)
        self.zones[:, kiln.HEATER_W] = 30e3
        self.zones[22:, kiln.COOLER_W] = 30e3
        self.delay, self.load_w = np.zeros((ZONES, 9)), np.zeros(ZONES)
        self.rows = np.zeros((ROWS + 2, rows.ROW_WIDTH))
        self.now_s, self.next_push_s, self.cursor = 0.0, 0.0, 0
        kiln.settle_zones(self.zones, self.delay, self.load_w, ROOM_C, 0.0, ZONE_HEAT)

    def forward(self, hours: float, *, pushing: bool = True) -> Array:
        """Run for the given hours and return the set-point error of each zone at each step in K."""
        errors = []
        for _ in range(round(hours * 3600.0 / STEP_S)):
            if pushing and self.now_s >= self.next_push_s:
                self._push()
            rows.advance_rows(
                self.rows,
                self.zones[:, kiln.FACE_C].copy(),
                np.zeros(ZONES),
                self.load_w,
                KILN_M / ZONES,
                KILN_M / HOURS,
                FIRING,
                STEP_S,
            )
            self.cursor = kiln.advance_zones(
                self.zones,
                self.delay,
                self.cursor,
                self.load_w,
                ROOM_C,
                0.0,
                ZONE_HEAT,
                ZONE_CONTROL,
                STEP_S,
            )
            self.now_s += STEP_S
            errors.append(self.zones[:, kiln.FACE_C] - self.zones[:, kiln.SETPOINT_C])
        return np.array(errors)

    def _push(self) -> None:
        self.next_push_s += HOURS * 3600.0 / ROWS
        self.rows[self.rows[:, rows.POSITION_M] >= KILN_M, rows.POWDER_KG] = 0.0
        free = np.flatnonzero(self.rows[:, rows.POWDER_KG] == 0.0)[0]
        self.rows[free] = charged_row(0.77)[0]


SOAK = slice(14, 22)


def test_only_the_soak_zones_follow_the_soak() -> None:
    """At 770 °C zones 12 to 24 stand 10 K above the base profile, the others on it."""
    shifted = profile_c(770.0) - profile_c(760.0)
    assert (shifted[11:24] == 10.0).all()
    assert not shifted[:11].any()
    assert not shifted[24:].any()


def test_an_empty_kiln_stands_where_it_was_settled() -> None:
    """A settled kiln without rows stays within half a kelvin for two hours, but for zone 1.

    Its neighbour heats zone 1 more than it loses, and it has no jacket.
    """
    errors = Kiln(770.0).forward(2.0, pushing=False)
    assert np.abs(errors[:, 1:]).max() < 0.5
    assert 0.0 < errors[-1, 0] < 10.0


def test_a_working_kiln_holds_its_soak() -> None:
    """Filled with a row each 6.3 min the soak zones stay within 3 K, all zones within 10 K."""
    made = Kiln(770.0)
    made.forward(22.0)
    errors = made.forward(8.0)
    assert np.abs(errors[:, SOAK]).max() < 3.0
    assert np.abs(errors).max() < 10.0


def test_a_broken_element_cools_its_zone() -> None:
    """With half of zone 12's heater gone its output saturates and it falls by 8-60 K."""
    made = Kiln(770.0)
    made.forward(22.0)
    made.zones[11, kiln.HEATER_W] *= 0.5
    errors = made.forward(3.0)
    assert made.zones[11, kiln.OUTPUT] == 1.0
    assert -60.0 < errors[-1, 11] < -8.0


def test_a_drifting_thermocouple_hides_itself() -> None:
    """A sensor that reads 6 K high leaves the zone 6 K cold while its reading is on target."""
    made = Kiln(770.0)
    made.zones[17, kiln.SENSOR_OFFSET_K] = 6.0
    assert made.forward(6.0, pushing=False)[-1, 17] == pytest.approx(-6.0, abs=0.3)


def test_heaters_are_cut_off_beyond_their_limits() -> None:
    """10 K over the set-point as the thermocouple says, or 850 °C by the limiter's own."""
    made = Kiln(770.0)
    made.zones[17, kiln.SENSOR_OFFSET_K] = 11.0
    made.zones[18, kiln.FACE_C] = 851.0
    made.zones[18, kiln.SENSOR_OFFSET_K] = -200.0
    made.zones[:, kiln.INTEGRAL] = 0.9
    made.delay[:] = 0.9
    limits = HeatLimits(10.0, 850.0)
    kiln.advance_zones(
        *(made.zones, made.delay, 0, made.load_w, ROOM_C, 0.0),
        *(ZONE_HEAT, ZONE_CONTROL, 2.0, limits),
    )
    assert (made.zones[[17, 18], kiln.HEATER_KW] == 0.0).all()
    assert (made.zones[[17, 18], kiln.CUT] == 1.0).all()
    assert made.zones[16, kiln.HEATER_KW] > 20.0
    assert made.zones[:, kiln.CUT].sum() == 2.0


def test_heating_is_counted() -> None:
    """The energy of the heaters adds up; jackets take none, and gas passes heat along."""
    made = Kiln(770.0)
    made.forward(1.0, pushing=False)
    wanted = np.maximum(made.zones[:, kiln.POWER_W], 0.0) / 1000.0
    assert made.zones[:, kiln.ENERGY_KWH] == pytest.approx(wanted, abs=0.2)
    assert kiln.nitrogen_w_per_k(250.0) == pytest.approx(90.3, abs=0.1)
    assert kiln.zone_power_w(-0.5, 30e3, 20e3) == -10e3


def test_a_zone_without_a_jacket_only_heats() -> None:
    """A zone far above its set-point gives no power when it has no cooler."""
    made = Kiln(770.0)
    made.zones[5, kiln.FACE_C] += 100.0
    made.forward(0.1, pushing=False)
    assert made.zones[5, kiln.OUTPUT] == 0.0


def test_a_zone_without_any_actuator_settles_off() -> None:
    """Settling asks nothing of a zone that can neither heat nor cool."""
    made = Kiln(770.0)
    made.zones[33, [kiln.HEATER_W, kiln.COOLER_W]] = 0.0
    kiln.settle_zones(made.zones, made.delay, made.load_w, ROOM_C, 0.0, ZONE_HEAT)
    assert made.zones[33, kiln.OUTPUT] == 0.0
