"""How fast things go on the paper plant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

TICK_S: Final = 60
"""The paper plant's step in seconds."""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """How a line unit passes material on.

    With ``row_s`` above zero it takes a row (or a bag) of ``row_kg`` every ``row_s``; a row stays
    ``residence_s`` inside, and its saggars come back ``turn_s`` later. Without, it flows at
    ``rate_kg_per_h``. What is not product goes to the place ``loss_to``.
    """

    rate_kg_per_h: float
    product_fraction: float = 1.0
    loss_to: str = "exhaust"
    row_kg: float = 0.0
    row_s: float = 0.0
    residence_s: float = 0.0
    bags: bool = False
    turn_s: float = 6000.0


@dataclass(frozen=True, slots=True)
class PaperTimes:
    """Durations of services in seconds by name, rates of flows, lines by unit class.

    The meters of transfers show ``transfer_meter`` times what really flows.
    """

    durations_s: Mapping[str, float] = field(
        default_factory=lambda: {"hook-up": 60.0, "prepare": 600.0, "recirculate": 7200.0}
    )
    default_s: float = 900.0
    charge_kg_per_s: float = 3.0
    transfer_kg_per_h: float = 20_000.0
    transfer_meter: float = 1.0
    report_every_s: float = 1800.0
    laboratory_s: float = 1200.0
    lines: Mapping[str, PaperLine] = field(default_factory=dict)
