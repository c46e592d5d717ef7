"""One flat array of float64 holds every number of the plant; a unit is a named window into it."""

import inspect
from collections.abc import Iterator
from functools import cache
from operator import itemgetter
from typing import Any, Final, TypeAlias, TypeVar, cast

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Integers: TypeAlias = npt.NDArray[np.int64]
R = TypeVar("R")
OFF: Final = 0.0
"""A switch among the numbers of a record: off, or anything else."""


def names_of(kind: type) -> tuple[str, ...]:
    """The fields of a kind of record, its own first: two kinds must not look like one extended."""
    fields: list[str] = []
    for each in kind.__mro__:
        fields.extend(inspect.get_annotations(each))
    return tuple(fields)


@cache
def _scalar(kind: type) -> type[np.void]:
    """The type of one record of a kind: its fields are attributes, as fast as the memory allows."""

    def field(name: str) -> property:
        return property(itemgetter(name), lambda self, value: self.__setitem__(name, value))

    return type(
        kind.__name__,
        (np.void,),
        {"__slots__": (), **{name: field(name) for name in names_of(kind)}},
    )


class Layout:
    """Deals out windows of one flat array: plain blocks and records whose fields have names."""

    def __init__(self) -> None:
        self._size = 0
        self._blocks: dict[str, tuple[int, tuple[int, ...]]] = {}
        self._kinds: dict[type, tuple[int, int]] = {}

    def block(self, name: str, *shape: int) -> None:
        """Reserve a plain block of the given shape."""
        self._blocks[name] = (self._size, shape)
        self._size += int(np.prod(shape))

    def records(self, kind: type, count: int) -> None:
        """Reserve ``count`` records of a kind (room for one where a plant has none)."""
        self._kinds[kind] = (self._size, count)
        self._size += max(1, count) * len(names_of(kind))

    def build(self) -> "Memory":
        """The memory of this layout, all zero."""
        return Memory(np.zeros(self._size), self._blocks, self._kinds)


class Memory:
    """The flat array with its windows."""

    def __init__(
        self,
        flat: Floats,
        blocks: dict[str, tuple[int, tuple[int, ...]]],
        kinds: dict[type, tuple[int, int]],
    ) -> None:
        self.flat = flat
        self._blocks = blocks
        self._kinds = kinds

    def block(self, name: str) -> Floats:
        """The plain block ``name`` as an array of its shape."""
        start, shape = self._blocks[name]
        return self.flat[start : start + int(np.prod(shape))].reshape(shape)

    def block_address(self, name: str, *index: int) -> int:
        """Where in the flat array an element of a block lies."""
        start, shape = self._blocks[name]
        return start + int(np.ravel_multi_index(index, shape))

    def records(self, kind: type) -> npt.NDArray[Any]:
        """All records of a kind, an array that kernels index."""
        start, count = self._kinds[kind]
        fields = names_of(kind)
        window = self.flat[start : start + count * len(fields)]
        types = np.dtype((_scalar(kind), [(name, np.float64) for name in fields]))
        return window.view(types)

    def each(self, kind: type[R]) -> Iterator[R]:
        """The records of a kind one by one; writing to a field writes to the flat array."""
        for record in self.records(kind):
            yield cast("R", record)

    def address(self, kind: type, index: int, field: str) -> int:
        """Where in the flat array a field of a record lies."""
        start, _ = self._kinds[kind]
        fields = names_of(kind)
        return start + index * len(fields) + fields.index(field)
