"""What may be asked of the shift's book."""

from dataclasses import dataclass
from enum import StrEnum

from lizao.model.errors import NotUnderstoodError


class Standstill(StrEnum):
    """Why a line stands still, in one tap."""

    NO_MATERIAL = "no_material"
    NO_ORDER = "no_order"
    DOWNSTREAM_FULL = "downstream_full"
    BREAKDOWN = "breakdown"
    MAINTENANCE = "maintenance"
    CLEANING = "cleaning"
    CHANGEOVER = "changeover"
    QUALITY = "quality"
    UTILITIES = "utilities"
    STAFF = "staff"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class NoteShift:
    """Write into the hand-over book."""

    text: str

    def __post_init__(self) -> None:
        """NotUnderstoodError for a page that stays empty."""
        if not self.text.strip():
            raise NotUnderstoodError(self.text)


@dataclass(frozen=True, slots=True)
class ExplainStandstill:
    """Say why a unit stands, or stood, still since an instant (µs, as a text)."""

    unit: str
    since: str
    standstill: str
    note: str = ""

    def __post_init__(self) -> None:
        """NotUnderstoodError for a reason or an instant that is none."""
        if self.standstill not in set(Standstill):
            raise NotUnderstoodError(self.standstill)
        if not self.since.isdecimal():
            raise NotUnderstoodError(self.since)
