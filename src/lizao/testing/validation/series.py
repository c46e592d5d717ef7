"""Signals over time, and how far those of two twin plants lie apart."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean, pstdev
from typing import Final

from typing_extensions import override

from lizao.model.equipment import Unit
from lizao.model.facts import Fact, ServiceRead, ServiceStateChanged
from lizao.model.identifiers import ServiceName, SignalId
from lizao.model.image import Samples
from lizao.model.instants import Duration, Instant
from lizao.model.states import State
from lizao.testing.story import Notebook

FEED: Final = ServiceName("feed")
"""The service by which a line works; its others only make it ready."""


@dataclass(slots=True)
class Series:
    """A signal: ``values[i]`` was shown at ``at[i]``."""

    at: list[Instant] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def between(self, since: Instant, until: Instant) -> Sequence[float]:
        """What was shown after ``since``, up to ``until``."""
        return self.values[bisect_right(self.at, since) : bisect_right(self.at, until)]

    def until(self, at: Instant) -> "Series":
        """What was shown up to an instant."""
        index = bisect_right(self.at, at)
        return Series(self.at[:index], self.values[:index])

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


def at_work(facts: Sequence[Fact], unit: Unit) -> Iterator[tuple[Instant, bool]]:
    """Whether a unit works, from every change on: a line while it is fed, others in any service."""
    fed = any(each.name == FEED for each in unit.services)
    for each in facts:
        if not isinstance(each, ServiceStateChanged | ServiceRead) or each.unit != unit.id:
            continue
        if not fed or each.service == FEED:
            yield each.at, each.state is State.RUNNING


def spans(
    changes: Iterator[tuple[Instant, bool]], end: Instant
) -> Iterator[tuple[Instant, Instant]]:
    """From when until when something was so."""
    since: Instant | None = None
    for at, holds in changes:
        if holds and since is None:
            since = at
        elif not holds and since is not None:
            yield since, at
            since = None
    if since is not None:
        yield since, end


def longest_at_work(facts: Sequence[Fact], unit: Unit, end: Instant) -> tuple[Instant, Instant]:
    """The longest time in which a unit works; nothing where it never does."""
    found = spans(at_work(facts, unit), end)
    return max(found, key=lambda each: each[1] - each[0], default=(end, end))
