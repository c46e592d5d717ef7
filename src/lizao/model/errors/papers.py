"""Errors in papers and quantities: what was written is wrong."""

from dataclasses import dataclass
from typing import ClassVar

from lizao.model.errors.root import LizaoError


@dataclass(eq=False)
class MalformedElementError(LizaoError):
    """A recipe element that could never run."""

    key: ClassVar[str] = "malformed_element"
    thing: str
    value: str
    limit: str


@dataclass(eq=False)
class DocumentError(LizaoError):
    """A fault in a file of a site: where, what, which value and limit; ``reason`` is a text key."""

    key: ClassVar[str] = "document"
    file: str
    line: int
    thing: str
    value: str
    limit: str
    reason: str


@dataclass(eq=False)
class UnknownNameError(LizaoError):
    """A name that nothing carries; ``known`` lists the names that exist."""

    key: ClassVar[str] = "unknown_name"
    kind: str
    value: str
    known: str


@dataclass(eq=False)
class ValueOutsideLimitsError(LizaoError):
    """A value outside its limits."""

    key: ClassVar[str] = "value_outside_limits"
    thing: str
    value: float
    low: float
    high: float
    unit: str


@dataclass(eq=False)
class QuantityError(LizaoError):
    """A quantity that cannot be read, or whose unit does not fit."""

    key: ClassVar[str] = "quantity"
    thing: str
    value: str
    unit: str
