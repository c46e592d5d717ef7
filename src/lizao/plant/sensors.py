"""What the transport sees: sensors with noise and lag, watched conditions, and the trend."""

import math
from typing import NamedTuple

from lizao.plant.compiled import compiled
from lizao.plant.noise import normal
from lizao.plant.records import Floats, Integers

SLOW_STEP_S = 2
TREND_STEP_S = 60
SLOW_TREND_STEP_S = 300


class Sensors(NamedTuple):
    """Sensors (sensor,): place in the flat array, noise, lag share, floor; slow ones are zones."""

    source: Integers
    noise: Floats
    follow: Floats
    floor: Floats
    slow: Integers
    filtered: Floats
    shown: Floats


class Watches(NamedTuple):
    """Watched conditions (watch,): sensor (-1 free), direction, limit, hold, seconds held, met."""

    sensor: Integers
    at_least: Integers
    limit: Floats
    hold_s: Floats
    held_s: Floats
    met: Integers


class Trend(NamedTuple):
    """Recorded values (sample, sensor) at steps of the grid; ``used`` samples are filled."""

    step: Integers
    values: Floats
    held: Floats
    used: Integers


@compiled
def read_sensors(sensors: Sensors, flat: Floats, table: Floats, step: int) -> None:
    """Read every sensor that is due at this step."""
    zones_too = step % SLOW_STEP_S == 0
    for k in range(len(sensors.source)):
        if sensors.slow[k] == 1 and not zones_too:
            continue
        true = flat[sensors.source[k]]
        value = sensors.filtered[k] + sensors.follow[k] * (true - sensors.filtered[k])
        sensors.filtered[k] = value
        if sensors.noise[k] > 0.0:
            value += sensors.noise[k] * normal(table, k, step)
        sensors.shown[k] = max(sensors.floor[k], value)


@compiled
def check_watches(watches: Watches, shown: Floats, dt_s: float) -> int:
    """Count how long each watched condition holds; return how many are met."""
    met = 0
    for k in range(len(watches.sensor)):
        if watches.sensor[k] < 0 or watches.met[k] == 1:
            continue
        value = shown[watches.sensor[k]]
        above = value >= watches.limit[k]
        holds = above if watches.at_least[k] == 1 else value <= watches.limit[k]
        watches.held_s[k] = watches.held_s[k] + dt_s if holds else -dt_s
        if watches.held_s[k] >= watches.hold_s[k]:
            watches.met[k] = 1
            met += 1
    return met


@compiled
def record(trend: Trend, sensors: Sensors, step: int) -> int:
    """Record all sensors every minute, zones every five; return 1 when the trend is full."""
    if step % TREND_STEP_S != 0:
        return 0
    row = trend.used[0]
    trend.step[row] = step
    zones_too = step % SLOW_TREND_STEP_S == 0
    for k in range(len(sensors.shown)):
        if zones_too or sensors.slow[k] == 0 or math.isnan(trend.held[k]):
            trend.held[k] = sensors.shown[k]
        trend.values[row, k] = trend.held[k]
    trend.used[0] = row + 1
    return 1 if row + 1 >= len(trend.step) else 0
