"""Errors of making: what a plant cannot do, or not as it stands."""

from dataclasses import dataclass, field
from typing import ClassVar

from lizao.model.errors.root import LizaoError


@dataclass(eq=False)
class VesselTooSmallError(LizaoError):
    """A batch larger than the vessel it must fit into."""

    key: ClassVar[str] = "vessel_too_small"
    unit: str
    needed_kg: float
    capacity_kg: float
    largest_t: float


@dataclass(eq=False)
class MaterialMissingError(LizaoError):
    """Raw material that is not there at Start; what is there and may be used is ``present_kg``."""

    key: ClassVar[str] = "material_missing"
    material: str
    missing_kg: float
    needed_kg: float
    present_kg: float = field(init=False)

    def __post_init__(self) -> None:
        """What is missing is missing beside what is there."""
        self.present_kg = max(0.0, self.needed_kg - self.missing_kg)


@dataclass(eq=False)
class DeliveryKnownError(LizaoError):
    """A delivery that was taken in before, as ``lot``."""

    key: ClassVar[str] = "delivery_known"
    material: str
    value: str
    lot: str


@dataclass(eq=False)
class NoUnitError(LizaoError):
    """A class of units that the plant does not have."""

    key: ClassVar[str] = "no_unit"
    unit_class: str
    needed: int
    present: int


@dataclass(eq=False)
class UnitBusyError(LizaoError):
    """Something that is already at work for another."""

    key: ClassVar[str] = "unit_busy"
    thing: str
    owner: str


@dataclass(eq=False)
class CommandRefusedError(LizaoError):
    """A command that the state table forbids."""

    key: ClassVar[str] = "command_refused"
    thing: str
    command: str
    state: str


@dataclass(eq=False)
class AnswerNotOfferedError(LizaoError):
    """An answer that is none of those a question offers."""

    key: ClassVar[str] = "answer_not_offered"
    question: str
    value: str
    options: str


@dataclass(eq=False)
class QuestionClosedError(LizaoError):
    """A question that was answered, or whose step ended, before."""

    key: ClassVar[str] = "question_closed"
    question: str
    answer: str
    by: str


@dataclass(eq=False)
class QuestionTimedOutError(LizaoError):
    """An answer that comes after the time for it was over and the default was taken."""

    key: ClassVar[str] = "question_timed_out"
    question: str
    answer: str


@dataclass(eq=False)
class NothingToDoError(LizaoError):
    """A request that has no object: no batch to resume, no such lot."""

    key: ClassVar[str] = "nothing_to_do"
    kind: str
    value: str


@dataclass(eq=False)
class AlarmRefusedError(LizaoError):
    """A step in the life of an alarm that the table does not have."""

    key: ClassVar[str] = "alarm_refused"
    alarm: str
    alarm_event: str
    alarm_state: str


@dataclass(eq=False)
class NotNowError(LizaoError):
    """Something that a person wants and that is not possible as things are."""

    key: ClassVar[str] = "not_now"
    thing: str
    wish: str
    reason: str
