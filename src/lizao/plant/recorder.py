"""Recorded signal values between two reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from lizao.model.identifiers import SignalId
from lizao.model.image import Samples
from lizao.model.instants import Instant
from lizao.plant.records import Floats
from lizao.plant.sensors import Trend
from lizao.plant.shown import Columns


@dataclass
class RecorderState:
    """Chunks of the trend that were full before anyone read them."""

    steps: list[int] = field(default_factory=list)
    values: list[Floats] = field(default_factory=list)


class Recorder:
    """Empties the kernel's trend."""

    def __init__(
        self, trend: Trend, places: Mapping[SignalId, int], instant: Callable[[int], Instant]
    ) -> None:
        """Nothing recorded."""
        self.state = RecorderState()
        self._trend = trend
        self._places = places
        self._instant = instant

    def take(self) -> None:
        """Take the trend away when it is full."""
        if self._trend.used[0] >= len(self._trend.step):
            self._take()

    def _take(self) -> None:
        used = int(self._trend.used[0])
        self.state.steps += self._trend.step[:used].tolist()
        self.state.values.append(np.array(self._trend.values[:used]))
        self._trend.used[0] = 0

    def samples(self) -> Samples:
        """Everything recorded since the last time: every minute, zones every five."""
        self._take()
        if not self.state.steps:
            return Samples()
        columns = Columns(self._places, np.concatenate(self.state.values))
        at = [self._instant(step) for step in self.state.steps]
        self.state = RecorderState()
        return Samples(at, columns)
