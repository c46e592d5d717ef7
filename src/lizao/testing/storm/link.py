"""The way between a loop and the paper plant, on which messages are lost, late and repeated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from random import Random
from typing import Final

from lizao.model.commands import AnyCommand, CommandService, StartService
from lizao.model.image import Image, Report
from lizao.model.instants import MINUTE, Instant, seconds
from lizao.testing.storm.figures import Fault
from lizao.testing.storm.twin import Twin

_LATEST_S: Final = 900.0
_SERVICE_COMMANDS: Final = (StartService, CommandService)


@dataclass(slots=True)
class LinkWeather:
    """How likely each thing is for one message."""

    lost: float = 0.004
    late: float = 0.006
    repeated: float = 0.006
    reordered: float = 0.02


class Link:
    """A transport that keeps the contract on a bad line.

    Reports that are lost are sent again, and are handed out in their order, some of them twice; the
    first read of a connection is answered whole.
    A command to a service may be lost, late, repeated or overtaken; what only repeats (conditions,
    samples) is lost with the whole link alone.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - a line between two, and all who listen
        self,
        plant: Twin,
        random: Random,
        weather: LinkWeather,
        fault: Callable[[Fault], bool],
        checked: Callable[[Sequence[AnyCommand]], None],
        acknowledged: Callable[[int], None],
    ) -> None:
        """Lie between a controller and ``plant``; every write is shown to ``checked`` first.

        ``fault`` counts one that is about to happen, unless the storm is spared it.
        """
        self.down_until: Instant = 0
        self._plant, self._random, self.weather = plant, random, weather
        self.after_write: Callable[[Sequence[AnyCommand]], None] = _live_on
        self._fault, self._checked, self._acknowledged = fault, checked, acknowledged
        self._commands: list[tuple[Instant, AnyCommand]] = []
        self._reports: list[tuple[Instant, Report]] = []
        self._early: dict[int, Report] = {}
        self._next = plant.read_to + 1
        self._again: tuple[Report, ...] = ()
        self._last: Image | None = None
        self._was_down = False
        self._fresh = True

    @property
    def down(self) -> bool:
        """Whether the link is lost at present."""
        return self._plant.at < self.down_until

    def returned(self) -> bool:
        """Whether the link is back since this was asked last."""
        return self._was_down and not self.down

    def lose(self, until: Instant) -> None:
        """Lose the link and everything on its way; what was not acknowledged comes again."""
        self.down_until = max(self.down_until, until)
        self._commands.clear()
        self._reports.clear()
        self._early.clear()
        self._again = ()
        self._plant.reconnect(self._next - 1)
        self._last = None
        self._was_down = self._fresh = True

    def read(self) -> Image:
        """What arrived since the last read, in order; nothing while the link is lost."""
        if self.down:
            if self._last is None:
                self._last = replace(self._plant.show(), connected=False)
            return replace(self._last, at=self._plant.at)
        if self._was_down:
            self._was_down = False
            self._plant.reconnect(self._next - 1)
        image = self._plant.read()
        at = image.at
        if image.reports:
            self._send(image.reports, at)
        self._fresh = False
        if not self._reports and not self._again:
            return replace(image, reports=self._in_order(()))
        arrived = [each for due, each in self._reports if due <= at]
        self._reports = [each for each in self._reports if each[0] > at]
        again, self._again = self._again, ()
        return replace(image, reports=(*again, *self._in_order(arrived)))

    def write(self, commands: Sequence[AnyCommand]) -> None:
        """Check, then send."""
        if not commands:
            return
        self._checked(commands)
        if self.down:
            return
        now = self._plant.at
        sent = [each for command in commands for each in self._fate(command, now)]
        reordered = len(sent) > 1 and self._random.random() < self.weather.reordered
        if reordered and self._fault(Fault.COMMANDS_REORDERED):
            self._random.shuffle(sent)
        self._plant.write([command for due, command in sent if due <= now])
        self._commands += [each for each in sent if each[0] > now]
        self.after_write(commands)

    def advance(self, to: Instant) -> Instant:
        """Let plant time go on to ``to``, or until something arrives."""
        while True:
            to_next = self._due(to)
            at = self._plant.advance(to_next)
            if self._commands:
                arrived = [command for due, command in self._commands if due <= at]
                self._commands = [each for each in self._commands if each[0] > at]
                self._plant.write(arrived)
            if self.down and at < to:
                self._plant.read()
                continue
            return at

    def acknowledge(self, sequence: int) -> None:
        """Check, then acknowledge."""
        self._acknowledged(sequence)

    def _due(self, to: Instant) -> Instant:
        if self.down:
            to = min(to, self.down_until)
        for due, _ in self._commands:
            to = min(to, due)
        for due, _ in self._reports:
            to = min(to, due)
        return max(to, self._plant.at)

    def _fate(self, command: AnyCommand, now: Instant) -> list[tuple[Instant, AnyCommand]]:
        drawn, weather = self._random.random(), self.weather
        can_be_lost = drawn < weather.lost and isinstance(command, _SERVICE_COMMANDS)
        if can_be_lost and self._fault(Fault.COMMAND_LOST):
            return []
        drawn -= weather.lost
        if 0 <= drawn < weather.late and self._fault(Fault.COMMAND_LATE):
            return [(self._later(now), command)]
        drawn -= weather.late
        if 0 <= drawn < weather.repeated and self._fault(Fault.COMMAND_REPEATED):
            return [(now, command), (self._later(now), command)]
        return [(now, command)]

    def _later(self, now: Instant) -> Instant:
        return now + max(MINUTE, seconds(self._random.random() * _LATEST_S))

    def _send(self, reports: Sequence[Report], now: Instant) -> None:
        if self._fresh:
            self._reports += [(now, each) for each in reports]
            return
        sent = [each for report in reports for each in self._report_fate(report, now)]
        reordered = len(sent) > 1 and self._random.random() < self.weather.reordered
        if reordered and self._fault(Fault.REPORTS_REORDERED):
            (due, first), (_, last) = sent[0], sent[-1]
            sent[0], sent[-1] = (due, last), (self._later(now), first)
        self._reports += sent

    def _report_fate(self, report: Report, now: Instant) -> list[tuple[Instant, Report]]:
        drawn, weather = self._random.random(), self.weather
        if drawn >= weather.lost + weather.late + weather.repeated:
            return [(now, report)]
        if drawn < weather.lost + weather.late:
            fault = Fault.REPORT_LOST if drawn < weather.lost else Fault.REPORT_LATE
            return [(self._later(now) if self._fault(fault) else now, report)]
        if self._fault(Fault.REPORT_REPEATED):
            return [(now, report), (self._later(now), report)]
        return [(now, report)]

    def _in_order(self, arrived: Sequence[Report]) -> tuple[Report, ...]:
        """What can be handed out without a gap; what came twice waits for the next read."""
        ready: list[Report] = []
        for each in arrived:
            if each.sequence < self._next:
                self._again = (*self._again, each)
            else:
                self._early[each.sequence] = each
        while self._next in self._early:
            ready.append(self._early.pop(self._next))
            self._next += 1
        self._again = tuple(sorted(self._again, key=attrgetter("sequence")))
        return tuple(ready)


def _live_on(_commands: Sequence[AnyCommand]) -> None:
    """Nothing happens after a write."""
