"""A power failure of the whole plant: what it stops, and what it does not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lizao.model.equipment import Plant
from lizao.model.instants import Duration, in_seconds
from lizao.model.states import Command, next_state
from lizao.plant.service import Service

INTERLOCK: Final = "power"
"""The report value ``interlock`` of a run that a power failure held."""
RIDE_THROUGH: Final = "ride_through_s"
"""The coefficient of a unit that says how long its emergency supply carries it (0: not at all)."""


@dataclass(frozen=True, slots=True)
class PowerLost:
    """The power failed for ``duration``; kept among the commands in a plant's own log."""

    duration: Duration


def hold_by_power(plant: Plant, services: Iterable[Service], duration: Duration) -> None:
    """Hold every run that the failure outlasts.

    A held kiln closes its feed and keeps rollers, heat and nitrogen, as on every hold.
    """
    for each in services:
        unit = plant.unit(each.unit)
        carried_s = 0.0 if unit is None else unit.coefficients.get(RIDE_THROUGH, 0.0)
        holds = next_state(each.state.state, Command.HOLD) is not None
        if holds and in_seconds(duration) > carried_s:
            each.trip(INTERLOCK)
