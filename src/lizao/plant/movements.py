"""The kernel of disturbances and faults: numbers of the plant that depart from their own value."""

import math
from typing import Final, NamedTuple

from lizao.model.disturbances import Course
from lizao.plant.compiled import compiled
from lizao.plant.noise import normal
from lizao.plant.records import Floats, Integers
from lizao.plant.sensors import Sensors

MOVE_STEP_S: Final = 60
"""Numbers move once a minute."""
AT_REST: Final = -1
"""The beginning of a track that is not under way."""

COURSES: Final = tuple(Course)
_RAMP: Final = COURSES.index(Course.RAMP)
_DRIFT: Final = COURSES.index(Course.DRIFT)
_SWING: Final = COURSES.index(Course.SWING)
_SCATTER: Final = COURSES.index(Course.SCATTER)
_WALK: Final = COURSES.index(Course.WALK)

FLAT: Final = 0
NOISE: Final = 1
FOLLOW: Final = 2
"""Where a number lies: in the flat memory, or in the noise or the lag of a sensor."""


class Tracks(NamedTuple):
    """Movements (track,): the number each moves, its course, and since which step it is on."""

    number: Integers
    course: Integers
    added: Floats
    share: Floats
    over_s: Floats
    peak_s: Floats
    channel: Integers
    since: Integers
    walked: Floats


class Numbers(NamedTuple):
    """The numbers that move (number,): where they lie, their own value, and what was made of it."""

    array: Integers
    at: Integers
    own: Floats
    shown: Floats
    factor: Floats
    offset: Floats


class Movements(NamedTuple):
    """All movements of a plant; ``epoch_s`` (1,) is the calendar second of step 0."""

    tracks: Tracks
    numbers: Numbers
    epoch_s: Floats


@compiled
def extent(tracks: Tracks, k: int, step: int, epoch_s: float, table: Floats) -> float:
    """Return how much of its amount a track has at a step of the grid (definition of courses)."""
    gone_s = float(step - tracks.since[k])
    course = tracks.course[k]
    if course == _RAMP:
        return min(1.0, gone_s / float(tracks.over_s[k]))
    if course == _DRIFT:
        return gone_s / float(tracks.over_s[k])
    if course == _SWING:
        turns = (epoch_s + step - tracks.peak_s[k]) / tracks.over_s[k]
        return math.cos(2.0 * math.pi * float(turns))
    if course == _SCATTER:
        slot = int(gone_s // tracks.over_s[k])
        part = gone_s / tracks.over_s[k] - slot
        before = normal(table, tracks.channel[k], slot)
        return float((1.0 - part) * before + part * normal(table, tracks.channel[k], slot + 1))
    if course == _WALK:
        pace = math.sqrt(MOVE_STEP_S / tracks.over_s[k])
        tracks.walked[k] += pace * normal(table, tracks.channel[k], step // MOVE_STEP_S)
        return float(tracks.walked[k])
    return 1.0


@compiled
def _read(array: int, index: int, flat: Floats, sensors: Sensors) -> float:
    """Return a number where it lies."""
    if array == NOISE:
        return float(sensors.noise[index])
    if array == FOLLOW:
        return float(sensors.follow[index])
    return float(flat[index])


@compiled
def _write(array: int, index: int, flat: Floats, sensors: Sensors, value: float) -> None:
    """Put a number where it lies."""
    if array == NOISE:
        sensors.noise[index] = value
    elif array == FOLLOW:
        sensors.follow[index] = value
    else:
        flat[index] = value


@compiled
def _own(numbers: Numbers, k: int, current: float) -> float:
    """Return what a number would be by itself, whoever else has changed it meanwhile."""
    if current == numbers.shown[k] or numbers.factor[k] == 0.0:
        return float(numbers.own[k])
    return (current - float(numbers.offset[k])) / float(numbers.factor[k])


@compiled
def move(movements: Movements, flat: Floats, sensors: Sensors, table: Floats, step: int) -> None:
    """Let every number be its own value times the shares, plus what is added, at this step."""
    tracks, numbers = movements.tracks, movements.numbers
    for k in range(len(numbers.at)):
        numbers.own[k] = _own(numbers, k, _read(numbers.array[k], numbers.at[k], flat, sensors))
        numbers.factor[k] = 1.0
        numbers.offset[k] = 0.0
    for k in range(len(tracks.number)):
        if tracks.since[k] >= 0 and step >= tracks.since[k]:
            part = extent(tracks, k, step, movements.epoch_s[0], table)
            numbers.factor[tracks.number[k]] *= max(0.0, 1.0 + tracks.share[k] * part)
            numbers.offset[tracks.number[k]] += tracks.added[k] * part
    for k in range(len(numbers.at)):
        numbers.shown[k] = numbers.own[k] * numbers.factor[k] + numbers.offset[k]
        _write(numbers.array[k], numbers.at[k], flat, sensors, numbers.shown[k])
