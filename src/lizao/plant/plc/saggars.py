"""What a kiln's saggar line remembers."""

from dataclasses import dataclass, field
from typing import NamedTuple

from lizao.model.equipment import LineState
from lizao.model.identifiers import BatchId
from lizao.plant.records import Floats


class Beside(NamedTuple):
    """The arrays beside a kiln's record: zones, sections, dead times, load, rows and content."""

    zones: Floats
    sections: Floats
    delay: Floats
    load_w: Floats
    rows: Floats
    content: Floats


@dataclass
class RowState:
    """What the saggar line knows of a product row; ``destination`` is where it will be tipped."""

    number: int
    batch: BatchId | None
    ticket: int
    since: int
    loaded_kg: float
    kwh: float
    nitrogen_nm3: float
    destination: str


@dataclass
class KilnState:
    """Beats and pushes of the pusher, product rows by slot, and a campaign change under way.

    A beat on which the rollers stand jammed is no push.
    """

    beats: int = 0
    pushes: int = 0
    rows: dict[int, RowState] = field(default_factory=dict)
    last_product: int = -1_000_000
    gap_until: int = 0
    pending: dict[int, float] = field(default_factory=dict)
    behind: int = 0
    idle_since: int = 0
    line: LineState = LineState.READY_EMPTY
    """Hot, whatever is inside, or cold, heating or cooling."""
    until_crack: float = 0.0
    """How many cracks of saggars are to be expected until the next one comes."""
