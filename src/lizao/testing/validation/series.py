"""Signals over time, and how far those of two twin plants lie apart."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean, pstdev

from typing_extensions import override

from lizao.model.identifiers import SignalId
from lizao.model.image import Samples
from lizao.model.instants import Duration, Instant
from lizao.testing.story import Notebook


@dataclass(slots=True)
class Series:
    """A signal: ``values[i]`` was shown at ``at[i]``."""

    at: list[Instant] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def between(self, since: Instant, until: Instant) -> Sequence[float]:
        """What was shown after ``since``, up to ``until``."""
        return self.values[bisect_right(self.at, since) : bisect_right(self.at, until)]

    def last(self, at: Instant) -> Instant | None:
        """The last instant up to ``at`` at which something was shown."""
        index = bisect_right(self.at, at)
        return self.at[index - 1] if index else None


class SeriesBook(Notebook):
    """A notebook that also keeps some signals with their instants."""

    def __init__(self, names: frozenset[SignalId]) -> None:
        """Keep the signals of these names."""
        super().__init__()
        self.series: dict[SignalId, Series] = defaultdict(Series)
        self._names = names

    @override
    def record(self, samples: Samples) -> None:
        for name in self._names & samples.values.keys():
            series = self.series[name]
            fresh = bisect_left(samples.at, (series.at[-1] + 1) if series.at else 0)
            series.at += samples.at[fresh:]
            series.values += samples.values[name][fresh:]


def differences(
    broken: Series, whole: Series, since: Instant, until: Instant, over: Duration
) -> Iterator[tuple[Instant, float]]:
    """The difference of two signals, each the mean over a time that ends between two instants."""
    for at in broken.at[bisect_right(broken.at, since) : bisect_right(broken.at, until)]:
        ours, theirs = broken.between(at - over, at), whole.between(at - over, at)
        if ours and theirs:
            yield at, fmean(ours) - fmean(theirs)


def spread(broken: Series, whole: Series, since: Instant, until: Instant) -> float | None:
    """The difference of the standard deviations of two signals between two instants."""
    ours, theirs = broken.between(since, until), whole.between(since, until)
    return pstdev(ours) - pstdev(theirs) if ours and theirs else None
