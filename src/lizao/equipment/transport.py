"""The contract of every transport: memory, recorded, OPC UA."""

from collections.abc import Sequence
from typing import Protocol

from lizao.model.commands import AnyCommand
from lizao.model.image import Image
from lizao.model.instants import Instant


class Transport(Protocol):
    """The way to the equipment.

    Reports keep the order in which they happened and none is discarded: a new connection hands out
    again what was never acknowledged, and its first read holds all that was reported before what
    its services show; otherwise a run that ended would look as if it were lost. The equipment
    ignores a command that the state table forbids.
    """

    def read(self) -> Image:
        """Everything reported since the last read, and what the equipment shows now."""

    def write(self, commands: Sequence[AnyCommand]) -> None:
        """Send commands; they take effect at the equipment's present instant."""

    def advance(self, to: Instant) -> Instant:
        """Let plant time go on to ``to``, or until something is reported; the instant reached."""

    def acknowledge(self, sequence: int) -> None:
        """Say that every report up to ``sequence`` is committed and not to be handed out again."""
