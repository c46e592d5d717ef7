"""The smallest storm that still breaks a promise: fewer kinds of faults, fewer batches, less time.

Delta debugging (Zeller and Hildebrandt, 2002); each test is a whole storm of the same seed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lizao.testing.storm.figures import Fault, Figures, Limits, Violation

MOST_REPLAYS: Final = 60
"""So many storms are played at most."""
_Play = Callable[[float, Limits], Figures]


@dataclass(slots=True)
class _Search:
    """The smallest storm found so far, and how many may still be played."""

    play: _Play
    best: Violation
    left: int

    def breaks(self, without: frozenset[Fault], batches: int | None) -> bool:
        """Whether a smaller storm breaks the same promise; then it is the best so far."""
        if self.left == 0:
            return False
        self.left -= 1
        found = self.play(self.best.hours, Limits(without, batches)).violations
        same = next((each for each in found if each.promise == self.best.promise), None)
        if same is None:
            return False
        self.best = same
        return True


def smallest(play: _Play, found: Violation, most: int = MOST_REPLAYS) -> Violation:
    """The violation as the smallest storm tells it that breaks the same promise.

    What is left out in one storm draws other numbers for the rest, so it is not the smallest of
    all; it repeats by what it names.
    """
    search = _Search(play, found, most)
    _fewer_faults(search)
    _fewer_batches(search)
    _fewer_faults(search)
    return search.best


def _fewer_faults(search: _Search) -> None:
    """Leave out half of the kinds that happened, a quarter, and so on to each alone."""
    pieces = 2
    while pieces and search.best.faults:
        kinds = search.best.faults
        gone = any(
            search.breaks(_spared(search.best, part), search.best.batches)
            for part in _parts(kinds, pieces)
        )
        if gone:
            pieces = max(2, pieces - 1)
        else:
            pieces = 0 if pieces >= len(kinds) else min(len(kinds), pieces * 2)
        if search.left == 0:
            return


def _fewer_batches(search: _Search) -> None:
    """One batch, two, four: the first that does."""
    batches = 1
    while batches < search.best.made:
        if search.breaks(frozenset(search.best.without), batches):
            return
        batches *= 2


def _spared(best: Violation, part: Sequence[Fault]) -> frozenset[Fault]:
    """All that did not happen, and ``part``."""
    return frozenset(Fault) - (frozenset(best.faults) - frozenset(part))


def _parts(kinds: Sequence[Fault], pieces: int) -> Iterator[Sequence[Fault]]:
    pieces = min(pieces, len(kinds))
    for number in range(pieces):
        yield kinds[number * len(kinds) // pieces : (number + 1) * len(kinds) // pieces]
