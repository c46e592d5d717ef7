"""Numbers out of a paper: what cannot be read is a fault, and reading goes on."""

import math
from typing import Final

from lizao.documents.quantities import (
    DIMENSIONLESS,
    conversion,
    is_unit,
    parse_quantity,
    print_quantity,
    shown_unit,
    unit_of_name,
)
from lizao.documents.schema_base import Number
from lizao.documents.yaml_source import Paper, Spot
from lizao.model.errors import QuantityError

EXAMPLES: Final = "kg, °C, kWh/t, …"
"""What units look like, for an error that cannot know which one was meant."""


def quantity(paper: Paper, spot: Spot, thing: str, written: float | str, unit: str) -> float:
    """A quantity in ``unit``; one that cannot be read is a fault, and NaN stands in its place."""
    try:
        return parse_quantity(written, unit, thing)
    except QuantityError:
        reason = "wrong_dimension" if has_number(written) else "not_a_quantity"
        paper.fault(spot, thing, written, shown(unit), reason)
        return math.nan


def optional(
    paper: Paper, spot: Spot, thing: str, written: float | str | None, unit: str
) -> float | None:
    """A quantity in ``unit`` that may be left out."""
    return None if written is None else quantity(paper, spot, thing, written, unit)


def number(paper: Paper, spot: Spot, name: str, written: Number) -> float:
    """A coefficient in the unit that its name says."""
    wanted = unit_of_name(name)
    try:
        factor, offset = conversion(written.unit, wanted)
    except QuantityError:
        reason = "wrong_dimension" if is_unit(written.unit) else "unknown_unit"
        paper.fault((*spot, "unit"), name, written.unit, shown(wanted), reason)
        return math.nan
    return written.value * factor + offset


def known_unit(paper: Paper, spot: Spot, thing: str, unit: str) -> bool:
    """Whether ``unit`` exists; one that does not is a fault."""
    if is_unit(unit):
        return True
    paper.fault(spot, thing, unit, EXAMPLES, "unknown_unit")
    return False


def shown(unit: str) -> str:
    """A unit as an error shows it; a plain number has a word of its own.

    >>> shown("degC"), shown("1")
    ('°C', 'dimensionless')
    """
    return shown_unit(unit) or "dimensionless"


def has_number(written: float | str) -> bool:
    """Whether what was written begins like a quantity, so that only its unit can be wrong."""
    return not isinstance(written, str) or written.strip()[:1] in set("+-−.0123456789")


def within(value: float, low: float | None, high: float | None) -> bool:
    """Whether ``value`` is not outside limits that may be open; a hair outside is rounding.

    NaN, which stands for what could not be read, is outside of nothing: it has its fault already.
    """
    slack = 1e-9 * max(1.0, abs(value))
    below = low is not None and value < low - slack
    above = high is not None and value > high + slack
    return not (below or above)


def limits(low: float | None, high: float | None, unit: str) -> str:
    """Limits as an error shows them.

    >>> limits(740.0, 790.0, "degC"), limits(None, 5.0, "kg"), limits(2.0, None, "h")
    ('740 … 790 °C', '≤ 5 kg', '≥ 2 h')
    """
    if low is None:
        return "" if high is None else f"≤ {print_quantity(high, unit)}"
    if high is None:
        return f"≥ {print_quantity(low, unit)}"
    return f"{print_quantity(low, DIMENSIONLESS)} … {print_quantity(high, unit)}"
