"""Facts about the exceptions of a recipe: what was met on the way, and what followed."""

from dataclasses import dataclass

from lizao.model.identifiers import BatchId, StepPath
from lizao.model.instants import Instant
from lizao.model.recipe import Then


@dataclass(frozen=True, slots=True)
class ExceptionRaised:
    """The condition of an exception was met and its branch begins, from its first step.

    It is raised anew after a severer one has taken over, because its branch begins again.
    """

    at: Instant
    batch: BatchId
    step: StepPath
    severity: int


@dataclass(frozen=True, slots=True)
class ExceptionEnded:
    """The branch of an exception is over; what the element around it does then."""

    at: Instant
    batch: BatchId
    step: StepPath
    then: Then
