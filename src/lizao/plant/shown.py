"""What a read shows: taken at once as arrays, told by name only where a signal is asked for.

A large plant has thousands of signals and is read at every event: to make them all Python numbers
each time would cost more than the plant.
"""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from typing_extensions import override

from lizao.model.identifiers import SignalId
from lizao.plant.records import Floats

T = TypeVar("T")


class _BySignal(Mapping[SignalId, T]):
    """Something of every signal; the last axis of ``numbers`` is in the order of ``places``."""

    def __init__(self, places: Mapping[SignalId, int], numbers: Floats) -> None:
        """Show ``numbers``, which nobody changes any more."""
        self._places = places
        self._numbers = numbers

    @override
    def __iter__(self) -> Iterator[SignalId]:
        return iter(self._places)

    @override
    def __len__(self) -> int:
        return len(self._places)


class Values(_BySignal[float]):
    """The value of every signal: ``numbers`` are (signal,)."""

    @override
    def __getitem__(self, signal: SignalId) -> float:
        return float(self._numbers[self._places[signal]])


class Columns(_BySignal[list[float]]):
    """The recorded values of every signal: ``numbers`` are (sample, signal)."""

    @override
    def __getitem__(self, signal: SignalId) -> list[float]:
        column: list[float] = self._numbers[:, self._places[signal]].tolist()
        return column
