"""The schema of the alarms in a plant file."""

from typing import Literal

from pydantic import Field

from lizao.documents.schema_base import Closed, Quantity, Title


class AlarmFile(Closed):
    """What every alarm has: what it means to the operator, and how soon to act."""

    priority: Literal["low", "medium", "high"]
    cause: Title
    consequence: Title
    action: Title = Field(description="what the operator does; without one it is no alarm")
    on_delay: Quantity = Field(default="0 s", description="how long before it is raised")
    latched: bool = Field(default=False, description="stays until a person resets it")


class SignalAlarmFile(AlarmFile):
    """An alarm of every unit of a class: its signal against ``at_least`` or ``at_most``."""

    signal: str
    at_least: Quantity | None = None
    at_most: Quantity | None = None
    deadband: Quantity = Field(description="how far beyond the limit it has returned")
    off_delay: Quantity = Field(default="0 s", description="how long before it has returned")
    suppressed_when: Literal["not_producing", "not_owned"] | None = None


class ControlAlarmFile(AlarmFile):
    """An alarm of what the controller itself says."""

    source: Literal["command_unanswered", "batch_held", "question_overdue", "link_lost"]
