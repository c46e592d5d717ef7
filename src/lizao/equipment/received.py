"""What has arrived from a plant process and was not read yet, and what it showed last."""

from itertools import chain, takewhile
from typing import TYPE_CHECKING

from lizao.equipment.frames import Chunk, FrameError, Update, report_of
from lizao.model.image import Image, Report, Samples, ServiceReading
from lizao.model.instants import Instant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lizao.model.identifiers import ServiceName, SignalId, UnitId


class Received:
    """Reports each once and in order, the last known readings and values, samples in order."""

    def __init__(self, since: int, at: Instant) -> None:
        """Nothing has arrived; every report up to ``since`` is known."""
        self.at = at
        self.acknowledged = since
        self.sampled: Instant = 0
        """Up to when samples were handed out."""
        self.handed = since
        """Every report up to this one was handed out."""
        self._last = since
        self._reports: list[Report] = []
        self._services: Mapping[tuple[UnitId, ServiceName], ServiceReading] = {}
        self._values: Mapping[SignalId, float] = {}
        self._chunks: list[Chunk] = []

    @property
    def waiting(self) -> bool:
        """Whether there is a report to be read."""
        return bool(self._reports)

    def take(self, update: Update) -> None:
        """Take an update; FrameError if a report is missing before one that it holds."""
        for each in update.reports:
            if each.sequence <= self._last:
                continue
            if each.sequence != self._last + 1:
                raise FrameError(str(each.sequence))
            self._reports.append(report_of(each))
            self._last = each.sequence
        if update.services:
            changed = {(each.unit, each.service): each.reading for each in update.services}
            self._services = {**self._services, **changed}
        if update.values:
            self._values = {**self._values, **update.values}
        self._chunks += update.samples
        self.at = max(self.at, update.at)

    def acknowledge(self, sequence: int) -> None:
        """Every report up to ``sequence`` is committed, also one that was not read."""
        self.acknowledged = max(self.acknowledged, sequence)
        self._last = max(self._last, sequence)
        self.handed = max(self.handed, sequence)
        self._reports = [each for each in self._reports if each.sequence > sequence]

    def image(self, at: Instant, *, connected: bool) -> Image:
        """Everything that arrived since the last image, shown at ``at``."""
        reports, self._reports = tuple(self._reports), []
        self.handed = self._last
        samples = self._samples()
        return Image(at, reports, self._services, self._values, samples, connected)

    def _samples(self) -> Samples:
        """The samples of one set of signals; if the plant went over to another, that comes next."""
        chunks = self._chunks
        if not chunks:
            return Samples()
        same = list(takewhile(lambda each: each.values.keys() == chunks[0].values.keys(), chunks))
        self._chunks = chunks[len(same) :]
        self.sampled = same[-1].at[-1]
        at = list(chain.from_iterable(each.at for each in same))
        names = chunks[0].values
        values = {
            name: list(chain.from_iterable(each.values[name] for each in same)) for name in names
        }
        return Samples(at, values)
