"""A transport inside one process: the equipment is an object that is asked directly."""

from collections.abc import Sequence
from typing import Protocol

from lizao.model.commands import AnyCommand
from lizao.model.image import Image, Report
from lizao.model.instants import Instant


class Equipment(Protocol):
    """What the memory transport needs of the equipment behind it."""

    def read(self) -> Image:
        """What was reported since the last read, and what is shown now."""

    def write(self, commands: Sequence[AnyCommand]) -> None:
        """Take commands at the present instant."""

    def advance(self, to: Instant) -> Instant:
        """Go on to ``to`` or until something is reported; return the instant reached."""


class MemoryTransport:
    """Hands out each report once; ``since`` is the last that an earlier connection committed."""

    def __init__(self, equipment: Equipment, since: int = 0) -> None:
        """Connect to ``equipment``."""
        self._equipment = equipment
        self._acknowledged = since

    def read(self) -> Image:
        """Everything reported since the last read; what was committed before is left out."""
        image = self._equipment.read()
        new = tuple(each for each in image.reports if each.sequence > self._acknowledged)
        if len(new) == len(image.reports):
            return image
        return Image(image.at, new, image.services, image.values, image.samples, image.connected)

    def write(self, commands: Sequence[AnyCommand]) -> None:
        """Send commands."""
        self._equipment.write(commands)

    def advance(self, to: Instant) -> Instant:
        """Let plant time go on to ``to``, or until something is reported."""
        return self._equipment.advance(to)

    def acknowledge(self, sequence: int) -> None:
        """Say that every report up to ``sequence`` is committed."""
        self._acknowledged = max(self._acknowledged, sequence)


__all__ = ["Equipment", "MemoryTransport", "Report"]
