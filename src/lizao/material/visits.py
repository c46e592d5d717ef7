"""The stays of material in kiln rows, packed: a site makes some 17,000 a day and keeps them."""

import struct
from dataclasses import dataclass, field
from typing import Final

from lizao.model.identifiers import UnitId
from lizao.model.instants import Instant

_STAY: Final = struct.Struct("<Iqqq")
_END: Final = struct.Struct("<q")
_INSIDE: Final = -(2**63)


@dataclass(frozen=True, slots=True)
class RowPass:
    """A kiln row that material lay in, from its loading to its discharge (None: still inside)."""

    kiln: UnitId
    row: int
    since: Instant
    until: Instant | None


@dataclass(slots=True)
class Visits:
    """All stays by number, from 0 on: in each the number of the unit, the row, and both instants.

    ``numbers`` gives the number of a unit; ``at_node`` that of the stay that a node belongs to.
    """

    numbers: dict[UnitId, int] = field(default_factory=dict)
    stays: bytearray = field(default_factory=bytearray)
    at_node: dict[int, int] = field(default_factory=dict)

    def begin(self, row: tuple[UnitId, int], at: Instant) -> int:
        """Material comes into a row that is empty; the number of its stay."""
        unit = self.numbers.setdefault(row[0], len(self.numbers))
        self.stays += _STAY.pack(unit, row[1], at, _INSIDE)
        return len(self.stays) // _STAY.size - 1

    def end(self, visit: int, at: Instant) -> None:
        """The row discharges."""
        _END.pack_into(self.stays, _end_of(visit), at)

    def is_over(self, visit: int) -> bool:
        """Whether the row has discharged."""
        until: Instant
        (until,) = _END.unpack_from(self.stays, _end_of(visit))
        return until != _INSIDE

    def of_nodes(self, nodes: list[int]) -> list[RowPass]:
        """The stays that some nodes belong to, each once."""
        found = {self.at_node[each]: None for each in nodes if each in self.at_node}
        units = [*self.numbers]
        return [_visit(units, *_STAY.unpack_from(self.stays, each * _STAY.size)) for each in found]


def _end_of(visit: int) -> int:
    """Where it is written when a stay ended."""
    return (visit + 1) * _STAY.size - _END.size


def _visit(units: list[UnitId], unit: int, row: int, since: int, until: int) -> RowPass:
    return RowPass(units[unit], row, since, None if until == _INSIDE else until)
