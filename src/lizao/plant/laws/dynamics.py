"""The signals between the laws: first-order lag, dead time and a PI controller."""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lizao.plant.compiled import compiled
from lizao.plant.laws.coefficients import Controller


class Control(NamedTuple):
    """The output of a controller and the integral it keeps, both in units of the output."""

    output: float
    integral: float


@compiled
def lagged(value: float, target: float, tau_s: float, dt_s: float) -> float:
    """Return a first-order variable (any unit) after `dt_s` at a steady target, exact for any step.

    Source: textbook.
    """
    if tau_s <= 0.0:
        return target
    return target + (value - target) * math.exp(-dt_s / tau_s)


@compiled
def delayed(line: npt.NDArray[np.float64], cursor: int, value: float) -> float:
    """Put `value` in a dead-time line at slot `cursor` and return what entered len(line) steps ago.

    Source: any unit.
    """
    slot = cursor % len(line)
    oldest: float = line[slot]
    line[slot] = value
    return oldest


@compiled
def controlled(error: float, integral: float, pi: Controller, dt_s: float) -> Control:
    """Return a PI output within its limits and its integral, which waits while a limit holds.

    Source: textbook.
    """
    proportional = pi.gain * error
    moved = integral + proportional * dt_s / pi.integral_s
    output = proportional + moved
    if output > pi.high:
        return Control(pi.high, min(integral, moved))
    if output < pi.low:
        return Control(pi.low, max(integral, moved))
    return Control(output, moved)
