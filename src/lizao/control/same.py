"""An object as the key of what was computed from it: equal to itself only, and quick to ask."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from lizao.control.run import BatchRun

_Known = TypeVar("_Known")


@dataclass(frozen=True, slots=True)
class Same(Generic[_Known]):
    """A frozen state that stands for itself: two equal ones are two keys.

    Whoever keeps the key keeps the state, so its number is not that of another meanwhile.
    """

    it: _Known = field(compare=False)
    number: int = field(init=False)

    def __post_init__(self) -> None:
        """Take the number under which the state lies in memory."""
        object.__setattr__(self, "number", id(self.it))


@dataclass(frozen=True, slots=True)
class Alike(Generic[_Known]):
    """As ``Same``, for what was computed from some parts of a state only.

    ``by`` are the numbers of those parts, which live as long as the state, or values of it.
    """

    it: _Known = field(compare=False)
    by: tuple[object, ...]


def as_given(batch: BatchRun, *values: object) -> Alike[BatchRun]:
    """A batch as the key of what follows from its recipe, its units and ``values``."""
    return Alike(batch, (id(batch.recipe), id(batch.units), id(batch.released), *values))
