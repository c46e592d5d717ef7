"""Facts about a shift: what one tells the next, and why a line stood still."""

from dataclasses import dataclass

from lizao.model.identifiers import UnitId
from lizao.model.instants import Instant


@dataclass(frozen=True, slots=True)
class ShiftNoted:
    """Somebody wrote into the hand-over book."""

    at: Instant
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class StandstillExplained:
    """Somebody said why a line stood still from ``since`` on; ``note`` is in her own words."""

    at: Instant
    unit: UnitId
    since: Instant
    standstill: str
    by: str
    note: str = ""
