"""An object as the key of what was computed from it: equal to itself only, and quick to ask."""

from typing import Final, Generic, TypeVar

from lizao.control.run import BatchRun

_Known = TypeVar("_Known")


class Same(Generic[_Known]):
    """A frozen state that stands for itself: two equal ones are two keys.

    Whoever keeps the key keeps the state, so its number is not that of another meanwhile.
    """

    __slots__ = ("it",)

    def __init__(self, it: _Known) -> None:
        self.it: Final = it

    def __eq__(self, other: object) -> bool:
        """Whether the other stands for the same state."""
        return isinstance(other, Same) and self.it is other.it

    def __hash__(self) -> int:
        """The number under which the state lies in memory."""
        return id(self.it)


class Alike(Generic[_Known]):
    """As ``Same``, for what was computed from some parts of a state only.

    ``by`` are the numbers of those parts, which live as long as the state, or values of it.
    """

    __slots__ = ("by", "it")

    def __init__(self, it: _Known, by: tuple[object, ...]) -> None:
        self.it: Final = it
        self.by: Final = by

    def __eq__(self, other: object) -> bool:
        """Whether all parts that count are the same."""
        return isinstance(other, Alike) and self.by == other.by

    def __hash__(self) -> int:
        """By all parts that count."""
        return hash(self.by)


def as_given(batch: BatchRun, *values: object) -> Alike[BatchRun]:
    """A batch as the key of what follows from its recipe, its units and ``values``."""
    return Alike(batch, (id(batch.recipe), id(batch.units), id(batch.released), *values))
