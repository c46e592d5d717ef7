"""Lag, dead time and control."""

import math

import numpy as np
import pytest

from lizao.plant.laws import dynamics
from lizao.plant.laws.coefficients import Controller

PI = Controller(0.1, 100.0, -1.0, 1.0)


def test_a_lag_reaches_63_percent_in_one_time_constant() -> None:
    """One long step equals a hundred short ones; no lag follows at once."""
    long = dynamics.lagged(0.0, 1.0, 80.0, 80.0)
    short = 0.0
    for _ in range(100):
        short = dynamics.lagged(short, 1.0, 80.0, 0.8)
    assert long == pytest.approx(1.0 - math.exp(-1.0))
    assert short == pytest.approx(long)
    assert dynamics.lagged(0.0, 1.0, 0.0, 1.0) == 1.0


def test_dead_time_returns_what_entered_before() -> None:
    """A line of three slots gives back each value three steps later."""
    line = np.zeros(3)
    seen = [dynamics.delayed(line, step, float(step + 1)) for step in range(6)]
    assert seen == [0.0, 0.0, 0.0, 1.0, 2.0, 3.0]


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_saturated_controller_lets_go_at_once(sign: float) -> None:
    """After hours against a limit the output leaves it in the first step of opposite error."""
    control = dynamics.Control(0.0, 0.0)
    for _ in range(1000):
        control = dynamics.controlled(50.0 * sign, control.integral, PI, 10.0)
    assert control.output == sign
    assert abs(dynamics.controlled(-1.0 * sign, control.integral, PI, 10.0).output) < 1.0


def test_a_controller_adds_error_and_its_integral() -> None:
    """Within its limits the output is gain times error plus what the integral gathered."""
    control = dynamics.controlled(1.0, 0.2, PI, 10.0)
    assert control.integral == pytest.approx(0.21)
    assert control.output == pytest.approx(0.31)


def test_a_controller_that_starts_beyond_its_limits_returns() -> None:
    """An integral set beyond a limit is unwound by the error, not held there."""
    assert dynamics.controlled(-1.0, 5.0, PI, 10.0).output == 1.0
    assert dynamics.controlled(-1.0, 5.0, PI, 10.0).integral < 5.0
    assert dynamics.controlled(1.0, -5.0, PI, 10.0).output == -1.0
    assert dynamics.controlled(1.0, -5.0, PI, 10.0).integral > -5.0
