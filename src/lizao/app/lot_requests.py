"""What may be asked about a lot."""

from dataclasses import dataclass
from enum import StrEnum

from lizao.model.errors import NotUnderstoodError


class LotWish(StrEnum):
    """What a person may want of a lot."""

    RELEASE = "release"
    QUARANTINE = "quarantine"


@dataclass(frozen=True, slots=True)
class ChangeLot:
    """Put a lot in quarantine, or let it out."""

    lot: str
    wish: str
    reason: str = ""

    def __post_init__(self) -> None:
        """NotUnderstoodError for anything else."""
        if self.wish not in set(LotWish):
            raise NotUnderstoodError(self.wish)
