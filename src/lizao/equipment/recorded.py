"""A transport that plays back recorded images and keeps what was written to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from lizao.model.commands import AnyCommand
from lizao.model.image import Image
from lizao.model.instants import Instant


@dataclass(frozen=True, slots=True)
class Difference:
    """The first command that was written otherwise than it was recorded (None: there is none)."""

    position: int
    recorded: AnyCommand | None
    written: AnyCommand | None


class RecordedTransport:
    """Hands out one recorded image after the other, each at its own time.

    Nothing that is written has an effect: it is kept in ``written``.
    """

    def __init__(self, images: Sequence[Image]) -> None:
        """Play ``images``, which are in the order of their time."""
        self.written: list[AnyCommand] = []
        self.acknowledged = 0
        self._images = tuple(images)
        self._next = 0
        self._at: Instant = images[0].at if images else 0

    @property
    def over(self) -> bool:
        """Whether every image was read."""
        return self._next >= len(self._images)

    def read(self) -> Image:
        """The next image if its time has come, else the last one again without its reports."""
        if not self.over and self._images[self._next].at <= self._at:
            self._next += 1
            return self._images[self._next - 1]
        if self._next == 0:
            return Image(self._at, (), {}, {})
        last = self._images[self._next - 1]
        return Image(self._at, (), last.services, last.values, connected=last.connected)

    def write(self, commands: Sequence[AnyCommand]) -> None:
        """Keep commands."""
        self.written += commands

    def advance(self, to: Instant) -> Instant:
        """Go on to ``to``, or to the next image if that comes first."""
        if not self.over:
            to = min(to, self._images[self._next].at)
        self._at = max(self._at, to)
        return self._at

    def acknowledge(self, sequence: int) -> None:
        """Note what was acknowledged."""
        self.acknowledged = max(self.acknowledged, sequence)

    def difference(self, recorded: Sequence[AnyCommand]) -> Difference | None:
        """The first place where what was written is not what was ``recorded``."""
        for position in range(max(len(recorded), len(self.written))):
            then = recorded[position] if position < len(recorded) else None
            now = self.written[position] if position < len(self.written) else None
            if then != now:
                return Difference(position, then, now)
        return None
