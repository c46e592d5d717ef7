"""What a read shows: taken at once as arrays, told by name only where a signal is asked for."""

from collections.abc import Iterator, Mapping

from typing_extensions import override

from lizao.model.identifiers import SignalId
from lizao.plant.records import Floats


class Values(Mapping[SignalId, float]):
    """The value of every signal; ``numbers`` (signal,) are in the order of ``places``.

    A large plant has thousands of signals and is read at every event: making them Python numbers
    each time would cost more than the plant.
    """

    def __init__(self, places: Mapping[SignalId, int], numbers: Floats) -> None:
        """Show ``numbers``, which nobody changes any more."""
        self._places = places
        self._numbers = numbers

    @override
    def __getitem__(self, signal: SignalId) -> float:
        return float(self._numbers[self._places[signal]])

    @override
    def __iter__(self) -> Iterator[SignalId]:
        return iter(self._places)

    @override
    def __len__(self) -> int:
        return len(self._places)


class Columns(Mapping[SignalId, list[float]]):
    """The recorded values of every signal; ``numbers`` are (sample, signal), else as ``Values``."""

    def __init__(self, places: Mapping[SignalId, int], numbers: Floats) -> None:
        """Show ``numbers``, which nobody changes any more."""
        self._places = places
        self._numbers = numbers

    @override
    def __getitem__(self, signal: SignalId) -> list[float]:
        column: list[float] = self._numbers[:, self._places[signal]].tolist()
        return column

    @override
    def __iter__(self) -> Iterator[SignalId]:
        return iter(self._places)

    @override
    def __len__(self) -> int:
        return len(self._places)
