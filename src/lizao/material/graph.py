"""The graph of what came from what: each node and the older nodes it is made of.

A site makes tens of thousands of nodes a day and keeps them for good. Only the newest are looked at
again and again, so the others lie packed, in an eighth of the memory. A trace unpacks what it
meets.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, chain, pairwise
from typing import Final, TypeAlias

Piece: TypeAlias = tuple[int, float]
"""A part of a node of the genealogy: the node's number and the fraction of its origins."""
Pieces: TypeAlias = tuple[Piece, ...]

PAGE: Final = 512
"""So many nodes are packed together; at least as many of the newest are not."""
_END: Final = struct.calcsize("<I")
_ENDS: Final = struct.Struct(f"<{PAGE + 1}I")


@dataclass(slots=True)
class Graph:
    """Nodes by number, from 0 on; node 0 is made of nothing.

    A page holds where the pieces of each of its nodes end, then the numbers of all pieces, then
    their fractions. ``changed`` are packed nodes that were found to be made otherwise later.
    """

    pages: list[bytes] = field(default_factory=list)
    newest: list[Pieces] = field(default_factory=lambda: [()])
    changed: dict[int, Pieces] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many nodes there are."""
        return len(self.pages) * PAGE + len(self.newest)

    def __getitem__(self, node: int) -> Pieces:
        """What a node is made of."""
        place = node - len(self.pages) * PAGE
        if place >= 0:
            return self.newest[place]
        known = self.changed.get(node)
        return _of_page(self.pages[node // PAGE], node % PAGE) if known is None else known

    def __setitem__(self, node: int, pieces: Pieces) -> None:
        """Let a node be made of something else."""
        place = node - len(self.pages) * PAGE
        if place >= 0:
            self.newest[place] = pieces
        else:
            self.changed[node] = pieces

    def append(self, pieces: Pieces) -> int:
        """Make a node of older ones; return its number."""
        self.newest.append(pieces)
        if len(self.newest) > 2 * PAGE:
            self.pages.append(_packed(self.newest[:PAGE]))
            del self.newest[:PAGE]
        return len(self) - 1

    def since(self, first: int) -> Iterator[tuple[int, Pieces]]:
        """Every node from ``first`` on, with what it is made of."""
        node = first // PAGE * PAGE
        pages = (_unpacked(each) for each in self.pages[first // PAGE :])
        for pieces in chain(chain.from_iterable(pages), self._newest_since(first)):
            if node >= first:
                yield node, self.changed.get(node, pieces)
            node += 1

    def _newest_since(self, first: int) -> Iterator[Pieces]:
        """The nodes that are not packed, from the page of ``first`` on."""
        begin = max(0, first // PAGE - len(self.pages)) * PAGE
        return iter(self.newest[begin:])


def _packed(nodes: list[Pieces]) -> bytes:
    ends = accumulate((len(each) for each in nodes), initial=0)
    pieces = [*chain.from_iterable(nodes)]
    numbers, parts = [number for number, _ in pieces], [part for _, part in pieces]
    return struct.pack(f"<{PAGE + 1}I{len(pieces)}I{len(pieces)}d", *ends, *numbers, *parts)


def _unpacked(page: bytes) -> Iterator[Pieces]:
    ends = _ENDS.unpack_from(page)
    count = ends[-1]
    found = struct.unpack_from(f"<{count}I{count}d", page, _ENDS.size)
    pieces = [*zip(found[:count], found[count:], strict=True)]
    return (tuple(pieces[begin:end]) for begin, end in pairwise(ends))


def _of_page(page: bytes, place: int) -> Pieces:
    begin, end = struct.unpack_from("<2I", page, place * _END)
    (count,) = struct.unpack_from("<I", page, PAGE * _END)
    numbers = struct.unpack_from(f"<{end - begin}I", page, _ENDS.size + begin * _END)
    where = _ENDS.size + count * _END + begin * struct.calcsize("<d")
    return tuple(zip(numbers, struct.unpack_from(f"<{end - begin}d", page, where), strict=True))
