"""Errors of a home: its processes, its doors, its ledger and its copies."""

from dataclasses import dataclass
from typing import ClassVar

from lizao.model.errors.root import LizaoError


@dataclass(eq=False)
class HomeMismatchError(LizaoError):
    """A home that was made for another site, plant or seed."""

    key: ClassVar[str] = "home_mismatch"
    thing: str
    value: str
    limit: str


@dataclass(eq=False)
class HomeLockedError(LizaoError):
    """A home in which another controller is at work."""

    key: ClassVar[str] = "home_locked"
    home: str


@dataclass(eq=False)
class PlantServedError(LizaoError):
    """A plant that lives in a process of its own and cannot be opened in another."""

    key: ClassVar[str] = "plant_served"
    home: str


@dataclass(eq=False)
class PlantEndedError(LizaoError):
    """A plant process that did not come up; ``file`` holds what it said."""

    key: ClassVar[str] = "plant_ended"
    file: str


@dataclass(eq=False)
class PageEndedError(LizaoError):
    """A process for the page that ended, or did not come up; ``file`` holds what it said."""

    key: ClassVar[str] = "page_ended"
    file: str


@dataclass(eq=False)
class PortTakenError(LizaoError):
    """A port of this machine at which another program listens."""

    key: ClassVar[str] = "port_taken"
    port: int


@dataclass(eq=False)
class NoControllerError(LizaoError):
    """A home in which no controller runs that could be asked."""

    key: ClassVar[str] = "no_controller"
    home: str


@dataclass(eq=False)
class NoPlantError(LizaoError):
    """A home whose virtual plant does not run in a process of its own."""

    key: ClassVar[str] = "no_plant"
    home: str


@dataclass(eq=False)
class UnansweredError(LizaoError):
    """A controller that ended, or fell silent, before it answered."""

    key: ClassVar[str] = "unanswered"
    home: str


@dataclass(eq=False)
class NotFollowedError(LizaoError):
    """A home whose facts could not be followed from ``number`` on: what is shown is not right."""

    key: ClassVar[str] = "not_followed"
    home: str
    number: int


@dataclass(eq=False)
class NotUnderstoodError(LizaoError):
    """A request that a running controller does not know."""

    key: ClassVar[str] = "not_understood"
    value: str


@dataclass(eq=False)
class LedgerBrokenError(LizaoError):
    """A ledger whose chain does not hold."""

    key: ClassVar[str] = "ledger_broken"
    thing: str
    number: int
    reason: str


@dataclass(eq=False)
class SealingFailedError(LizaoError):
    """The signals of a plant day that could not be written to their file; they stay in the tail."""

    key: ClassVar[str] = "sealing_failed"
    day: str
    reason: str


@dataclass(eq=False)
class WrittenByNewerError(LizaoError):
    """A home that a newer program has written in: this one would misread it."""

    key: ClassVar[str] = "written_by_newer"
    written_by: str
    program: str


@dataclass(eq=False)
class BackupDamagedError(LizaoError):
    """A backup in which ``part`` is not what was put into it; ``reason`` is a text key."""

    key: ClassVar[str] = "backup_damaged"
    file: str
    part: str
    reason: str


@dataclass(eq=False)
class AlreadyThereError(LizaoError):
    """A file or folder that would be written over."""

    key: ClassVar[str] = "already_there"
    path: str


@dataclass(eq=False)
class BackupRefusedError(LizaoError):
    """A home of which no copy can be made; ``reason`` is a text key."""

    key: ClassVar[str] = "backup_refused"
    home: str
    reason: str
