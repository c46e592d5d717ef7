"""By how much what the laboratory found of the same samples of two twin plants differs."""

from collections.abc import Iterator, Sequence

from lizao.model.facts import Fact, SampleResult
from lizao.model.identifiers import SampleId
from lizao.model.instants import Instant


def result_differences(
    broken: Sequence[Fact], whole: Sequence[Fact], attribute: str, since: Instant, until: Instant
) -> Iterator[tuple[Instant, float]]:
    """What one found more than the other of every sample of both, as told between two instants."""
    theirs = {sample: value for _, sample, value in _results(whole, attribute)}
    for at, sample, value in _results(broken, attribute):
        if since < at <= until and sample in theirs:
            yield at, value - theirs[sample]


def _results(facts: Sequence[Fact], attribute: str) -> Iterator[tuple[Instant, SampleId, float]]:
    for each in facts:
        if isinstance(each, SampleResult) and each.attribute == attribute:
            yield each.at, each.sample, each.value
