"""Sensors that freeze: any signal of any unit can, whatever a plant file says of its faults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lizao.model.identifiers import SignalId, UnitId, signal_id
from lizao.plant.sensors import Sensors

FREEZE: Final = "F12-"
"""A code that begins so names the signal that freezes: ``F12-oxygen_ppm``."""


@dataclass
class FrozenState:
    """What each frozen sensor was before: noise and lag share."""

    was: dict[SignalId, tuple[float, float]] = field(default_factory=dict)


class Frozen:
    """The sensors of a plant that show the same for ever."""

    def __init__(self, places: Mapping[SignalId, int], sensors: Sensors) -> None:
        """All sensors live."""
        self.state = FrozenState()
        self._at = places
        self._sensors = sensors

    def knows(self, unit: UnitId, code: str) -> bool:
        """Whether a code freezes a sensor that the unit has."""
        return code.startswith(FREEZE) and self._signal(unit, code) in self._at

    def freeze(self, unit: UnitId, code: str) -> None:
        """Let a sensor show what it shows now; frozen already, it stays so."""
        name = self._signal(unit, code)
        if name not in self.state.was:
            at = self._at[name]
            self.state.was[name] = (
                float(self._sensors.noise[at]),
                float(self._sensors.follow[at]),
            )
            self._sensors.noise[at] = self._sensors.follow[at] = 0.0
            self._sensors.filtered[at] = self._sensors.shown[at]

    def thaw(self, unit: UnitId, code: str) -> None:
        """Let a sensor live again."""
        name = self._signal(unit, code)
        was = self.state.was.pop(name, None)
        if was is not None:
            at = self._at[name]
            self._sensors.noise[at], self._sensors.follow[at] = was

    @staticmethod
    def _signal(unit: UnitId, code: str) -> SignalId:
        return signal_id(unit, code.removeprefix(FREEZE))
