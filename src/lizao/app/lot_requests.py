"""What may be asked about a lot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class ReceiveLot:
    """Take in a delivery; mass and certificate values as they were written.

    ``supplier_lot`` is the number on its papers; without a ``place`` it goes to the first store.
    """

    material: str
    mass: str
    supplier_lot: str
    place: str = ""
    certificate: Mapping[str, str] = field(default_factory=dict)
