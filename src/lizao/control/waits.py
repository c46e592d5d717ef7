"""The words for waiting: each cause has a name, and says who or what has to come first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from lizao.model.commands import Value
from lizao.model.identifiers import BatchId, StepPath

Detail: TypeAlias = Value | tuple[str, ...]


class Cause(StrEnum):
    """Why a batch, or one of its steps, does not go on by itself."""

    START = "start"
    """It was made and not started."""
    RESTART = "restart"
    """It is held."""
    RESUME = "resume"
    """It is paused."""
    RELEASE = "release"
    """A person has to let it start."""
    RESET = "reset"
    """It was stopped or aborted, and what comes after it waits for its reset."""
    QUESTION = "question"
    """A person was asked."""
    OPERATOR = "operator"
    """A person does a step."""
    UNIT_OWNED = "unit_owned"
    """Every unit that would do, and is in use, belongs to a batch."""
    UNIT_OUT_OF_USE = "unit_out_of_use"
    """No unit that would do is in use."""
    UNIT_TAKEN = "unit_taken"
    """An operator has taken the unit over."""
    UNIT_HELD_BACK = "unit_held_back"
    """A unit is free, but with it given away another batch could not end."""
    SAGGARS = "saggars"
    """The pool of a line has not the saggars that its rows need."""
    NO_PATH = "no_path"
    """No line leads from the one unit to the other."""
    SERVICE_BUSY = "service_busy"
    """The service is at work, or was left in another state."""
    QUANTITY = "quantity"
    """A signal has not reached its limit."""
    CLEARED = "cleared"
    """Rows are still inside a line."""
    STEP = "step"
    """Another step has to come first."""
    CAMPAIGN = "campaign"
    """A line is brought to other settings."""
    EQUIPMENT = "equipment"
    """A service has to answer, or to reach what it was told."""


ON_A_PERSON = frozenset(
    {
        Cause.START,
        Cause.RESTART,
        Cause.RESUME,
        Cause.RELEASE,
        Cause.RESET,
        Cause.QUESTION,
        Cause.UNIT_OUT_OF_USE,
        Cause.UNIT_TAKEN,
    }
)
"""Causes that time alone never ends."""
ON_ANOTHER = frozenset({Cause.UNIT_OWNED, Cause.UNIT_HELD_BACK, Cause.SAGGARS, Cause.SERVICE_BUSY})
"""Causes that end once another batch has come further."""


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that a batch waits for.

    ``step`` is the element that stands, where it is not the batch as a whole. ``behind`` names the
    batches that come first.
    """

    batch: BatchId
    cause: Cause
    step: StepPath | None = None
    details: Mapping[str, Detail] = field(default_factory=dict)
    behind: tuple[BatchId, ...] = ()
