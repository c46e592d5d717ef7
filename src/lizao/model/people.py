"""People: their names and roles, and what a signature of theirs can mean."""

from enum import StrEnum
from typing import NewType

UserName = NewType("UserName", str)
"""The name under which a person signs in, e.g. ``li.wei``."""


class UserRole(StrEnum):
    """What a person is at the plant; what each role may do is a table of the people room."""

    OPERATOR = "operator"
    PROCESS_ENGINEER = "process_engineer"
    QUALITY_ENGINEER = "quality_engineer"
    PLANNER = "planner"
    INTEGRATOR = "integrator"
    ADMINISTRATOR = "administrator"


class Meaning(StrEnum):
    """What a person says by signing."""

    RESPONSIBLE = "responsible"
    VERIFIED = "verified"
    APPROVED = "approved"
    RETIRED = "retired"
