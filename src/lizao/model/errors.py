"""Errors as types: each names thing, value and limit; a door finds the words by ``key``."""

from dataclasses import dataclass, fields
from typing import ClassVar


class LizaoError(Exception):
    """Root of all errors that a person may read; subclasses are dataclasses of plain values.

    They are not frozen, because Python sets the traceback on them.
    """

    key: ClassVar[str] = "error"

    def details(self) -> dict[str, object]:
        """The values that the text of ``key`` names."""
        return {each.name: getattr(self, each.name) for each in fields(self)}  # type: ignore[arg-type]

    def __str__(self) -> str:
        """The key and the details, for logs and tests."""
        return f"{self.key}: " + ", ".join(f"{k}={v!r}" for k, v in self.details().items())


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
    """Raw material that is not there at Start."""

    key: ClassVar[str] = "material_missing"
    material: str
    missing_kg: float
    needed_kg: float


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
class ReasonMissingError(LizaoError):
    """Something that nobody may do without saying why."""

    key: ClassVar[str] = "reason_missing"
    thing: str


@dataclass(eq=False)
class SignInRefusedError(LizaoError):
    """A name and a password that do not belong together, or that of nobody who may sign in."""

    key: ClassVar[str] = "sign_in_refused"
    user: str


@dataclass(eq=False)
class NotSignedInError(LizaoError):
    """A session that has ended, or was never begun."""

    key: ClassVar[str] = "not_signed_in"


@dataclass(eq=False)
class TooManyAttemptsError(LizaoError):
    """A password that is not looked at, so soon after one that was wrong."""

    key: ClassVar[str] = "too_many_attempts"
    user: str
    wait_s: float


@dataclass(eq=False)
class OneTimePasswordError(LizaoError):
    """A password that is only good to choose the next."""

    key: ClassVar[str] = "one_time_password"
    user: str


@dataclass(eq=False)
class WeakPasswordError(LizaoError):
    """A password that is too short, too long, or the name of its user."""

    key: ClassVar[str] = "weak_password"
    user: str
    shortest: int
    longest: int


@dataclass(eq=False)
class UnreadablePasswordsError(LizaoError):
    """A file of passwords that holds something else."""

    key: ClassVar[str] = "unreadable_passwords"
    file: str


@dataclass(eq=False)
class NotPermittedError(LizaoError):
    """Something that none of a user's roles may do; ``roles`` are those that may."""

    key: ClassVar[str] = "not_permitted"
    user: str
    deed: str
    roles: tuple[str, ...]


@dataclass(eq=False)
class SignatureNeededError(LizaoError):
    """Something that only counts with the signature of a person, and nobody has signed in."""

    key: ClassVar[str] = "signature_needed"
    deed: str


@dataclass(eq=False)
class NameTakenError(LizaoError):
    """A name for a user that is not free; a name is never given twice."""

    key: ClassVar[str] = "name_taken"
    value: str


@dataclass(eq=False)
class LastAdministratorError(LizaoError):
    """A change after which nobody could look after the users."""

    key: ClassVar[str] = "last_administrator"
    user: str


@dataclass(eq=False)
class RecipeVersionTakenError(LizaoError):
    """A version of a recipe that is registered with another content; both by their digests."""

    key: ClassVar[str] = "recipe_version_taken"
    recipe: str
    version: str
    digest: str
    registered: str


@dataclass(eq=False)
class RecipeFileDiffersError(LizaoError):
    """A recipe file of the site that says something else than the version that was approved."""

    key: ClassVar[str] = "recipe_file_differs"
    recipe: str
    version: str
    file: str


@dataclass(eq=False)
class RecipeStepRefusedError(LizaoError):
    """A step in the life of a recipe that the table does not have."""

    key: ClassVar[str] = "recipe_step_refused"
    recipe: str
    version: str
    recipe_step: str
    recipe_status: str


@dataclass(eq=False)
class FourEyesError(LizaoError):
    """A version of a recipe that the person who verified it wants to approve too."""

    key: ClassVar[str] = "four_eyes"
    recipe: str
    version: str
    user: str


@dataclass(eq=False)
class RecipeNotApprovedError(LizaoError):
    """A version of a recipe that makes no batches yet; ``missing`` are the steps to come."""

    key: ClassVar[str] = "recipe_not_approved"
    recipe: str
    version: str
    recipe_status: str
    missing: tuple[str, ...]


@dataclass(eq=False)
class RecipeRetiredError(LizaoError):
    """A version of a recipe that makes no batches any more."""

    key: ClassVar[str] = "recipe_retired"
    recipe: str
    version: str


@dataclass(eq=False)
class NotNowError(LizaoError):
    """Something that a person wants and that is not possible as things are."""

    key: ClassVar[str] = "not_now"
    thing: str
    wish: str
    reason: str
