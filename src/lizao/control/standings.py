"""What is known of each unit besides who owns it: may it be given away, when was it last used."""

from dataclasses import dataclass

from lizao.model.equipment import UnitStatus
from lizao.model.identifiers import MaterialName
from lizao.model.instants import Instant


@dataclass(frozen=True, slots=True)
class Standing:
    """The status of a unit with who gave it and why, and what the rules of upkeep look at.

    ``used_until`` is when a batch last gave it back, ``product`` what it last made since it was
    cleaned, ``calibrated_at`` when it was last calibrated, or first used.
    """

    status: UnitStatus = UnitStatus.AVAILABLE
    since: Instant = 0
    by: str = ""
    reason: str = ""
    until: Instant | None = None
    used_until: Instant = 0
    product: MaterialName | None = None
    calibrated_at: Instant | None = None

    @property
    def available(self) -> bool:
        """Whether the unit may be given to a batch."""
        return self.status is UnitStatus.AVAILABLE


UNUSED = Standing()
"""Of a unit that nobody used and nobody took out of use."""
